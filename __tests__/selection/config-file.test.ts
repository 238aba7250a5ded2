import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ConfigFile, idPathProblem, isConfigPath, readConfigFile } from '../../src/selection/config-file.ts';
import { fingerprintObjects } from '../../src/selection/objects.ts';

const read = (path: string, content: string | Buffer, idPath?: string) =>
  readConfigFile(path, Buffer.from(content as string), idPath);
const good = (path: string, content: string | Buffer, idPath?: string): ConfigFile => {
  const file = read(path, content, idPath);
  if ('problems' in file) throw new Error(file.problems.map(({ message }) => message).join('\n'));
  return file;
};
const ids = (...args: Parameters<typeof read>) =>
  good(...args).objects.map(({ id, line }) => `${id}${line ? `:${line}` : ''}`);
const problems = (...args: Parameters<typeof read>) => {
  const file = read(...args);
  return 'problems' in file ? file.problems : [];
};

describe('ids', () => {
  it('stand as `id` in the root object', () => {
    expect(ids('a.json', '{\n  "name": "x",\n  "id": "1628"\n}')).toEqual(['1628:3']);
    expect(ids('a.yml', 'name: x\nid: 1628\n')).toEqual(['1628:2']);
  });

  it('stand as `id` in each element of a root list', () => {
    expect(ids('a.json', '[{"id": 1},\n{"id": "2"}]')).toEqual(['1:1', '2:2']);
    expect(ids('a.yaml', '- id: 1\n- id: 2\n')).toEqual(['1:1', '2:2']);
  });

  it('stand in each document of a YAML stream', () => {
    expect(ids('a.yml', '# first\nid: 1\n---\nid: 2\n---\n- id: 3\n- id: 4\n---\n# nothing more\n')).toEqual([
      '1:2',
      '2:4',
      '3:6',
      '4:7',
    ]);
  });

  it.each(['a.json', 'a.yml'])('keep all digits: %s', (path) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{0,19}$/), fc.boolean(), (id, quoted) => {
        expect(ids(path, `{"id": ${quoted ? `"${id}"` : id}}`)).toEqual([`${id}:1`]);
      }),
    );
  });

  it('come through anchors, aliases and merges, at the line that leads to them', () => {
    expect(ids('a.yml', '- &x\n  id: 1628\n', '$[*].id')).toEqual(['1628:2']);
    expect(ids('a.yml', 'ref: &id 1628\nhood:\n  id: *id\n', '$.hood.id')).toEqual(['1628:3']);
    expect(ids('a.yml', 'base: &b\n  id: 5\nhood:\n  <<: *b\n', '$.hood.id')).toEqual(['5:4']);
  });

  it('are selected by `id-path`, one or many', () => {
    const text = 'defaults: {}\nitems:\n  a: {id: 1, type: sms}\n  b: {id: 17236162066430100298, type: mail}\n';
    expect(ids('a.yml', text, '$.items[*].id')).toEqual(['1:3', '17236162066430100298:4']);
    expect(ids('a.yml', text, '$.items[?@.type == "mail"].id')).toEqual(['17236162066430100298:4']);
    expect(ids('a.yml', text, '$.items[?@.id < 5].id')).toEqual(['1:3']);
    expect(ids('a.json', '{"ids": [1, "2"]}', '$.ids[*]')).toEqual(['1:1', '2:1']);
  });

  it.each([
    ['1628.yml', '1628'],
    ['x/1628-twilio.yml', '1628'],
    ['1628_twilio.json', '1628'],
    ['1628.prod.yaml', '1628'],
  ])('come from the file name when the content has none: %s', (path, id) => {
    const [object] = good(path, '{"name": "x"}').objects;
    expect(object).toEqual({ id, value: [{ name: 'x' }] });
    expect(good(path, '').objects).toEqual([{ id, value: [] }]);
  });

  it('in the content go before the file name', () => {
    expect(ids('1628.yml', 'id: 5')).toEqual(['5:1']);
  });

  it.each(['1628twilio.yml', '0123.yml', '123456789012345678901.yml', 'twilio-1628.yml', '-1628.yml'])(
    'do not come from the name %s',
    (path) => {
      expect(problems(path, 'name: x')).toHaveLength(1);
    },
  );

  it.each([
    ['id: 0', '"0"'],
    ['id: 0x65C', '"0x65C"'],
    ['id: 01628', '"01628"'],
    ['id: 1628.0', '"1628.0"'],
    ['id: 1e3', '"1e3"'],
    ['id: -5', '"-5"'],
    ['id: +5', '"+5"'],
    ['id: abc', '"abc"'],
    ['id: "12 "', '"12 "'],
    ['id:', 'nothing'],
    ['id: true', '"true"'],
    ['id: [1]', 'a list'],
    ['id: {a: 1}', 'a mapping'],
    ['id: 123456789012345678901', '"123456789012345678901"'],
    ['id: !x 5', '"!x 5"'],
  ])('are refused, at their line, with what was found: %s', (text, got) => {
    expect(problems('a.yml', `name: x\n${text}\n`)).toEqual([
      {
        topic: 'bad-id',
        path: 'a.yml',
        line: 2,
        message: `a.yml:2 has ${got} for an id; an id is a whole number of 1 to 20 digits without leading zeros.`,
      },
    ]);
  });

  it('that are missing are told: an element without one, a file without any', () => {
    expect(problems('a.yml', '- id: 1\n- name: x\n')).toEqual([
      {
        topic: 'no-id',
        path: 'a.yml',
        line: 2,
        message: 'a.yml:2 holds no `id`, while others in the same file do. Give it one.',
      },
    ]);
    expect(problems('dir/a.yml', 'name: x\n')).toEqual([
      {
        topic: 'no-id',
        path: 'dir/a.yml',
        line: 1,
        message: expect.stringMatching(/^dir\/a\.yml:1 holds no id: its root has no `id`, and its name/),
      },
    ]);
    expect(problems('a.yml', 'x: 1', '$.id')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('`id-path` $.id selects nothing') }),
    ]);
    expect(problems('a.yml', '')).toEqual([
      { topic: 'no-id', path: 'a.yml', message: expect.stringContaining('it is empty') },
    ]);
  });

  it('are none in an empty root list, which says so', () => {
    expect(good('a.yml', '[]')).toEqual({ objects: [], outside: [] });
  });
});

