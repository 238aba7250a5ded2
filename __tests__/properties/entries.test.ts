import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, parseEntries } from '../../src/selection/entries.ts';
import { resolveEntries } from '../../src/selection/resolve.ts';
import { CASES, id, name } from './cases.ts';

/** The contract's chapter "Entries", over whatever can be written. */

type Written = Readonly<{ kind: Entry['kind']; text: string }>;

/** An entry's own text, as it stands in any form. */
const show = ({ kind, text }: Written): string => ({ id: '', path: '', exclusion: '!', list: '@' })[kind] + text;

/** Paths and globs with blanks and braces inside; commas only inside braces; nothing that makes something else of them. */
const pathText: fc.Arbitrary<string> = fc
  .tuple(
    name,
    fc.array(
      fc.oneof(
        name,
        fc.constantFrom('/', ' ', '*', '**', '?', '[a-z]', '#', '!', '@', '"', "'", '$', '(', ')', '😀'),
        fc.tuple(name, name).map(([a, b]) => `{${a},${b}}`),
        fc.tuple(name, name, name).map(([a, b, c]) => `{${a},{${b},${c}}}`),
      ),
      { maxLength: 5 },
    ),
  )
  .map(([first, rest]) => [first, ...rest].join('').trim())
  .filter((text) => !/^\d+(\s+\d+)*$/.test(text));

const entry: fc.Arbitrary<Written> = fc.oneof(
  id.map((text) => ({ kind: 'id' as const, text })),
  pathText.map((text) => ({ kind: 'path' as const, text })),
  pathText.map((text) => ({ kind: 'exclusion' as const, text })),
  pathText.map((text) => ({ kind: 'list' as const, text })),
);

/** The lines of an input in any of the ways that people write them. */
const lines = (entries: readonly Written[]): fc.Arbitrary<string> =>
  fc
    .record({
      between: fc.array(
        fc.oneof(
          { weight: 2, arbitrary: fc.constantFrom(',', ', ', ' ,,\t') },
          { weight: 3, arbitrary: fc.constantFrom('\n', '\r\n', '\r', '  \n\t ', '\n\n  # a comment, with a comma\n') },
        ),
        { minLength: entries.length, maxLength: entries.length },
      ),
      around: fc.constantFrom('', ' ', '\n', '\r\n# first\r\n'),
    })
    .map(
      ({ between, around }) => around + entries.map((entry, index) => show(entry) + between[index]).join('') + around,
    );

/** A JSON array, ids as strings or integers. */
const json = (entries: readonly Written[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: entries.length, maxLength: entries.length }),
      fc.constantFrom('', ' ', '\n  '),
    )
    .map(
      ([bare, blank]) =>
        `${blank}[${entries.map((entry, index) => blank + (entry.kind === 'id' && bare[index] ? entry.text : JSON.stringify(show(entry)))).join(',')}${blank}]`,
    );

const read = (text: string): Written[] => {
  const { entries, problems } = parseEntries(text, { input: 'integration' });
  expect(problems).toEqual([]);
  return entries.map(writtenAs);
};

function writtenAs(entry: Entry): Written {
  switch (entry.kind) {
    case 'id':
      return { kind: entry.kind, text: entry.id };
    case 'exclusion':
      return { kind: entry.kind, text: entry.pattern };
    case 'list':
      return { kind: entry.kind, text: entry.file };
    case 'path':
      return { kind: entry.kind, text: entry.text };
  }
}

describe('what is written is what is read', () => {
  const entries = fc.array(entry, { maxLength: 8 });

  it('as lines, with commas, blanks and comments', () => {
    fc.assert(
      fc.property(
        entries.chain((list) => fc.tuple(fc.constant(list), lines(list))),
        ([list, text]) => {
          // A value in square brackets is JSON, so a list that happens to look like that cannot be written as lines.
          fc.pre(!/^\s*\[[\s\S]*\]\s*$/.test(text));
          expect(read(text)).toEqual(list);
        },
      ),
      CASES,
    );
  });

  it('as a JSON array', () => {
    fc.assert(
      fc.property(
        entries.chain((list) => fc.tuple(fc.constant(list), json(list))),
        ([list, text]) => {
          expect(read(text)).toEqual(list);
        },
      ),
      CASES,
    );
  });

  it('as a JSON array, whatever a path holds', () => {
    const anything = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && !/^[!@]|^\d+$|\0/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), (texts) => {
        expect(read(JSON.stringify(texts))).toEqual(texts.map((text) => ({ kind: 'path', text })));
      }),
      CASES,
    );
  });

  it('of ids alone, with any blanks and commas between them, digit by digit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.constantFrom(' ', '\t', ',', '\n', ' , ', '  '))), (parts) => {
        const ids = parts.map(([text]) => ({ kind: 'id', text }));
        expect(read(parts.flat().join(''))).toEqual(ids);
      }),
      CASES,
    );
  });
});

