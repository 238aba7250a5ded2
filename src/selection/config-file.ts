import { exec as queryJsonPath } from 'jsonpath-rfc9535';
import parseJsonPath from 'jsonpath-rfc9535/parser';
import type { Problem } from '../failure.ts';
import type { Topic } from '../troubleshooting.ts';
import { type ConfigDocument, type Keys, parseJson, parseYaml } from './document.ts';
import { displayPath } from './path.ts';
import type { Id } from './selection.ts';
import { decodeText } from './text.ts';

/** A config file larger than this is refused, in bytes. */
export const MAX_CONFIG_FILE_BYTES = 5 * 1024 * 1024;

/** What an id looks like; the contract's chapter "Entries". */
export const isId = (text: string): boolean => /^[1-9][0-9]{0,19}$/.test(text);

/** One object of a config file. */
export interface ConfigObject {
  readonly id: Id;
  /** 1-based line of the id; absent when it comes from the file's name. */
  readonly line?: number;
  /** The object as it is compared: the keys that lead to it, and the mapping that holds the id. */
  readonly value: unknown;
}

/** What a config file says: its objects, and what stands around them (shared defaults, say). */
export interface ConfigFile {
  readonly objects: readonly ConfigObject[];
  /** The content without the objects; compared as a whole. */
  readonly outside: unknown;
}

const PARSERS: Readonly<Record<string, typeof parseYaml>> = { json: parseJson, yaml: parseYaml, yml: parseYaml };

const extension = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/** Whether a file is of a kind that can hold objects, by its ending. */
export const isConfigPath = (path: string): boolean => Object.hasOwn(PARSERS, extension(path));

/**
 * Checks an `id-path`.
 *
 * @returns what is wrong with it, or nothing
 */
export function idPathProblem(idPath: string): string | undefined {
  try {
    parseJsonPath(idPath);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Reads the objects of a config file; the contract's chapter "Config files".
 *
 * @param path of the file, for its kind and for an id in its name; `isConfigPath(path)` holds
 * @param idPath RFC 9535 JSONPath of the ids; absent: `id` of the root object or of each element of a root list
 * @returns the objects (none for an empty root list), or everything that is wrong with the file
 */
export function readConfigFile(
  path: string,
  content: Buffer,
  idPath?: string,
): ConfigFile | { readonly problems: readonly Problem[] } {
  const name = displayPath(path);
  const problem = (topic: Topic, message: string, line?: number): Problem => ({
    topic,
    // What the parsers quote of the text may hold line breaks.
    message: `${name}${line ? `:${line}` : ''} ${displayPath(message)}`,
    path,
    ...(line && { line }),
  });
  const text = decodeText(content);
  if (text === undefined) return { problems: [problem('file-encoding', 'is not UTF-8. Save it as UTF-8.')] };
  if (text.includes('\0')) {
    return {
      problems: [
        problem('file-encoding', 'holds a NUL character, so it is UTF-16 or no text at all. Save it as UTF-8.'),
      ],
    };
  }
  const documents = PARSERS[extension(path)]?.(text);
  if (!documents) throw new Error(`${name} is not a config file`);
  if ('problem' in documents) {
    const { topic, message, line } = documents.problem;
    return { problems: [problem(topic, message, line)] };
  }

  if (idPath && pathLength(documents.map(({ value }) => value)) > MAX_PATH_LENGTH) {
    return { problems: [problem('too-deep', 'holds too much, too deep down, for `id-path`. Split the file.')] };
  }
  const read = documents.map((document) => ({
    document,
    ...(idPath ? placesByPath(document, idPath) : placesOfId(document)),
  }));
  if (read.every(({ ids }) => ids.length === 0)) return fileAsObject(path, documents, problem, idPath);

  const problems: Problem[] = [];
  const objects: ConfigObject[] = [];
  for (const { document, ids, missing } of read) {
    for (const keys of missing) {
      problems.push(
        problem('no-id', 'holds no `id`, while others in the same file do. Give it one.', document.locate(keys).line),
      );
    }
    for (const keys of ids) {
      const { line, number } = document.locate(keys);
      const value = valueAt(document.value, keys);
      const id = number ?? value;
      if (typeof id === 'string' && isId(id)) {
        objects.push({ id, line, value: objectAt(document.value, keys) });
      } else {
        problems.push(
          problem(
            'bad-id',
            `has ${quote(id)} for an id; an id is a whole number of 1 to 20 digits without leading zeros.`,
            line,
          ),
        );
      }
    }
  }
  if (problems.length > 0) return { problems };
  return {
    objects,
    // Of a root list of objects nothing is left: an object is the same in it as in a file of its own.
    outside: read
      .flatMap(({ document, ids }) => withoutObjects(document.value, ids.map(holderOf)))
      .filter((left) => !Array.isArray(left) || left.length > 0),
  };
}

/**
 * Most keys on the ways to all values together. JSONPath may hold all of these ways in memory at once: 8 bytes a key. In 5 MiB of ordinary
 * configuration they are about 2 million.
 */
const MAX_PATH_LENGTH = 20_000_000;

const pathLength = (value: unknown, depth = 0): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, member) => sum + pathLength(member, depth + 1), depth)
    : depth;

