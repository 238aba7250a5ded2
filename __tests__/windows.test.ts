import { utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseOutputs } from '../scripts/runner.ts';
import { Checkout } from '../src/git/checkout.ts';
import { parseInputs } from '../src/inputs.ts';
import { annotationsOf } from '../src/report/annotations.ts';
import { buildReport } from '../src/report/report.ts';
import { isConfigPath, readConfigFile } from '../src/selection/config-file.ts';
import { parseEntries } from '../src/selection/entries.ts';
import { isInside, slashed } from '../src/selection/lists.ts';
import { fingerprintObjects } from '../src/selection/objects.ts';
import { relativePath, resolveEntries } from '../src/selection/resolve.ts';
import { select } from '../src/selection/select.ts';
import { ConfigRepository, nowhere } from './support/config-repository.ts';
import { RecordingLog } from './support/log.ts';

/** What differs on Windows, told in ways that hold on every system: its paths, and its line ends. */

describe('entries', () => {
  const ROOT = 'D:\\a\\shop\\shop';

  it.each([
    ['D:\\a\\shop\\shop\\config\\twilio.yml', 'config/twilio.yml'],
    ['D:/a/shop/shop/config/twilio.yml', 'config/twilio.yml'],
    ['D:\\a\\shop\\shop/config\\**/*.yml', 'config/**/*.yml'],
    ['d:\\A\\Shop\\shop\\config\\Twilio.yml', 'config/Twilio.yml'],
    ['D:\\a\\shop\\shop\\config\\', 'config/'],
    ['D:\\a\\shop\\shop', ''],
    ['config/twilio.yml', 'config/twilio.yml'],
    ['./config//twilio.yml', 'config/twilio.yml'],
  ])('inside the checkout are taken as relative: %s', (text, expected) => {
    expect(relativePath(text, ROOT)).toEqual({ path: expected });
    expect(relativePath(text, `${ROOT}\\`)).toEqual({ path: expected });
  });

  it.each([
    'D:\\a\\shop\\shop2\\config\\twilio.yml',
    'C:\\a\\shop\\shop\\twilio.yml',
    'D:\\a\\shop\\shop\\..\\secret.yml',
    'D:\\a\\shop\\shop\\config\\..\\..\\secret.yml',
    '/etc/passwd',
    '..',
  ])('outside of it are refused: %s', (text) => {
    expect(relativePath(text, ROOT)).toMatchObject({ topic: 'entry-outside' });
  });

  it('of a JSON array keep their backslashes', () => {
    const text = JSON.stringify(['D:\\a\\shop\\shop\\config\\a b.yml', 'D:\\a\\shop\\shop\\config\\*.json']);
    const { entries, problems } = parseEntries(text, { input: 'integration' });
    const resolved = resolveEntries(entries, ROOT, {
      kindOf: (file) => (file === 'config/a b.yml' ? 'file' : undefined),
    });
    expect([...problems, ...resolved.problems]).toEqual([]);
    expect(resolved.files).toEqual(['config/a b.yml']);
    expect(resolved.globs.map(({ pattern }) => pattern)).toEqual(['config/*.json']);
  });

  it('with backslashes and without a drive are no paths, and are told so', () => {
    const { entries } = parseEntries('config\\twilio.yml', { input: 'integration' });
    const { problems } = resolveEntries(entries, ROOT, { kindOf: () => undefined });
    expect(problems).toMatchObject([
      {
        topic: 'entry-not-found',
        message: expect.stringMatching(/"config\\twilio\.yml" .* Folders are separated by \/, on Windows too\.$/),
      },
    ]);
  });

  it('end in CRLF as well as in LF', () => {
    const texts = ['1628\n# no\n\nconfig/**\n!config/drafts/**\n@ids.txt, 5', '["1628", 5,\n "config/**"]'];
    for (const text of texts) {
      expect(parseEntries(text.replaceAll('\n', '\r\n'), { input: 'x', list: 'l' })).toEqual(
        parseEntries(text, { input: 'x', list: 'l' }),
      );
    }
  });
});

describe('lists', () => {
  it.each([
    ['D:\\a\\shop', 'D:\\a\\shop\\ids.txt', true],
    ['D:\\a\\shop', 'd:\\A\\SHOP\\deep\\ids.txt', true],
    ['D:\\a\\_temp', 'D:\\a\\_temp\\..ids.txt', true],
    ['D:\\a\\shop', 'D:\\a\\shop2\\ids.txt', false],
    ['D:\\a\\shop', 'D:\\a\\ids.txt', false],
    ['D:\\a\\shop', 'C:\\a\\shop\\ids.txt', false],
    ['D:\\a\\shop', '\\\\server\\share\\ids.txt', false],
  ])('in %s: %s lies inside: %j', (folder, file, inside) => {
    expect(isInside(folder, file, path.win32)).toBe(inside);
  });

  it('are reported with / between their folders, and elsewhere a backslash is a character', () => {
    expect(slashed('lists\\deep\\ids.txt', path.win32.sep)).toBe('lists/deep/ids.txt');
    expect(slashed('lists/ids.txt', path.win32.sep)).toBe('lists/ids.txt');
    expect(slashed('lists\\ids.txt', path.posix.sep)).toBe('lists\\ids.txt');
  });
});

describe('the input `path`', () => {
  const inputs = (value: string) =>
    parseInputs((name) => ({ token: 'secret-token', integration: '1', path: value })[name] ?? '');

  it.each(['apps\\shop', 'apps/shop', '.\\shop', 'a..b\\c'])('may have backslashes: %s', (value) => {
    expect(inputs(value).path).toBe(value);
    expect(isInside('D:\\a\\w', path.win32.resolve('D:\\a\\w', value), path.win32)).toBe(true);
  });

  it.each(['..\\other', 'apps\\..\\..\\other', 'C:\\shop', 'c:shop', '\\shop', '\\\\server\\share'])(
    'stays inside the workspace: %s',
    (value) => {
      expect(() => inputs(value)).toThrow('`path` got');
    },
  );
});

