import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, parseEntries, quote } from '../../src/selection/entries.ts';

const show = (entry: Entry): string => {
  switch (entry.kind) {
    case 'id':
      return `id ${entry.id}`;
    case 'exclusion':
      return `not ${entry.pattern}`;
    case 'list':
      return `list ${entry.file}`;
    case 'path':
      return `path ${entry.text}`;
  }
};
const parse = (text: string) => {
  const { entries, problems } = parseEntries(text, { input: 'integration' });
  return { entries: entries.map(show), problems: problems.map(({ message }) => message) };
};
const entriesOf = (text: string) => {
  const { entries, problems } = parse(text);
  expect(problems).toEqual([]);
  return entries;
};

describe('lines', () => {
  it('are trimmed; empty lines and comments are dropped', () => {
    expect(entriesOf('\n  config/a.yml  \r\n\n# a comment\n  # another\nconfig/b.yml')).toEqual([
      'path config/a.yml',
      'path config/b.yml',
    ]);
  });

  it.each(['', '   ', '\n \n', '# nothing', ',', ' , , '])('hold no entry: %j', (text) => {
    expect(entriesOf(text)).toEqual([]);
  });

  it('are split at commas outside {}', () => {
    expect(entriesOf('a/{b,c}.yml, d/{e,{f,g}}/**, 7')).toEqual(['path a/{b,c}.yml', 'path d/{e,{f,g}}/**', 'id 7']);
  });

  it('are not split at commas behind a backslash', () => {
    expect(entriesOf('a\\,b.yml,c.yml')).toEqual(['path a\\,b.yml', 'path c.yml']);
  });

  it('are split at commas behind a { that nothing closes', () => {
    expect(entriesOf('we{ird.yml,b.yml')).toEqual(['path we{ird.yml', 'path b.yml']);
  });

  it('are JSON only between [ and ], both of them', () => {
    expect(entriesOf('[ab].yml')).toEqual(['path [ab].yml']);
    expect(entriesOf('config/x[12]')).toEqual(['path config/x[12]']);
  });

  it('separate exclusions and lists from their signs by blanks, too', () => {
    expect(entriesOf('!  config/drafts\n@  ids.txt')).toEqual(['not config/drafts', 'list ids.txt']);
  });

  it('take digits beside other signs for a path', () => {
    expect(entriesOf('a12, 12a, !1a, !a1')).toEqual(['path a12', 'path 12a', 'not 1a', 'not a1']);
    expect(entriesOf('a 1 2\n1 2 b')).toEqual(['path a 1 2', 'path 1 2 b']);
    expect(entriesOf('1   2')).toEqual(['id 1', 'id 2']);
  });

  it('are split outside {} however deep those go', () => {
    expect(entriesOf('{a,{b,c},d}e,f')).toEqual(['path {a,{b,c},d}e', 'path f']);
    expect(entriesOf('a}b,c{d,e}')).toEqual(['path a}b', 'path c{d,e}']);
  });

  it('may separate ids, and only ids, by blanks', () => {
    expect(entriesOf('1628 1001\t1263, 5')).toEqual(['id 1628', 'id 1001', 'id 1263', 'id 5']);
    expect(entriesOf('my config.yml')).toEqual(['path my config.yml']);
    expect(entriesOf('1628 twilio.yml')).toEqual(['path 1628 twilio.yml']);
  });

  it('hold exclusions and lists', () => {
    expect(entriesOf('config/**\n!config/drafts/**\n@ids.txt')).toEqual([
      'path config/**',
      'not config/drafts/**',
      'list ids.txt',
    ]);
  });
});