describe('a file', () => {
  it('is told by its ending', () => {
    expect(['a.json', 'a.yml', 'x/a.YAML', 'a.b.yml'].every(isConfigPath)).toBe(true);
    expect(['a.txt', 'json', 'a.yml/b', 'a.', 'a.jsonc', 'toString', 'a.constructor'].some(isConfigPath)).toBe(false);
  });

  it('may start with a BOM and have CRLF', () => {
    expect(ids('a.json', '\ufeff{\r\n"id": 5}')).toEqual(['5:2']);
    expect(ids('a.yml', '\ufeffname: x\r\nid: 5\r\n')).toEqual(['5:2']);
  });

  it.each([
    ['a.json', '{"id": 1,}', 1, /is not valid JSON: Unexpected token `}` found$/],
    ['a.json', '{"id": 1, // no\n}', 1, /is not valid JSON: /],
    ['a.json', '{"id": 1, "x": "\u0001"}', undefined, /is not valid JSON: /],
    ['a.json', '{"id": 1,\n "id": 2}', 2, /holds the key "id" twice/],
    ['a.yml', 'id: 1\nname: [x\n', 2, /is not valid YAML: /],
    ['a.yml', 'id: 1\nid: 2\n', 2, /holds the key "id" twice/],
    ['a.yml', 'a: 1\n\tb: 2\n', 2, /Tabs are not allowed/],
    ['a.yml', 'id: *nowhere', undefined, /nothing before it is named &nowhere/],
  ])('that does not parse is told with its line: %s %j', (path, text, line, message) => {
    const [problem] = problems(path, text);
    expect(problem).toMatchObject({ path, message: expect.stringMatching(message), ...(line && { line }) });
  });

  it('that is not UTF-8 is refused', () => {
    expect(problems('a.yml', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff]))[0]?.message).toBe(
      'a.yml is not UTF-8. Save it as UTF-8.',
    );
    expect(problems('a.yml', Buffer.from('id: 5', 'utf16le'))).toHaveLength(1);
  });

  it('that holds a NUL character is told to be no text', () => {
    for (const [path, text] of [
      ['a.yml', 'id: 5\0'],
      ['a.json', '{"id": 5}\0'],
    ] as const) {
      expect(problems(path, text)).toEqual([
        {
          topic: 'file-encoding',
          message: `${path} holds a NUL character, so it is UTF-16 or no text at all. Save it as UTF-8.`,
          path,
        },
      ]);
    }
  });

  it('that has a long text for an id is quoted in part', () => {
    expect(problems('a.yml', `id: ${'x'.repeat(80)}`)[0]?.message).toContain(`has "${'x'.repeat(60)}…" for an id`);
  });

  it.each([
    ['a.json', '{"a":\u2028}'],
    ['a.json', '["a\nb"]'],
    ['a.yml', 'a: "x\n\nb: \u2028"]\n'],
    ['a.yml', 'id: "1\\n2"'],
  ])('that is wrong is told of on one line: %s %j', (path, text) => {
    expect(problems(path, text).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^a\.\w+(?::\d)? [^\p{Cc}\u2028\u2029]+$/u),
    ]);
  });

  it.each([
    ['a.json', '['.repeat(200) + ']'.repeat(200)],
    ['a.json', '['.repeat(100_000)],
    ['a.yml', `${'- '.repeat(200)}a`],
    ['a.yml', '['.repeat(100_000)],
    ['a.yml', 'a: &a [*a]'],
  ])('that nests too deeply is refused: %s', (path, text) => {
    expect(problems(path, text)[0]?.message).toMatch(new RegExp(`^${path}(:1)? is nested deeper than 100 levels$`));
  });

  it('that is an alias bomb is refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[i]}`).join()}]`),
    ];
    expect(problems('a.yml', bomb.join('\n'))[0]?.message).toMatch(/brings in more than 5242880 characters by aliases/);
  });

  it('with tens of thousands of keys is read in one pass', () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `k${i}: {id: ${i + 1}}`).join('\n');
    expect(good('a.yml', keys, '$.*.id').objects).toHaveLength(40_000);
    expect(problems('a.yml', `${keys}\nk7: 1`)[0]?.message).toBe('a.yml:40001 holds the key "k7" twice in one mapping');
  });

  it('of a thousand objects with defaults of their own kind is read', () => {
    const defaults = 'defaults: &defaults {region: eu, retries: 3, sender: Hood}\n';
    const list = Array.from({ length: 1_000 }, (_, i) => `  - {id: ${i + 1}, <<: *defaults}\n`).join('');
    const { objects } = good('a.yml', `${defaults}items:\n${list}`, '$.items[*].id');
    expect(objects).toHaveLength(1_000);
    expect(objects[999]?.value).toEqual([['items'], { id: 1000, region: 'eu', retries: 3, sender: 'Hood' }]);
  });

  it('that holds too much, too deep down, is refused where `id-path` would have to go there', () => {
    const text = (count: number) => `{"id": 1, "a": ${'['.repeat(97)}${Array(count).fill(1).join()}${']'.repeat(97)}}`;
    const most = Math.floor(20_000_000 / 99) - 100;
    expect(ids('a.json', text(most), '$..id')).toEqual(['1:1']);
    expect(problems('a.json', text(most + 200), '$..id')[0]).toMatchObject({
      topic: 'too-deep',
      message: 'a.json holds too much, too deep down, for `id-path`. Split the file.',
    });
    expect(ids('a.json', text(most + 200))).toEqual(['1:1']);
  });

  it('is read without effect on prototypes', () => {
    for (const [path, text] of [
      ['a.json', '{"id": 1, "__proto__": {"polluted": 1}}'],
      ['a.yml', 'id: 1\n<<: {__proto__: {polluted: 1}}\n'],
    ] as const) {
      expect(ids(path, text)).toEqual(['1:1']);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });
});

