import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CheckoutData, Event } from './history.ts';

/** How much of the history actions/checkout may bring. */
export const CLONES = {
  'full clone': { fetch: [], deep: true },
  'clone of depth 1': { fetch: ['--depth=1'], offlineToo: true },
  'blobless clone': { fetch: ['--filter=blob:none'], deep: true, offlineToo: true },
  'blobless clone of depth 1': { fetch: ['--depth=1', '--filter=blob:none'] },
} as const satisfies Record<string, CloneKind>;

/** The kinds that are the most unlike, each once. */
export const BUNDLE_CLONES: Readonly<Record<string, CloneKind>> = {
  'full clone': CLONES['full clone'],
  'clone of depth 1': { fetch: ['--depth=1'] },
  'blobless clone': { fetch: ['--filter=blob:none'], deep: true },
};

export interface CloneKind {
  /** Options of the fetch that makes it. */
  readonly fetch: readonly string[];
  /** All branches and tags, as with `fetch-depth: 0`. */
  readonly deep?: boolean;
  /** Run as with `persist-credentials: false`, too. */
  readonly offlineToo?: boolean;
}

/** The Authorization header that the servers of the tests want to see. */
export const AUTHORIZATION = 'basic eC1hY2Nlc3MtdG9rZW46c2VjcmV0';

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_DATE: '@1767312000 +0000',
  GIT_COMMITTER_DATE: '@1767312000 +0000',
};

const run = promisify(execFile);
const git = (folder: string, ...args: string[]) => run('git', args, { cwd: folder, env: ENVIRONMENT });

/**
 * Fills a workspace as actions/checkout with `persist-credentials: false` does: `git init`, one fetch, one checkout.
 *
 * @param workspace absolute; an empty folder
 * @param url of the origin, as the configuration is to have it
 * @param origin its folder: this first fetch is not what is tested, and without HTTP it is done sooner
 * @param commit full object id of what is checked out
 */
export async function checkOut(
  workspace: string,
  url: string,
  origin: string,
  { ref }: Event,
  commit: string,
  kind: CloneKind,
  how: CheckoutData = {},
): Promise<void> {
  const folder = path.join(workspace, how.path ?? '');
  const main = mainOf(workspace, how);
  // What `git init` makes; it takes a process, of which there would be hundreds.
  for (const part of ['objects', 'refs']) await mkdir(path.join(main, '.git', part), { recursive: true });
  await writeFile(path.join(main, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  const isSha256 = commit.length === 64;
  await writeFile(
    path.join(main, '.git', 'config'),
    `[core]
\trepositoryformatversion = ${isSha256 ? 1 : 0}
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
${isSha256 ? '[extensions]\n\tobjectFormat = sha256\n' : ''}[remote "origin"]
\turl = ${url}
\tfetch = +refs/heads/*:refs/remotes/origin/*
`,
  );
  for (const [name, value] of Object.entries(how.config ?? {})) await git(main, 'config', '--local', name, value);
  const tracking = ref.replace(/^refs\/heads\//, 'refs/remotes/origin/').replace(/^refs\/pull\//, 'refs/remotes/pull/');
  const wanted = kind.deep
    ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', commit]
    : [`+${commit}:${tracking}`];
  const near = ['-c', `url.file://${origin}.insteadOf=${url}`];
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...kind.fetch];
  await git(main, ...near, ...fetch, 'origin', ...wanted);
  await rm(path.join(main, '.git', 'FETCH_HEAD'), { force: true });
  if (how.sparse) {
    await git(main, 'sparse-checkout', 'init', '--cone');
    await git(main, 'sparse-checkout', 'set', ...how.sparse);
  }
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  // Of a blobless clone the checkout fetches what it lacks.
  const toFolder = how.worktree
    ? ['worktree', 'add', '--quiet', '--detach', folder, commit]
    : ['checkout', '--quiet', '--force', ...(branch ? ['-B', branch] : ['--detach']), commit];
  await git(main, ...near, ...toFolder);
  for (const [name, content] of Object.entries(how.work ?? {})) {
    const file = path.join(folder, name);
    if (content === null) await rm(file, { recursive: true });
    else {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }
  for (const command of how.commands ?? []) await git(folder, ...command);
}

/** The folder that holds the repository: for a worktree another one of the workspace. */
const mainOf = (workspace: string, how: CheckoutData): string =>
  path.join(workspace, how.worktree ? 'main' : (how.path ?? ''));

/** Lets git ask the origin from now on, as actions/checkout does by default: the token as a header in the configuration. */
export async function persistCredentials(workspace: string, how: CheckoutData = {}): Promise<void> {
  await appendFile(
    path.join(mainOf(workspace, how), '.git', 'config'),
    `[http]\n\textraheader = AUTHORIZATION: ${AUTHORIZATION}\n`,
  );
}

/** Every file below a folder but git's objects, with a hash of its content, its mode and its times: what must stay as it is. */
export function stateOf(folder: string): Record<string, string> {
  const state: Record<string, string> = {};
  const walk = (at: Buffer): void => {
    for (const name of readdirSync(at, { encoding: 'buffer' })) {
      const file = Buffer.concat([at, Buffer.from('/'), Buffer.from(name)]);
      const shown = file.subarray(folder.length + 1).toString('latin1');
      const stat = lstatSync(file);
      if (/(^|\/)\.git\/objects$/.test(shown)) continue;
      if (stat.isDirectory()) walk(file);
      else {
        const content = stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
        const hash = createHash('sha1').update(content).digest('hex');
        state[shown] = `${stat.mode.toString(8)} ${stat.mtimeMs} ${hash}`;
      }
    }
  };
  walk(Buffer.from(folder));
  return state;
}
