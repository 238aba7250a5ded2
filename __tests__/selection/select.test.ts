import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/failure.ts';
import { Checkout } from '../../src/git/checkout.ts';
import type { BaseDecision } from '../../src/selection/base.ts';
import { parseEntries } from '../../src/selection/entries.ts';
import { type SelectOptions, select } from '../../src/selection/select.ts';
import type { Selection } from '../../src/selection/selection.ts';
import { ConfigRepository, nowhere } from '../support/config-repository.ts';
import { RecordingLog } from '../support/log.ts';
import { onPosix, WINDOWS } from '../support/platform.ts';

let repository: ConfigRepository;
const make = (files: Record<string, string | Buffer | null>): string => {
  repository = new ConfigRepository();
  return repository.commit(files);
};
afterEach(() => repository?.remove());

interface Given {
  integration?: string;
  conversion?: string;
  shared?: string;
  base?: string;
  unsettled?: readonly string[];
  inDoubt?: true;
  idPath?: string;
  deleted?: SelectOptions['deleted'];
  log?: RecordingLog;
}

function run({
  integration = '',
  conversion = '',
  shared = '',
  base,
  unsettled,
  inDoubt,
  idPath,
  deleted = 'ignore',
  log = new RecordingLog(),
}: Given): Promise<Selection> {
  const entries = (input: string, text: string) => parseEntries(text, { input }).entries;
  const decision: BaseDecision = base
    ? {
        kind: 'commit',
        base: { sha: base, source: 'the test', ...(unsettled && { unsettled }) },
        ...(inDoubt && { inDoubt }),
        warnings: [],
      }
    : { kind: 'everything', why: '`base: none`', warnings: [] };
  return select(
    {
      entries: {
        integration: entries('integration', integration),
        conversion: entries('conversion', conversion),
        resyncAllIfChanged: entries('resync-all-if-changed', shared),
      },
      deleted,
      ...(idPath && { idPath }),
    },
    {
      async openRepository() {
        const checkout = await Checkout.open(repository.root, nowhere);
        if (!checkout) throw new Error('no checkout');
        return { repository: checkout, root: repository.root, resolveBase: async () => decision };
      },
      log,
    },
  );
}

/** `ID reason`, with a `-` before those that are not selected. */
const told = ({ objects }: Selection) =>
  objects.map(({ id, reason, selected }) => `${selected ? '' : '-'}${id} ${reason}`);
const problemsOf = async (given: Given): Promise<string[]> => {
  const error = await run(given).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  return (error as ConfigurationError).problems.map(({ message }) => message);
};

