import type { Problem } from '../failure.ts';
import { isId } from './config-file.ts';
import { type ConfigDocument, parseJson } from './document.ts';
import { displayPath } from './path.ts';
import type { Id } from './selection.ts';

/** Where an entry was written: an input, and for `@file` lists the list and the line. */
export interface Origin {
  readonly input: string;
  readonly list?: string;
  /** 1-based, in the list. */
  readonly line?: number;
}

/** One entry of an input, as far as its text alone tells what it is; the contract's chapter "Entries". */
export type Entry = { readonly origin: Origin } & (
  | { readonly kind: 'id'; readonly id: Id }
  | { readonly kind: 'exclusion'; readonly pattern: string }
  | { readonly kind: 'list'; readonly file: string }
  /** A file, a directory or a glob: which one depends on what exists. */
  | { readonly kind: 'path'; readonly text: string }
);

/** What an input's text comes to. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** What is wrong; each message names the origin. */
  readonly problems: readonly Problem[];
}

/** The origin for people: "`integration`", "`integration` (ids.txt:3)". */
export const describeOrigin = ({ input, list, line }: Origin): string =>
  `\`${input}\`${list ? ` (${displayPath(list)}${line ? `:${line}` : ''})` : ''}`;

/**
 * Splits the value of `integration`, `conversion` or `resync-all-if-changed`, or the content of an `@file`, into entries.
 * It asks nobody what exists: that is `resolveEntries`.
 *
 * @param origin the input, and the list's file when the text is an `@file`'s
 */
export function parseEntries(text: string, origin: Origin): Entries {
  const value = text.trim();
  const pieces = value.startsWith('[') && value.endsWith(']') ? jsonPieces(value, origin) : linePieces(text, origin);
  if ('problem' in pieces) {
    return {
      entries: [],
      problems: [{ topic: 'entries-json', message: `${describeOrigin(origin)} ${pieces.problem}` }],
    };
  }
  const parsed = pieces.map(({ text, origin }) => ({ origin, result: parseEntry(text, origin) }));
  return {
    entries: parsed.flatMap(({ result }) => ('topic' in result ? [] : [result])),
    problems: parsed.flatMap(({ origin, result }) =>
      'topic' in result ? [{ ...result, message: `${describeOrigin(origin)}: ${result.message}` }] : [],
    ),
  };
}

interface Piece {
  readonly text: string;
  readonly origin: Origin;
}

function jsonPieces(value: string, origin: Origin): Piece[] | { problem: string } {
  const documents = parseJson(value);
  if ('problem' in documents) {
    const unescaped = parseJson(value.replaceAll('\\"', '"'));
    const hint =
      'problem' in unescaped
        ? 'A value that starts with [ and ends with ] is read as a JSON array of integers or of strings in double quotes; give one entry a line instead if it is not one.'
        : 'It looks like JSON whose quotes were escaped with backslashes, as some actions print it: turn escaping off in the step that made it (for tj-actions/changed-files: `escape_json: false`).';
    // What the parser quotes of the text may hold line breaks.
    return { problem: `${displayPath(documents.problem.message)}. ${hint}` };
  }
  // It begins with [ and ends with ], so it is one document, a list.
  const [document] = documents as [ConfigDocument];
  const pieces: Piece[] = [];
  for (const [index, element] of (document.value as unknown[]).entries()) {
    const text = document.locate([index]).number ?? (typeof element === 'string' ? element.trim() : undefined);
    if (text === undefined) {
      return { problem: `takes a JSON array of strings or integers; element ${index + 1} is neither.` };
    }
    if (text !== '') pieces.push({ text, origin });
  }
  return pieces;
}

function linePieces(text: string, origin: Origin): Piece[] {
  return text.split(/\r\n|\n|\r/).flatMap((untrimmed, index) => {
    const line = untrimmed.trim();
    if (line === '' || line.startsWith('#')) return [];
    const place = origin.list ? { ...origin, line: index + 1 } : origin;
    return splitAtCommas(line)
      .flatMap((piece) => (/^\d+(\s+\d+)+$/.test(piece) ? piece.split(/\s+/) : [piece]))
      .map((piece) => ({ text: piece, origin: place }));
  });
}

/** Splits at the commas outside `{}`. A `{` that nothing closes protects no comma. */
function splitAtCommas(line: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  const lastClose = line.lastIndexOf('}');
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '\\') i += 1;
    else if (char === '{' && i < lastClose) depth += 1;
    else if (char === '}') depth = Math.max(depth - 1, 0);
    else if (char === ',' && depth === 0) {
      pieces.push(line.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(line.slice(start));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** One entry, or what is wrong with it. */
function parseEntry(text: string, origin: Origin): Entry | Problem {
  const malformed = (message: string): Problem => ({ topic: 'entry-malformed', message });
  if (text.includes('\0')) return malformed(`${quote(text)} holds a NUL character, which no path does.`);
  if (text === '***') {
    return malformed('"***" is what the runner shows in place of a secret. Give the ids or files themselves.');
  }
  if (text.startsWith('!')) {
    const pattern = text.slice(1).trim();
    if (pattern === '')
      return malformed('"!" excludes nothing; write the pattern after it, as in `!config/drafts/**`.');
    if (/^\d+$/.test(pattern)) {
      return malformed(
        `${quote(text)} looks like an excluded id; an exclusion takes a path or a glob. Exclude the id's config file, or leave the id out.`,
      );
    }
    return { kind: 'exclusion', pattern, origin };
  }
  if (text.startsWith('@')) {
    const file = text.slice(1).trim();
    if (file === '') return malformed('"@" names no list; write the file after it, as in `@ids.txt`.');
    if (origin.list) return malformed(`${quote(text)}: lists do not nest. Name that list in the input itself.`);
    return { kind: 'list', file, origin };
  }
  if (/^\d+$/.test(text)) {
    return isId(text)
      ? { kind: 'id', id: text, origin }
      : malformed(`${quote(text)} is not an id; an id is a whole number of 1 to 20 digits without leading zeros.`);
  }
  return { kind: 'path', text, origin };
}

/** An entry's text for a message. */
export const quote = (text: string): string => `"${displayPath(text.length > 200 ? `${text.slice(0, 200)}…` : text)}"`;
