import { displayPath } from '../selection/path.ts';

/**
 * A text of one line in which everything can be seen: control characters, undecodable bytes, and characters that hide or
 * reorder what stands around them, as escapes. (The joiners U+200C and U+200D stay: scripts and emoji need them.)
 */
export function visible(text: string): string {
  return (
    displayPath(text)
      .replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
      .toWellFormed()
      // A command to the runner, wherever it stands in a line that is printed (actions/runner, ActionCommand).
      .replaceAll('##[', '# #[')
  );
}

/** Format characters (Unicode's category Cf), and letters that are blank. */
const INVISIBLE = /[[\p{Cf}\u115f\u1160\u3164\uffa0]--[\u200c\u200d]]/gv;

/**
 * At most `length` characters, the rest of them cut out of the middle: names differ at their ends.
 *
 * @param length from 3
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 1) * 0.7);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(-tail)}`.toWellFormed();
}
