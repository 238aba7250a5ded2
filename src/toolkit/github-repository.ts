import { createHash } from 'node:crypto';
import { ConfigurationError } from '../failure.ts';
import { isSha } from '../selection/event.ts';
import { displayPath } from '../selection/path.ts';
import {
  type Change,
  differences,
  type FileVersion,
  KIND_OF_MODE,
  type Repository,
  readInOrder,
  tooLarge,
  upToFirstMissing,
} from '../selection/repository.ts';
import type { GitHubApi, Question } from './github-api.ts';

/** How many blobs are asked for side by side; octokit's throttling lets 10 requests through at a time. */
const READERS = 10;

/** The mode of a folder in a tree. */
const FOLDER = '040000';

/** An entry of a tree. */
interface Entry {
  /** Relative to the tree. */
  readonly path: string;
  readonly kind: FileVersion['kind'] | 'folder';
  readonly oid: string;
}

/**
 * The repository without a checkout: trees and blobs by GitHub's API. A tree that is too large for one answer is read folder by
 * folder, so that nothing is cut off.
 *
 * Of a name that is not UTF-8, GitHub's answers hold U+FFFD for what is not; so two files may seem to have one path. They are told
 * apart by their blobs, and each is returned.
 */
export class GitHubRepository implements Repository {
  readonly head: string;
  readonly #api: GitHubApi;
  readonly #roots = new Map<string, Promise<string>>();
  readonly #trees = new Map<string, Promise<readonly Entry[] | undefined>>();
  readonly #sizes = new Map<string, number>();

  /** @param head full object id of the event's commit */
  constructor(api: GitHubApi, head: string) {
    this.#api = api;
    this.head = head;
  }

  files(folders: readonly string[]): Promise<readonly FileVersion[]> {
    return this.filesAt(this.head, folders);
  }

  async filesAt(commit: string, folders: readonly string[]): Promise<readonly FileVersion[]> {
    return this.#filesBelow(await this.#root(commit), '', folders);
  }

