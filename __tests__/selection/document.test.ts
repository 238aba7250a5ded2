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

describe('a value in JSON', () => {
  const value = (text: string) => documents(parseJson(text))[0]?.value;

  it.each([
    ['null', null],
    ['true', true],
    ['"a"', 'a'],
    ['[]', []],
    ['[1, [false, {"b": null}]]', [1, [false, { b: null }]]],
    ['-7', -7],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-17236162066430100298', -17236162066430100298n],
    ['1.5', 1.5],
    ['1e2', 100],
    ['1.0', 1],
    // More digits than a double holds, or none that it could hold.
    ['1.000000000000001', '(number) 1.000000000000001'],
    ['0.00100000000000001', 0.00100000000000001],
    ['12345678901234567890.5', '(number) 12345678901234567890.5'],
    ['1e999', '(number) 1e999'],
    ['100000000000001e20', 100000000000001e20],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
    expect(documents(parseYaml(text))[0]?.value).toEqual(expected);
    expect(value(`{"a": [${text}]}`)).toEqual({ a: [expected] });
  });

  it('has the digits of a number, and of nothing else', () => {
    const [document] = documents(parseJson('{"a": 1.50, "b": "1", "c": [17236162066430100298]}'));
    expect(document?.locate(['a']).number).toBe('1.50');
    expect(document?.locate(['c', 0]).number).toBe('17236162066430100298');
    expect(document?.locate(['b'])).toEqual({ line: 1 });
  });

  it.each([
    ['{"a": 1,}', 'is not valid JSON: Unexpected token `}` found', 1],
    ['{"a": 1\n "b": 2}', 'is not valid JSON: Unexpected token String found', 2],
    ['[1 2]', 'is not valid JSON: Unexpected token Number found', 1],
    ['{"a" 1}', 'is not valid JSON: Unexpected token Number found', 1],
    ['[1}', 'is not valid JSON: Unexpected token `}` found', 1],
    ['{]', 'is not valid JSON: Unexpected token `]` found', 1],
    ['[,]', 'is not valid JSON: Unexpected token `,` found', 1],
    ['{:1}', 'is not valid JSON: Unexpected token `:` found', 1],
    ['{{', 'is not valid JSON: Unexpected token `{` found', 1],
    ['{[', 'is not valid JSON: Unexpected token `[` found', 1],
    ['[\n1,', 'is not valid JSON: Unexpected token `,` found', 2],
    ['{"a": 1, "a": 2}', 'holds the key "a" twice in one object', 1],
    ['[{},\n[{"a": {"b": 1,\n"\\u0062": 2}}]]', 'holds the key "b" twice in one object', 3],
  ])('%j is told to be wrong', (text, message, line) => {
    const read = parseJson(text);
    expect(problem(read)).toEqual([message, line]);
    expect('problem' in read && read.problem.topic).toBe(message.startsWith('holds') ? 'duplicate-key' : 'file-syntax');
  });

  it('with thousands of members is found in no time, and with 32 or 33 as well', () => {
    for (const count of [32, 33, 5_000]) {
      const text = `{${Array.from({ length: count }, (_, i) => `"k${i}": ${i}`).join(',\n')}}`;
      for (const read of [parseJson, parseYaml]) {
        const [document] = documents(read(text));
        expect(document?.locate([`k${count - 1}`]).line).toBe(count);
        expect(document?.locate(['none']).line).toBe(1);
      }
    }
  });
});

