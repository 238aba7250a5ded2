import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigurationError } from '../../src/failure.ts';
import { displayPath } from '../../src/selection/path.ts';
import type { Change, FileVersion } from '../../src/selection/repository.ts';
import { GitHubApi } from '../../src/toolkit/github-api.ts';
import { GitHubRepository } from '../../src/toolkit/github-repository.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { type GitHubApiOptions, GitHubApiServer } from '../support/github-api.ts';
import { RecordingLog } from '../support/log.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

function repository(options?: ConstructorParameters<typeof ConfigRepository>[0]): ConfigRepository {
  const created = new ConfigRepository(options);
  toClose.push(() => created.remove());
  return created;
}

/** The repository as the adapter sees it through the API; requests and answers are held to GitHub's description. */
async function throughApi(
  git: ConfigRepository,
  head = git.git('rev-parse', 'HEAD'),
  options: GitHubApiOptions = {},
): Promise<{ api: GitHubRepository; server: GitHubApiServer }> {
  const server = await GitHubApiServer.start({ root: git.root, ...options });
  toClose.push(async () => {
    await server.close();
    expect(server.violations).toEqual([]);
  });
  const api = new GitHubApi({
    apiUrl: server.url,
    token: 'github-token-1234',
    repository: GitHubApiServer.REPOSITORY,
    userAgent: 'hood-resync/1.2.3',
    log: new RecordingLog(),
    secondMs: 1,
  });
  return { api: new GitHubRepository(api, head), server };
}

const named = (files: readonly FileVersion[]) => files.map(({ path, kind }) => `${kind} ${path}`).sort();
const told = (changes: readonly Change[]) =>
  changes.map(({ path, base, head }) => `${path}: ${base?.kind ?? 'none'} to ${head?.kind ?? 'none'}`).sort();

const ROOT = [''];

describe('files', () => {
  it('lists the files of a commit with what they are', async () => {
    const git = repository().write({ 'a.yml': 'id: 1', 'config/b.json': '{}', 'config/deep/c.yml': 'id: 2' });
    git.link('link.yml', 'a.yml').commit();
    const { api } = await throughApi(git);
    expect(named(await api.files(ROOT))).toEqual([
      'file a.yml',
      'file config/b.json',
      'file config/deep/c.yml',
      'symlink link.yml',
    ]);
  });

  it('knows a submodule for what it is', async () => {
    const git = repository();
    const commit = git.commit({ 'a.yml': 'id: 1' });
    git.git('update-index', '--add', '--cacheinfo', `160000,${commit},vendor`);
    git.git('commit', '--quiet', '--message', 'A submodule');
    const { api } = await throughApi(git);
    expect(named(await api.files(ROOT))).toEqual(['file a.yml', 'submodule vendor']);
  });

  it('asks once for a commit and its tree, however often it is read', async () => {
    const git = repository();
    const base = git.commit({ 'a.yml': 'id: 1', 'c/b.yml': 'id: 2' });
    git.commit({ 'c/b.yml': 'id: 3' });
    const { api, server } = await throughApi(git);
    await Promise.all([api.files(ROOT), api.files(['c']), api.filesAt(base, ['c']), api.changes(base, ROOT)]);
    expect(server.requests).toHaveLength(4);
  });

  it('lists the same folder by folder when GitHub cuts the list off', async () => {
    const git = repository();
    const files: Record<string, string> = {};
    for (let i = 0; i < 40; i++) files[`config/${i % 4}/${i % 3}/${i}.yml`] = `id: ${i + 1}`;
    git.commit({ ...files, 'root.yml': 'id: 99' });
    const { api: whole } = await throughApi(git);
    for (const treeLimit of [1, 5, 12, 60]) {
      const { api } = await throughApi(git, undefined, { treeLimit });
      expect(named(await api.files(ROOT))).toEqual(named(await whole.files(ROOT)));
    }
  });

  it('then goes only into the folders that are wanted', async () => {
    const git = repository();
    git.commit({ 'config/a/1.yml': '', 'config/b/2.yml': '', 'other/x/3.yml': '', 'other/y/4.yml': '' });
    const { api, server } = await throughApi(git, undefined, { treeLimit: 3 });
    expect(named(await api.files(['config/a']))).toContain('file config/a/1.yml');
    // The commit, the root in both ways, `config` in both ways at most, `config/a`.
    expect(server.requests.length).toBeLessThanOrEqual(6);
    const other = git.git('rev-parse', 'HEAD:other');
    expect(server.asked.filter((url) => url.includes(other))).toEqual([]);
  });

  it('says what to do when even one folder holds more than GitHub lists', async () => {
    const git = repository();
    git.commit({ 'config/1.yml': '', 'config/2.yml': '', 'config/3.yml': '' });
    const { api } = await throughApi(git, undefined, { treeLimit: 2, folderLimit: 2 });
    const failure = await api.files(ROOT).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toBe(
      "The folder config/ holds more files than GitHub's API lists. Check the repository out with actions/checkout before this step.",
    );
  });

  it('throws for a commit that is not there, and never lists nothing', async () => {
    const git = repository();
    git.commit({ 'a.yml': '' });
    const { api } = await throughApi(git, 'f'.repeat(40));
    await expect(api.files(ROOT)).rejects.toThrow(/commit f{40} \(acme\/hood-config\): 404 Not Found/);
  });
});

