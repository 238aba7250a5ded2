import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { type ConfigFile, type ConfigObject, readConfigFile } from '../../src/selection/config-file.ts';
import { type ConfigDocument, type Keys, parseJson, parseYaml } from '../../src/selection/document.ts';
import { compareObjects, fingerprintObjects } from '../../src/selection/objects.ts';
import { CASES, id } from './cases.ts';

/** JSON and YAML, and the objects in them: all digits, the right lines, and the same verdict on every way to write the same. */

/** A JSON value and its text: numbers as texts, so that none of them has lost a digit before the test begins. */
type Json =
  | null
  | boolean
  | string
  | { readonly number: string }
  | readonly Json[]
  | { readonly members: readonly (readonly [string, Json])[] };

const isNumber = (value: Json): value is { number: string } =>
  typeof value === 'object' && value !== null && 'number' in value;
const isObject = (value: Json): value is { members: readonly (readonly [string, Json])[] } =>
  typeof value === 'object' && value !== null && 'members' in value;

const key = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    'id',
    '__proto__',
    'constructor',
    'toString',
    '',
    '<<',
    '0',
    'null',
    '~',
    'a b',
    '- a',
    '# b',
    '&c',
    '*d',
    '!e',
    'true',
    '1e3',
    '0x1',
  ),
);
const text = fc.oneof(
  key,
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => value.isWellFormed()),
);
const number = fc.oneof(
  id,
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?$/),
);
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      text,
      number.map((number) => ({ number })),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([key]) => key })
      .map((members) => ({ members })),
  ),
}));

/** The value as JSON, with or without line breaks. */
function write(value: Json, indent: string | undefined, depth = 0): string {
  const [open, close] =
    indent === undefined ? ['', ''] : [`\n${indent.repeat(depth + 1)}`, `\n${indent.repeat(depth)}`];
  const list = (parts: string[], [left, right]: string) =>
    parts.length === 0 ? `${left}${right}` : `${left}${parts.map((part) => open + part).join(',')}${close}${right}`;
  if (isNumber(value)) return value.number;
  if (isObject(value))
    return list(
      value.members.map(
        ([key, member]) =>
          `${JSON.stringify(key)}:${indent === undefined ? '' : ' '}${write(member, indent, depth + 1)}`,
      ),
      '{}',
    );
  if (Array.isArray(value))
    return list(
      value.map((element) => write(element, indent, depth + 1)),
      '[]',
    );
  return JSON.stringify(value);
}

/** What the contract says of a number: an integer keeps all digits. Another one is a number, or its text where that would lose digits. */
function told({ number }: { number: string }): unknown {
  if (/^-?\d+$/.test(number)) return Number.isSafeInteger(Number(number)) ? Number(number) + 0 : BigInt(number);
  const digits = number
    .replace(/[eE].*/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return digits.length <= 15 && Number.isFinite(Number(number)) ? Number(number) : `(number) ${number}`;
}

/** As a tree of pairs, in which `__proto__` is a key like any other, and `-0` is 0. */
const expected = (value: Json): unknown => {
  if (isNumber(value)) {
    const number = told(value);
    return number === 0 ? 0 : number;
  }
  if (isObject(value)) return { pairs: value.members.map(([key, member]) => [key, expected(member)]).sort(byKey) };
  return Array.isArray(value) ? value.map(expected) : value;
};
const shape = (value: unknown): unknown => {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === 'object' && value !== null)
    return {
      pairs: Object.entries(value)
        .map(([key, member]) => [key, shape(member)])
        .sort(byKey),
    };
  return value;
};
const byKey = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);

const values = (documents: ReturnType<typeof parseJson>): unknown[] => {
  if ('problem' in documents) throw new Error(documents.problem.message);
  return documents.map(({ value }) => value);
};

/** Every place in a value, with what stands there. */
function* places(value: Json, keys: Keys = []): Generator<readonly [Keys, Json]> {
  yield [keys, value];
  if (isObject(value)) for (const [key, member] of value.members) yield* places(member, [...keys, key]);
  else if (Array.isArray(value))
    for (const [index, element] of value.entries()) yield* places(element, [...keys, index]);
}