describe('limits', () => {
  it.each([
    ['documents', '---\na: 1\n'.repeat(10_000), undefined],
    ['documents', '---\na: 1\n'.repeat(10_002), 'holds more than 10000 documents. Split the file.'],
    ['levels of YAML', `${'['.repeat(100)}${']'.repeat(100)}`, undefined],
    ['levels of YAML', `${'['.repeat(102)}${']'.repeat(102)}`, 'is nested deeper than 100 levels'],
    ['aliases', `a: &a x\nb: [${'*a,'.repeat(5_000)}]`, undefined],
    ['aliases', `a: &a x\nb: [${'*a,'.repeat(5_001)}]`, 'has more than 5000 aliases'],
  ])('%s: %#', (_, text, message) => {
    const read = parseYaml(text);
    expect('problem' in read ? read.problem.message : undefined).toBe(message);
  });

  it.each([
    ['levels of JSON', 100, undefined],
    ['levels of JSON', 102, 'is nested deeper than 100 levels'],
    ['levels of JSON', 200_000, 'is nested deeper than 100 levels'],
  ])('%s: %i', (_, levels, message) => {
    const read = parseJson(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect('problem' in read ? read.problem : undefined).toEqual(message && { topic: 'too-deep', message });
  });

  it.each([
    ['many', (length: number) => `? [1]\n: 1\n? [${'2'.repeat(length - 5)}]\n: 2\n`],
    ['one', (length: number) => `a: 1\nb: 2\n? [${'2'.repeat(length - 2)}]\n: 2\n`],
  ])('of keys that are lists or mappings: %s', (_, text) => {
    expect('problem' in parseYaml(text(100_000))).toBe(false);
    expect(problem(parseYaml(text(100_001)))).toEqual([
      'has more than 100000 characters of keys that are lists or mappings. Write plain keys.',
      3,
    ]);
  });

  it('of words and signs are told where the text goes beyond them', () => {
    expect(problem(parseYaml(`a: [\n ${'1,'.repeat(1_800_000)}]`))).toEqual([
      'holds more than 3500000 words and signs. Split the file.',
      2,
    ]);
  }, 60_000);
});

describe('what aliases bring in', () => {
  const message = 'brings in more than 5242880 characters by aliases. Split the file.';
  // As many letters as `length`, with its key.
  const named = (name: string, length: number) => `${name}: &${name} {k: ${'x'.repeat(length - '{k: }'.length)}}\n`;
  const merges = (count: number, of: string) =>
    Array.from({ length: count }, (_, index) => `m${index}: {<<: ${of}}\n`).join('');
  const MIB = 1024 * 1024;

  it.each([
    [named('a', MIB) + merges(5, '*a'), undefined],
    [named('a', MIB) + merges(6, '*a'), 7],
    [`${named('a', MIB)}five: [*a, *a, *a, *a, *a]\n`, undefined],
    [`${named('a', MIB)}six: [*a, *a, *a, *a, *a,\n *a]\n`, 3],
    [named('a', MIB) + merges(3, '[*a, *a]'), 4],
    [`${named('a', MIB)}${merges(2, '[*a, *a]')}one: {<<: *a}\n`, undefined],
    [`${named('a', MIB)}l: &l [*a, *a]\n${merges(1, '*l')}`, undefined],
    [`${named('a', MIB)}l: &l [*a, *a]\n${merges(2, '*l')}`, 4],
    // What they bring into a node comes along wherever that is brought in.
    [`${named('a', MIB)}b: &b {<<: *a}\n${merges(3, '*b')}`, undefined],
    [`${named('a', MIB)}b: &b {<<: *a}\n${merges(4, '*b')}`, 6],
    [`${named('a', MIB)}b: &b {deeper: {<<: *a}}\n${merges(4, '*b')}`, 6],
    [`${merges(6, `{k: ${'x'.repeat(1_000)}}`)}`, undefined],
    // All documents of a file together.
    [`${named('a', MIB)}${merges(3, '*a')}---\n${named('a', MIB)}${merges(2, '*a')}`, undefined],
    [`${named('a', MIB)}${merges(3, '*a')}---\n${named('a', MIB)}${merges(3, '*a')}`, 9],
  ])('%#', (text, line) => {
    const read = parseYaml(text);
    expect('problem' in read ? read.problem : undefined).toEqual(line && { topic: 'too-deep', message, line });
  });

  it.each([
    [20, undefined],
    [21, 22],
    [3_000, 22],
  ])('leads through few others: %i', (links, line) => {
    const chain = Array.from({ length: links }, (_, i) => `k${i + 1}: &k${i + 1} {<<: *k${i}, n${i}: 1}\n`).join('');
    const read = parseYaml(`k0: &k0 {}\n${chain}`);
    expect('problem' in read ? read.problem : undefined).toEqual(
      line && { topic: 'too-deep', message: 'has aliases of aliases, deeper than 20 levels', line },
    );
  });

  it('is looked up among not too many', () => {
    const text = (aliases: number) =>
      `a: [${Array.from({ length: 10_000 }, (_, i) => `&a${i} x`).join()}]\nb: [${'*a1,'.repeat(aliases)}]\n`;
    expect('problem' in parseYaml(text(2_000))).toBe(false);
    expect(problem(parseYaml(text(2_400)))).toEqual(['has too many anchors and aliases. Split the file.', 2]);
  });

  it('that holds itself by a merge is refused for its depth', () => {
    expect(problem(parseYaml('&a\nid: 1\n<<: *a'))[0]).toBe('is nested deeper than 100 levels');
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
    ['a: *nowhere', /^is not valid YAML: nothing before it is named &nowhere$/],
    ['a: *later\nb: &later 1\n', /nothing before it is named &later/],
    ['*nowhere : 1\n', /nothing before it is named &nowhere/],
    ['a: 1\nb: 2\na: 3\n', /^holds the key "a" twice in one mapping$/],
    ['a: [1,\n', /^is not valid YAML: /],
    ['<<: 1\n', /^is not valid YAML: .*[Mm]erge/],
    [`a: &a x\nb: [${'*a,'.repeat(5001)}]`, /^has more than 5000 aliases$/],
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
    ['lists', '? [a, b]\n: 1\n? [a,  b]\n: 2\n', '"[a,b]"', 3],
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
