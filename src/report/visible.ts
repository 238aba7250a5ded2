import { displayPath } from '../selection/path.ts';

/** Whether a source lies in the repository; a list in `RUNNER_TEMP` does not, and GitHub could show nothing there. */
export const isInRepository = (path: string): boolean => !/^([/\\]|[A-Za-z]:[/\\])/.test(path);

/** A text of one line in which everything can be seen (`displayPath`), well-formed, and without a command to the runner. */
export function visible(text: string): string {
  return (
    displayPath(text)
      .toWellFormed()
      // A command to the runner, wherever it stands in a line that is printed (actions/runner, ActionCommand).
      .replaceAll('##[', '# #[')
  );
}

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