describe('JSON', () => {
  it('is read as `JSON.parse` reads it, but that no digit is lost', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, '', '  ', '\t'), (value, indent) => {
        const text = write(value, indent);
        const [read] = values(parseJson(text));
        expect(shape(read)).toEqual(expected(value));
        // Where JavaScript can hold the number, both say the same.
        expect(JSON.stringify(shape(read), numbersAsJavaScript)).toBe(
          JSON.stringify(shape(JSON.parse(text)), numbersAsJavaScript),
        );
      }),
      CASES,
    );
  });

  it('is refused exactly where `JSON.parse` refuses it, or for a key that stands twice', () => {
    const broken = fc
      .tuple(
        json,
        fc.nat(),
        fc.constantFrom(
          '',
          ',',
          '"',
          '{',
          ']',
          '\\',
          '\n',
          ' ',
          '0',
          '-',
          '.',
          'e',
          'x',
          '\u0000',
          '\ufeff',
          '//',
          "'",
          'NaN',
        ),
      )
      .map(([value, at, piece]) => {
        const text = write(value, undefined);
        const place = at % (text.length + 1);
        return text.slice(0, place) + piece + text.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(broken, (text) => {
        fc.pre(text.trim() !== '');
        const read = parseJson(text);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if ('problem' in read) {
          expect(valid && !/^holds the key .* twice in one object$/s.test(read.problem.message)).toBe(false);
        } else expect(valid).toBe(true);
      }),
      CASES,
    );
  });

  it('tells of each value on which line it stands, and of each number all its digits', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = write(value, ' ');
        const [document] = parseJson(text) as ConfigDocument[];
        // Written this way every value begins a line of its own, in the order of the tree; so do the brackets that close.
        const lines = text.split('\n').flatMap((line, index) => (/^ *[\]}],?$/.test(line) ? [] : [index + 1]));
        const found = [...places(value)].map(([keys, at]) => {
          const { line, number } = document?.locate(keys) ?? {};
          expect(number).toBe(isNumber(at) ? at.number : undefined);
          return line;
        });
        expect(found).toEqual(lines);
      }),
      CASES,
    );
  });
});

describe('YAML', () => {
  it('is JSON with more ways to write: any JSON is read as the same value', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, '  '), (value, indent) => {
        fc.pre(!hasMergeKey(value));
        const text = write(value, indent);
        expect(values(parseYaml(text)).map(shape)).toEqual(values(parseJson(text)).map(shape));
      }),
      CASES,
    );
  });

  it('that a program writes is read as what it wrote', () => {
    fc.assert(
      fc.property(
        json,
        fc.record({ indent: fc.constantFrom(2, 4), lineWidth: fc.constantFrom(0, 20, 80) }),
        (value, options) => {
          fc.pre(!hasMergeKey(value) && value !== null && value !== '');
          const written = stringify(plain(value), { ...options, version: '1.2', aliasDuplicateObjects: false });
          // It would not pass for a part of the text, and `yaml` writes it without quotes.
          fc.pre(!written.startsWith('\ufeff'));
          expect(values(parseYaml(written)).map(shape)).toEqual([expectedIntegers(value)].map(shape));
        },
      ),
      CASES,
    );
  });

  it('of any text is documents, or a problem in words', () => {
    const pieces = [
      '- ',
      ': ',
      '\n',
      '\n  ',
      '---\n',
      '...\n',
      'a',
      'id: 1\n',
      '&x ',
      '*x',
      '<<: *x\n',
      '!t ',
      '!!binary ',
      '|\n',
      '>-\n',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '#',
      '\t',
      '%YAML 1.1\n',
      '? ',
      '0x1f',
      '.nan',
      '.inf',
      '1e999',
      '~',
      '\u0000',
      '\u2028',
      '\ufeff',
      '\r',
    ];
    const any = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const read = parseYaml(text);
        if ('problem' in read) {
          expect(read.problem.message).toMatch(/^(is|holds|has) /);
          expect(read.problem.line ?? 1).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        } else {
          for (const document of read) {
            expect(document.locate([]).line).toBeGreaterThan(0);
            // Whatever it holds, it can be compared.
            fingerprintObjects('a.yml', { objects: [{ id: '1', value: document.value }], outside: [] });
          }
        }
      }),
      CASES,
    );
  });
});