describe('a JSON array', () => {
  it('is taken when the value starts with [ and ends with ]', () => {
    expect(entriesOf('[1628, "1001", "config/a b.yml", "x,y.yml", "", " "]')).toEqual([
      'id 1628',
      'id 1001',
      'path config/a b.yml',
      'path x,y.yml',
    ]);
    expect(entriesOf(' [] ')).toEqual([]);
  });

  it('keeps every digit of an integer', () => {
    expect(entriesOf('[17236162066430100298]')).toEqual(['id 17236162066430100298']);
  });

  it('fails when it does not parse, with a hint where its quotes are escaped', () => {
    expect(parse('[a-z]').problems).toEqual([
      expect.stringMatching(/^`integration` is not valid JSON: .*one entry a line/),
    ]);
    expect(parse('[\\"a.yml\\",\\"b.yml\\"]').problems).toEqual([expect.stringMatching(/escape_json: false/)]);
  });

  it.each(['[true]', '[null]', '[["a"]]', '[{"id": 1}]'])('takes strings and integers only: %s', (text) => {
    expect(parse(text).problems).toEqual([
      '`integration` takes a JSON array of strings or integers; element 1 is neither.',
    ]);
  });

  it.each(['[1.5]', '[-3]', '[1e3]'])('does not take %s for an id', (text) => {
    expect(parse(text).entries.filter((entry) => entry.startsWith('id'))).toEqual([]);
  });
});

describe('an id', () => {
  it.each(['0', '007', '123456789012345678901'])('is refused: %s', (text) => {
    expect(parse(text)).toEqual({
      entries: [],
      problems: [
        `\`integration\`: "${text}" is not an id; an id is a whole number of 1 to 20 digits without leading zeros.`,
      ],
    });
  });

  it('is never turned into a number: any 1 to 20 digits come out as they went in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[1-9][0-9]{0,19}$/), { minLength: 1 }),
        fc.constantFrom(',', ' ', '\n', ', '),
        (ids, by) => {
          expect(entriesOf(ids.join(by))).toEqual(ids.map((id) => `id ${id}`));
          expect(entriesOf(JSON.stringify(ids))).toEqual(ids.map((id) => `id ${id}`));
        },
      ),
    );
  });
});

describe('problems', () => {
  it('are all told, with the line of the list that they stand in', () => {
    const { problems } = parseEntries('12\n!\n0\n@other.txt', { input: 'conversion', list: 'ids.txt' });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`conversion` \(ids\.txt:2\): "!" excludes nothing/),
      expect.stringMatching(/^`conversion` \(ids\.txt:3\): "0" is not an id/),
      expect.stringMatching(/^`conversion` \(ids\.txt:4\): "@other\.txt": lists do not nest/),
    ]);
  });

  it('name a list without a line where it is a JSON array', () => {
    const { problems } = parseEntries('["@other.txt"]', { input: 'conversion', list: 'ids.json' });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`conversion` \(ids\.json\): "@other\.txt": lists do not nest/),
    ]);
  });

  it('quote no more than 200 characters', () => {
    const [problem] = parse(`0${'7'.repeat(300)}`).problems;
    expect(problem).toContain(`"0${'7'.repeat(199)}…"`);
  });

  it('tell of a list without a name, and of a NUL character', () => {
    expect(parse('@\n@ ').problems).toEqual(Array(2).fill(expect.stringContaining('"@" names no list')));
    expect(parse('a\0b').problems).toEqual([expect.stringContaining('"a\\u0000b" holds a NUL character')]);
  });

  it('tell that ids cannot be excluded, rather than exclude nothing', () => {
    expect(parse('config/**, !1628').problems).toEqual([expect.stringContaining('looks like an excluded id')]);
  });
});

it('never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const { entries, problems } = parseEntries(text, { input: 'integration' });
      expect(entries.length + problems.length).toBeGreaterThanOrEqual(0);
      for (const { message } of problems) expect(message).not.toMatch(/[\n\r]/);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['***', '"***" is what the runner shows in place of a secret. Give the ids or files themselves.'],
  ['!', '"!" excludes nothing; write the pattern after it, as in `!config/drafts/**`.'],
  ['@', '"@" names no list; write the file after it, as in `@ids.txt`.'],
  ['a\0b', '"a\\u0000b" holds a NUL character, which no path does.'],
  ['007', '"007" is not an id; an id is a whole number of 1 to 20 digits without leading zeros.'],
])('%j is told to be no entry', (text, message) => {
  expect(parseEntries(text, { input: 'integration' }).problems).toEqual([
    { topic: 'entry-malformed', message: expect.stringContaining(message) },
  ]);
});

it('of a long entry 200 characters are told', () => {
  expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(200)}"`);
  expect(quote('x'.repeat(201))).toBe(`"${'x'.repeat(200)}…"`);
});
