import { describe, expect, it } from '@jest/globals';
import { type ConfigDocument, parseJson, parseYaml } from '../../src/selection/document.ts';

/** Documents, their values and lines. `properties/documents.test.ts` has them over whatever can be written. */

const documents = (read: ReturnType<typeof parseYaml>): ConfigDocument[] => {
  if ('problem' in read) throw new Error(read.problem.message);
  return read;
};
const yaml = (text: string): ConfigDocument => documents(parseYaml(text))[0] as ConfigDocument;
const problem = (read: ReturnType<typeof parseYaml>) =>
  'problem' in read ? [read.problem.message, read.problem.line] : [];

describe('a place in YAML', () => {
  const MERGED =
    'base: &base\n  a: 1\n  b: &b {id: 7}\nmore: &more\n  c: 3\none:\n  <<: *base\n  d: 4\nboth:\n  <<: [*more, *base]\nalias: *b\nlist:\n- *b\n- x\nempty:\n? [k]\n: 5\n';

  it.each([
    [['base', 'a'], 2],
    [['one', 'd'], 8],
    // What came in by a merge or an alias stands where the text leads to it.
    [['one', 'a'], 7],
    [['both', 'c'], 10],
    [['both', 'a'], 10],
    [['alias', 'id'], 11],
    [['list', 0, 'id'], 13],
    [['list', 1], 14],
    // What has no value stands at its key; what is not there, where the way to it ends.
    [['empty'], 15],
    [['one', 'none'], 7],
    [['list', 9], 13],
    [['list', 1, 'deeper'], 14],
    [[], 1],
  ])('%j is on line %i', (keys, line) => {
    expect(yaml(MERGED).locate(keys as string[]).line).toBe(line);
  });

  it('has all digits of a number, through an alias too', () => {
    const document = yaml('a: &a 17236162066430100298\nb: *a\nc: "12"\nd:\n');
    expect(document.locate(['a']).number).toBe('17236162066430100298');
    expect(document.locate(['b']).number).toBe('17236162066430100298');
    expect(document.locate(['c']).number).toBeUndefined();
    expect(document.locate(['d']).number).toBeUndefined();
  });

  it('is found where a null or a number is the key', () => {
    expect(yaml('~: 1\n7: 2\n').locate(['7']).line).toBe(2);
    expect(yaml('~: 1\n7: 2\n').locate(['']).line).toBe(1);
  });
});

describe('a place in JSON', () => {
  it('ends where the keys lead no further', () => {
    const [document] = documents(parseJson('{\n"a": [\n1,\n2],\n"b": 3}'));
    expect(document?.locate(['a', 1]).line).toBe(4);
    expect(document?.locate(['a', 5]).line).toBe(2);
    expect(document?.locate(['a', 1, 'x']).line).toBe(4);
    expect(document?.locate(['none']).line).toBe(1);
  });
});

describe('a stream', () => {
  it('has no document where there is nothing, or comments alone', () => {
    for (const text of ['', ' \n', '# nothing\n', '---\n', '---\n# nothing\n', '---\n...\n']) {
      expect(documents(parseYaml(text))).toEqual([]);
    }
    expect(documents(parseJson(' \n'))).toEqual([]);
    expect(documents(parseYaml('a: 1\n---\n# nothing\n')).map(({ value }) => value)).toEqual([{ a: 1 }]);
    expect(documents(parseYaml('null\n')).map(({ value }) => value)).toEqual([null]);
  });

  it.each([
    ['a: *nowhere', /^is no valid YAML: nothing before it is named &nowhere$/],
    ['a: *later\nb: &later 1\n', /nothing before it is named &later/],
    ['*nowhere : 1\n', /nothing before it is named &nowhere/],
    ['a: 1\nb: 2\na: 3\n', /^holds the key "a" twice in one mapping$/],
    ['a: [1,\n', /^is no valid YAML: /],
    ['<<: 1\n', /^is no valid YAML: .*[Mm]erge/],
    [`a: &a x\nb: [${'*a,'.repeat(1001)}]`, /^has more than 1000 aliases$/],
  ])('%j is told to be wrong', (text, message) => {
    expect(problem(parseYaml(text))[0]).toMatch(message);
  });

  it.each([
    ['an alias', 'a: &a b\n*a : 1\nb: 2\n', '"b"', 3],
    ['two aliases', 'a: &a b\n*a : 1\n*a : 2\n', '"b"', 3],
    ['quotes', '"<<": 1\n\'<<\': 2\n', '"<<"', 2],
    ['nothing', '~: 1\n"": 2\n', '""', 2],
    ['a number', '1: 1\n"1": 2\n', '"1"', 2],
    ['another notation', '0x10: 1\n16: 2\n', '"16"', 2],
    ['lists', '? [a, b]\n: 1\n? [a,  b]\n: 2\n', '"[\\"a\\",\\"b\\"]"', 3],
  ])('tells a key that stands twice, by way of %s', (_, text, key, line) => {
    expect(problem(parseYaml(text))).toEqual([`holds the key ${key} twice in one mapping`, line]);
  });

  it('takes the same key in several mappings, and several merges in one', () => {
    expect(yaml('a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 1}]\n').value).toBeTruthy();
    expect(yaml('null: 1\n"null": 2\n').value).toEqual({ '': 1, null: 2 });
    const document = yaml('a: &a {x: 1}\nb: &b\n  y: 2\nc:\n  z: 3\n  <<: *a\n  <<: *b\n');
    expect(document.value).toMatchObject({ c: { x: 1, y: 2, z: 3 } });
    expect(
      [
        ['c', 'x'],
        ['c', 'y'],
        ['c', 'z'],
        ['b', 'y'],
      ].map((keys) => document.locate(keys).line),
    ).toEqual([5, 5, 5, 3]);
  });

  it('takes a name that is given again for the newer one', () => {
    const document = yaml('a: &x 17236162066430100298\nb: *x\nc: &x 17236162066430100299\nd: *x\n');
    expect(document.locate(['b']).number).toBe('17236162066430100298');
    expect(document.locate(['d']).number).toBe('17236162066430100299');
  });

  it('keeps what JavaScript would lose: tags, digits, numbers without end', () => {
    expect(
      yaml('a: !env HOME\nb: !set [1]\nc: !map {x: 1}\nd: 1.00000000000000001\ne: .inf\nf: 1e999\n').value,
    ).toEqual({
      a: '!env HOME',
      b: [1, '!set'],
      c: { x: 1, '(tag)': '!map' },
      d: '(number) 1.00000000000000001',
      e: '(number) .inf',
      f: '(number) 1e999',
    });
  });
});