describe('a config file', () => {
  const field = fc.constantFrom('name', 'status', 'limit', 'note');
  const scalar = fc.oneof(fc.constantFrom('on', 'off', 'a: b', '', '~'), fc.integer(), fc.boolean(), fc.constant(null));
  const settings = fc.dictionary(field, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 3 });
  const objects = fc.uniqueArray(fc.tuple(id, settings), { minLength: 1, maxLength: 5, selector: ([id]) => id });
  type Written = readonly (readonly [string, Readonly<Record<string, unknown>>])[];

  /** The same objects in any of the forms that the contract takes. */
  const forms: Readonly<Record<string, (objects: Written) => { path: string; text: string; idPath?: string }>> = {
    'a JSON list': (objects) => ({
      path: 'c/a.json',
      text: `[\n${objects.map(([id, rest]) => `{"id": "${id}"${members(rest)}}`).join(',\n')}\n]`,
    }),
    'a JSON list with bare ids at the end': (objects) => ({
      path: 'c/a.json',
      text: `[${objects.map(([id, rest]) => `{${`${members(rest)},`.slice(1)}"id":${id}}`.replace('{,', '{')).join(',')}]`,
    }),
    'a YAML list': (objects) => ({
      path: 'c/a.yml',
      text: objects.map(([id, rest]) => `- id: ${id} # ours\n${indented(rest, '  ')}`).join(''),
    }),
    'YAML documents': (objects) => ({
      path: 'c/a.yaml',
      text: objects.map(([id, rest]) => `---\n${indented(rest, '')}id: '${id}'\n`).join(''),
    }),
    'a mapping, by `id-path`': (objects) => ({
      path: 'c/a.json',
      text: `{"list": [${objects.map(([id, rest]) => `{"key":${id}${members(rest)}}`).join(',')}]}`,
      idPath: '$.list[*].key',
    }),
  };
  const members = (rest: object) =>
    Object.entries(rest)
      .map(([key, value]) => `, "${key}": ${JSON.stringify(value)}`)
      .join('');
  const indented = (rest: object, by: string) =>
    Object.entries(rest)
      .toReversed()
      .map(([key, value]) => `${by}${key}:   ${JSON.stringify(value)}\n`)
      .join('');
  const read = ({ path, text, idPath }: { path: string; text: string; idPath?: string }): ConfigFile => {
    const file = readConfigFile(path, Buffer.from(text), idPath);
    if ('problems' in file) throw new Error(file.problems.map(({ message }) => message).join('\n'));
    return file;
  };
  const form = fc.constantFrom(...Object.keys(forms).filter((name) => !name.includes('id-path')));

  it('gives every id as it is written, on its line, in whatever form', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom(...Object.keys(forms)), (objects, name) => {
        const written = forms[name]?.(objects) ?? { path: '', text: '' };
        const found = read(written).objects;
        expect(found.map(({ id }) => id)).toEqual(objects.map(([id]) => id));
        const lines = written.text.split('\n');
        for (const { id, line } of found as ConfigObject[]) expect(lines[(line ?? 0) - 1]).toContain(id);
      }),
      CASES,
    );
  });

  it('is compared by its objects: form, order of keys and comments do not count, a value does', () => {
    const change = fc.constantFrom('none', 'value', 'remove', 'add');
    fc.assert(
      fc.property(
        objects.chain((objects) =>
          fc.tuple(fc.constant(objects), fc.array(change, { minLength: objects.length, maxLength: objects.length })),
        ),
        form,
        form,
        ([objects, changes], baseForm, headForm) => {
          // A bare id and a quoted one are different values: the forms that quote alike are compared.
          fc.pre(quotes(baseForm) === quotes(headForm));
          const base = objects.filter((_, index) => changes[index] !== 'add');
          const head = objects.flatMap(([id, rest], index) =>
            changes[index] === 'remove'
              ? []
              : [[id, changes[index] === 'value' ? { ...rest, name: `${rest['name']}, changed` } : rest] as const],
          );
          fc.pre(base.length > 0 && head.length > 0);
          const side = (name: string, of: Written) => {
            const written = forms[name]?.(of) ?? { path: '', text: '' };
            return [fingerprintObjects(written.path, read(written))];
          };
          const reasons = compareObjects(side(baseForm, base), side(headForm, head.toReversed()), new Set());
          const WORDS = { none: 'unchanged', value: 'changed', remove: 'deleted', add: 'added' };
          expect(Object.fromEntries(reasons.map(({ id, reason }) => [id, reason]))).toEqual(
            Object.fromEntries(objects.map(([id], index) => [id, WORDS[changes[index] ?? 'none']])),
          );
        },
      ),
      CASES,
    );
  });

  it('by `id-path`, are found whatever the keys that lead to them', () => {
    const keys = fc.uniqueArray(
      fc.oneof(
        text.filter((name) => name !== 'id'),
        fc.constantFrom("it's", 'a\\b', '\\u0027', 'a\nb'),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(keys, fc.constantFrom('$.*.id', '$..id', 'by name'), (names, idPath) => {
        const json = `{${names.map((name, index) => `${JSON.stringify(name)}: {"id": ${index + 1}}`).join(',\n')}}`;
        const byName = `$[${names.map((name) => JSON.stringify(name)).join(', ')}].id`;
        const file = readConfigFile('a.json', Buffer.from(json), idPath === 'by name' ? byName : idPath) as ConfigFile;
        expect(file.objects?.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(
          names.map((name, index) => ({
            id: `${index + 1}`,
            line: index + 1,
            value: [[name], { id: index + 1 }],
          })),
        );
      }),
      CASES,
    );
  });

  it('of any bytes gives objects with ids, or problems on one line each', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            'id',
            ': ',
            '- ',
            '\n',
            '1628',
            '"',
            '{',
            '}',
            '[',
            ']',
            ',',
            '0',
            'a',
            '&a ',
            '*a',
            '<<',
            '\t',
            '---\n',
            '\ufeff',
            '\u0000',
          ),
          { maxLength: 25 },
        )
        .map((parts) => new TextEncoder().encode(parts.join(''))),
    );
    const path = fc.constantFrom(
      'a.json',
      'b.yml',
      '1628.yaml',
      '1628-x.json',
      '0-x.yml',
      'x/99999999999999999999999.json',
      'a\nb.json',
    );
    fc.assert(
      fc.property(content, path, fc.constantFrom(undefined, '$..id', '$[*]', '$.id'), (bytes, path, idPath) => {
        const file = readConfigFile(path, Buffer.from(bytes), idPath);
        if ('problems' in file) {
          expect(file.problems.length).toBeGreaterThan(0);
          for (const { message } of file.problems) expect(message).toMatch(/^[^\p{Cc}\u2028\u2029]*$/u);
        } else for (const { id } of file.objects) expect(id).toMatch(/^[1-9][0-9]{0,19}$/);
      }),
      CASES,
    );
  });
});

