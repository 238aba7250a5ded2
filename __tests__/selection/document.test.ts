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
    ['a: *nowhere', /Unresolved alias/],
    ['a: 1\nb: 2\na: 3\n', /^holds the key "a" twice in one mapping$/],
    ['a: [1,\n', /^is no valid YAML: /],
    ['<<: 1\n', /^is no valid YAML: .*[Mm]erge/],
    [`a: &a x\nb: [${'*a,'.repeat(1001)}]`, /^has more than 1000 aliases$/],
  ])('%j is told to be wrong', (text, message) => {
    expect(problem(parseYaml(text))[0]).toMatch(message);
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
