import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/failure.ts';
import type { BaseDecision } from '../../src/selection/base.ts';
import { parseEntries } from '../../src/selection/entries.ts';
import type { FileVersion, Repository } from '../../src/selection/repository.ts';
import { type SelectOptions, select } from '../../src/selection/select.ts';
import { RecordingLog } from '../support/log.ts';

/** The selection over a repository that says what git seldom says. `select.test.ts` has real ones. */

const at = (files: Readonly<Record<string, string | Error | FileVersion['kind']>>) =>
  Object.keys(files).map((path): FileVersion => {
    const content = files[path];
    const kind = content === 'symlink' || content === 'submodule' ? content : 'file';
    return { path, kind, oid: `${path}=${content}` };
  });

function choose(
  entries: { integration?: string; conversion?: string; shared?: string },
  head: Parameters<typeof at>[0],
  base: Parameters<typeof at>[0] | undefined,
  {
    atATime = 2,
    cancel = new AbortController().signal,
    log = new RecordingLog(),
    unsettled = [],
    inDoubt = false,
    asked = [],
    ...options
  }: Partial<SelectOptions> & {
    readonly warnings?: readonly Problem[];
    readonly atATime?: number;
    readonly cancel?: AbortSignal;
    readonly log?: RecordingLog;
    /** Files at the commits that may have been synced in part since the base. */
    readonly unsettled?: readonly Parameters<typeof at>[0][];
    readonly inDoubt?: boolean;
    /** Gets what the repository is asked. */
    readonly asked?: string[];
  } = {},
) {
  const commits = new Map<string, Parameters<typeof at>[0]>(
    [base ?? {}, ...unsettled].map((files, index) => [String(index).repeat(40), files]),
  );
  const [sha = '', ...since] = [...commits.keys()];
  const contents = new Map<string, unknown>(
    [...commits.values(), head].flatMap((files) =>
      Object.entries(files).map(([path, content]) => [`${path}=${content}`, content] as const),
    ),
  );
  const repository: Repository = {
    head: 'h'.repeat(40),
    async files(folders) {
      asked.push(`files of ${folders.join(' ')}`);
      return at(head);
    },
    async filesAt(commit, paths) {
      asked.push(`files of ${paths.join(' ')} at ${commit.slice(0, 1)}`);
      return at(commits.get(commit) ?? {});
    },
    async changes(commit, folders) {
      asked.push(`changes of ${folders.join(' ')} since ${commit.slice(0, 1)}`);
      const before = new Map(at(commits.get(commit) ?? {}).map((file) => [file.path, file]));
      const after = new Map(at(head).map((file) => [file.path, file]));
      return [...new Set([...before.keys(), ...after.keys()])]
        .map((path) => ({ path, base: before.get(path), head: after.get(path) }))
        .filter((change) => change.base?.oid !== change.head?.oid)
        .map(({ path, base, head }) => ({ path, ...(base && { base }), ...(head && { head }) }));
    },
    read: async (versions) =>
      versions.slice(0, atATime).map(({ oid = '' }) => {
        const content = contents.get(oid);
        return content instanceof Error ? content : Buffer.from(String(content));
      }),
  };
  const decision: BaseDecision = base
    ? {
        kind: 'commit',
        base: { sha, source: 'the test', ...(since.length > 0 && { unsettled: since }) },
        ...(inDoubt && { inDoubt }),
        warnings: options.warnings ?? [],
      }
    : { kind: 'everything', why: 'the test', warnings: options.warnings ?? [] };
  const parse = (input: string, text = '') => parseEntries(text, { input }).entries;
  return select(
    {
      deleted: 'ignore',
      ...options,
      entries: {
        integration: parse('integration', entries.integration),
        conversion: parse('conversion', entries.conversion),
        resyncAllIfChanged: parse('resync-all-if-changed', entries.shared),
      },
    },
    {
      openRepository: async () => ({ repository, root: '/work', resolveBase: async () => decision }),
      log,
      cancel,
    },
  );
}