describe('changes', () => {
  it('tells what was added, changed, deleted, or became something else', async () => {
    const git = repository();
    const base = git.commit({
      'same.yml': '1',
      'edited.yml': '1',
      'gone.yml': '1',
      'moved.yml': '1',
      'becomes.yml': '1',
    });
    git.git('rm', '--quiet', 'becomes.yml');
    git.link('becomes.yml', 'same.yml');
    git.commit({ 'edited.yml': '2', 'gone.yml': null, 'moved.yml': null, 'new/moved.yml': '1' });
    const { api } = await throughApi(git);
    expect(told(await api.changes(base, ROOT))).toEqual([
      'becomes.yml: file to symlink',
      'edited.yml: file to file',
      'gone.yml: file to none',
      'moved.yml: file to none',
      'new/moved.yml: none to file',
    ]);
  });

  it('counts a file that became a link, although both hold the same', async () => {
    const git = repository();
    const base = git.commit({ 'a.yml': 'target' });
    git.write({ 'a.yml': null }).link('a.yml', 'target').commit();
    const { api } = await throughApi(git);
    expect(told(await api.changes(base, ROOT))).toEqual(['a.yml: file to symlink']);
  });

  it('does not count a file that became executable', async () => {
    const git = repository();
    const base = git.commit({ 'a.yml': '1' });
    git.git('update-index', '--chmod=+x', 'a.yml');
    git.git('commit', '--quiet', '--message', 'Executable');
    const { api } = await throughApi(git);
    expect(await api.changes(base, ROOT)).toEqual([]);
  });

  it('reads no tree when the two commits hold the same', async () => {
    const git = repository();
    const base = git.commit({ 'a.yml': '1' });
    git.commit();
    const { api, server } = await throughApi(git);
    expect(await api.changes(base, ROOT)).toEqual([]);
    expect(server.asked.filter((url) => url.startsWith('/git/trees'))).toEqual([]);
  });

  it('tells the same when GitHub cuts the lists off, and passes over folders that did not change', async () => {
    const git = repository();
    const files: Record<string, string> = {};
    for (let i = 0; i < 40; i++) files[`config/${i % 8}/${i}.yml`] = `id: ${i + 1}`;
    const base = git.commit(files);
    git.commit({ 'config/1/1.yml': 'id: 1000', 'config/2/new/n.yml': 'id: 7', 'config/3/3.yml': null });
    const { api: whole } = await throughApi(git);
    const expected = told(await whole.changes(base, ROOT));
    expect(expected).toEqual([
      'config/1/1.yml: file to file',
      'config/2/new/n.yml: none to file',
      'config/3/3.yml: file to none',
    ]);
    const { api, server } = await throughApi(git, undefined, { treeLimit: 6 });
    expect(told(await api.changes(base, ROOT))).toEqual(expected);
    for (const folder of ['0', '4', '5', '6', '7']) {
      const tree = git.git('rev-parse', `HEAD:config/${folder}`);
      expect(server.asked.filter((url) => url.includes(tree))).toEqual([]);
    }
  });

  it('tells a folder that came or went apart file by file', async () => {
    const git = repository();
    const base = git.commit({ 'old/1.yml': '1', 'old/2.yml': '2', swap: 'a file' });
    git.commit({ 'old/1.yml': null, 'old/2.yml': null, 'new/3.yml': '3', swap: null });
    git.commit({ 'swap/4.yml': '4' });
    for (const treeLimit of [2, 100]) {
      const { api } = await throughApi(git, undefined, { treeLimit });
      expect(told(await api.changes(base, ROOT))).toEqual([
        'new/3.yml: none to file',
        'old/1.yml: file to none',
        'old/2.yml: file to none',
        'swap/4.yml: none to file',
        'swap: file to none',
      ]);
    }
  });

  it('loses no file of two whose names are not UTF-8 and look alike in the answers', async () => {
    const git = repository();
    const blob = (text: string) => {
      git.write({ 'blob.tmp': text });
      return git.git('hash-object', '-w', 'blob.tmp');
    };
    const base = commitTree(git, [
      ['caf\xe9.yml', blob('id: 1')],
      ['caf\xe8.yml', blob('id: 2')],
    ]);
    const head = commitTree(git, [
      ['caf\xe9.yml', blob('id: 1')],
      ['caf\xe8.yml', blob('id: 3')],
    ]);
    const { api } = await throughApi(git, head);
    const files = await api.files(ROOT);
    expect(files.map(({ path }) => path)).toEqual(['caf\ufffd.yml', 'caf\ufffd.yml']);
    expect(new Set(files.map(({ oid }) => oid)).size).toBe(2);
    const changes = await api.changes(base, ROOT);
    expect(changes).toHaveLength(1);
    expect(await api.read([changes[0]?.base as FileVersion, changes[0]?.head as FileVersion], 100)).toEqual([
      Buffer.from('id: 2'),
      Buffer.from('id: 3'),
    ]);
  });
});

