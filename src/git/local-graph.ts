import { isSha } from '../selection/event.ts';
import { type Commit, type PartialCommitGraph, UNKNOWN, type Unknown } from '../selection/history.ts';
import { FETCH, type Git } from './git.ts';

/**
 * The commits as the local checkout has them. A commit that a shallow clone lacks is fetched from `origin`, without touching
 * the user's configuration, refs or work tree; what depends on the history that it lacks is left to others to answer.
 */
export class LocalGraph implements PartialCommitGraph {
  readonly #git: Git;
  readonly #commits = new Map<string, Commit>();
  #shallow: Promise<boolean> | undefined;

  constructor(git: Git) {
    this.#git = git;
  }

  async commit(name: string): Promise<Commit | Unknown> {
    // A full ref name means the ref where it is now; a local copy of it may be old.
    const local = name.startsWith('refs/') ? undefined : await this.#parse(name);
    if (local) return local;
    const sha = isSha(name.toLowerCase()) ? name.toLowerCase() : await this.#askOrigin(name);
    const fetched =
      sha !== undefined && ((await this.#parse(sha)) ?? ((await this.#fetch(sha)) && (await this.#parse(sha))));
    // Without an origin that answers, a local copy of a ref is the best that there is.
    return fetched || (sha === undefined && (await this.#parse(name))) || UNKNOWN;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean | Unknown> {
    const isHere = (await this.#parse(ancestor)) !== undefined;
    if (isHere && (await this.#git.ask(['merge-base', '--is-ancestor', ancestor, descendant])).status === 0)
      return true;
    if ((await this.#isShallow()) || !(await this.#parse(descendant))) return UNKNOWN;
    // All that a commit descends from is in a full clone: what is not there is not an ancestor.
    return false;
  }

  async mergeBase(a: string, b: string): Promise<string | undefined | Unknown> {
    if ((await this.#isShallow()) || !(await this.#parse(a)) || !(await this.#parse(b))) return UNKNOWN;
    const { status, stdout, stderr } = await this.#git.ask(['merge-base', a, b]);
    // Some versions of git end with 1, as with nothing in common, and tell only there that a part of the history cannot be read.
    if (status > 1 || stderr !== '') return UNKNOWN;
    return stdout.toString().trim() || undefined;
  }

  async nearestEarlierTag(sha: string): Promise<{ name: string; sha: string } | undefined | Unknown> {
    if ((await this.#isShallow()) || !(await this.#parse(sha))) return UNKNOWN;
    const refs = await this.#git.run(['for-each-ref', `--merged=${sha}`, '--format=%(refname:lstrip=2)', 'refs/tags']);
    const names = refs.toString().split('\n').slice(0, -1);
    // A tag may be one of a tag; only here git follows them to the end in all its versions.
    const commits = await this.#git.run(
      ['cat-file', '--batch-check=%(objectname)'],
      names.map((name) => `refs/tags/${name}^{commit}\n`).join(''),
    );
    const tags = new Map(
      commits
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((commit, index) => [commit, names[index] as string] as const),
    );
    tags.delete(sha);
    if (tags.size === 0) return undefined;
    const ancestors = (await this.#git.run(['rev-list', sha])).toString().split('\n');
    // One of them has a tag: `--merged` lists no others.
    const nearest = ancestors.find((ancestor) => tags.has(ancestor)) as string;
    return { name: tags.get(nearest) as string, sha: nearest };
  }

  #isShallow(): Promise<boolean> {
    this.#shallow ??= this.#git
      .run(['rev-parse', '--is-shallow-repository'])
      .then((answer) => answer.toString().trim() === 'true');
    return this.#shallow;
  }

  /** The commit that a name stands for, as far as it is here. */
  async #parse(name: string): Promise<Commit | undefined> {
    const known = this.#commits.get(name);
    if (known) return known;
    const revision = await this.#git.ask(
      isSha(name)
        ? // In a partial clone any other command fetches a commit that is missing, and its whole history with it.
          ['rev-list', '--no-walk', '--missing=allow-any', '--end-of-options', name]
        : ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
    );
    const sha = revision.stdout.toString().trim();
    if (revision.status !== 0 || sha === '') return undefined;
    // The raw object names its parents even where a shallow clone lacks them.
    const object = await this.#git.ask(['cat-file', 'commit', sha]);
    if (object.status !== 0) return undefined;
    const commit = parseCommit(sha, object.stdout.toString('latin1'));
    this.#commits.set(sha, commit);
    return commit;
  }

  /** A branch or tag of `origin` that a shallow or single-branch clone does not have. */
  async #askOrigin(ref: string): Promise<string | undefined> {
    const [, kind, short = ref] = /^(?:refs\/)?(heads|tags|remotes\/origin|origin)\/(.+)$/.exec(ref) ?? [];
    const heads = kind === 'tags' ? [] : [`refs/heads/${short}`];
    const tags = kind === undefined || kind === 'tags' ? [`refs/tags/${short}`] : [];
    const names = ref.startsWith('refs/') && kind === undefined ? [ref] : [...heads, ...tags];
    const { status, stdout } = await this.#git.ask([
      'ls-remote',
      '--end-of-options',
      'origin',
      ...names.flatMap((name) => [name, `${name}^{}`]),
    ]);
    if (status !== 0) return undefined;
    // The last line: a tag before a branch, as git itself prefers, and of an annotated tag the commit that it points to.
    const sha = stdout.toString().trim().split('\n').at(-1)?.split('\t')[0];
    return sha && isSha(sha) ? sha : undefined;
  }

  async #fetch(sha: string): Promise<boolean> {
    const { status } = await this.#git.ask([
      ...FETCH,
      // A full clone stays one: only one that is shallow already gets one commit more. That git notes it as one without parents
      // (`.git/shallow`) is right: otherwise later steps would find the repository broken.
      ...((await this.#isShallow()) ? ['--depth=1'] : []),
      '--end-of-options',
      'origin',
      sha,
    ]);
    return status === 0;
  }
}

/** The last second that a `Date` takes (ECMAScript, "Time Values and Time Range"); git takes later ones. */
const LAST_SECOND = 8.64e12;

/** Reads a raw commit object (git's documentation, "git-cat-file"). */
function parseCommit(sha: string, text: string): Commit {
  const header = text.slice(0, text.indexOf('\n\n'));
  const seconds = /^committer .* (\d+) [+-]\d{4}$/m.exec(header)?.[1] ?? '0';
  return {
    sha,
    committedAt: new Date(Math.min(Number(seconds), LAST_SECOND) * 1000).toISOString(),
    parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent as string),
  };
}
