/**
 * One version of one file: a blob of a commit, or what lies in the work tree.
 */
export interface FileVersion {
  /** Relative to the checkout, `/` between folders; bytes that are no UTF-8 as lone surrogates (`path.ts`). */
  readonly path: string;
  /** What it is. Only a `file` is ever read; a link or a submodule is never followed. */
  readonly kind: 'file' | 'symlink' | 'submodule';
  /** The blob's object id; absent for a work-tree file whose content may differ from what git has stored. */
  readonly oid?: string;
}

/** What an entry of a tree or of the index is, by its mode (documentation of git, "git-fast-import", and of GitHub, "Create a tree"). */
export const KIND_OF_MODE: ReadonlyMap<string, FileVersion['kind']> = new Map([
  ['100644', 'file'],
  ['100755', 'file'],
  // Written by early versions of git for group-writable files; still in old histories.
  ['100664', 'file'],
  ['120000', 'symlink'],
  ['160000', 'submodule'],
]);

/** Why a file is not read. */
export const tooLarge = (bytes: number, maxBytes: number): Error =>
  new Error(`it has ${bytes} bytes; a config file has at most ${maxBytes}`);

/** A path whose versions at the base and at the head are not the same; one of the two may be missing. */
export interface Change {
  readonly path: string;
  readonly base?: FileVersion;
  readonly head?: FileVersion;
}

/**
 * The files that the selection compares, wherever they come from: a local checkout, or GitHub's API without one.
 *
 * Every method throws a `ConfigurationError` that says what could not be read and what to do; none of them ever turns
 * a failure into an empty answer.
 */
export interface Repository {
  /** The commit that the head stands on. */
  readonly head: string;
  /**
   * The files at the head: the commit, and in a checkout what earlier steps changed or added.
   *
   * @param folders only files at or below these paths are wanted (`''` is the root); more may be returned
   */
  files(folders: readonly string[]): Promise<readonly FileVersion[]>;
  /**
   * The files at a commit.
   *
   * @param commit full object id of a commit that `History` found to be readable
   */
  filesAt(commit: string, folders: readonly string[]): Promise<readonly FileVersion[]>;
  /** The paths that may differ between a commit and the head. Paths whose content is the same may be among them. */
  changes(base: string, folders: readonly string[]): Promise<readonly Change[]>;
  /**
   * Reads versions that `files`, `filesAt` or `changes` returned, side by side where that helps.
   *
   * @returns one content for each of the first versions, in their order: for as many as have about `MAX_READ_BYTES` together, and
   *   at least for one. An `Error` value stands for one that could not be read as a file (it is no file any more, or larger than
   *   `maxBytes`): whether that matters is for the caller to say
   */
  read(versions: readonly FileVersion[], maxBytes: number): Promise<readonly (Buffer | Error)[]>;
}

/** What one call of `read` brings into memory: 64 MiB, a few files more or less. */
export const MAX_READ_BYTES = 64 * 1024 * 1024;

/**
 * Reads one item after the other, some of them side by side, until `MAX_READ_BYTES` have come together.
 *
 * @param readers how many are read side by side
 * @returns the contents of the first items
 */
export async function readInOrder<T>(
  items: readonly T[],
  readers: number,
  read: (item: T) => Promise<Buffer | Error>,
): Promise<(Buffer | Error)[]> {
  const contents: (Buffer | Error)[] = [];
  let next = 0;
  let room = MAX_READ_BYTES;
  const reader = async () => {
    while (next < items.length && room > 0) {
      const index = next++;
      const content = await read(items[index] as T);
      if (Buffer.isBuffer(content)) room -= content.length;
      contents[index] = content;
    }
  };
  try {
    await Promise.all(Array.from({ length: readers }, reader));
  } finally {
    // After a failure nobody waits for the rest.
    next = items.length;
  }
  return contents;
}

/** What `read` returns when some contents did not come: those before the first of them. */
export function upToFirstMissing(contents: readonly (Buffer | Error | undefined)[]): (Buffer | Error)[] {
  const missing = contents.indexOf(undefined);
  return contents.slice(0, missing < 0 ? contents.length : missing) as (Buffer | Error)[];
}

/**
 * What stands on one side only, by blobs. Several files may seem to have one path, since GitHub's API does not tell what is no
 * UTF-8 in it; what is the same on both sides falls out first.
 */
export function differences(before: readonly FileVersion[], after: readonly FileVersion[]): Change[] {
  const paths = new Map<string, { before: FileVersion[]; after: FileVersion[] }>();
  for (const [versions, side] of [[before, 'before'] as const, [after, 'after'] as const]) {
    for (const version of versions) {
      const key = asGitHubTells(version.path);
      const at = paths.get(key) ?? { before: [], after: [] };
      at[side].push(version);
      paths.set(key, at);
    }
  }
  return [...paths.values()].flatMap((sides) => {
    const bases = without(sides.before, sides.after);
    const heads = without(sides.after, sides.before);
    return Array.from({ length: Math.max(bases.length, heads.length) }, (_, index): Change => {
      const base = bases[index];
      const head = heads[index];
      return { path: (head ?? base)?.path as string, ...(base && { base }), ...(head && { head }) };
    });
  });
}

const without = (some: readonly FileVersion[], others: readonly FileVersion[]): FileVersion[] =>
  some.filter(({ oid, kind }) => !others.some((other) => other.oid === oid && other.kind === kind));

/** How many U+FFFD stand for some bytes that are no UTF-8 is not agreed upon. */
const asGitHubTells = (path: string): string => path.toWellFormed().replace(/\ufffd+/g, '\ufffd');