/** A commit of files whose names are bytes, here as Latin-1: not every file system takes such names. */
function commitTree(git: ConfigRepository, files: readonly (readonly [string, string])[]): string {
  const tree = execFileSync('git', ['mktree', '-z'], {
    cwd: git.root,
    input: Buffer.from(files.map(([name, oid]) => `100644 blob ${oid}\t${name}\0`).join(''), 'latin1'),
  });
  return git.git('commit-tree', tree.toString().trim(), '-m', 'Odd names');
}

describe('read', () => {
  const binary = Buffer.from([0, 0xff, 0xfe, 0x0d, 0x0a, 0xef, 0xbb, 0xbf]);

  it('gives the bytes as they are, in the order asked for', async () => {
    const git = repository();
    const text = '\ufeffid: 1\r\nname: "é"\n'.repeat(20);
    git.commit({ 'a.yml': binary, 'b.yml': text, 'empty.yml': '' });
    const { api } = await throughApi(git);
    const files = await api.files(ROOT);
    expect(await api.read(files, 10_000)).toEqual([binary, Buffer.from(text), Buffer.alloc(0)]);
    expect(await api.read([...files].reverse(), 10_000)).toEqual([Buffer.alloc(0), Buffer.from(text), binary]);
  });

  it('asks once for a content that several files have', async () => {
    const git = repository();
    git.commit({ 'a.yml': 'same', 'b.yml': 'same', 'c.yml': 'other' });
    const { api, server } = await throughApi(git);
    const files = await api.files(ROOT);
    expect((await api.read(files, 100)).map(String)).toEqual(['same', 'same', 'other']);
    expect(server.asked.filter((url) => url.startsWith('/git/blobs'))).toHaveLength(2);
  });

  it('does not fetch what the tree says is too large', async () => {
    const git = repository();
    git.commit({ 'large.yml': 'x'.repeat(101), 'small.yml': 'x'.repeat(100) });
    const { api, server } = await throughApi(git);
    expect(await api.read(await api.files(ROOT), 100)).toEqual([
      new Error('it has 101 bytes; a config file has at most 100'),
      Buffer.from('x'.repeat(100)),
    ]);
    expect(server.asked.filter((url) => url.startsWith('/git/blobs'))).toHaveLength(1);
  });

  it('reads side by side, but never more than 10 at a time', async () => {
    const git = repository();
    git.commit(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.yml`, `id: ${i + 1}`])));
    const { api, server } = await throughApi(git);
    const files = await api.files(ROOT);
    const before = server.requests.length;
    // The first answers wait for the tenth request.
    const tenth = Promise.withResolvers<undefined>();
    server.intercept = (_, number) => {
      if (number === before + 10) tenth.resolve(undefined);
      return tenth.promise;
    };
    expect(await api.read(files, 100)).toHaveLength(60);
    expect(server.requests.length - before).toBe(60);
    expect(server.mostInFlight).toBe(10);
  });

  it('fails as a whole when one of the blobs cannot be had', async () => {
    const git = repository();
    git.commit({ 'a.yml': '1', 'b.yml': '2' });
    const { api, server } = await throughApi(git);
    const files = await api.files(ROOT);
    server.intercept = ({ url }) =>
      url.endsWith(String(files[1]?.oid)) ? { status: 404, body: { message: 'Not Found' } } : undefined;
    await expect(api.read(files, 100)).rejects.toThrow(ConfigurationError);
  });

  it('takes no half blob for a whole one', async () => {
    const git = repository();
    git.commit({ 'a.yml': 'id: 1234' });
    const { api, server } = await throughApi(git);
    const files = await api.files(ROOT);
    server.intercept = ({ path }) =>
      path.includes('/git/blobs/')
        ? { status: 200, body: { sha: files[0]?.oid, size: 8, encoding: 'base64', content: 'aWQ6' } }
        : undefined;
    await expect(api.read(files, 100)).rejects.toThrow(/gave 3 of the 8 bytes/);
  });
});

describe('a repository with SHA-256', () => {
  it('is read the same', async () => {
    const git = repository({ objectFormat: 'sha256' });
    const base = git.commit({ 'a.yml': '1' });
    git.commit({ 'a.yml': '2' });
    const { api } = await throughApi(git);
    const [change] = await api.changes(base, ROOT);
    expect(change?.head?.oid).toHaveLength(64);
    expect(await api.read([change?.head as FileVersion], 10)).toEqual([Buffer.from('2')]);
  });
});

describe('random histories', () => {
  const tree = fc.dictionary(
    fc.constantFrom('a.yml', 'b.yml', 'c/a.yml', 'c/b.yml', 'c/d/a.yml', 'e/f/g/h.yml', 'e/b.yml', 'z.yml'),
    fc.constantFrom('id: 1', 'id: 2', 'id: 3'),
  );

  it('show the same changes as git itself, whatever GitHub cuts off', async () => {
    const git = repository();
    git.git('commit', '--quiet', '--allow-empty', '--message', 'Root');
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.integer({ min: 1, max: 12 }), async (before, after, treeLimit) => {
        const commits = [before, after].map((files) => {
          git.git('rm', '-r', '--quiet', '--ignore-unmatch', '.');
          return git.commit(files);
        });
        const [base = '', head = ''] = commits;
        // One folder's own entries are never cut off.
        const { api, server } = await throughApi(git, head, { treeLimit });
        const expected = git.git('diff-tree', '-r', '--no-renames', '--name-status', base, head);
        const statuses = (await api.changes(base, ROOT)).map(
          (change) => `${change.base ? (change.head ? 'M' : 'D') : 'A'}\t${change.path}`,
        );
        expect(statuses.sort()).toEqual(expected.split('\n').filter(Boolean).sort());
        await server.close();
      }),
      {
        numRuns: 20,
        // What was the root becomes a folder: the same tree, above and below, but not in one commit.
        examples: [[{ 'a.yml': 'id: 3' }, { 'c/d/a.yml': 'id: 3' }, 1]],
      },
    );
  }, 60_000);
});

it('a mode that is new, and a version without a blob, are told rather than passed over', async () => {
  const git = repository();
  git.commit({ 'a.yml': 'id: 1' });
  const { api, server } = await throughApi(git);
  await expect(api.read([{ path: 'a.yml', kind: 'file' }], 100)).rejects.toThrow('a.yml has no blob');
  server.intercept = ({ path }) =>
    path.includes('/git/trees/')
      ? {
          status: 200,
          body: {
            sha: '1',
            truncated: false,
            tree: [{ path: 'a', mode: '100600', type: 'blob', sha: '2'.repeat(40) }],
          },
        }
      : undefined;
  await expect(api.files(ROOT)).rejects.toThrow('(the mode "100600")');
});

describe('an answer that is none', () => {
  const SHA = 'a'.repeat(40);
  const AGAIN = 'Run the job again, or check the repository out with actions/checkout before this step.';

  /** A repository of one file, of which GitHub answers as it is told for a commit, a tree or a blob. */
  async function lying(part: 'commits' | 'trees' | 'blobs', body: object) {
    const git = repository();
    const head = git.commit({ 'c/a.yml': 'id: 1' });
    const { api, server } = await throughApi(git, head);
    server.intercept = ({ path }) => (path.includes(`/git/${part}/`) ? { status: 200, body } : undefined);
    const problem = async (ask: Promise<unknown>) =>
      ask.then(
        () => 'nothing',
        (error: unknown) => (error instanceof ConfigurationError ? error.problems : error),
      );
    return { api, git, head, problem };
  }
  const told = (message: string) => [{ topic: 'github-unreachable', message }];

  it.each([[{}], [{ tree: null }], [{ tree: { sha: 'main' } }], [{ tree: { sha: 7 } }]])(
    'for a commit: %j',
    async (body) => {
      const { api, head, problem } = await lying('commits', body);
      expect(await problem(api.files(ROOT))).toEqual(
        told(`GitHub's API gave an answer for the commit ${head} that is none. ${AGAIN}`),
      );
    },
  );

  it.each([
    [{ tree: 'x' }, ''],
    [{}, ''],
    [{ tree: [null] }, ''],
    [{ tree: [{ path: 7, mode: '100644', sha: SHA }] }, ''],
    [{ tree: [{ path: 'a', mode: '100644', sha: 'short' }] }, ''],
    [{ tree: [{ path: 'a', mode: '100644', sha: [SHA] }] }, ''],
    [{ tree: [{ path: 'a', mode: '100600', sha: SHA }] }, ' (the mode "100600")'],
    [{ tree: [{ path: 'a', mode: 'toString', sha: SHA }] }, ' (the mode "toString")'],
  ])('for a tree: %j', async (body, more) => {
    const { api, git, problem } = await lying('trees', { truncated: false, ...body });
    const tree = git.git('rev-parse', 'HEAD^{tree}');
    expect(await problem(api.files(ROOT))).toEqual(
      told(`GitHub's API gave an answer for the tree ${tree}${more} that is none. ${AGAIN}`),
    );
  });

  it.each(['../a', 'a/../b', '/a', 'a//b', './a', 'a/', '', '.git/config', 'a/.GIT/x', 'a\0b'])(
    'is the path %j',
    async (name) => {
      const { api, problem } = await lying('trees', {
        truncated: false,
        tree: [{ path: name, mode: '100644', sha: SHA }],
      });
      expect(await problem(api.files(ROOT))).toEqual([
        {
          topic: 'github-unreachable',
          message: `GitHub's API names a file "${displayPath(name)}", which is no path in a repository. Check the repository out with actions/checkout before this step.`,
        },
      ]);
    },
  );

  it.each([
    [
      { content: 7, encoding: 'base64', size: 5 },
      (oid: string) => `GitHub's API gave an answer for the blob ${oid} that is none. ${AGAIN}`,
    ],
    [
      { content: 'aWQ6IDE=', encoding: 'utf-8', size: 5 },
      (oid: string) => `GitHub's API gave 5 of the 5 bytes of the blob ${oid}. ${AGAIN}`,
    ],
    [
      { content: 'aWQ6IDE=', encoding: 'base64', size: 6 },
      (oid: string) => `GitHub's API gave 5 of the 6 bytes of the blob ${oid}. ${AGAIN}`,
    ],
    [
      { content: 'aWQ6IDI=', encoding: 'base64', size: 5 },
      (oid: string) =>
        `GitHub's API gave a blob ${oid} that does not have the content that its id stands for. ${AGAIN}`,
    ],
  ])('for a blob: %j', async (body, message) => {
    const { api, problem } = await lying('blobs', body);
    const [file] = await api.files(ROOT);
    expect(await problem(api.read(file ? [file] : [], 100))).toEqual(told(message(file?.oid ?? '')));
  });

  it('is a tree that is in itself, which would be read for ever', async () => {
    const git = repository();
    git.commit({ 'c/a.yml': 'id: 1' });
    const tree = git.git('rev-parse', 'HEAD^{tree}');
    const { api, server } = await throughApi(git);
    server.intercept = ({ path, url }) =>
      path.includes('/git/trees/')
        ? {
            status: 200,
            body: {
              truncated: url.includes('recursive'),
              tree: [{ path: 'c', mode: '040000', type: 'tree', sha: tree }],
            },
          }
        : undefined;
    await expect(api.files(['c'])).rejects.toThrow(
      `GitHub's API gave an answer for the folder c/ (it holds itself) that is none. ${AGAIN}`,
    );
  });
});
