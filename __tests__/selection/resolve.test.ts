import { describe, expect, it } from '@jest/globals';
import { type Entry, parseEntries } from '../../src/selection/entries.ts';
import { type Kind, pathsAskedFor, relativePath, resolveEntries } from '../../src/selection/resolve.ts';

/** The contract's chapter "Entries", rule 3, where what exists is told. */

const KINDS: Readonly<Record<string, Kind>> = {
  'config/a.yml': 'file',
  'config/[b].json': 'file',
  'config/readme.md': 'file',
  config: 'directory',
  link: 'symlink',
  module: 'submodule',
};
const resolve = (text: string, root = '/work') =>
  resolveEntries(parseEntries(text, { input: 'integration' }).entries, root, { kindOf: (path) => KINDS[path] });
const problems = (text: string) => resolve(text).problems.map(({ message }) => message);

describe('an entry', () => {
  it('that exists is a file, whatever its name holds, or a directory, which is a glob', () => {
    expect(resolve('config/a.yml\nconfig/[b].json, ./config/a.yml').files).toEqual(['config/a.yml', 'config/[b].json']);
    for (const text of ['config', 'config/', '/work/config', './config/.']) {
      expect(resolve(text).globs.map(({ pattern }) => pattern)).toEqual(['config/**']);
    }
    for (const text of ['.', './', '/work', '/work/']) expect(resolve(text).globs[0]?.matches('any/file')).toBe(true);
  });

  it('with a slash at its end stands for what lies below', () => {
    const [glob] = resolve('*/drafts/').globs;
    expect([glob?.matches('x/drafts/a.yml'), glob?.matches('x/drafts'), glob?.matches('x/a.yml')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['nowhere.yml', /"nowhere\.yml" is neither an id nor a glob, and no file of that name exists/],
    ['Config/a.yml', /neither in the checkout nor at the base\. Paths are relative to the checkout and case counts\.$/],
    ['config\\a.yml', /case counts\. Folders are separated by \/, on Windows too\.$/],
    ['"1628"', /exists\. Write entries without quotes\.$/],
    ["'config/a.yml'", /exists\. Write entries without quotes\.$/],
    ['- 1628', /exists\. An input is text and no YAML list: write one entry a line, without the dash\.$/],
    ['1628; 1001', /exists\. Put commas, blanks or line breaks between ids\.$/],
    ['ALL', /exists\. For all objects, give a glob of their files and `base: none`\.$/],
    ['nowhere/', /"nowhere\/" is a directory that does not exist/],
    ['link', /"link" is a symbolic link, and links are not followed/],
    ['module', /"module" is a submodule/],
    ['config/readme.md', /"config\/readme\.md" is not a config file/],
    ['../x.yml', /"\.\.\/x\.yml" has a `\.\.`/],
    ['/etc/passwd', /"\/etc\/passwd" lies outside the checkout/],
    ['/workshop/a.yml', /lies outside the checkout/],
    ['config/**, !/etc/*', /"!\/etc\/\*" lies outside the checkout/],
    ['config/**, !../*', /"!\.\.\/\*" has a `\.\.`/],
    ['config/**, !{a', /"!\{a" has a \{ without its \}/],
  ])('%s is told to be wrong', (text, problem) => {
    expect(problems(text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['nowhere.yml', 'entry-not-found'],
    ['nowhere/', 'entry-not-found'],
    ['link', 'entry-no-file'],
    ['module', 'entry-no-file'],
    ['config/readme.md', 'entry-no-config'],
    ['../x.yml', 'entry-outside'],
    ['/etc/passwd', 'entry-outside'],
    ['a[b', 'glob-malformed'],
    ['!config, !x/*', 'exclusions-alone'],
  ])('%s that is wrong leads to the row %s', (text, topic) => {
    expect(resolve(text).problems).toMatchObject([{ topic }]);
  });

  it('that is an exclusion is no problem beside anything else, not even beside another problem', () => {
    expect(problems('!config/x\n7')).toEqual([]);
    expect(problems('!/etc')).toEqual([expect.stringMatching(/outside the checkout/)]);
    expect(problems('')).toEqual([]);
  });

  it('that is an id is taken with its origin', () => {
    const origin = { input: 'integration' };
    expect(resolve('7\n8')).toMatchObject({
      ids: [
        { id: '7', origin },
        { id: '8', origin },
      ],
      files: [],
      globs: [],
    });
  });

  it('is asked for by its path, without a slash at the end; ids, exclusions and what lies outside are not', () => {
    const { entries } = parseEntries('7, !x, config/, ./a/b.yml, /work/c, /etc, a/*', { input: 'integration' });
    expect(pathsAskedFor(entries, '/work')).toEqual(['config', 'a/b.yml', 'c', 'a/*']);
  });

  it('of a list has to be read before', () => {
    const list: Entry = { kind: 'list', file: 'ids.txt', origin: { input: 'integration' } };
    expect(() => resolveEntries([list], '/work', { kindOf: () => undefined })).toThrow(/lists are read before/);
  });

  it('may be of a kind that only some inputs take', () => {
    const entries = parseEntries('config/readme.md', { input: 'resync-all-if-changed' }).entries;
    const { files } = resolveEntries(entries, '/work', { kindOf: (path) => KINDS[path] }, () => true);
    expect(files).toEqual(['config/readme.md']);
  });
});

describe('an exclusion', () => {
  it.each([
    ['!config/a.yml', ['config/a.yml'], ['config/b.yml', 'config/a.yml2']],
    ['!config/', ['config/a.yml', 'config/x/b.yml'], ['other/a.yml']],
    ['!**/drafts/', ['drafts/a', 'x/drafts/a/b'], ['drafts.yml']],
    ['!config/a.yml\n!x/**', ['config/a.yml', 'x/y'], ['config/b.yml']],
    ['!config/[b].json', ['config/[b].json', 'config/b.json'], ['config/c.json']],
  ])('%s takes out what it names, what lies below, and what it matches', (text, out, others) => {
    const { excluded } = resolve(`config\n${text}`);
    expect(out.filter((path) => !excluded(path))).toEqual([]);
    expect(others.filter((path) => excluded(path))).toEqual([]);
  });
});

describe('a path of Windows', () => {
  it.each([
    ['D:\\a\\repo\\config\\a.yml', 'D:\\a\\repo', 'config/a.yml'],
    ['d:/a/REPO/config/a.yml', 'D:\\a\\repo\\', 'config/a.yml'],
    ['D:\\a\\repo', 'D:\\a\\repo', ''],
  ])('%s lies below %s', (text, root, path) => {
    expect(relativePath(text, root)).toEqual({ path });
  });

  it('lies outside on another drive, or in a folder beside', () => {
    for (const text of ['C:\\a\\repo\\x', 'D:\\a\\repository\\x'])
      expect(relativePath(text, 'D:\\a\\repo')).toHaveProperty('problem');
  });
});

it('patterns are bounded, those that are excluded and those behind braces among them', () => {
  const many = (count: number, sign = '') =>
    Array.from({ length: count }, (_, index) => `${sign}x${index}/*`).join('\n');
  const message = 'holds more than 5000 patterns, and each is compared with every file.';
  expect(problems(many(5000))).toEqual([]);
  expect(problems(many(5001))).toEqual([expect.stringContaining(message)]);
  expect(problems(`${many(2500)}\n${many(2500, '!')}`)).toEqual([]);
  expect(problems(`${many(2500)}\n${many(2501, '!')}`)).toEqual([expect.stringContaining(message)]);
  const braces = `{${Array.from({ length: 1000 }, (_, index) => index).join(',')}}`;
  const five = Array.from({ length: 5 }, (_, index) => `y${index}/${braces}*`).join('\n');
  expect(problems(five)).toEqual([]);
  expect(problems(`${five}\nz/*`)).toEqual([expect.stringMatching(/^`integration` holds more than 5000 patterns/)]);
});
