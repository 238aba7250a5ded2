import { encodePath } from '../selection/path.ts';
import { visible } from './visible.ts';

/**
 * Text from files and servers as GitHub's Markdown (CommonMark with the GFM extensions). Two ways only: `code` for names,
 * `prose` for sentences. GitHub makes mentions, issue links, mail addresses and emoji out of plain text after Markdown is
 * done, so escaping does not hold them off; inside of a code span it leaves everything alone.
 */

/** A name, verbatim, as a code span: safe for whatever it holds. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  let longest = 0;
  for (const [run] of shown.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  // CommonMark takes one space off both ends; it needs one there beside a backtick.
  const pad = /^`|`$|^ .*[^ ].* $/s.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/**
 * A sentence. What stands in backticks becomes code, and so does every word that is more than letters, digits and the usual
 * punctuation, so that nothing in it can be markup, a link or a mention.
 */
export function prose(text: string): string {
  const pieces = text.replace(/\s+/g, ' ').trim().split('`');
  const closed = pieces.length % 2 === 1;
  const shown = join(
    pieces.map((piece, index) => {
      if (index % 2 === 0) return words(piece);
      return closed || index < pieces.length - 1 ? code(piece) : words(`\`${piece}`);
    }),
  );
  // A number and its full stop may come from two pieces, and would begin a list.
  return shown.replace(/^(\d+)(?=[.)])/, '$1\\');
}

/** Letters and digits of any script, with hyphens and apostrophes inside; quotes and punctuation around them. */
const WORD =
  /^(["'“‘(]*)((?:[\p{L}\p{N}\p{M}]+(?:[-'’][\p{L}\p{N}\p{M}]+)*|\d+(?:[.,]\d+)+%?|\d+%)?)([.,;:!?)"'”’…]*)$/u;
/** What GitHub links although it is a plain word, or stands in one between hyphens: a commit's SHA, `GH-1`. */
const LINKED_WORD = /\b(?=[a-f]*\d)[0-9a-f]{7,40}\b|\bgh-\d/i;
/** Signs that stand between words, and punctuation after a name in code. */
const SIGN = /^(?:[-+=/–—→·]|[.,;:!?()"'“”‘’…]+)$/;

const OPENING = '"\'“‘(';
const CLOSING = '.,;:!?)"\'”’';

function words(text: string): string {
  const out: string[] = [];
  let odd: string[] = [];
  const flush = () => {
    if (odd.length > 0) out.push(codeInside(odd.join(' ')));
    odd = [];
  };
  for (const word of text.split(' ')) {
    const plain = plainWord(word);
    if (plain === undefined) {
      odd.push(word);
      if (CLOSING.includes(word.at(-1) ?? '')) flush();
    } else {
      flush();
      out.push(plain);
    }
  }
  flush();
  return out.join(' ');
}

/** Code, with the quotes, brackets and punctuation around it outside. */
function codeInside(text: string): string {
  const closing = text.includes('(') ? CLOSING.replace(')', '') : CLOSING;
  let start = 0;
  let end = text.length;
  while (start < end && OPENING.includes(text[start] ?? '')) start += 1;
  while (start < end && closing.includes(text[end - 1] ?? '')) end -= 1;
  return start === end ? code(text) : `${text.slice(0, start)}${code(text.slice(start, end))}${text.slice(end)}`;
}

function plainWord(word: string): string | undefined {
  if (word === '') return '';
  // At the start of a line it would make a list or a heading.
  if (SIGN.test(word)) return word.replace(/[-+=]/, '\\$&');
  const [, before = '', inner = '', after = ''] = WORD.exec(word) ?? [];
  if (inner === '' || LINKED_WORD.test(inner) || visible(word) !== word) return undefined;
  // "1." would begin a list.
  return `${before}${inner}${/^\d+$/.test(inner) && /^[.)]/.test(after) ? '\\' : ''}${after}`;
}

/** Joins pieces so that no two runs of backticks become one. */
function join(pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) text += text.endsWith('`') && piece.startsWith('`') ? ` ${piece}` : piece;
  return text;
}

/** A link; `label` is Markdown already. */
export const link = (label: string, url: string): string => `[${label}](${url})`;

/** A row of a table. A bar inside of a cell is escaped, which also holds in code spans (GFM, "Tables"). */
export const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** A path as part of a URL: every byte that is not unreserved (RFC 3986, 2.3) is percent-encoded. */
export function urlPath(path: string): string {
  let url = '';
  for (const byte of encodePath(path)) {
    const char = String.fromCharCode(byte);
    url += /[A-Za-z0-9\-._~/]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return url;
}