describe('what is compared', () => {
  const parts = (text: string, idPath?: string) => {
    const { objects, outside } = good('a.yml', text, idPath);
    return { objects: objects.map(({ value }) => value), outside };
  };

  it('an object is the mapping that holds the id; the rest is outside', () => {
    expect(parts('defaults: {x: 1}\nitems:\n- {id: 1, n: a}\n- {id: 2, n: b}\n', '$.items[*].id')).toEqual({
      objects: [
        [['items'], { id: 1, n: 'a' }],
        [['items'], { id: 2, n: 'b' }],
      ],
      outside: [{ defaults: { x: 1 }, items: [] }],
    });
  });

  it('an object has its key in the mapping around it', () => {
    expect(parts('items:\n  a: {id: 1}\n', '$.items.*.id')).toEqual({
      objects: [[['items', 'a'], { id: 1 }]],
      outside: [{ items: {} }],
    });
  });

  it('a document that is one object leaves nothing outside', () => {
    expect(parts('id: 1\n---\nid: 2\n')).toEqual({
      objects: [
        [[], { id: 1 }],
        [[], { id: 2 }],
      ],
      outside: [],
    });
  });

  it('a root list of nothing but objects leaves nothing outside either: to move one into such a list is no change', () => {
    expect(parts('- id: 1\n- id: 2\n')).toEqual(parts('id: 1\n---\nid: 2\n'));
    expect(parts('- {id: 1, list: []}\n- [a]\n', '$[?@.id].id').outside).toEqual([[['a']]]);
  });

  it('ids in a list belong to the mapping that holds the list', () => {
    expect(parts('x: {ids: [1, 2], n: 3}\n', '$.x.ids[*]')).toEqual({
      objects: [
        [['x'], { ids: [1, 2], n: 3 }],
        [['x'], { ids: [1, 2], n: 3 }],
      ],
      outside: [{}],
    });
  });

  it.each([
    ['!!timestamp', '2024-01-01', '2025-01-01'],
    ['!!set', '{a, b}', '{a, c}'],
    ['!!omap', '[a: 1]', '[a: 2]'],
    ['!!pairs', '[a: 1]', '[a: 2]'],
    ['!!binary', 'aGVsbG8=', 'aGVsbGg='],
    ['!!python/name:m.a', 'x', 'y'],
    ['!!null', 'a', 'b'],
    ['!!bool', 'yes', 'no'],
    ['!!int', '1_000', '2_000'],
    ['!!float', '1.0', '1.5'],
    ['!!str', '1', '01'],
    ['!!seq', '[1]', '[2]'],
    ['!!map', '{a: 1}', '{a: 2}'],
    ['!<tag:example.com,2026:a>', 'x', 'y'],
    ['!', '1', '2'],
  ])('another value under the tag %s is a change, wherever it stands', (tag, before, after) => {
    for (const at of ['id: 1\nx: VALUE\n', 'id: 1\nx: &x VALUE\ny: [*x]\n', 'defaults: VALUE\nx: {id: 1}\n']) {
      const [a, b, other] = [`${tag} ${before}`, `${tag} ${after}`, `!other ${before}`].map(
        (value) =>
          fingerprintObjects(
            'a.yml',
            good('a.yml', at.replace('VALUE', value), at.startsWith('id') ? '$.id' : '$.x.id'),
          ).objects[0]?.fingerprint,
      );
      expect(b).not.toBe(a);
      // Another tag is a change as well.
      expect(other).not.toBe(a);
    }
  });

  it('a tag that YAML does not know is part of the value', () => {
    expect(parts('id: 1\nsecret: !env A\n')).not.toEqual(parts('id: 1\nsecret: !file A\n'));
    expect(parts('id: 1\nx: !a {b: 1}\n')).not.toEqual(parts('id: 1\nx: !c {b: 1}\n'));
    expect(parts('id: 1\nx: !a [b]\n')).not.toEqual(parts('id: 1\nx: !c [b]\n'));
  });

  it('big integers differ in every digit', () => {
    expect(parts('id: 1\nx: 17236162066430100298\n')).not.toEqual(parts('id: 1\nx: 17236162066430100299\n'));
  });
});

it('a bad `id-path` is told', () => {
  expect(idPathProblem('$.a[*].id')).toBeUndefined();
  expect(idPathProblem('$.a[')).toMatch(/Expected/);
});