describe('globs take what changed since the base', () => {
  it('by id: added, changed and deleted files', async () => {
    const base = make({ 'c/1.yml': 'id: 1\nn: a', 'c/2.yml': 'id: 2\nn: a', 'c/3.yml': 'id: 3\nn: a' });
    repository.commit({ 'c/2.yml': 'id: 2\nn: b', 'c/3.yml': null, 'c/4.json': '{"id": 4}' });
    const selection = await run({ integration: 'c/**', base });
    expect(told(selection)).toEqual(['2 changed', '-3 deleted', '4 added']);
    expect(selection.objects.map(({ sources }) => sources)).toEqual([
      [{ path: 'c/2.yml', line: 1 }],
      [{ path: 'c/3.yml', line: 1 }],
      [{ path: 'c/4.json', line: 1 }],
    ]);
    expect(selection).toMatchObject({ base: { sha: base }, head: { sha: repository.git('rev-parse', 'HEAD') } });
    expect(told(await run({ integration: 'c/**', base, deleted: 'resync' }))).toEqual([
      '2 changed',
      '3 deleted',
      '4 added',
    ]);
  });

  it('comments, key order, formatting and line ends do not count', async () => {
    const base = make({ 'a.yml': 'id: 1\nx: {a: 1, b: [1, 2]}\n', 'b.json': '{"id":2,"x":"y"}' });
    repository.commit({
      'a.yml': '# why\r\nx:\r\n  b:\r\n  - 1\r\n  - 2\r\n  a: 1\r\nid: 1\r\n',
      'b.json': '{\n  "x": "y",\n  "id": 2\n}\n',
    });
    expect(told(await run({ integration: '*', base }))).toEqual(['-1 unchanged', '-2 unchanged']);
  });

  it('an anchor that changes what an object resolves to counts', async () => {
    const base = make({ 'a.yml': '- &d {id: 1, n: a}\n- {id: 2, <<: *d}\n' });
    repository.commit({ 'a.yml': '- &d {id: 1, n: b}\n- {id: 2, <<: *d}\n' });
    expect(told(await run({ integration: '*', base }))).toEqual(['1 changed', '2 changed']);
  });

  it('one object of a list counts alone; what stands outside the objects counts for all of them', async () => {
    const text = (shared: string, one: string) => `shared: ${shared}\nitems:\n- {id: 1, n: ${one}}\n- {id: 2, n: x}\n`;
    const base = make({ 'a.yml': text('s', 'a') });
    repository.commit({ 'a.yml': text('s', 'b') });
    expect(told(await run({ integration: '*', base, idPath: '$.items[*].id' }))).toEqual(['1 changed', '-2 unchanged']);
    repository.commit({ 'a.yml': text('t', 'a') });
    expect(told(await run({ integration: '*', base, idPath: '$.items[*].id' }))).toEqual(['1 changed', '2 changed']);
  });

  it('a rename or a move to another file is no change; a move to other defaults is', async () => {
    const base = make({
      'a.yml': 'id: 1\nn: a\n',
      'b.yml': '- {id: 2}\n- {id: 3}\n',
      'd.yml': 'x: 1\nl: [{id: 4}, {id: 5}]\n',
    });
    repository.commit({
      'a.yml': null,
      'z/renamed.json': '{"n":"a","id":1}',
      'b.yml': '- {id: 3}\n',
      'c.yml': '- {id: 2}\n',
    });
    expect(told(await run({ integration: '**', base }))).toEqual(['-1 unchanged', '-2 unchanged', '-3 unchanged']);
    repository.commit({ 'd.yml': 'x: 1\nl: [{id: 5}]\n', 'e.yml': 'x: 2\nl: [{id: 4}]\n' });
    expect(told(await run({ integration: '[de].yml', base, idPath: '$.l[*].id' }))).toEqual([
      '4 changed',
      '-5 unchanged',
    ]);
  });

  it('a move within a file, from one section to another, is a change', async () => {
    const base = make({
      'a.yml': 'live:\n  a: {id: 1}\npaused: {}\n',
      'b.yml': 'live:\n- id: 2\n- id: 3\npaused: []\n',
    });
    repository.commit({ 'a.yml': 'live: {}\npaused:\n  a: {id: 1}\n', 'b.yml': 'live:\n- id: 3\npaused:\n- id: 2\n' });
    expect(told(await run({ integration: '*', base, idPath: '$..id' }))).toEqual([
      '1 changed',
      '2 changed',
      '-3 unchanged',
    ]);
  });

  it.each([
    ['a.json', '{"id":1,"v":17236162066430100298.5}', '{"id":1,"v":17236162066430100299.5}'],
    ['a.json', '{"id":1,"v":1e400}', '{"id":1,"v":1e500}'],
    ['a.yml', 'id: 1\nv: 0.12345678901234567891', 'id: 1\nv: 0.12345678901234567899'],
    ['a.yml', 'id: 1\nv: 17236162066430100298', 'id: 1\nv: 17236162066430100299'],
  ])('a number that differs in its last digit is a change: %s', async (name, before, after) => {
    const base = make({ [name]: before });
    repository.commit({ [name]: after });
    expect(told(await run({ integration: '*', base }))).toEqual(['1 changed']);
  });

  it('an id that is gone from one file but stands in another that did not change is not deleted', async () => {
    const base = make({ 'a.yml': '- {id: 1, n: a}\n- {id: 2}\n', 'b.yml': 'id: 1\nn: b\n', '1-name.yml': 'n: c\n' });
    repository.commit({ 'a.yml': '- {id: 2}\n' });
    expect(told(await run({ integration: '*', base }))).toEqual(['1 changed', '-2 unchanged']);
  });

  it('a version at the base that cannot be read makes all ids of its file changed', async () => {
    const base = make({ 'a.yml': 'id: 1\nx: [', 'b.yml': 'id: nonsense' });
    repository.commit({ 'a.yml': '- id: 1\n- id: 2\n', 'b.yml': null });
    const selection = await run({ integration: '*', base });
    expect(told(selection)).toEqual(['1 changed', '2 changed']);
    expect(selection.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^a\.yml: its version at the base could not be read/),
      expect.stringMatching(/^b\.yml was deleted, and its version at the base could not be read/),
    ]);
  });

  it('what earlier steps changed, added, ignored or removed in the work tree counts', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2', 'd.yml': 'id: 4', '.gitignore': 'generated/' });
    repository.write({ 'a.yml': 'id: 1\nn: x', 'b.yml': null, 'c.yml': 'id: 3', 'generated/x.yml': 'id: 5' });
    repository.git('rm', '--quiet', '--cached', 'd.yml');
    expect(told(await run({ integration: '**/*.yml', base }))).toEqual([
      '1 changed',
      '-2 deleted',
      '3 added',
      '-4 unchanged',
      '5 added',
    ]);
  });

  it('a change of mode is none; a file that became a link is gone', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2' });
    repository.git('update-index', '--chmod=+x', 'a.yml');
    repository.write({ 'b.yml': null }).link('b.yml', 'a.yml');
    repository.git('add', 'b.yml');
    repository.git('commit', '--quiet', '-m', 'x');
    const selection = await run({ integration: '*', base });
    expect(told(selection)).toEqual(['-1 unchanged', '-2 deleted']);
    expect(selection.files).toEqual([{ path: 'b.yml', reason: 'a symbolic link, which is not followed' }]);
  });

  it('names of any bytes', async () => {
    const everywhere = ['-dash.yml', 'ä 😀.yml', '[a].yml', '{a,b}.yml', '#!.yml'];
    // Windows has no such names.
    const elsewhere = [
      'new\nline.yml',
      'tab\t.yml',
      '"quote".yml',
      `${'x'.repeat(251)}.yml`,
      ':(top)x.yml',
      'a\\b.yml',
    ];
    const names = [...everywhere, ...(WINDOWS ? [] : elsewhere)];
    const base = make(Object.fromEntries(names.map((name, i) => [name, `id: ${i + 1}\n`])));
    repository.commit(Object.fromEntries(names.map((name, i) => [name, `id: ${i + 1}\nn: x\n`])));
    const selection = await run({ integration: '*.yml', base });
    expect(told(selection)).toEqual(names.map((_, i) => `${i + 1} changed`));
    expect(selection.objects.map(({ sources }) => sources[0]?.path)).toEqual(names);
  });

  it('skips and reports what is not a config file', async () => {
    const base = make({ 'a.yml': 'id: 1' });
    repository.commit({ 'readme.md': '# x', 'list.json': '[]' });
    expect((await run({ integration: '**', base })).files).toEqual([
      { path: 'readme.md', reason: 'not a config file; those end in .json, .yaml or .yml' },
      { path: 'list.json', reason: 'holds no object' },
    ]);
  });

  it('a glob that matches nothing is told', async () => {
    const base = make({ 'a.yml': 'id: 1' });
    expect((await run({ integration: 'confg/**', base })).warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`integration`: the glob "confg\/\*\*" matches no file/),
    ]);
  });
});