const told = ({ objects }: Awaited<ReturnType<typeof choose>>) =>
  objects.map(
    ({ type, id, reason, sources }) => `${type} ${id} ${reason} ${sources.map(({ path, line }) => `${path}:${line}`)}`,
  );

describe('a selection', () => {
  const files = Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [`${i}.yml`, `id: ${i + 1}`]));

  it.each([1, 511, 512, 2000])('reads every file, however many of them come at a time: %d', async (atATime) => {
    const { objects } = await choose({ integration: '*.yml' }, files, undefined, { atATime });
    expect(objects.map(({ id, sources }) => `${sources[0]?.path} ${id}`)).toEqual(
      Object.keys(files).map((path, i) => `${path} ${i + 1}`),
    );
  });

  it('ends between two files once nobody waits for it', async () => {
    const cancel = new AbortController();
    const choosing = choose({ integration: '*.yml' }, files, undefined, { cancel: cancel.signal });
    setImmediate(() => cancel.abort(new Error('the run was cancelled')));
    await expect(choosing).rejects.toThrow('the run was cancelled');
  });

  it('fails when nothing comes, rather than ask for ever', async () => {
    await expect(choose({ integration: '*.yml' }, files, undefined, { atATime: 0 })).rejects.toThrow(
      'nothing was read of 512 files',
    );
  });

  it('carries the warnings that came with the base', async () => {
    const { warnings } = await choose(
      { integration: '**' },
      { 'a.yml': 'id: 1' },
      {},
      { warnings: [{ topic: 'other-commit', message: 'The checkout stands elsewhere.' }] },
    );
    expect(warnings.map(({ message }) => message)).toContain('The checkout stands elsewhere.');
  });

  it('skips and reports what cannot hold objects', async () => {
    const { files, objects } = await choose(
      { integration: '**' },
      { 'm.yml': 'submodule', 'l.yml': 'symlink', 'a.txt': 'x', 'e.json': '[]', 'a.yml': 'id: 1' },
      undefined,
    );
    expect(objects.map(({ id }) => id)).toEqual(['1']);
    expect(Object.fromEntries(files.map(({ path, reason }) => [path, reason]))).toEqual({
      'm.yml': 'a submodule or another repository',
      'l.yml': 'a symbolic link, which is not followed',
      'a.txt': expect.stringMatching(/^not a config file/),
      'e.json': 'holds no object',
    });
  });

  it('counts everything when a shared file became a link, appeared, went, or cannot be read', async () => {
    const rest = { 'c/a.yml': 'id: 1' };
    for (const [head, base] of [
      ['symlink', 'x'],
      [undefined, 'x'],
      ['x', undefined],
      [new Error('too large'), 'x'],
    ] as const) {
      const side = (shared: string | Error | undefined) => ({
        ...rest,
        ...(shared !== undefined && { 'shared/x': shared }),
      });
      expect(told(await choose({ integration: 'c/**', shared: 'shared/**' }, side(head), side(base)))).toEqual([
        'integration 1 all c/a.yml:1',
      ]);
    }
    expect(
      told(
        await choose(
          { integration: 'c/**', shared: 'shared/**' },
          { ...rest, 'shared/x': 'x' },
          { ...rest, 'shared/x': 'x' },
        ),
      ),
    ).toEqual([]);
  });

  it('does not call an id deleted that another file still holds, and reads past those that it cannot', async () => {
    const head = { 'b.yml': 'id: 1', 'c.yml': new Error('gone'), 'd.yml': 'no: 1', '1-x.txt': '' };
    const base = { ...head, 'a.yml': 'id: 1' };
    expect(told(await choose({ integration: '*.yml' }, head, base))).toEqual(['integration 1 unchanged b.yml:1']);
  });

  it('names every place of an id, in the order of paths and lines, with the strongest reason', async () => {
    const head = { 'b.yml': '- id: 1\n- id: 1\n', 'a.yml': 'id: 1\n', 'c.yml': 'id: 2' };
    expect(told(await choose({ integration: '**, 1', conversion: 'b.yml' }, head, undefined))).toEqual([
      'integration 1 listed a.yml:1,b.yml:1,b.yml:2',
      'integration 2 all c.yml:1',
      'conversion 1 listed b.yml:1,b.yml:2',
    ]);
  });

  it('of a file named one by one that exists only at the base is what was deleted with it', async () => {
    const base = { 'gone.yml': 'id: 7', 'here.yml': 'id: 8' };
    expect(told(await choose({ integration: 'gone.yml\nhere.yml' }, { 'here.yml': 'id: 8' }, base))).toEqual([
      'integration 7 deleted gone.yml:1',
      'integration 8 listed here.yml:1',
    ]);
    await expect(choose({ integration: 'gone.yml' }, {}, undefined)).rejects.toThrow(/no file of that name exists/);
  });

  it('tells of deleted files that cannot be read any more, and of changed ones', async () => {
    const { warnings, objects } = await choose(
      { integration: '**' },
      { 'a.yml': 'id: 1' },
      { 'a.yml': '{', 'b.yml': '[' },
    );
    expect(objects.map(({ reason }) => reason)).toEqual(['changed']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^a\.yml: its version at the base could not be read .* count as changed/),
      expect.stringMatching(/^b\.yml was deleted, and its version at the base could not be read/),
    ]);
  });
});

