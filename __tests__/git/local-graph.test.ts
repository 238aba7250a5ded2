import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Checkout } from '../../src/git/checkout.ts';
import { Git } from '../../src/git/git.ts';
import { LocalGraph } from '../../src/git/local-graph.ts';
import { UNKNOWN } from '../../src/selection/history.ts';
import { ConfigRepository, nowhere } from '../support/config-repository.ts';
import { onPosix } from '../support/platform.ts';

const origins: ConfigRepository[] = [];
const clones: string[] = [];
afterEach(() => {
  for (const origin of origins.splice(0)) origin.remove();
  for (const clone of clones.splice(0)) rmSync(clone, { recursive: true });
});

function history() {
  const origin = new ConfigRepository();
  origins.push(origin);
  const first = origin.commit({ 'a.yml': 'id: 1' });
  origin.git('tag', 'v1');
  const second = origin.commit({ 'a.yml': 'id: 1\nn: x' });
  origin.git('tag', '-a', 'v2', '-m', 'two');
  const third = origin.commit({ 'b.yml': 'id: 2' });
  return { origin, first, second, third };
}

function clone({ root }: ConfigRepository, ...options: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-clone-'));
  clones.push(folder);
  execFileSync('git', ['clone', '--quiet', ...options, `file://${root}`, folder], { stdio: 'ignore' });
  return folder;
}

/** What must not change in the user's checkout. */
const state = (folder: string) =>
  ['for-each-ref', 'config --list --local', 'status --porcelain', 'stash list'].map((command) =>
    execFileSync('git', command.split(' '), { cwd: folder, encoding: 'utf8' }),
  );

describe('a full clone', () => {
  it('answers everything', async () => {
    const { origin, first, second, third } = history();
    const graph = new LocalGraph(new Git(clone(origin)));
    expect(await graph.commit('v2')).toMatchObject({ sha: second, parents: [first] });
    expect(await graph.commit(first.slice(0, 10))).toMatchObject({ sha: first, parents: [] });
    expect(await graph.isAncestor(first, third)).toBe(true);
    expect(await graph.isAncestor(third, first)).toBe(false);
    expect(await graph.isAncestor('1'.repeat(40), third)).toBe(false);
    expect(await graph.mergeBase(first, third)).toBe(first);
    expect(await graph.nearestEarlierTag(third)).toEqual({ name: 'v2', sha: second });
    expect(await graph.nearestEarlierTag(second)).toEqual({ name: 'v1', sha: first });
    expect(await graph.nearestEarlierTag(first)).toBeUndefined();
  });

  it('knows what has nothing in common, and what is no commit', async () => {
    const { origin, third } = history();
    origin.git('checkout', '--quiet', '--orphan', 'other');
    const orphan = origin.commit({ 'c.yml': 'id: 3' });
    origin.git('tag', 'v3');
    origin.git('update-ref', 'refs/pull/1/head', third);
    const graph = new LocalGraph(new Git(clone(origin)));
    expect(await graph.mergeBase(orphan, third)).toBeUndefined();
    expect(await graph.mergeBase('1'.repeat(40), third)).toBe(UNKNOWN);
    expect(await graph.nearestEarlierTag(orphan)).toBeUndefined();
    expect(await graph.commit('refs/pull/1/head')).toMatchObject({ sha: third });
    expect(await graph.commit(`${third}:a.yml`)).toBe(UNKNOWN);
  });

  it('says when the commit was made', async () => {
    const { origin, third } = history();
    const graph = new LocalGraph(new Git(clone(origin)));
    const committedAt = new Date(Number(origin.git('log', '-1', '--format=%ct')) * 1000).toISOString();
    expect(await graph.commit(third)).toMatchObject({ committedAt });
  });

  it.each([
    ['committer T <t@example.com> 1770000000 +0100', '2026-02-02T02:40:00.000Z'],
    // Whatever a broken tool wrote there is no reason to read nothing.
    ['committer T <t@example.com>', '1970-01-01T00:00:00.000Z'],
    ['committer T <t@example.com> 99999999999999 +0000', '+275760-09-13T00:00:00.000Z'],
  ])('takes any commit that git takes: %s', async (committer, committedAt) => {
    const { origin, third } = history();
    const object = `tree ${origin.git('rev-parse', 'HEAD^{tree}')}\nparent ${third}\nauthor T <t@example.com> 1 +0000\n${committer}\n\nx\n`;
    const sha = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], {
      cwd: origin.root,
      input: object,
      encoding: 'utf8',
    }).trim();
    expect(await new LocalGraph(new Git(origin.root)).commit(sha)).toEqual({ sha, committedAt, parents: [third] });
  });

  it('does not take what it cannot read for nothing in common', async () => {
    const { origin, first, third } = history();
    origin.git('checkout', '--quiet', '-b', 'side', first);
    const side = origin.commit({ 'c.yml': 'id: 3' });
    rmSync(path.join(origin.root, '.git/objects', first.slice(0, 2), first.slice(2)));
    expect(await new LocalGraph(new Git(origin.root)).mergeBase(side, third)).toBe(UNKNOWN);
  });
});

