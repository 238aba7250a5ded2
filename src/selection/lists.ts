import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Entries, type Entry, type Origin, parseEntries, quote } from './entries.ts';
import { decodeText } from './text.ts';

/** An `@file` larger than this is refused, in bytes: room for more than a million ids. */
export const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** Where `@file` lists may lie. */
export interface ListFolders {
  /** Absolute path of the checkout: what a relative name starts from. */
  readonly checkout: string;
  /** Absolute paths of folders in which lists may lie: the workspace and `RUNNER_TEMP`. */
  readonly allowed: readonly string[];
}

/**
 * Puts the entries of every `@file` in the place of the entry that names it.
 *
 * @returns the entries, and what was wrong with the lists
 */
export async function readLists(entries: readonly Entry[], folders: ListFolders): Promise<Entries> {
  const read = await Promise.all(
    entries.map((entry): Entries | Promise<Entries> =>
      entry.kind === 'list' ? readList(entry.file, entry.origin, folders) : { entries: [entry], problems: [] },
    ),
  );
  return { entries: read.flatMap(({ entries }) => entries), problems: read.flatMap(({ problems }) => problems) };
}

async function readList(file: string, origin: Origin, { checkout, allowed }: ListFolders): Promise<Entries> {
  const failure = (what: string): Entries => ({
    entries: [],
    problems: [{ topic: 'list-unreadable', message: `\`${origin.input}\`: the list ${quote(`@${file}`)} ${what}` }],
  });
  const named = path.resolve(checkout, file);
  const real = await realpath(named).catch(() => undefined);
  if (!real) return failure('does not exist. A list is named relative to the checkout, or absolute.');
  const roots = await Promise.all(allowed.map((folder) => realpath(folder).catch(() => folder)));
  // Asked of the real path, so that a symbolic link leads nowhere else.
  if (!roots.some((root) => isInside(root, real))) {
    return failure('lies outside the workspace and RUNNER_TEMP. Move it into one of them.');
  }
  // Nor to another file inside: a link comes with a pull request, and where it leads to what is no list, such as the credentials of
  // actions/checkout, that would be quoted as an entry that is none.
  const ways = await Promise.all(allowed.map((folder) => withoutLinks(folder, named)));
  if (!ways.includes(real)) {
    return failure('is reached by a symbolic link, and links are not followed. Name the file that it points to.');
  }
  if (real.split(path.sep).includes('.git')) return failure('lies in the folder of git. Move it out of there.');
  const stats = await stat(real);
  if (!stats.isFile()) return failure('is not a regular file.');
  if (stats.size > MAX_LIST_BYTES) return failure(`has ${stats.size} bytes; at most ${MAX_LIST_BYTES} are read.`);
  const content = await readFile(real).catch((error: Error) => error);
  if (!Buffer.isBuffer(content)) return failure(`cannot be read: ${content.message}.`);
  const text = decodeText(content);
  if (text === undefined) return failure('is not UTF-8. Save it as UTF-8.');
  return parseEntries(text, { ...origin, list: slashed(file) });
}

/** Where a file below a folder really lies if no link leads there from the folder on; the folder itself may be reached by links. */
async function withoutLinks(folder: string, file: string): Promise<string | undefined> {
  if (!isInside(folder, file)) return undefined;
  return path.join(await realpath(folder).catch(() => folder), path.relative(folder, file));
}

/** Whether a real path lies in a folder. */
export function isInside(
  folder: string,
  file: string,
  // For tests of another system's paths.
  system: Pick<typeof path, 'relative' | 'sep' | 'isAbsolute'> = path,
): boolean {
  const relative = system.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${system.sep}`) && !system.isAbsolute(relative);
}

/** A list's name with `/` between its folders, as all paths of a report have it. On Windows a list may be named with `\\`. */
export const slashed = (file: string, sep: string = path.sep): string =>
  sep === '\\' ? file.replaceAll('\\', '/') : file;