/** `id reason` of every object. */
const reasons = ({ objects }: Awaited<ReturnType<typeof choose>>) =>
  objects.map(({ id, reason, selected }) => `${id} ${reason}${selected ? '' : ' (left alone)'}`);

describe('against commits that may have been synced in part', () => {
  it('what differs from one of them counts, what is the same at all of them does not', async () => {
    const selection = await choose(
      { integration: 'c/*.yml' },
      { 'c/a.yml': '- id: 1\n  x: new\n- id: 2\n- id: 3\n', 'c/b.yml': 'id: 4', 'c/other.yml': 'id: 9' },
      { 'c/a.yml': '- id: 1\n  x: old\n- id: 2\n- id: 3\n', 'c/b.yml': 'id: 4', 'c/other.yml': 'id: 9' },
      {
        unsettled: [
          { 'c/a.yml': '- id: 1\n  x: new\n- id: 2\n  y: 1\n- id: 3\n', 'c/b.yml': 'id: 4', 'c/other.yml': 'id: 9' },
        ],
      },
    );
    expect(reasons(selection)).toEqual(['1 changed', '2 changed', '3 unchanged (left alone)']);
    expect(selection.base?.unsettled).toEqual(['1'.repeat(40)]);
  });

  it('what was only written otherwise there stays unchanged, and does not seem to be new', async () => {
    expect(
      reasons(
        await choose(
          { integration: 'c/*.yml' },
          { 'c/a.yml': 'id: 1\nx: 1\n', 'c/b.yml': 'id: 2\nx: 2' },
          { 'c/a.yml': 'id: 1\nx: 1\n', 'c/b.yml': 'id: 2\nx: 1' },
          { unsettled: [{ 'c/a.yml': '{id: 1, x: 1}', 'c/b.yml': 'id: 2\nx: 2' }] },
        ),
      ),
    ).toEqual(['1 unchanged (left alone)', '2 changed']);
  });

  it('what stood at one of them alone was deleted', async () => {
    const files = { 'c/a.yml': 'id: 1' };
    const unsettled = [
      { ...files, 'c/b.yml': 'id: 2' },
      { ...files, 'c/d.yml': 'id: 3' },
    ];
    const selection = await choose({ integration: 'c/*.yml' }, files, files, { unsettled, deleted: 'resync' });
    expect(reasons(selection)).toEqual(['2 deleted', '3 deleted']);
    expect(reasons(await choose({ integration: 'c/*.yml' }, files, files, { unsettled }))).toEqual([
      '2 deleted (left alone)',
      '3 deleted (left alone)',
    ]);
  });

  it('a version there that cannot be read makes its ids changed, without a warning', async () => {
    const selection = await choose(
      { integration: 'c/*.yml' },
      { 'c/a.yml': 'id: 1' },
      { 'c/a.yml': 'id: 1' },
      { unsettled: [{ 'c/a.yml': 'id: [' }] },
    );
    expect([reasons(selection), selection.warnings]).toEqual([['1 changed'], []]);
  });

  it('a shared file that differs from one of them makes everything count', async () => {
    const files = { 'c/a.yml': 'id: 1', shared: 'x' };
    const selection = await choose({ integration: 'c/*', shared: 'shared' }, files, files, {
      unsettled: [{ ...files, shared: 'y' }],
    });
    expect([reasons(selection), selection.sharedChange]).toEqual([['1 all'], 'shared']);
  });

  it('a glob that matches at one of them alone is no mistake', async () => {
    const selection = await choose(
      { integration: 'c/*, d/*' },
      { 'c/a.yml': 'id: 1' },
      { 'c/a.yml': 'id: 1' },
      {
        unsettled: [{ 'c/a.yml': 'id: 1', 'd/x.yml': 'id: 2' }],
      },
    );
    expect(selection.warnings).toEqual([]);
  });
});