describe('what may have been synced in part since the base', () => {
  it('takes everything where the base does not tell all that may have changed, and still tells what was deleted since', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2' });
    repository.commit({ 'b.yml': null });
    expect(told(await run({ integration: '*', base, inDoubt: true, deleted: 'resync' }))).toEqual([
      '1 all',
      '2 deleted',
    ]);
  });

  it('does not take for deleted what is gone from a named file and stands in another one', async () => {
    const base = make({ 'a.yml': 'id: 1' });
    repository.commit({ 'a.yml': null, 'b.yml': 'id: 1' });
    expect(told(await run({ integration: 'a.yml, *', base, deleted: 'resync' }))).toEqual(['-1 unchanged']);
  });

  it('takes exclusions out of named shared files, too', async () => {
    const base = make({ 'a.yml': 'id: 1', 'shared.yml': 'x: 1' });
    repository.commit({ 'shared.yml': 'x: 2' });
    expect(told(await run({ integration: 'a*', shared: 'shared.yml, !sh*', base }))).toEqual([]);
  });

  it('counts when it differs from the head, also where the base does not', async () => {
    const base = make({
      'a.yml': 'id: 1\nn: a',
      'b.yml': 'id: 2\nn: a',
      'c.yml': 'id: 3\nn: a',
      'd.yml': 'id: 4\nn: a',
    });
    const first = repository.commit({ 'a.yml': 'id: 1\nn: b', 'b.yml': 'id: 2\nn: b', 'c.yml': null });
    const second = repository.commit({ 'b.yml': 'id: 2\nn: c', 'e.yml': 'id: 5\nn: a' });
    repository.commit({ 'a.yml': 'id: 1\nn: a', 'c.yml': 'id: 3\nn: a', 'd.yml': '# why\nid: 4\nn: a', 'e.yml': null });
    expect(told(await run({ integration: '*', base }))).toEqual(['2 changed', '-4 unchanged']);
    const both = { integration: '*', base, unsettled: [first, second] };
    expect(told(await run(both))).toEqual(['1 changed', '2 changed', '3 added', '-4 unchanged', '-5 deleted']);
    expect(told(await run({ ...both, deleted: 'resync' }))).toContain('5 deleted');
  });

  it('an id that stands in an unchanged file is not deleted', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2' });
    const first = repository.commit({ 'c.yml': 'id: 1', 'd.yml': 'id: 9' });
    repository.commit({ 'c.yml': null, 'd.yml': null });
    expect(told(await run({ integration: '*', base, unsettled: [first], deleted: 'resync' }))).toEqual([
      '-1 unchanged',
      '9 deleted',
    ]);
  });

  it('a shared file that was changed and set back counts for every file', async () => {
    const base = make({ 'c/a.yml': 'id: 1', shared: 'a' });
    const first = repository.commit({ shared: 'b' });
    repository.commit({ shared: 'a' });
    const given = { integration: 'c/**', shared: 'shared', base };
    expect(told(await run(given))).toEqual([]);
    expect(told(await run({ ...given, unsettled: [first] }))).toEqual(['1 all']);
  });

  it('a version that cannot be read there makes the ids of its file count, without a warning: it may be why the run failed', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2' });
    const first = repository.commit({ 'a.yml': '{' });
    repository.commit({ 'a.yml': 'id: 1' });
    const selection = await run({ integration: '*', base, unsettled: [first] });
    expect([told(selection), selection.warnings]).toEqual([['1 changed'], []]);
  });
});