const quotes = (form: string): boolean => form === 'a JSON list' || form === 'YAML documents';

/** `<<` merges in YAML, and is a key like any other in JSON. */
const hasMergeKey = (value: Json): boolean => [...places(value)].some(([keys]) => keys.includes('<<'));

/** For a program that writes YAML: every integer as a `bigint`, other numbers as JavaScript holds them. */
function plain(value: Json): unknown {
  if (isNumber(value)) return /^-?\d+$/.test(value.number) ? BigInt(value.number) : Number(value.number);
  if (isObject(value)) return new Map(value.members.map(([key, member]) => [key, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/** What the program wrote, numbers other than integers as it writes them. */
function expectedIntegers(value: Json): unknown {
  if (isNumber(value)) {
    if (/^-?\d+$/.test(value.number)) return told(value);
    const number = Number(value.number);
    return Number.isFinite(number) ? told({ number: String(number) }) : `(number) ${number > 0 ? '' : '-'}.inf`;
  }
  if (isObject(value)) {
    const object = {};
    for (const [key, member] of value.members)
      Object.defineProperty(object, key, { value: expectedIntegers(member), enumerable: true });
    return object;
  }
  return Array.isArray(value) ? value.map(expectedIntegers) : value;
}

/** For the comparison with `JSON.parse`: what JavaScript makes of a number. */
function numbersAsJavaScript(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && value.startsWith('(number) ')) return JSON.parse(value.slice(9)) as number;
  return value;
}
