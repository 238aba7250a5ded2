import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/failure.ts';
import { Checkout, type Elsewhere } from '../../src/git/checkout.ts';
import { displayPath } from '../../src/selection/path.ts';
import type { Change } from '../../src/selection/repository.ts';
import { ConfigRepository, nowhere } from '../support/config-repository.ts';
import { onPosix } from '../support/platform.ts';

/** What a checkout has, what it can fetch, and what it leaves to elsewhere. `selection/select.test.ts` has the whole selection. */

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function repository(): ConfigRepository {
  const made = new ConfigRepository();
  closers.push(() => made.remove());
  return made;
}

function clone(from: ConfigRepository, ...options: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-clone-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('git', ['clone', '--quiet', ...options, `file://${from.root}`, folder], { stdio: 'ignore' });
  return folder;
}

const NOWHERE = nowhere({ head: '', origin: '' });

async function open(folder: string, elsewhere: Elsewhere = nowhere): Promise<Checkout> {
  const checkout = await Checkout.open(folder, elsewhere);
  if (!checkout) throw new Error('no checkout');
  return checkout;
}

const text = (contents: readonly (Buffer | Error)[]): string[] =>
  contents.map((content) => (Buffer.isBuffer(content) ? content.toString() : `Error: ${content.message}`));

describe('opening', () => {
  it('finds no checkout in a folder that is not the root of one', async () => {
    const made = repository();
    made.commit({ 'below/a.yml': 'id: 1' });
    expect(await Checkout.open(path.join(made.root, 'below'), nowhere)).toBeUndefined();
    expect(await Checkout.open(path.join(made.root, 'nowhere'), nowhere)).toBeUndefined();
  });

  it('tells of one without a commit', async () => {
    const { root } = repository();
    await expect(Checkout.open(root, nowhere)).rejects.toThrow(ConfigurationError);
    await expect(Checkout.open(root, nowhere)).rejects.toThrow(
      /has no commit that can be read.*Check it out with actions\/checkout/,
    );
  });
});

onPosix.each([
  ['2.25.1', 'git 2.25.1 is too old to read the checkout: the action needs 2.31 or newer.'],
  ['1.99.0', 'git 1.99.0 is too old'],
  ['2.30.9 (Apple Git-130)', 'git 2.30.9 is too old'],
  ['2.31.0', undefined],
  ['2.54.0.windows.1', undefined],
  ['3.0.0', undefined],
  ['of its own', undefined],
])('git %s', async (version, message) => {
  const made = repository();
  made.commit({ 'a.yml': 'id: 1' });
  const bin = mkdtempSync(path.join(tmpdir(), 'hood-resync-git-'));
  closers.push(() => rmSync(bin, { recursive: true }));
  const { PATH = '' } = process.env;
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim();
  const script = `#!/bin/sh\nfor last; do :; done\n[ "$last" = --version ] && echo 'git version ${version}' || exec '${real}' "$@"\n`;
  writeFileSync(path.join(bin, 'git'), script, { mode: 0o755 });
  closers.push(() => {
    process.env['PATH'] = PATH;
  });
  process.env['PATH'] = `${bin}:${PATH}`;
  if (message) await expect(Checkout.open(made.root, nowhere)).rejects.toThrow(message);
  else expect(await Checkout.open(made.root, nowhere)).toBeDefined();
});

it('a checkout that git cannot read is told with what git says of it', async () => {
  const made = repository();
  made.commit({ 'a.yml': 'id: 1' });
  made.write({ '.git/config': '[core' });
  await expect(Checkout.open(made.root, nowhere)).rejects.toThrow(
    /^The checkout in .* has no commit that can be read \(git: .*bad config.*\)\. Check it out with actions\/checkout\.$/,
  );
});

describe('a checkout that keeps its repository elsewhere', () => {
  const workTree = () => {
    const made = repository();
    made.commit({ 'a.yml': 'id: 1' });
    made.git('worktree', 'add', '--quiet', '--detach', 'linked/tree');
    return { made, tree: path.join(made.root, 'linked/tree') };
  };

  it('is read where that lies in the workspace, too', async () => {
    const { made, tree } = workTree();
    const checkout = await Checkout.open(tree, nowhere, made.root);
    expect((await checkout?.files([]))?.map(({ path }) => path)).toEqual(['a.yml']);
  });

  it('is refused where that lies outside', async () => {
    const { tree } = workTree();
    await expect(Checkout.open(tree, nowhere, path.dirname(tree))).rejects.toThrow(
      /^The checkout in .*tree keeps its repository outside the workspace, in .*\.git.*, and nothing is read from there\. Check it out with actions\/checkout\.$/,
    );
    await expect(Checkout.open(tree, nowhere)).rejects.toThrow(ConfigurationError);
  });
});