describe('without a base', () => {
  it('every file that a glob matches counts', async () => {
    make({ 'c/1.yml': 'id: 1', 'c/d/2.json': '{"id": 2}', 'x.yml': 'id: 3' });
    const selection = await run({ integration: 'c/**', conversion: 'x*' });
    expect(told(selection)).toEqual(['1 all', '2 all', '3 all']);
    expect(selection).toMatchObject({ noBase: '`base: none`' });
    expect(selection.base).toBeUndefined();
  });
});

describe('`resync-all-if-changed`', () => {
  it('makes every matched file count when one of its files changed', async () => {
    const base = make({ 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'shared/defaults.txt': 'a', 'c/3.yml': 'id: 3' });
    repository.commit({ 'c/1.yml': 'id: 1\nx: 1', 'c/3.yml': null });
    expect(told(await run({ integration: 'c/**', shared: 'shared/**', base }))).toEqual(['1 changed', '-3 deleted']);
    repository.commit({ 'shared/defaults.txt': 'b' });
    for (const shared of ['shared/**', 'shared/defaults.txt', 'shared', 'shared/']) {
      expect(told(await run({ integration: 'c/**', shared, base }))).toEqual(['1 all', '2 all', '-3 deleted']);
    }
    expect(told(await run({ integration: 'c/**', shared: 'shared/**\n!shared/*.txt', base }))).toEqual([
      '1 changed',
      '-3 deleted',
    ]);
  });

  it('takes no ids', async () => {
    make({ 'a.yml': 'id: 1' });
    expect(await problemsOf({ integration: '*', shared: '12' })).toEqual([
      '`resync-all-if-changed`: "12" is an id; this input takes shared files and globs of them.',
    ]);
  });
});

