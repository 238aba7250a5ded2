import { constants, lstatSync, type Stats } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ConfigurationError } from '../failure.ts';
import { isInside } from '../selection/lists.ts';
import { displayPath, encodePath } from '../selection/path.ts';
import {
  type Change,
  differences,
  type FileVersion,
  MAX_READ_BYTES,
  type Repository,
  readInOrder,
  tooLarge,
  upToFirstMissing,
} from '../selection/repository.ts';
import { FETCH, Git } from './git.ts';
import {
  parseBlobs,
  parseIndex,
  parseOthers,
  parseRawDiff,
  parseSizes,
  parseTree,
  parseUnwatched,
} from './listings.ts';

/** With more folders than this the whole checkout is listed: a command line has a limit, and 100 files are soon listed. */
const MAX_PATHSPECS = 100;

/** Nor is it given longer ones, in characters: Windows takes no longer command line (documentation of `CreateProcess`). */
const MAX_PATHSPEC_CHARS = 30_000;

/** `rev-parse --path-format` and `--config-env` came with it (release notes of git 2.31). */
const OLDEST_GIT = [2, 31] as const;

/** Every path of the index, with what git knows of it. */
const LIST_INDEX = ['ls-files', '-z', '-v', '--stage'] as const;

/** How many files are read side by side. */
const READERS = 32;

/** Reads what the checkout lacks and cannot fetch: GitHub's API. */
export type Elsewhere = (checkout: Pick<Checkout, 'head' | 'origin'>) => Pick<Repository, 'filesAt' | 'read'>;

/** A local checkout: a commit in git, and the work tree above it. */
export class Checkout implements Repository {
  readonly head: string;
  /** URL of the repository that it came from; empty without one. It may hold a password. */
  readonly origin: string;
  readonly git: Git;
  readonly #root: string;
  readonly #elsewhere: Pick<Repository, 'filesAt' | 'read'>;

  private constructor(root: string, git: Git, head: string, origin: string, elsewhere: Elsewhere) {
    this.#root = root;
    this.git = git;
    this.head = head;
    this.origin = origin;
    this.#elsewhere = elsewhere(this);
  }

