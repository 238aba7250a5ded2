import { execFile } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { GitHubApiServer } from '../support/github-api.ts';
import { onPosix } from '../support/platform.ts';
import { CLONES, type CloneKind } from './clones.ts';
import { type History, push } from './history.ts';
import { type Run, Stage } from './stage.ts';

/** What a clone lacks, and nobody gives; and what a clone that is hard to read gives all the same. */

jest.setTimeout(60_000);

const ONE = { 'c/1.yml': 'id: 1\n', 'c/2.yml': 'id: 2\n', 'c/d/3.yml': 'id: 3\n' };
const HISTORY: History = {
  commits: {
    one: { files: ONE },
    between: { files: { 'c/1.yml': 'id: 1\nn: x\n', 'c/d/3.yml': null } },
    two: { files: { 'c/2.yml': 'id: 2\nn: x\n' } },
  },
  event: push('one', 'two'),
  expected: { base: '' },
};
const FOUND = { integration: ['1 changed', '2 changed', '-3 deleted'] };
const TREELESS: CloneKind = { fetch: ['--filter=tree:0'], deep: true };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function build(history = HISTORY): Promise<{ stage: Stage; api: GitHubApiServer }> {
  const stage = await Stage.build(history);
  closers.push(() => stage.close());
  const api = await GitHubApiServer.start({ root: path.join(stage.folder, 'origin.git') });
  closers.push(() => api.close());
  return { stage, api };
}

/** Never synchronously: the server that git asks is in this process. */
const git = async (folder: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)('git', args, { cwd: folder })).stdout;

const untouched = ({ touched }: Run) => touched.filter((file) => file !== '.git/shallow');

describe('when neither the origin nor GitHub gives what the comparison needs, the step fails and says what to do', () => {
  const { 'full clone': _, ...partial } = CLONES;
  const kinds: Record<string, CloneKind | undefined> = {
    ...partial,
    'treeless clone': TREELESS,
    'no clone': undefined,
  };
  const refusals = {
    'may not be read': [404, { message: 'Not Found' }, /Grant the job the permission `contents: read`/],
    'refuses the token': [401, { message: 'Bad credentials' }, /`github-token`/],
  } as const;
  for (const [refusal, [status, body, advice]] of Object.entries(refusals)) {
    onPosix.each(Object.entries(kinds))(`%s, GitHub ${refusal}`, async (name, kind) => {
      const { stage, api } = await build();
      api.intercept = () => ({ status, body });
      const workspace = kind ? await stage.clone(name, kind) : stage.empty();
      const run = await stage.runOnce(name, false, workspace, api.url);
      expect(run.told).toEqual({ problems: [expect.stringMatching(advice)] });
      expect(run.touched).toEqual([]);
    });
  }
});

describe('a treeless clone', () => {
  onPosix.each([true, false])('finds the same (git can ask the origin: %s)', async (online) => {
    const { stage, api } = await build();
    const workspace = await stage.clone('treeless', TREELESS);
    if (online) await stage.goOnline(workspace);
    const run = await stage.runOnce('treeless', online, workspace, api.url);
    expect(run.told).toMatchObject(FOUND);
    expect(untouched(run)).toEqual([]);
    if (online) expect(api.requests).toEqual([]);
  });
});

describe('a blobless clone', () => {
  const many = (text: string) =>
    Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`c/${index + 1}.yml`, `id: ${index + 1}\n${text}`]));

  onPosix.each(['blobless clone', 'blobless clone of depth 1'] as const)(
    'fetches all blobs at once, and no history that it does not need: %s',
    async (name) => {
      const { stage, api } = await build({
        ...HISTORY,
        commits: { root: {}, older: { files: ONE }, one: { files: many('') }, two: { files: many('n: x\n') } },
      });
      const workspace = await stage.clone(name, CLONES[name]);
      // As a clone that was set up by hand may be: git itself would write the filter of a fetch there.
      await git(workspace, 'config', '--unset', 'remote.origin.partialclonefilter');
      await stage.goOnline(workspace);
      const run = await stage.runOnce(name, true, workspace, api.url);
      expect(run.told).toMatchObject({ integration: Object.keys(many('')).map((_, index) => `${index + 1} changed`) });
      expect(untouched(run)).toEqual([]);
      expect(api.requests).toEqual([]);
      // Each fetch takes two requests of git's protocol; the shallow one asks for the base, too.
      expect(run.fetches).toBeLessThanOrEqual(name === 'blobless clone' ? 2 : 4);
      const shallow = name !== 'blobless clone';
      const objects = await git(workspace, 'cat-file', '--batch-check', '--batch-all-objects');
      expect(['one', 'older', 'root'].map((commit) => objects.includes(stage.shas[commit] as string))).toEqual([
        true,
        !shallow,
        !shallow,
      ]);
    },
  );

  onPosix('fetches what a sparse checkout left out, all at once', async () => {
    const { stage, api } = await build({ ...HISTORY, checkout: { sparse: ['d'] }, inputs: { base: 'none' } });
    const workspace = await stage.clone('sparse', CLONES['blobless clone of depth 1']);
    await stage.goOnline(workspace);
    const run = await stage.runOnce('sparse', true, workspace, api.url);
    expect([run.told, run.fetches]).toEqual([expect.objectContaining({ integration: ['1 all', '2 all'] }), 1]);
    expect(api.requests).toEqual([]);
  });

  onPosix('does not fetch a whole history to find out that a commit is not an ancestor', async () => {
    const { stage, api } = await build({
      ...HISTORY,
      commits: {
        one: { files: ONE },
        old: { files: {} },
        older: {},
        two: { parents: ['one'], files: { 'c/1.yml': null } },
      },
      event: push('older', 'two', { forced: true }),
    });
    const workspace = await stage.clone('blobless clone', CLONES['blobless clone of depth 1']);
    await stage.goOnline(workspace);
    expect((await stage.runOnce('blobless clone', true, workspace, api.url)).told).toMatchObject({
      integration: ['-1 deleted'],
    });
    const objects = await git(workspace, 'cat-file', '--batch-check', '--batch-all-objects');
    expect(objects).toContain(stage.shas['older']);
    expect(objects).not.toContain(stage.shas['old']);
  });

  onPosix('whose origin is no more finds the same through GitHub', async () => {
    const { stage, api } = await build();
    const workspace = await stage.clone('blobless', CLONES['blobless clone']);
    await git(workspace, 'config', 'remote.origin.url', `${stage.folder}/gone.git`);
    expect((await stage.runOnce('blobless', false, workspace, api.url)).told).toMatchObject(FOUND);
  });
});