describe('changes', () => {
  const paths = (changes: readonly Change[]) => changes.map(({ path }) => path);

  onPosix('are none where only the mode differs', async () => {
    const made = repository();
    const base = made.commit({ 'a.sh.yml': 'id: 1', 'b.yml': 'id: 2' });
    chmodSync(path.join(made.root, 'a.sh.yml'), 0o755);
    made.commit({ 'b.yml': 'id: 2\nx: 1' });
    expect(made.git('diff', '--name-only', base)).toBe('a.sh.yml\nb.yml');
    expect(paths(await (await open(made.root)).changes(base, []))).toEqual(['b.yml']);
  });

  it('are told for a file that was taken out of the index, with its version at the base', async () => {
    const made = repository();
    const base = made.commit({ 'a.yml': 'id: 1' });
    made.git('rm', '--quiet', '--cached', 'a.yml');
    const oid = made.git('rev-parse', `${base}:a.yml`);
    expect(await (await open(made.root)).changes(base, [])).toEqual([
      { path: 'a.yml', base: { path: 'a.yml', kind: 'file', oid }, head: { path: 'a.yml', kind: 'file' } },
    ]);
  });

  it.each(['assume-unchanged', 'skip-worktree'])(
    'of a file with the bit %s are those of the work tree',
    async (bit) => {
      const made = repository();
      const base = made.commit({ 'a.yml': 'id: 1', 'b.yml': 'id: 2', 'c.yml': 'id: 3', 'd.yml': 'id: 4' });
      made.commit({ 'b.yml': 'id: 2\nx: committed' });
      made.git('update-index', `--${bit}`, 'a.yml', 'b.yml', 'c.yml');
      made.write({ 'a.yml': 'id: 5', 'b.yml': 'id: 6', 'c.yml': null });
      const checkout = await open(made.root);
      const isGone = bit === 'assume-unchanged';
      const changes = byPath(await checkout.changes(base, []));
      expect(changes.map(({ path, base, head }) => [path, base?.kind, head])).toEqual([
        ['a.yml', 'file', { path: 'a.yml', kind: 'file' }],
        ['b.yml', 'file', { path: 'b.yml', kind: 'file' }],
        // Without the skip-worktree bit its absence is a deletion.
        ...(isGone ? [['c.yml', 'file', undefined]] : []),
      ]);
      const oids = changes.map(({ base }) => base?.oid);
      expect(oids.slice(0, 2)).toEqual(['a', 'b'].map((name) => made.git('rev-parse', `${base}:${name}.yml`)));
      const files = byPath(await checkout.files([]));
      expect(files.map(({ path }) => path)).toEqual(['a.yml', 'b.yml', ...(isGone ? [] : ['c.yml']), 'd.yml']);
      expect(text(await checkout.read(files, 100)).slice(0, 2)).toEqual(['id: 5', 'id: 6']);
    },
  );

  it('of a file that is left out of the work tree are read from git, also under a name that no file system takes', async () => {
    const made = repository();
    const base = made.commit({ 'a.yml': 'id: 1' });
    const name = `${'x'.repeat(300)}.yml`;
    const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: made.root, input: 'id: 7' });
    made.git('update-index', '--add', '--cacheinfo', `100644,${blob.toString().trim()},${name}`);
    made.git('update-index', '--skip-worktree', name);
    made.git('commit', '--quiet', '-m', 'A change');
    const checkout = await open(made.root);
    const heads = (await checkout.changes(base, [])).flatMap(({ head }) => head ?? []);
    expect(heads.map(({ path }) => path)).toEqual([name]);
    expect(text(await checkout.read(heads, 100))).toEqual(['id: 7']);
  });
});