describe('whatever is given', () => {
  const PIECES = [
    '!',
    '@',
    '#',
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    '\\"',
    '\n',
    '\r',
    ' ',
    '\0',
    '0',
    '7',
    'a',
    '/',
    '..',
    '*',
    '\u2028',
    '\ufeff',
  ];
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => `[${pieces.join('')}]`),
  );

  it('comes to entries and problems: nothing is thrown, and no entry is empty', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { entries, problems } = parseEntries(text, { input: 'integration' });
        for (const { message } of problems) expect(message).toMatch(/^`integration`.*[.?!)]$/);
        for (const { kind, text } of entries.map(writtenAs)) {
          if (kind === 'id') expect(text).toMatch(/^[1-9][0-9]{0,19}$/);
          expect(text).toBe(text.trim());
          expect(text).not.toMatch(/^$|\0/);
        }
      }),
      CASES,
    );
  });

  it('digits come to an id, or to a problem that quotes them: never to a path, never to another id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,25}$/), fc.boolean(), (digits, quoted) => {
        const { entries, problems } = parseEntries(quoted ? `["${digits}"]` : digits, { input: 'conversion' });
        if (/^[1-9][0-9]{0,19}$/.test(digits))
          expect(entries).toEqual([{ kind: 'id', id: digits, origin: { input: 'conversion' } }]);
        else {
          expect(entries).toEqual([]);
          expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(`"${digits}"`)]);
        }
      }),
      CASES,
    );
  });
});

describe('exclusions', () => {
  const folder = fc.constantFrom('a', 'b', 'a/b', 'a/b/c', 'b/a');
  const file = fc.constantFrom('x.yml', 'y.json', '1.yml');
  const path = fc.tuple(folder, file).map((parts) => parts.join('/'));
  const pattern = fc.oneof(
    folder,
    path,
    folder.map((text) => `${text}/`),
    folder.map((text) => `${text}/**`),
    file.map((text) => `**/${text}`),
    fc.constantFrom('**/*.yml', '*/b/**', 'a/*'),
  );
  const written = fc.oneof(
    pattern.map((text): Entry => ({ kind: 'exclusion', pattern: text, origin: { input: 'integration' } })),
    pattern.map((text): Entry => ({ kind: 'path', text, origin: { input: 'integration' } })),
    id.map((text): Entry => ({ kind: 'id', id: text, origin: { input: 'integration' } })),
  );
  const existing = { kindOf: (at: string) => (/\.\w+$/.test(at) ? ('file' as const) : ('directory' as const)) };
  /** By the contract's words, without a matcher of patterns: `path` is the text of an exclusion, lies below it, or fits it. */
  const fits = (text: string, candidate: string): boolean => {
    const bare = text.replace(/\/(\*\*)?$/, '');
    if (candidate === bare) return !text.endsWith('/**');
    if (candidate.startsWith(`${bare}/`)) return true;
    if (text === '**/*.yml') return candidate.endsWith('.yml');
    if (text === '*/b/**') return /^[^/]+\/b\//.test(candidate);
    if (text === 'a/*') return /^a\/[^/]+$/.test(candidate);
    return text.startsWith('**/') && (candidate === text.slice(3) || candidate.endsWith(text.slice(2)));
  };

  it('are final: what one of them fits is out, wherever they stand and whatever else is listed', () => {
    fc.assert(
      fc.property(
        fc
          .array(written, { minLength: 1, maxLength: 8 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        path,
        ([list, shuffled], candidate) => {
          const expected = list.some((entry) => entry.kind === 'exclusion' && fits(entry.pattern, candidate));
          const [one, other] = [list, shuffled].map((entries) => resolveEntries(entries, '/w', existing));
          expect(one?.excluded(candidate)).toBe(expected);
          expect(other?.excluded(candidate)).toBe(expected);
          expect([...(other?.files ?? [])].sort()).toEqual([...(one?.files ?? [])].sort());
        },
      ),
      CASES,
    );
  });

  it('alone are a problem', () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), (patterns) => {
        const list = patterns.map(
          (text): Entry => ({ kind: 'exclusion', pattern: text, origin: { input: 'integration' } }),
        );
        expect(resolveEntries(list, '/w', existing).problems).toMatchObject([{ topic: 'exclusions-alone' }]);
      }),
      CASES,
    );
  });
});

it('takes about as long as the text is long: a megabyte of each sign that the grammar knows', () => {
  for (const piece of [
    '{',
    '}',
    '{,',
    ',',
    '\\',
    '[',
    '"',
    '!',
    '@a,',
    '1 ',
    '# \n',
    ' ',
    '{{a,b},',
    '!1\n',
    '\n',
    '[[',
    '0 0 x,',
  ]) {
    const text = piece.repeat(1_000_000 / piece.length);
    parseEntries(text, { input: 'integration' });
    parseEntries(`[${text}]`, { input: 'integration' });
  }
}, 30_000);