describe('a shallow clone', () => {
  onPosix('is as useful to later steps as before', async () => {
    const { stage, api } = await build();
    const workspace = await stage.clone('shallow', CLONES['clone of depth 1']);
    await stage.goOnline(workspace);
    const log = await git(workspace, 'log', '--all', '--format=%H %P');
    expect((await stage.runOnce('shallow', true, workspace, api.url)).told).toMatchObject(FOUND);
    expect(await git(workspace, 'log', '--all', '--format=%H %P')).toBe(log);
    // A commit without its parents must be known to be one, or the repository is broken.
    await git(workspace, 'fsck', '--full', '--strict');
    await git(workspace, 'fetch', '--quiet', '--unshallow', 'origin');
    expect((await git(workspace, 'rev-parse', '--is-shallow-repository')).trim()).toBe('false');
    expect((await git(workspace, 'log', '--format=%H')).trim().split('\n')).toHaveLength(3);
  });

  onPosix('of a depth that holds the base already asks nobody', async () => {
    const { stage, api } = await build();
    const workspace = await stage.clone('shallow', { fetch: ['--depth=3'] });
    await stage.goOnline(workspace);
    const run = await stage.runOnce('shallow', true, workspace, api.url);
    expect([run.told, run.fetches, run.touched]).toEqual([expect.objectContaining(FOUND), 0, []]);
    expect(api.requests).toEqual([]);
  });

  onPosix('whose configuration prunes, fetches tags and mirrors is not touched either', async () => {
    const { stage, api } = await build({ ...HISTORY, annotatedTags: { v1: 'one' } });
    const workspace = await stage.clone('shallow', CLONES['clone of depth 1']);
    await stage.goOnline(workspace);
    for (const [name, value] of [
      ['fetch.prune', 'true'],
      ['fetch.pruneTags', 'true'],
      ['remote.origin.tagOpt', '--tags'],
      ['fetch.writeCommitGraph', 'true'],
      ['fetch.recurseSubmodules', 'true'],
      ['gc.auto', '1'],
    ] as const) {
      await git(workspace, 'config', name, value);
    }
    await git(workspace, 'update-ref', 'refs/remotes/origin/deleted', 'HEAD');
    const run = await stage.runOnce('shallow', true, workspace, api.url);
    expect([run.told, untouched(run)]).toEqual([expect.objectContaining(FOUND), []]);
  });
});

/** Git is particular about a repository of another user, which in a container job the checkout is. */
const itAsRoot = process.getuid?.() === 0 ? it : it.skip;

describe('a checkout of another user', () => {
  const giveAway = (folder: string) => {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      chownSync(path.join(folder, entry), 12345, 12345);
    }
    chownSync(folder, 12345, 12345);
  };

  itAsRoot.each(Object.entries(CLONES))('%s', async (name, kind) => {
    const { stage, api } = await build();
    const workspace = await stage.clone(name, kind);
    await stage.goOnline(workspace);
    giveAway(workspace);
    await expect(git(workspace, 'status')).rejects.toThrow('dubious ownership');
    const run = await stage.runOnce(name, true, workspace, api.url);
    expect(run.told).toMatchObject(FOUND);
    expect(untouched(run)).toEqual([]);
    expect(api.requests).toEqual([]);
  });
});