describe('ids and files that are named one by one', () => {
  it('are always taken, the whole file', async () => {
    const base = make({ 'a.yml': '- id: 1\n- id: 2\n', 'b.yml': 'id: 3' });
    const selection = await run({ integration: '7, a.yml\n*.yml', base });
    expect(told(selection)).toEqual(['1 listed', '2 listed', '7 listed']);
  });

  it('need no repository when they are ids alone', async () => {
    make({});
    repository.remove();
    expect(told(await run({ integration: '10 9', conversion: '9' }))).toEqual(['9 listed', '10 listed', '9 listed']);
  });

  it('are files even if their names hold [ or {', async () => {
    make({ 'a[1].yml': 'id: 1', 'a1.yml': 'id: 2', 'x{y}.json': '{"id": 3}' });
    expect(told(await run({ integration: 'a[1].yml', conversion: 'x{y}.json' }))).toEqual(['1 listed', '3 listed']);
  });

  it('are deleted where the file holds them no more, if they are to be sent then', async () => {
    const base = make({ 'a.yml': '- id: 1\n- id: 2\n', 'b.yml': 'id: 3' });
    repository.commit({ 'a.yml': '- id: 1\n' });
    expect(told(await run({ integration: 'a.yml\nb.yml', base, deleted: 'resync' }))).toEqual([
      '1 listed',
      '2 deleted',
      '3 listed',
    ]);
    // Nothing would come of it, so that no base is needed.
    expect(told(await run({ integration: 'a.yml\nb.yml' }))).toEqual(['1 listed', '3 listed']);
  });

  it('are deleted, too, where only a commit that may have been synced in part held them', async () => {
    const base = make({ 'a.yml': 'id: 1' });
    const unsettled = repository.commit({ 'a.yml': '- id: 1\n- id: 2\n' });
    repository.commit({ 'a.yml': 'id: 1' });
    expect(told(await run({ integration: 'a.yml', base, unsettled: [unsettled], deleted: 'resync' }))).toEqual([
      '1 listed',
      '2 deleted',
    ]);
  });

  it('are not deleted where they stand in a file that a glob matches, whether it changed or not', async () => {
    const base = make({
      'x/gone.yml': '- id: 1\n- id: 2\n  n: x\n- id: 3\n',
      'c/b.yml': '- id: 1\n- id: 2\n',
    });
    repository.commit({ 'x/gone.yml': null, 'c/new.yml': 'id: 3' });
    const selection = await run({ integration: 'x/gone.yml\nc/**', base, deleted: 'resync' });
    expect(told(selection)).toEqual(['-1 unchanged', '2 changed', '3 added']);
    expect(selection.objects[0]?.sources).toEqual([{ path: 'c/b.yml', line: 1 }]);
    expect(told(await run({ integration: 'x/gone.yml\nc/**\n!c/b.yml', base, deleted: 'resync' }))).toEqual([
      '1 deleted',
      '2 deleted',
      '3 added',
    ]);
  });

  it('that exist only at the base are deleted', async () => {
    const base = make({ 'a.yml': 'id: 1', 'b.yml': 'id: 2' });
    repository.commit({ 'a.yml': null });
    expect(told(await run({ integration: 'a.yml', base }))).toEqual(['-1 deleted']);
    expect(told(await run({ integration: 'a.yml', base, deleted: 'resync' }))).toEqual(['1 deleted']);
  });

  it('a directory stands for what lies below it', async () => {
    const base = make({ 'c/1.yml': 'id: 1', 'c/d/2.yml': 'id: 2', 'cx/3.yml': 'id: 3' });
    repository.commit({ 'c/1.yml': null, 'c/d/2.yml': 'id: 2\nn: x', 'cx/3.yml': null });
    for (const entry of ['c', 'c/', './c', `${repository.root}/c`]) {
      expect(told(await run({ integration: entry, base }))).toEqual(['-1 deleted', '2 changed']);
    }
    expect(told(await run({ integration: 'cx', base }))).toEqual(['-3 deleted']);
  });

  it('an id found twice is there once, with all its sources', async () => {
    make({ 'a.yml': 'id: 1', 'b.yml': 'n: x\nid: 1' });
    const { objects } = await run({ integration: '1, *.yml' });
    expect(objects).toEqual([
      {
        type: 'integration',
        id: '1',
        reason: 'listed',
        selected: true,
        sources: [
          { path: 'a.yml', line: 1 },
          { path: 'b.yml', line: 2 },
        ],
      },
    ]);
  });
});

describe('exclusions', () => {
  it.each(['!c/drafts/**', '!c/drafts', '!c/drafts/', '!**/drafts/**', '!c/drafts/2.yml'])(
    'are final, wherever they stand: %s',
    async (exclusion) => {
      make({ 'c/1.yml': 'id: 1', 'c/drafts/2.yml': 'id: 2' });
      expect(told(await run({ integration: `${exclusion}\nc/**\nc/drafts/2.yml` }))).toEqual(['1 all']);
    },
  );

  it('alone are an error', async () => {
    make({ 'a.yml': 'id: 1' });
    expect(await problemsOf({ integration: '!a.yml', conversion: '5' })).toEqual([
      expect.stringMatching(/^`integration` holds only exclusions/),
    ]);
  });
});