  /**
   * @param folder absolute path of the folder that `actions/checkout` filled
   * @param elsewhere asked for the versions that the checkout has not
   * @param workspace absolute path of the folder in which all of the checkout has to lie, its repository too
   * @returns nothing when that folder is not the root of a checkout
   * @throws ConfigurationError when there is a checkout that cannot be read
   */
  static async open(folder: string, elsewhere: Elsewhere, workspace = folder): Promise<Checkout | undefined> {
    const root = await realpath(folder).catch(() => undefined);
    // A `.git` is looked for first: without it git would go on to the folders above, which are not ours.
    if (!root || !(await exists(path.join(root, '.git')))) return undefined;
    const git = new Git(root);
    const [version, answer] = await Promise.all([
      git.ask(['--version']),
      git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']),
    ]).catch(() => {
      throw new ConfigurationError(
        'git-missing',
        'git could not be started. The action needs git on the runner to read the checkout.',
      );
    });
    const [, number = '', major, minor] = /^git version ((\d+)\.(\d+)\S*)/.exec(version.stdout.toString()) ?? [];
    if (
      number &&
      (Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]))
    ) {
      throw new ConfigurationError(
        'git-old',
        `git ${number} is too old to read the checkout: the action needs ${OLDEST_GIT.join('.')} or newer. Update git on the runner; or leave the checkout out, and everything is read through GitHub's API.`,
      );
    }
    if (answer.status !== 0) {
      throw new ConfigurationError(
        'checkout-unreadable',
        `The checkout in ${displayPath(folder)} has no commit that can be read${answer.stderr ? ` (git: ${answer.stderr})` : ''}. Check it out with actions/checkout.`,
      );
    }
    // `.git` may be a file or a link that leads elsewhere, and of a linked work tree the repository does.
    const repository = await git.run(['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir']);
    const within = await realpath(workspace).catch(() => workspace);
    for (const part of repository.toString().trimEnd().split('\n')) {
      const real = await realpath(part).catch(() => part);
      if (isInside(within, real)) continue;
      throw new ConfigurationError(
        'no-checkout',
        `The checkout in ${displayPath(folder)} keeps its repository outside the workspace, in ${displayPath(real)}, and nothing is read from there. Check it out with actions/checkout.`,
      );
    }
    const { stdout: origin } = await git.ask(['config', '--get', 'remote.origin.url']);
    return new Checkout(root, git, answer.stdout.toString().trim(), origin.toString().trim(), elsewhere);
  }

  async files(folders: readonly string[]): Promise<readonly FileVersion[]> {
    const pathspecs = toPathspecs(folders);
    const [index, changed, others] = await Promise.all([
      this.git.run([...LIST_INDEX, ...pathspecs]).then(parseIndex),
      this.git.run(['diff-files', '-z', '--no-renames', '--ignore-submodules=dirty', ...pathspecs]).then(parseRawDiff),
      this.#untracked(pathspecs),
    ]);
    // What the index knows, as far as it still lies in the work tree, and what only lies there.
    const work = new Map(changed.map((entry) => [entry.path, entry.new]));
    const files = new Map<string, FileVersion>();
    for (const { path, kind, oid, sparse, watched } of index) {
      if (!watched) {
        const now = this.#now(path) ?? (sparse && { path, kind, oid });
        if (now) files.set(path, now);
      } else if (!work.has(path)) files.set(path, { path, kind });
      else {
        const now = work.get(path);
        if (now) files.set(path, { path, kind: now.kind });
      }
    }
    for (const file of others) files.set(file.path, file);
    return [...files.values()];
  }

  async filesAt(commit: string, folders: readonly string[]): Promise<readonly FileVersion[]> {
    return (await this.#has(commit)) ? this.#tree(commit, folders) : this.#elsewhere.filesAt(commit, folders);
  }

  async #tree(commit: string, folders: readonly string[]): Promise<FileVersion[]> {
    return parseTree(await this.git.run(['ls-tree', '-r', '-z', '--full-tree', commit, ...toPathspecs(folders)]));
  }

  async #has(commit: string): Promise<boolean> {
    return (await this.git.ask(['cat-file', '-e', `${commit}^{tree}`])).status === 0;
  }

  async changes(base: string, folders: readonly string[]): Promise<readonly Change[]> {
    if (!(await this.#has(base))) return this.#changesFrom(await this.#elsewhere.filesAt(base, folders), folders);
    const pathspecs = toPathspecs(folders);
    const [diff, others, unwatched] = await Promise.all([
      this.git
        .run(['diff-index', '-z', '--no-renames', '--ignore-submodules=dirty', base, ...pathspecs])
        .then(parseRawDiff),
      this.#untracked(pathspecs),
      this.git.run([...LIST_INDEX, ...pathspecs]).then(parseUnwatched),
    ]);
    const changes = new Map<string, Change>();
    for (const { path, old, new: now } of diff) {
      // Of a mode that alone changed nothing is told elsewhere, either.
      if (old?.oid && old.oid === now?.oid && old.kind === now.kind) continue;
      changes.set(path, { path, ...(old && { base: old }), ...(now && { head: this.#asItStands(now) }) });
    }
    for (const { path, kind, oid, sparse } of unwatched) {
      const head = this.#now(path);
      if (sparse && !head) continue;
      // What git does not tell of is at the base as it is in the index.
      const base = changes.has(path) ? changes.get(path)?.base : { path, kind, oid };
      changes.set(path, { path, ...(base && { base }), ...(head && { head }) });
    }
    for (const file of others) {
      // Taken out of the index but still there: the base's version is known from the diff.
      const base = changes.get(file.path)?.base;
      changes.set(file.path, { path: file.path, ...(base && { base }), head: file });
    }
    return [...changes.values()];
  }

  /** The changes from a base whose tree is only known from elsewhere: by object ids, and by what the work tree has beyond them. */
  async #changesFrom(files: readonly FileVersion[], folders: readonly string[]): Promise<readonly Change[]> {
    const [committed, work] = await Promise.all([this.#tree(this.head, folders), this.changes(this.head, folders)]);
    const heads = new Map(committed.map((file) => [file.path, file]));
    for (const { path, head } of work) {
      if (head) heads.set(path, head);
      else heads.delete(path);
    }
    return differences(files, [...heads.values()]).map((change) => ({
      ...change,
      ...(change.head && { head: this.#asItStands(change.head) }),
    }));
  }

  async read(versions: readonly FileVersion[], maxBytes: number): Promise<readonly (Buffer | Error)[]> {
    const stored = versions.filter(({ oid }) => oid);
    const work = versions.filter(({ oid }) => !oid);
    // Where the folders of the files really are; asked once for each, since files of one folder come together.
    const folders = new Map<string, Promise<Buffer>>();
    const [blobs, files] = await Promise.all([
      this.#readBlobs(stored, maxBytes),
      readInOrder(work, READERS, ({ path }) => this.#readWork(path, maxBytes, folders).catch((error: Error) => error)),
    ]);
    let nextBlob = 0;
    let nextFile = 0;
    return upToFirstMissing(versions.map(({ oid }) => (oid ? blobs[nextBlob++] : files[nextFile++])));
  }

  async #untracked(pathspecs: readonly string[]): Promise<FileVersion[]> {
    // Ignored files too: what a build step generated under a glob is meant by the glob.
    const others = parseOthers(await this.git.run(['ls-files', '-z', '--others', ...pathspecs]));
    return Promise.all(
      others.map(async ({ path, repository }): Promise<FileVersion> => {
        if (repository) return { path, kind: 'submodule' };
        const stat = await lstat(this.#absolute(path)).catch(() => undefined);
        return { path, kind: stat?.isSymbolicLink() ? 'symlink' : 'file' };
      }),
    );
  }

  /** What lies in the work tree at a path that git does not look at. */
  #now(path: string): FileVersion | undefined {
    const stat = statNow(this.#absolute(path));
    return stat && !stat.isDirectory() ? { path, kind: stat.isSymbolicLink() ? 'symlink' : 'file' } : undefined;
  }

  /**
   * A sparse checkout's file is read from git (it keeps its `oid`), every other from the work tree. Not asynchronous: git has just
   * looked at all of them, and 100,000 promises take more time and memory than the answers.
   */
  #asItStands({ path, kind, oid }: FileVersion): FileVersion {
    return oid && !statNow(this.#absolute(path)) ? { path, kind, oid } : { path, kind };
  }

  async #readBlobs(
    versions: readonly FileVersion[],
    maxBytes: number,
  ): Promise<readonly (Buffer | Error | undefined)[]> {
    if (versions.length === 0) return [];
    const oids = versions.map(({ oid }) => oid as string);
    const asked = oids.filter(await this.#available(oids));
    const found = asked.length > 0 ? parseSizes(await this.git.run(['cat-file', '--batch-check'], lines(asked))) : [];
    const sizeOf = new Map(asked.map((oid, index) => [oid, found[index]]));
    const sizes = oids.map((oid) => sizeOf.get(oid));
    let room = MAX_READ_BYTES;
    const here = oids.filter((_, index) => {
      const size = sizes[index] ?? Number.POSITIVE_INFINITY;
      if (size > maxBytes || room <= 0) return false;
      room -= size;
      return true;
    });
    const [blobs, others] = await Promise.all([
      here.length > 0 ? this.git.run(['cat-file', '--batch'], lines(here)).then(parseBlobs) : [],
      this.#readElsewhere(
        versions.filter((_, index) => sizes[index] === undefined),
        maxBytes,
      ),
    ]);
    let next = 0;
    let nextOther = 0;
    return sizes.map((size) => {
      if (size === undefined) return others[nextOther++];
      return size > maxBytes ? tooLarge(size, maxBytes) : blobs[next++];
    });
  }

  async #readElsewhere(versions: readonly FileVersion[], maxBytes: number): Promise<readonly (Buffer | Error)[]> {
    return versions.length > 0 ? this.#elsewhere.read(versions, maxBytes) : [];
  }

  /**
   * Fetches the missing ones of a partial clone's blobs, all at once. Git itself would fetch each one when it is read, and fail
   * when it cannot.
   *
   * @returns whether git may be asked for a blob; what it may not be asked for is read elsewhere
   */
  async #available(oids: readonly string[]): Promise<(oid: string) => boolean> {
    const remote = await this.git.ask(['config', '--get-regexp', '^remote\\..*\\.promisor$', 'true']);
    const name = /^remote\.(.+)\.promisor /.exec(remote.stdout.toString())?.[1];
    if (!name) return () => true;
    const before = await this.#present(oids);
    const missing = oids.filter((oid) => !before.has(oid));
    if (missing.length === 0) return () => true;
    const options = [
      // By default git tells the remote that it has all of its commits, so that their blobs are not sent.
      'fetch.negotiationAlgorithm=noop',
      // Without one in the configuration, git would write the filter of a fetch there.
      `remote.${name}.partialCloneFilter=blob:none`,
    ].flatMap((option) => ['-c', option]);
    await this.git.ask([...options, ...FETCH, '--filter=blob:none', '--stdin', name], lines(missing));
    const after = await this.#present(missing);
    return (oid) => before.has(oid) || after.has(oid);
  }

  /** Those of some blobs that are here. `--missing` keeps git from fetching the others. */
  async #present(oids: readonly string[]): Promise<ReadonlySet<string>> {
    const list = ['rev-list', '--objects', '--no-object-names', '--no-walk', '--ignore-missing', '--missing=allow-any'];
    return new Set((await this.git.run([...list, '--stdin'], lines(oids))).toString().split('\n'));
  }

  async #readWork(file: string, maxBytes: number, folders: Map<string, Promise<Buffer>>): Promise<Buffer> {
    const absolute = this.#absolute(file);
    const folder = path.posix.dirname(file);
    // The last part is held back by O_NOFOLLOW; the folders above it by asking where they really are.
    let real = folders.get(folder);
    if (!real) {
      real = realpath(this.#absolute(folder), { encoding: 'buffer' });
      folders.set(folder, real);
    }
    if (!samePath(await real, this.#absolute(folder))) throw new Error('a folder above it is a symbolic link');
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat: Stats = await handle.stat();
      if (!stat.isFile()) throw new Error('it is not a regular file');
      if (stat.size > maxBytes) throw tooLarge(stat.size, maxBytes);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  #absolute(file: string): Buffer {
    return file === '.' ? Buffer.from(this.#root) : Buffer.concat([Buffer.from(`${this.#root}/`), encodePath(file)]);
  }
}

const lines = (oids: readonly string[]): string => oids.map((oid) => `${oid}\n`).join('');

const exists = (file: string | Buffer): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

function statNow(file: Buffer): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Compared as bytes, with either kind of slash on Windows. */
const samePath = (a: Buffer, b: Buffer): boolean =>
  path.normalize(a.toString('latin1')) === path.normalize(b.toString('latin1'));

function toPathspecs(folders: readonly string[]): string[] {
  const distinct = [...new Set(folders)];
  // Paths that are not valid UTF-8 cannot be passed as arguments.
  return distinct.length === 0 ||
    distinct.length > MAX_PATHSPECS ||
    distinct.join(' ').length > MAX_PATHSPEC_CHARS ||
    distinct.some((f) => f === '' || !f.isWellFormed())
    ? []
    : ['--', ...distinct];
}