describe('where the base is in doubt', () => {
  it('everything counts, and what is gone since is told of', async () => {
    const selection = await choose(
      { integration: 'c/*.yml' },
      { 'c/a.yml': 'id: 1', 'c/b.yml': '[{id: 2}, {id: 3}]' },
      { 'c/a.yml': 'id: 1', 'c/b.yml': '[{id: 2}, {id: 4}]', 'c/d.yml': 'id: 3' },
      { inDoubt: true, deleted: 'resync' },
    );
    expect(reasons(selection)).toEqual(['1 all', '2 all', '3 all', '4 deleted']);
  });
});

describe('an id that is gone from a file', () => {
  const base = { 'c/a.yml': '[{id: 1}, {id: 2}]', 'c/b.yml': '[{id: 2}, {id: 5}]', 'c/12.yml': 'x: 2' };

  it('and stands in another one that did not change is not deleted; other ids of that file do not appear', async () => {
    const selection = await choose({ integration: 'c/[ab].yml' }, { ...base, 'c/a.yml': '[{id: 1}]' }, base);
    expect(reasons(selection)).toEqual(['1 unchanged (left alone)', '2 unchanged (left alone)']);
  });

  it('is looked for in no link, no other file of the repository, and no text that holds it in a longer number', async () => {
    const head = {
      ...base,
      'c/a.yml': '[{id: 1}]',
      'c/b.yml': '[{id: 22}, {id: 5}]',
      'c/link.yml': 'symlink',
      'c/2.txt': 'id: 2',
      'd/2.yml': 'id: 2',
    };
    const selection = await choose(
      { integration: 'c/*' },
      head,
      { ...head, 'c/a.yml': base['c/a.yml'] },
      { deleted: 'resync' },
    );
    expect(reasons(selection)).toEqual(['1 unchanged (left alone)', '2 deleted']);
  });

  it('costs no listing where nothing is gone', async () => {
    const asked: string[] = [];
    await choose({ integration: 'c/*.yml' }, { ...base, 'c/a.yml': '[{id: 1}, {id: 2, x: 1}]' }, base, { asked });
    // The third is for the debug log.
    expect(asked).toEqual(['files of c/*.yml', 'files of c/*.yml at 0', 'files of c', 'changes of c since 0']);
  });
});