/** No id in the content: the file name's digits, and the whole file is the object. */
function fileAsObject(
  path: string,
  documents: readonly ConfigDocument[],
  problem: (topic: Topic, message: string, line?: number) => Problem,
  idPath: string | undefined,
): ConfigFile | { readonly problems: readonly Problem[] } {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const id = /^\d+(?=$|[-_.])/.exec(stem)?.[0];
  const value = documents.map((document) => document.value);
  if (id && isId(id)) return { objects: [{ id, value }], outside: [] };
  // An empty list says that there are no objects; an empty or foreign file says nothing.
  if (value.length === 1 && Array.isArray(value[0]) && value[0].length === 0) return { objects: [], outside: [] };
  const [first] = documents;
  return {
    problems: [
      problem(
        'no-id',
        `holds no id: ${
          first ? (idPath ? `\`id-path\` ${idPath} selects nothing in it` : 'its root has no `id`') : 'it is empty'
        }, and its name does not start with one. Add the id, name the file after it (\`1628-name.yml\`), or exclude the file (\`!${displayPath(path)}\`).`,
        first?.locate([]).line,
      ),
    ],
  };
}

interface Places {
  /** Where ids stand. */
  readonly ids: readonly Keys[];
  /** Where an id was looked for in vain. */
  readonly missing: readonly Keys[];
}

const hasId = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'id');

function placesOfId({ value }: ConfigDocument): Places {
  if (!Array.isArray(value)) return hasId(value) ? { ids: [['id']], missing: [] } : { ids: [], missing: [[]] };
  const indexes = value.map((element, index) => ({ element, index }));
  return {
    ids: indexes.filter(({ element }) => hasId(element)).map(({ index }) => [index, 'id']),
    missing: indexes.filter(({ element }) => !hasId(element)).map(({ index }) => [index]),
  };
}

function placesByPath({ value }: ConfigDocument, idPath: string): Places {
  const ids: Keys[] = [];
  queryJsonPath(jsonView(value), idPath, (_, keys) =>
    ids.push(keys.map((key) => (typeof key === 'string' ? plainKey(key) : key))),
  );
  return { ids, missing: [] };
}

/** The key that stands in a normalized path as `it\'s` (RFC 9535, 2.7): the library hands out keys as they are written there. */
const plainKey = (key: string): string =>
  key.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, char = '') =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPED[char] ?? char),
  );

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

type JsonValue = Parameters<typeof queryJsonPath>[0];

/** The value as JSONPath can compare it: numbers only. The ids themselves are taken from the text. */
function jsonView(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(jsonView);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonView(member)]));
  }
  return value as JsonValue;
}

const valueAt = (value: unknown, keys: Keys): unknown =>
  keys.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);

/** The keys of the mapping that holds the value at `keys`; the root where no mapping does. */
function holderOf(keys: Keys): Keys {
  const inMapping = keys.findLastIndex((key) => typeof key === 'string');
  return keys.slice(0, Math.max(inMapping, 0));
}

/**
 * The mapping that holds an id, with the keys that lead to it: an object that got another name, or that moved from `live` to
 * `paused`, counts as changed. Its place in a list does not count.
 */
function objectAt(value: unknown, keys: Keys): unknown {
  const holder = holderOf(keys);
  return [holder.filter((key) => typeof key === 'string'), valueAt(value, holder)];
}

/**
 * A document's value without the mappings that hold ids: as a list with what is left, or an empty list when the whole
 * document is an object.
 */
function withoutObjects(value: unknown, holders: readonly Keys[]): unknown[] {
  if (holders.some((keys) => keys.length === 0)) return [];
  if (holders.length === 0 || typeof value !== 'object' || value === null) return [value];
  const byKey = Map.groupBy(holders, (keys) => String(keys[0]));
  const rest = Object.entries(value).flatMap(([key, member]) =>
    withoutObjects(
      member,
      (byKey.get(key) ?? []).map((keys) => keys.slice(1)),
    ).map((left) => [key, left] as const),
  );
  return [Array.isArray(value) ? rest.map(([, left]) => left) : Object.fromEntries(rest)];
}

/** A value for a message: short, and clear about text and number. */
function quote(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a mapping';
  const text = displayPath(String(value));
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