  async changes(base: string, folders: readonly string[]): Promise<readonly Change[]> {
    const [before, after] = await Promise.all([this.#root(base), this.#root(this.head)]);
    return this.#changesBelow(before, after, '', folders);
  }

  async read(versions: readonly FileVersion[], maxBytes: number): Promise<readonly (Buffer | Error)[]> {
    const oids = [...new Set(versions.map(oidOf))];
    const read = await readInOrder(oids, READERS, (oid) => this.#blob(oid, maxBytes));
    const contents = new Map(read.map((content, index) => [oids[index], content]));
    return upToFirstMissing(versions.map((version) => contents.get(oidOf(version))));
  }

  /** @param above object ids of the trees that this one lies in */
  async #filesBelow(
    tree: string,
    prefix: string,
    folders: readonly string[],
    above: readonly string[] = [],
  ): Promise<FileVersion[]> {
    refuseCycle(tree, prefix, above);
    const whole = await this.#tree(tree, prefix, 'recursive');
    if (whole) return versions(whole, prefix);
    const entries = await this.#folder(tree, prefix);
    const below = entries.flatMap(({ path, kind, oid }) =>
      kind === 'folder' && mayHold(prefix + path, folders)
        ? this.#filesBelow(oid, `${prefix}${path}/`, folders, [...above, tree])
        : [],
    );
    return [...versions(entries, prefix), ...(await Promise.all(below)).flat()];
  }

  /** @param before object id of a tree, or nothing where there is none; `after` likewise */
  async #changesBelow(
    before: string | undefined,
    after: string | undefined,
    prefix: string,
    folders: readonly string[],
    above: { readonly before: readonly string[]; readonly after: readonly string[] } = { before: [], after: [] },
  ): Promise<Change[]> {
    if (before === after) return [];
    // Apart for each side: what was the root may well have become a folder.
    if (before !== undefined) refuseCycle(before, prefix, above.before);
    if (after !== undefined) refuseCycle(after, prefix, above.after);
    const within = {
      before: before === undefined ? above.before : [...above.before, before],
      after: after === undefined ? above.after : [...above.after, after],
    };
    const wholes = await Promise.all(
      [before, after].map((tree) => (tree === undefined ? [] : this.#tree(tree, prefix, 'recursive'))),
    );
    if (wholes[0] && wholes[1]) return differences(versions(wholes[0], prefix), versions(wholes[1], prefix));

    const [old = [], now = []] = await Promise.all(
      [before, after].map((tree) => (tree === undefined ? [] : this.#folder(tree, prefix))),
    );
    const subfolders = new Map<string, { before?: string; after?: string }>();
    for (const [entries, side] of [[old, 'before'] as const, [now, 'after'] as const]) {
      for (const { path, kind, oid } of entries) {
        if (kind === 'folder') subfolders.set(path, { ...subfolders.get(path), [side]: oid });
      }
    }
    const below = [...subfolders]
      .filter(([path]) => mayHold(prefix + path, folders))
      .map(([path, trees]) => this.#changesBelow(trees.before, trees.after, `${prefix}${path}/`, folders, within));
    return [...differences(versions(old, prefix), versions(now, prefix)), ...(await Promise.all(below)).flat()];
  }

  /** One folder's own entries. */
  async #folder(tree: string, prefix: string): Promise<readonly Entry[]> {
    const entries = await this.#tree(tree, prefix, 'flat');
    if (entries) return entries;
    throw new ConfigurationError(
      'too-many-files',
      `The folder ${displayPath(prefix) || '/'} holds more files than GitHub's API lists. Check the repository out with actions/checkout before this step.`,
    );
  }

  /** @returns nothing when GitHub cut the answer off */
  #tree(sha: string, prefix: string, depth: 'recursive' | 'flat'): Promise<readonly Entry[] | undefined> {
    const key = `${depth} ${sha}`;
    let tree = this.#trees.get(key);
    if (!tree) {
      tree = this.#askTree(sha, prefix, depth);
      this.#trees.set(key, tree);
    }
    return tree;
  }

  async #askTree(sha: string, prefix: string, depth: 'recursive' | 'flat'): Promise<readonly Entry[] | undefined> {
    const answer = await this.#api.get(reading(`the list of the files in ${displayPath(prefix) || '/'}`), (octokit) =>
      octokit.rest.git.getTree({
        ...this.#api.repository,
        tree_sha: sha,
        // Any value counts as true, so that it is left out rather than false.
        ...(depth === 'recursive' && { recursive: '1' }),
      }),
    );
    if (answer.truncated) return undefined;
    const entries: unknown = answer.tree;
    if (!Array.isArray(entries)) throw nonsense(`the tree ${sha}`);
    return answer.tree.map((entry) => {
      const { path, mode, sha: oid, size } = entry ?? {};
      if (typeof path !== 'string' || !isSha(oid) || typeof oid !== 'string') throw nonsense(`the tree ${sha}`);
      if (!isPath(path)) {
        throw new ConfigurationError(
          'github-unreachable',
          `GitHub's API names a file "${displayPath(prefix + path)}", which is no path in a repository. Check the repository out with actions/checkout before this step.`,
        );
      }
      const kind = mode === FOLDER ? 'folder' : KIND_OF_MODE.get(mode);
      if (!kind) throw nonsense(`the tree ${sha} (the mode ${JSON.stringify(mode)})`);
      if (size !== undefined) this.#sizes.set(oid, size);
      return { path, kind, oid };
    });
  }

  #root(commit: string): Promise<string> {
    let root = this.#roots.get(commit);
    if (!root) {
      root = this.#api
        .get(reading(`the commit ${commit}`), (octokit) =>
          octokit.rest.git.getCommit({ ...this.#api.repository, commit_sha: commit }),
        )
        .then((answer) => {
          const sha = answer.tree?.sha;
          if (!isSha(sha)) throw nonsense(`the commit ${commit}`);
          return sha;
        });
      this.#roots.set(commit, root);
    }
    return root;
  }

  async #blob(oid: string, maxBytes: number): Promise<Buffer | Error> {
    const size = this.#sizes.get(oid);
    if (size !== undefined && size > maxBytes) return tooLarge(size, maxBytes);
    const blob = await this.#api.get(reading(`the blob ${oid}`), (octokit) =>
      octokit.rest.git.getBlob({ ...this.#api.repository, file_sha: oid }),
    );
    if (typeof blob.content !== 'string') throw nonsense(`the blob ${oid}`);
    const content = Buffer.from(blob.content, 'base64');
    if (blob.encoding !== 'base64' || content.length !== blob.size) {
      throw new ConfigurationError(
        'github-unreachable',
        `GitHub's API gave ${content.length} of the ${blob.size} bytes of the blob ${oid}. Run the job again, or check the repository out with actions/checkout before this step.`,
      );
    }
    const hash = createHash(oid.length === 40 ? 'sha1' : 'sha256');
    if (hash.update(`blob ${content.length}\0`).update(content).digest('hex') !== oid) {
      throw new ConfigurationError(
        'github-unreachable',
        `GitHub's API gave a blob ${oid} that does not have the content that its id stands for. Run the job again, or check the repository out with actions/checkout before this step.`,
      );
    }
    return content.length > maxBytes ? tooLarge(content.length, maxBytes) : content;
  }
}

/** An answer that is not of the shape that GitHub documents. */
const nonsense = (what: string): ConfigurationError =>
  new ConfigurationError(
    'github-unreachable',
    `GitHub's API gave an answer for ${what} that is none. Run the job again, or check the repository out with actions/checkout before this step.`,
  );

/** Whether git would take a path into a tree (its `verify_path`). */
const isPath = (path: string): boolean =>
  !path.includes('\0') && path.split('/').every((name) => !['', '.', '..', '.git'].includes(name.toLowerCase()));

/** A tree's object id is made of what it holds, so it cannot hold itself; an answer that says so would be followed for ever. */
function refuseCycle(tree: string, prefix: string, above: readonly string[]): void {
  if (above.includes(tree)) throw nonsense(`the folder ${displayPath(prefix)} (it holds itself)`);
}

const reading = (what: string): Question => ({ what, permission: 'contents: read' });

function oidOf({ oid, path }: FileVersion): string {
  if (oid) return oid;
  throw new Error(`${displayPath(path)} has no blob`);
}

/** Whether a folder is one of the wanted ones, below one, or above one. */
const mayHold = (folder: string, wanted: readonly string[]): boolean =>
  wanted.some(
    (path) => path === '' || path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`),
  );

const versions = (entries: readonly Entry[], prefix: string): FileVersion[] =>
  entries.flatMap(({ path, kind, oid }) => (kind === 'folder' ? [] : [{ path: prefix + path, kind, oid }]));