describe('config files', () => {
  /** Documents that hold whatever has a line end in it. */
  const documents: readonly (readonly [string, string])[] = [
    ['a.yml', '# c\nid: 1\ntext: |\n  a\n  b\n\nfolded: >-\n  x\n  y\nquoted: "a\n  b"\nplain: one\n  two\n'],
    ['a.yml', '- id: 1\n  keep: |+\n    t\n\n- {id: 2,\n   n: x}\n'],
    ['a.yml', '%YAML 1.2\n---\nid: 1\n...\n---\nid: 2\n'],
    ['a.json', '{\n  "id": 17236162066430100298,\n  "list": [\n    1,\n    2\n  ]\n}\n'],
    ['1628-x.yml', 'name: x\n'],
  ];

  it.each(documents)('say the same at the same lines with CRLF, and with a BOM: %s %j', (name, text) => {
    const read = (content: string) => {
      const file = readConfigFile(name, Buffer.from(content));
      return 'problems' in file ? file : fingerprintObjects(name, file);
    };
    const lf = read(text);
    expect(lf).toHaveProperty('objects');
    expect(read(text.replaceAll('\n', '\r\n'))).toEqual(lf);
    expect(read(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(lf);
  });

  it.each([
    ['a.yml', 'name: x\nid: 0\n', 2],
    ['a.yml', 'name: x\n\nid: 1\nid: 2\n', 4],
    ['a.json', '{\n  "id": 1,\n  "x": }\n', 3],
    ['a.json', '[\n  {"id": 1},\n  {"name": "x"}\n]\n', 3],
  ])('are wrong at the same line with CRLF: %s %j', (name, text, line) => {
    for (const content of [text, text.replaceAll('\n', '\r\n')]) {
      expect(readConfigFile(name, Buffer.from(content))).toMatchObject({ problems: [{ path: name, line }] });
    }
  });

  it('with any mixture of line ends hold the same objects', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.infiniteStream(fc.boolean()), ([name, text], crlf) => {
        const mixed = text.replace(/\n/g, () => (crlf.next().value ? '\r\n' : '\n'));
        expect(isConfigPath(name)).toBe(true);
        const objects = (content: string) => {
          const file = readConfigFile(name, Buffer.from(content));
          return 'problems' in file ? file.problems : fingerprintObjects(name, file);
        };
        expect(objects(mixed)).toEqual(objects(text));
      }),
    );
  });
});

describe('a checkout with core.autocrlf', () => {
  let repository: ConfigRepository | undefined;
  afterEach(() => repository?.remove());

  it('has changed only what changed in git, however its files lie in the workspace', async () => {
    repository = new ConfigRepository();
    const base = repository.commit({
      'c/1.yml': 'id: 1\nn: a\n',
      'c/2.yml': 'id: 2\nn: a\n',
      'shared.txt': 'one\ntwo\n',
    });
    repository.commit({ 'c/2.yml': 'id: 2\nn: b\n' });
    repository.git('config', 'core.autocrlf', 'true');
    repository.git('rm', '--quiet', '-r', '--cached', '.');
    repository.git('reset', '--quiet', '--hard');
    // Looked at by git again, as after a step that wrote it anew.
    for (const file of ['c/1.yml', 'shared.txt']) utimesSync(path.join(repository.root, file), 1, 1);
    const checkout = await Checkout.open(repository.root, nowhere);
    if (!checkout) throw new Error('no checkout');
    const root = repository.root;
    const selection = await select(
      {
        entries: {
          integration: parseEntries('c/**', { input: 'integration' }).entries,
          conversion: [],
          resyncAllIfChanged: parseEntries('shared.txt', { input: 'resync-all-if-changed' }).entries,
        },
        deleted: 'ignore',
      },
      {
        openRepository: async () => ({
          repository: checkout,
          root,
          resolveBase: async () => ({ kind: 'commit', base: { sha: base, source: 'the test' }, warnings: [] }),
        }),
        log: new RecordingLog(),
      },
    );
    expect(selection.objects.filter(({ selected }) => selected).map(({ id, reason }) => `${id} ${reason}`)).toEqual([
      '2 changed',
    ]);
  });
});

describe('what the step leaves behind', () => {
  it('outputs are read with CRLF as with LF', () => {
    const text = 'result<<ghadelimiter_1\nsynced\nghadelimiter_1\nbase<<ghadelimiter_2\n\nghadelimiter_2\n';
    expect(parseOutputs(text)).toEqual({ result: 'synced', base: '' });
    expect(parseOutputs(text.replaceAll('\n', '\r\n'))).toEqual({ result: 'synced', base: '' });
  });

  it('an annotation of a list in RUNNER_TEMP stands at no file', () => {
    const source = { path: 'D:/a/_temp/ids.txt', line: 3 };
    const object = { type: 'integration', id: '1', reason: 'listed', selected: true, sources: [source] } as const;
    const [annotation] = annotationsOf(
      buildReport({
        selection: { objects: [object], files: [], warnings: [] },
        sent: {
          outcomes: new Map([['integration/1', { status: 'rejected' }]]),
          requests: { total: 1, accepted: 0, rejected: 1, retried: 0, throttled: 0 },
          timeline: [],
        },
        dryRun: false,
        ifNothingToSync: 'ignore',
        durationMs: 1,
      }),
    );
    expect(annotation).toMatchObject({ title: 'Hood refused integration 1' });
    expect(annotation).not.toHaveProperty('path');
  });
});