describe('a base that only elsewhere knows', () => {
  it('is compared by object ids, with the work tree above them', async () => {
    const made = repository();
    made.commit({
      'c/same.yml': 'id: 1',
      'c/other.yml': 'id: 2',
      'c/gone.yml': 'id: 3',
      'c/edited.yml': 'id: 4',
      'c/exec.yml': 'id: 5',
      'c/removed.yml': 'id: 8',
      'x/out.yml': 'id: 9',
    });
    const files = await (await open(made.root)).filesAt('HEAD', ['c']);
    made.commit({ 'c/other.yml': 'id: 2\nx: 1', 'c/gone.yml': null, 'c/new.yml': 'id: 6' });
    made.write({ 'c/edited.yml': 'id: 4\nx: 1', 'c/untracked.yml': 'id: 7', 'c/removed.yml': null });
    const asked: unknown[] = [];
    const checkout = await open(made.root, () => ({
      async filesAt(commit, folders) {
        asked.push([commit, folders]);
        return files;
      },
      read: NOWHERE.read,
    }));
    const base = 'f'.repeat(40);
    const changes = await checkout.changes(base, ['c']);
    expect(asked).toEqual([[base, ['c']]]);
    const told = ({ path, base, head }: Change) => `${path} ${base ? 'base' : '-'} ${head ? 'head' : '-'}`;
    expect(changes.map(told).toSorted()).toEqual([
      'c/edited.yml base head',
      'c/gone.yml base -',
      'c/new.yml - head',
      'c/other.yml base head',
      'c/removed.yml base -',
      'c/untracked.yml - head',
    ]);
    const heads = changes.flatMap(({ head }) => head ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(text(await checkout.read(heads, 100))).toEqual(['id: 4\nx: 1', 'id: 6', 'id: 2\nx: 1', 'id: 7']);
  });
});

describe('a partial clone', () => {
  const source = () => {
    const made = repository();
    made.git('config', 'uploadpack.allowFilter', 'true');
    made.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    made.commit({ 'a.yml': 'id: 1', 'b.yml': 'id: 2', 'c.yml': 'id: 3\n'.repeat(100) });
    made.commit({ 'a.yml': 'id: 1\nx: 1', 'b.yml': 'id: 2\nx: 1', 'c.yml': 'id: 3' });
    return made;
  };

  it('fetches the blobs that are asked for, all at once', async () => {
    const folder = clone(source(), '--filter=blob:none');
    const checkout = await open(folder);
    const files = await checkout.filesAt('HEAD^', []);
    expect(text(await checkout.read(files, 100))).toEqual([
      'id: 1',
      'id: 2',
      'Error: it has 600 bytes; a config file has at most 100',
    ]);
  });

  it('reads elsewhere what it cannot fetch', async () => {
    const from = source();
    const folder = clone(from, '--filter=blob:none');
    from.remove();
    const checkout = await open(folder, () => ({
      filesAt: NOWHERE.filesAt,
      read: async (versions) => versions.map(({ path }) => Buffer.from(`${path} from elsewhere`)),
    }));
    const files = await checkout.filesAt('HEAD^', []);
    expect(text(await checkout.read(files, 100))).toEqual([
      'a.yml from elsewhere',
      'b.yml from elsewhere',
      'c.yml from elsewhere',
    ]);
  });
});

describe('a file of the work tree', () => {
  const inWork = (path: string) => ({ path, kind: 'file' as const });

  it('is read whatever its name, up to a size', async () => {
    const made = repository();
    made.commit({ 'a b/ä.yml': 'id: 1', 'large.yml': 'x'.repeat(101) });
    const checkout = await open(made.root);
    expect(text(await checkout.read([inWork('a b/ä.yml'), inWork('large.yml')], 100))).toEqual([
      'id: 1',
      'Error: it has 101 bytes; a config file has at most 100',
    ]);
    expect(text(await checkout.read([inWork('gone.yml')], 100))).toEqual([expect.stringMatching(/^Error: ENOENT/)]);
  });

  it('is not read through a link, in place of it or above it', async () => {
    const made = repository();
    made.commit({ 'real/a.yml': 'id: 1' });
    made.link('linked', 'real').link('a.yml', 'real/a.yml');
    const read = text(await (await open(made.root)).read([inWork('linked/a.yml'), inWork('a.yml')], 100));
    expect(read[0]).toBe('Error: a folder above it is a symbolic link');
    expect(read[1]).toMatch(/^Error: (ELOOP|ENOENT|EPERM|UNKNOWN)/);
  });

  it('is no folder', async () => {
    const made = repository();
    made.commit({ 'folder/a.yml': 'id: 1' });
    expect(text(await (await open(made.root)).read([inWork('folder')], 100))[0]).toMatch(
      /^Error: (it is not a regular file|EISDIR|EPERM)/,
    );
  });
});

it('reads as many blobs at a time as 64 MiB hold, the rest when asked again', async () => {
  const made = repository();
  const large = ' '.repeat(4_000_000);
  made.commit(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${10 + i}.yml`, `${large}id: ${i + 1}`])));
  const checkout = await open(made.root);
  const files = await checkout.filesAt('HEAD', []);
  const first = await checkout.read(files, 5_000_000);
  const second = await checkout.read(files.slice(first.length), 5_000_000);
  expect([first.length, second.length]).toEqual([17, 3]);
  expect(text([...first, ...second]).map((content) => content.trim())).toEqual(
    Array.from({ length: 20 }, (_, i) => `id: ${i + 1}`),
  );
});

it('another repository inside is told as what it is', async () => {
  const made = repository();
  made.commit({ 'a.yml': 'id: 1' });
  made.git('init', '--quiet', 'other');
  const other = path.join(made.root, 'other');
  execFileSync(
    'git',
    ['-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'x'],
    { cwd: other },
  );
  const files = await (await open(made.root)).files([]);
  expect(files.map(({ path, kind }) => `${path} ${kind}`).toSorted()).toEqual(['a.yml file', 'other submodule']);
});

it('a name that is no UTF-8 is found, changed and read', async () => {
  const made = repository();
  const base = made.commit({ 'plain.yml': 'id: 1' });
  // Told to git alone: not every file system takes such a name.
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
    cwd: made.root,
    input: 'id: 2',
    encoding: 'utf8',
  }).trim();
  const index = Buffer.concat([Buffer.from(`100644 ${blob}\tcaf`), Buffer.from([0xe9]), Buffer.from('.yml\0')]);
  execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: made.root, input: index });
  made.git('commit', '--quiet', '-m', 'A change');
  const checkout = await open(made.root);
  const files = await checkout.filesAt('HEAD', []);
  expect(files.map(({ path }) => displayPath(path))).toEqual(['caf\\xe9.yml', 'plain.yml']);
  expect(text(await checkout.read(files, 100))).toEqual(['id: 2', 'id: 1']);
  expect((await checkout.filesAt(base, [])).map(({ path }) => path)).toEqual(['plain.yml']);
});

const byPath = <T extends { readonly path: string }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => (a.path < b.path ? -1 : 1));

describe('the files of a checkout', () => {
  /** Committed files, of which some were changed, removed, turned into links or left out since; and others beside them. */
  function used(): ConfigRepository {
    const made = repository();
    made.commit({
      'c/same.yml': 'id: 1',
      'c/changed.yml': 'id: 2',
      'c/removed.yml': 'id: 3',
      'c/to-link.yml': 'id: 4',
      'c/left-out.yml': 'id: 5',
      'd/other.yml': 'id: 6',
      '.gitignore': 'c/ignored.yml',
    });
    made.git('update-index', '--skip-worktree', 'c/left-out.yml');
    for (const name of ['removed', 'to-link', 'left-out']) rmSync(path.join(made.root, `c/${name}.yml`));
    symlinkSync('same.yml', path.join(made.root, 'c/to-link.yml'));
    symlinkSync('same.yml', path.join(made.root, 'c/new-link.yml'));
    made.write({ 'c/changed.yml': 'id: 2\nx: 1', 'c/new.yml': 'id: 7', 'c/ignored.yml': 'id: 8' });
    return made;
  }

  onPosix('are those of the work tree, and what is left out of it, as git has it', async () => {
    const made = used();
    const oid = made.git('rev-parse', 'HEAD:c/left-out.yml');
    const expected = [
      { path: 'c/changed.yml', kind: 'file' },
      { path: 'c/ignored.yml', kind: 'file' },
      { path: 'c/left-out.yml', kind: 'file', oid },
      { path: 'c/new-link.yml', kind: 'symlink' },
      { path: 'c/new.yml', kind: 'file' },
      { path: 'c/same.yml', kind: 'file' },
      { path: 'c/to-link.yml', kind: 'symlink' },
    ];
    const checkout = await open(made.root);
    expect(byPath(await checkout.files(['c']))).toEqual(expected);
    expect(byPath(await checkout.files(['c', 'c/new.yml', 'none']))).toEqual(expected);
    expect((await checkout.files(['d'])).map((file) => file.path)).toEqual(['d/other.yml']);
    for (const everywhere of [[], [''], ['c', '']]) {
      expect((await checkout.files(everywhere)).map((file) => file.path)).toContain('d/other.yml');
    }
    // So many folders that git is asked for all files.
    const many = Array.from({ length: 5_000 }, (_, index) => `none/${index}`);
    expect((await checkout.files(many)).map((file) => file.path)).toContain('d/other.yml');
  });

  onPosix('are compared with a base as they stand', async () => {
    const made = used();
    const base = made.git('rev-parse', 'HEAD');
    const oidOf = (name: string) => made.git('rev-parse', `${base}:c/${name}.yml`);
    const file = (name: string, oid?: string) => ({ path: `c/${name}.yml`, kind: 'file', ...(oid && { oid }) });
    const checkout = await open(made.root);
    expect(byPath(await checkout.changes(base, ['c']))).toEqual(
      byPath([
        { path: 'c/changed.yml', base: file('changed', oidOf('changed')), head: file('changed') },
        { path: 'c/ignored.yml', head: file('ignored') },
        { path: 'c/new-link.yml', head: { path: 'c/new-link.yml', kind: 'symlink' } },
        { path: 'c/new.yml', head: file('new') },
        { path: 'c/removed.yml', base: file('removed', oidOf('removed')) },
        {
          path: 'c/to-link.yml',
          base: file('to-link', oidOf('to-link')),
          head: { path: 'c/to-link.yml', kind: 'symlink' },
        },
      ] as Change[]),
    );
    expect(byPath(await checkout.filesAt(base, ['c'])).map((version) => version.path)).toEqual(
      ['changed', 'left-out', 'removed', 'same', 'to-link'].map((name) => `c/${name}.yml`),
    );
  });
});

describe('reading', () => {
  it('gives every version in the order in which it was asked for, from git and from the work tree', async () => {
    const made = repository();
    const base = made.commit({ 'a.yml': 'a at the base', 'b.yml': 'b at the base' });
    made.write({ 'a.yml': 'a in the work tree', 'b.yml': 'b in the work tree' });
    const checkout = await open(made.root);
    const [a, b] = byPath(await checkout.filesAt(base, []));
    if (!a || !b) throw new Error('no files');
    const work = (name: string) => ({ path: name, kind: 'file' as const });
    expect(text(await checkout.read([work('b.yml'), a, work('a.yml'), b, a], 100))).toEqual([
      'b in the work tree',
      'a at the base',
      'a in the work tree',
      'b at the base',
      'a at the base',
    ]);
    expect(await checkout.read([], 100)).toEqual([]);
  });

  it('takes no more than it may, to the byte, wherever it reads', async () => {
    const made = repository();
    const base = made.commit({ 'a.yml': 'x'.repeat(101), 'b.yml': 'x'.repeat(100) });
    const checkout = await open(made.root);
    const message = 'Error: it has 101 bytes; a config file has at most 100';
    expect(text(await checkout.read(byPath(await checkout.filesAt(base, [])), 100))).toEqual([
      message,
      'x'.repeat(100),
    ]);
    expect(text(await checkout.read(byPath(await checkout.files([])), 100))).toEqual([message, 'x'.repeat(100)]);
  });

  it('asks elsewhere for what is not here alone, and says so where nobody has it', async () => {
    const made = repository();
    const base = made.commit({ 'a.yml': 'id: 1' });
    const asked: string[] = [];
    const checkout = await open(made.root, () => ({
      ...NOWHERE,
      async read(versions) {
        asked.push(...versions.map((version) => version.path));
        return versions.map((version) => Buffer.from(`${version.path} from elsewhere`));
      },
    }));
    const [a] = await checkout.filesAt(base, []);
    if (!a) throw new Error('no file');
    const far = { path: 'far.yml', kind: 'file' as const, oid: '1'.repeat(40) };
    expect(text(await checkout.read([far, a], 100))).toEqual(['far.yml from elsewhere', 'id: 1']);
    expect(asked).toEqual(['far.yml']);
    expect(text(await checkout.read([a], 100))).toEqual(['id: 1']);
    expect(asked).toEqual(['far.yml']);
  });
});