describe('a shared file', () => {
  const files = { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2', 's/x.txt': 'one\ntwo\n', 's/y.txt': 'y' };
  const chosen = async (shared: string, head: Parameters<typeof at>[0], more: Parameters<typeof choose>[3] = {}) => {
    const log = new RecordingLog();
    const selection = await choose({ integration: 'c/*', shared }, head, files, { log, ...more });
    return { reasons: reasons(selection), sharedChange: selection.sharedChange, lines: log.lines };
  };

  it('that changed makes everything count, and is named', async () => {
    for (const shared of ['s/**', 's/x.txt', 's/y.txt, s/x.txt', 'nothing/*, s/x.txt']) {
      expect(await chosen(shared, { ...files, 's/x.txt': 'one\nthree\n' })).toEqual({
        reasons: ['1 all', '2 all'],
        sharedChange: 's/x.txt',
        lines: ['s/x.txt changed, which is under `resync-all-if-changed`: every matched file counts.'],
      });
    }
  });

  it('that did not change, is excluded, or has other line ends alone changes nothing', async () => {
    const head = { ...files, 'c/a.yml': 'id: 1\nx: 1' };
    const nothing = { reasons: ['1 changed'], sharedChange: undefined, lines: [] };
    expect(await chosen('s/**', head)).toEqual(nothing);
    expect(await chosen('s/**', { ...head, 's/x.txt': 'one\r\ntwo\r\n' })).toEqual(nothing);
    expect(await chosen('s/**, !s/x.txt', { ...head, 's/x.txt': 'other' })).toEqual(nothing);
    expect(await chosen('s/x.txt, !s/x*', { ...head, 's/x.txt': 'other' })).toEqual(nothing);
    expect(await chosen('s/y.txt', { ...head, 's/x.txt': 'other' })).toEqual(nothing);
    // A carriage return alone ends no line.
    expect((await chosen('s/**', { ...head, 's/x.txt': 'one\rtwo\n' })).reasons).toEqual(['1 all', '2 all']);
  });

  it('whose pattern matches nothing is told of, once', async () => {
    const selection = await choose({ integration: 'c/*', shared: 's/*, t/*' }, files, files);
    expect(selection.warnings).toEqual([
      {
        topic: 'glob-no-match',
        message:
          '`resync-all-if-changed`: the glob "t/*" matches no file. Patterns are relative to the checkout, with / between folders, and case counts.',
      },
    ]);
  });

  it('without a base is not asked for, as everything counts anyway', async () => {
    const selection = await choose({ integration: 'c/*', shared: 's/*' }, files, undefined);
    expect([reasons(selection), selection.sharedChange]).toEqual([['1 all', '2 all'], undefined]);
  });
});

describe('the debug log', () => {
  it('has what each entry comes to', async () => {
    const log = new RecordingLog();
    const files = Object.fromEntries(Array.from({ length: 1002 }, (_, i) => [`m/${i}.yml`, `id: ${i + 1}`]));
    await choose(
      { integration: '7, 8, c/*, !c/b.yml', conversion: 'c/a.yml, m/*', shared: 's/*' },
      { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2', 's/x': 'x', ...files },
      {},
      { log },
    );
    expect(log.debugLines.map((line) => line.replace(/m\/2\.yml.*m\/999\.yml/, '[…]'))).toEqual([
      '`integration`: ids named: 2 (7, 8)',
      '`integration`: the glob "c/*" matches 2 (c/a.yml, c/b.yml); excluded of them: 1 (c/b.yml)',
      '`conversion`: files named: 1 (c/a.yml)',
      '`conversion`: the glob "m/*" matches 1002 (m/0.yml, m/1.yml, […], …)',
      '`resync-all-if-changed`: the glob "s/*" matches 1 (s/x)',
    ]);
    const another = new RecordingLog();
    await choose(
      { integration: 'c/*' },
      { 'c/a.yml': 'id: 1' },
      { 'c/a.yml': 'id: 2' },
      { log: another, unsettled: [{}] },
    );
    expect(another.debugLines.at(-1)).toBe('`integration`: 1 + 1 files may have changed.');
  });
});

describe('what is named', () => {
  it('by id alone asks for no repository', async () => {
    const selection = await select(
      {
        deleted: 'ignore',
        entries: {
          integration: parseEntries('3 1', { input: 'integration' }).entries,
          conversion: [],
          resyncAllIfChanged: [],
        },
      },
      {
        openRepository: () => Promise.reject(new Error('opened')),
        log: new RecordingLog(),
        cancel: new AbortController().signal,
      },
    );
    expect(selection).toEqual({
      files: [],
      warnings: [],
      objects: [
        { type: 'integration', id: '1', reason: 'listed', selected: true, sources: [] },
        { type: 'integration', id: '3', reason: 'listed', selected: true, sources: [] },
      ],
    });
  });

  it('and excluded is skipped, and told of', async () => {
    const selection = await choose(
      { integration: 'c/a.yml, c/b.yml, !c/a*' },
      { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2' },
      undefined,
    );
    expect([reasons(selection), selection.files]).toEqual([
      ['2 listed'],
      [{ path: 'c/a.yml', reason: 'named, but excluded by a `!` entry' }],
    ]);
  });

  it('by a file is all that is in it, whether it changed or not, and asks for no base', async () => {
    const asked: string[] = [];
    const selection = await choose(
      { integration: 'c/a.yml' },
      { 'c/a.yml': '[{id: 2}, {id: 1}]', 'c/b.yml': 'id: 3' },
      {},
      { asked },
    );
    expect([reasons(selection), asked]).toEqual([
      ['1 listed', '2 listed'],
      ['files of c/a.yml', 'files of c/a.yml'],
    ]);
  });

  it('under `resync-all-if-changed` may be no id', async () => {
    const problems = ['17', '18'].map((id) => ({
      topic: 'shared-id',
      message: `\`resync-all-if-changed\`: "${id}" is an id; this input takes shared files and globs of them.`,
    }));
    for (const integration of ['1', 'c/*']) {
      await expect(choose({ integration, shared: '17 18' }, {}, {})).rejects.toMatchObject({ problems });
    }
    // Where nothing else needs a repository, it is told without one.
    const ids = (text: string) => parseEntries(text, { input: 'x' }).entries;
    const without = select(
      { deleted: 'ignore', entries: { integration: ids('1'), conversion: [], resyncAllIfChanged: ids('17 18') } },
      { openRepository: () => Promise.reject(new Error('opened')), log: new RecordingLog() },
    );
    await expect(without).rejects.toMatchObject({ problems });
  });

  it('in a list has the list and its line for a source', async () => {
    const parsed = parseEntries('5\n5', { input: 'integration', list: 'ids.txt' }).entries;
    const selection = await select(
      { deleted: 'ignore', entries: { integration: parsed, conversion: [], resyncAllIfChanged: [] } },
      {
        openRepository: () => Promise.reject(new Error('opened')),
        log: new RecordingLog(),
        cancel: new AbortController().signal,
      },
    );
    expect(selection.objects.map(({ sources }) => sources)).toEqual([
      [
        { path: 'ids.txt', line: 1 },
        { path: 'ids.txt', line: 2 },
      ],
    ]);
  });
});

it('all files that cannot be read are told at once, and nothing is chosen', async () => {
  const failing = choose(
    { integration: 'c/*' },
    { 'c/a.yml': 'id: x', 'c/b.yml': new Error('too large'), 'c/d.yml': 'id: 1' },
    undefined,
  );
  await expect(failing).rejects.toMatchObject({
    problems: [
      { path: 'c/a.yml', line: 1 },
      { topic: 'file-unreadable', message: 'c/b.yml cannot be read: too large.', path: 'c/b.yml' },
    ],
  });
});