describe('errors', () => {
  it('name every entry that leads nowhere', async () => {
    make({ 'a.yml': 'id: 1', 'x.txt': '1' });
    repository.link('l.yml', 'a.yml');
    const problems = await problemsOf({
      integration: 'nope.yml\n../a.yml\n/etc/passwd\na[.yml\nx.txt\nl.yml\nmissing/',
    });
    expect(problems).toEqual([
      expect.stringMatching(/"nope\.yml" is neither an id nor a glob, and no file of that name exists/),
      expect.stringMatching(/"\.\.\/a\.yml" has a `\.\.`/),
      expect.stringMatching(/"\/etc\/passwd" lies outside the checkout/),
      expect.stringMatching(/"a\[\.yml" has a \[ without its \]/),
      expect.stringMatching(/"x\.txt" is not a config file/),
      expect.stringMatching(/"l\.yml" is a symbolic link/),
      expect.stringMatching(/"missing\/" is a directory that does not exist/),
    ]);
  });

  it('of config files are told all at once', async () => {
    const base = make({ 'ok.yml': 'id: 1' });
    repository.commit({
      'a.yml': 'name: x',
      'b.json': '{',
      'c.yml': '- id: x\n- id: 0\n',
      'd.yml': Buffer.from([0xff]),
    });
    const problems = await problemsOf({ integration: '*', base });
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yml:1 holds no id/),
      expect.stringMatching(/^b\.json:1 is not valid JSON/),
      expect.stringMatching(/^c\.yml:1 has "x" for an id/),
      expect.stringMatching(/^c\.yml:2 has "0" for an id/),
      expect.stringMatching(/^d\.yml is not UTF-8/),
    ]);
  });

  it('of files that did not change stop nothing', async () => {
    const base = make({ 'broken.yml': 'name: x', 'a.yml': 'id: 1' });
    repository.commit({ 'a.yml': 'id: 1\nn: x' });
    expect(told(await run({ integration: '*', base }))).toEqual(['1 changed']);
  });

  it('a file that is too large is refused', async () => {
    make({ 'a.yml': `id: 1\nx: ${'y'.repeat(6 * 1024 * 1024)}` });
    expect(await problemsOf({ integration: '*' })).toEqual([
      expect.stringMatching(/^a\.yml cannot be read: it has \d+ bytes; a config file has at most 5242880\.$/),
    ]);
  });

  onPosix('no link leads out of the checkout', async () => {
    const base = make({ 'a.yml': 'id: 1' });
    repository.link('out', '/etc').link('loop', 'loop').link('s.yml', '/etc/hostname');
    const selection = await run({ integration: '**', base });
    expect(told(selection)).toEqual([]);
    expect(selection.files.map(({ path }) => path).sort()).toEqual(['loop', 'out', 's.yml']);
  });
});

describe('a sparse checkout', () => {
  it('has the files that it leaves out as they are at the head', async () => {
    const base = make({ 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'x/3.yml': 'id: 3' });
    repository.commit({ 'c/1.yml': 'id: 1\nn: x' });
    repository.git('sparse-checkout', 'set', '--no-cone', '/x/');
    expect(told(await run({ integration: '**', base }))).toEqual(['1 changed']);
    expect(told(await run({ integration: 'c/2.yml' }))).toEqual(['2 listed']);
    expect(told(await run({ integration: '**' }))).toEqual(['1 all', '2 all', '3 all']);
  });
});

describe('what is told beside the objects', () => {
  it('with debug logging each entry, and what it came to', async () => {
    const base = make({ 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'c/old.yml': 'id: 3', 'shared.yml': 'x: 1' });
    repository.commit({ 'c/2.yml': 'id: 2\nn: b' });
    const log = new RecordingLog();
    await run({ integration: '7, c/1.yml, c/**, !c/old.yml', shared: 'shared.yml', base, log });
    expect(log.debugLines.slice(0, 4)).toEqual([
      '`integration`: ids named: 1 (7)',
      '`integration`: files named: 1 (c/1.yml)',
      '`integration`: the glob "c/**" matches 3 (c/1.yml, c/2.yml, c/old.yml); excluded of them: 1 (c/old.yml)',
      '`resync-all-if-changed`: files named: 1 (shared.yml)',
    ]);
  });

  it('the shared file that changed, so that everything counts', async () => {
    const base = make({ 'c/1.yml': 'id: 1', 'shared.yml': 'x: 1' });
    repository.commit({ 'shared.yml': 'x: 2' });
    expect(await run({ integration: 'c/**', shared: '*.yml', base })).toMatchObject({ sharedChange: 'shared.yml' });
  });
});