describe('a clone of depth 1', () => {
  it('fetches a commit that it lacks, and touches neither refs nor configuration nor work tree', async () => {
    const { origin, first, second } = history();
    const folder = clone(origin, '--depth=1');
    const before = state(folder);
    const graph = new LocalGraph(new Git(folder));
    expect(await graph.commit(first)).toMatchObject({ sha: first });
    expect(await graph.commit('v2')).toMatchObject({ sha: second, parents: [first] });
    expect(state(folder)).toEqual(before);
    const checkout = await Checkout.open(folder, nowhere);
    expect((await checkout?.changes(first, ['']))?.map(({ path }) => path).sort()).toEqual(['a.yml', 'b.yml']);
  });

  it('does not pretend to know what depends on the history that it lacks', async () => {
    const { origin, first, third } = history();
    const graph = new LocalGraph(new Git(clone(origin, '--depth=1')));
    expect(await graph.isAncestor(first, third)).toBe(UNKNOWN);
    expect(await graph.mergeBase(first, third)).toBe(UNKNOWN);
    expect(await graph.nearestEarlierTag(third)).toBe(UNKNOWN);
  });
});

it.each(['--depth=1', '--no-single-branch'])('any form of a ref is found: %s', async (option) => {
  const { origin, first, second, third } = history();
  origin.git('branch', 'feature/x', first);
  const graph = new LocalGraph(new Git(clone(origin, option)));
  for (const [name, sha] of [
    ['main', third],
    ['origin/feature/x', first],
    ['refs/heads/feature/x', first],
    ['refs/remotes/origin/main', third],
    ['heads/main', third],
    ['tags/v1', first],
    ['refs/tags/v2', second],
    [first.toUpperCase(), first],
  ] as const) {
    expect([name, await graph.commit(name)]).toEqual([name, expect.objectContaining({ sha })]);
  }
});

it('without a remote, a local ref is what there is', async () => {
  const { origin, third } = history();
  expect(await new LocalGraph(new Git(origin.root)).commit('refs/heads/main')).toMatchObject({ sha: third });
});

onPosix("git is run without the inputs of the action, since what it runs may be an earlier step's doing", async () => {
  const { origin } = history();
  const spy = path.join(origin.root, 'ssh.sh');
  writeFileSync(spy, `#!/bin/sh\nenv > '${origin.root}/env.txt'\nexit 1\n`, { mode: 0o755 });
  origin.git('config', 'core.sshCommand', spy);
  origin.git('remote', 'add', 'origin', 'ssh://git@localhost/x');
  process.env['INPUT_TOKEN'] = 'secret-token-1f9a7c';
  try {
    expect(await new LocalGraph(new Git(origin.root)).commit('1'.repeat(40))).toBe(UNKNOWN);
  } finally {
    delete process.env['INPUT_TOKEN'];
  }
  expect(readFileSync(path.join(origin.root, 'env.txt'), 'utf8')).not.toContain('secret-token');
});

it('what cannot be had anywhere is unknown, not absent', async () => {
  const { origin } = history();
  const graph = new LocalGraph(new Git(clone(origin)));
  expect(await graph.commit('1'.repeat(40))).toBe(UNKNOWN);
  expect(await graph.commit('no-such-branch')).toBe(UNKNOWN);
  // Without any remote at all.
  expect(await new LocalGraph(new Git(origin.root)).commit('1'.repeat(40))).toBe(UNKNOWN);
});
