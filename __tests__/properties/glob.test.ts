import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileGlob, isGlob } from '../../src/selection/glob.ts';
import { relativePath } from '../../src/selection/resolve.ts';
import { CASES } from './cases.ts';

/**
 * The matcher against a naive one: it tries every way to match, over the pattern as it was meant rather than as it is
 * written, and so shares nothing with the one under test.
 */

type Atom =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'star' | 'any' | 'slash' | 'folders' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Atom[])[] };

/** What a pattern's text has to escape. */
const SPECIAL = '*?[]{}\\,!';
/** Of a path: few letters, so that patterns match now and then; some that mean something to patterns or regular expressions. */
const LETTERS = [...'abc.-^$|+( 😀', ...SPECIAL];
const MEMBERS = [...'abc.^$|+&~-[]\\{,}!😀'];

const write = (atoms: readonly Atom[]): string => atoms.map(writeAtom).join('');

function writeAtom(atom: Atom): string {
  switch (atom.kind) {
    case 'char':
      return SPECIAL.includes(atom.char) ? `\\${atom.char}` : atom.char;
    case 'star':
      return '*';
    case 'any':
      return '?';
    case 'slash':
      return '/';
    case 'folders':
      return '**';
    case 'class':
      return `[${atom.negated ? '!' : ''}${atom.ranges.map(([from, to]) => (from === to ? member(from) : `${member(from)}-${member(to)}`)).join('')}]`;
    case 'choice':
      return `{${atom.options.map(write).join(',')}}`;
  }
}

const member = (char: string): string => (/[\^!\-\]\\]/.test(char) ? `\\${char}` : char);

/** Every pattern without choices that this one stands for. */
const spelledOut = (atoms: readonly Atom[]): Atom[][] =>
  atoms.reduce<Atom[][]>(
    (heads, atom) =>
      heads.flatMap((head) =>
        atom.kind === 'choice'
          ? atom.options.flatMap(spelledOut).map((option) => [...head, ...option])
          : [[...head, atom]],
      ),
    [[]],
  );

function split(atoms: readonly Atom[]): Atom[][] {
  const segments: Atom[][] = [[]];
  for (const atom of atoms) {
    if (atom.kind === 'slash') segments.push([]);
    else segments.at(-1)?.push(atom);
  }
  return segments;
}

/** `**`, or two stars that make up a segment. */
const isFolders = (segment: readonly Atom[]): boolean =>
  (segment.length === 1 && segment[0]?.kind === 'folders') ||
  (segment.length === 2 && segment.every(({ kind }) => kind === 'star'));

function matchFolders(segments: readonly Atom[][], names: readonly string[][]): boolean {
  const [segment, ...rest] = segments;
  if (!segment) return names.length === 0;
  // At the end it stands for what lies below, so for one name at least.
  if (isFolders(segment))
    return Array.from(names, (_, i) => i)
      .concat(rest.length > 0 ? names.length : [])
      .some((i) => (rest.length > 0 ? matchFolders(rest, names.slice(i)) : true));
  return names[0] !== undefined && matchName(segment, names[0]) && matchFolders(rest, names.slice(1));
}

function matchName(atoms: readonly Atom[], chars: readonly string[]): boolean {
  const [atom, ...rest] = atoms;
  if (!atom) return chars.length === 0;
  if (atom.kind === 'star' || atom.kind === 'folders')
    return [...chars, ''].some((_, i) => matchName(rest, chars.slice(i)));
  const [char] = chars;
  return char !== undefined && matchChar(atom, char) && matchName(rest, chars.slice(1));
}

function matchChar(atom: Atom, char: string): boolean {
  if (atom.kind === 'any') return true;
  if (atom.kind === 'char') return atom.char === char;
  if (atom.kind !== 'class') return false;
  const code = (of: string) => of.codePointAt(0) as number;
  return atom.ranges.some(([from, to]) => code(from) <= code(char) && code(char) <= code(to)) !== atom.negated;
}

const naive = (atoms: readonly Atom[], path: string): boolean =>
  spelledOut(atoms).some((pattern) =>
    matchFolders(
      split(pattern),
      path.split('/').map((name) => [...name]),
    ),
  );

const range = fc
  .tuple(fc.constantFrom(...MEMBERS), fc.constantFrom(...MEMBERS), fc.boolean())
  .map(([a, b, wide]): [string, string] =>
    wide ? ((a.codePointAt(0) ?? 0) <= (b.codePointAt(0) ?? 0) ? [a, b] : [b, a]) : [a, a],
  );

const inName: fc.Arbitrary<Atom> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...LETTERS).map((char): Atom => ({ kind: 'char', char })) },
  { weight: 2, arbitrary: fc.constant<Atom>({ kind: 'star' }) },
  { weight: 1, arbitrary: fc.constant<Atom>({ kind: 'any' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('class' as const),
      negated: fc.boolean(),
      ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
    }),
  },
);
const choice = (option: fc.Arbitrary<Atom>): fc.Arbitrary<Atom> =>
  fc
    .array(
      fc.array(
        fc.oneof({ weight: 6, arbitrary: option }, { weight: 1, arbitrary: fc.constant<Atom>({ kind: 'slash' }) }),
        { maxLength: 2 },
      ),
      { minLength: 2, maxLength: 3 },
    )
    .map((options): Atom => ({ kind: 'choice', options }));
const part = fc.oneof(
  { weight: 6, arbitrary: inName },
  {
    weight: 1,
    arbitrary: choice(fc.oneof({ weight: 6, arbitrary: inName }, { weight: 1, arbitrary: choice(inName) })),
  },
);
const segment = fc.oneof(
  { weight: 3, arbitrary: fc.array(part, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant<Atom[]>([{ kind: 'folders' }]) },
);
const pattern: fc.Arbitrary<Atom[]> = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.flatMap((atoms, index): Atom[] => (index > 0 ? [{ kind: 'slash' }, ...atoms] : atoms)));

const name = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 5 }).map((chars) => chars.join(''));
const anyPath = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

/** A path that was made to fit the pattern, so that matches are met as often as misses. */
const fitting = (atoms: readonly Atom[]): fc.Arbitrary<string> =>
  fc.infiniteStream(fc.nat(1000)).map((stream) => {
    const next = () => stream.next().value as number;
    const pick = <T>(of: readonly T[]): T => of[next() % of.length] as T;
    const one = (atom: Atom): string => {
      switch (atom.kind) {
        case 'char':
          return atom.char;
        case 'any':
          return pick(LETTERS);
        case 'star':
          return Array.from({ length: next() % 3 }, () => pick(LETTERS)).join('');
        case 'folders':
          return Array.from({ length: 1 + (next() % 2) }, () => pick(LETTERS)).join('/');
        case 'slash':
          return '/';
        case 'class':
          return atom.negated ? pick(LETTERS) : (pick(atom.ranges)[next() % 2] ?? '');
        case 'choice':
          return pick(atom.options).map(one).join('');
      }
    };
    return atoms.map(one).join('');
  });

describe('a pattern', () => {
  it('matches what a matcher that tries everything matches', () => {
    let matched = 0;
    fc.assert(
      fc.property(
        pattern.chain((atoms) => fc.tuple(fc.constant(atoms), fc.oneof(fitting(atoms), anyPath))),
        ([atoms, path]) => {
          // Paths as git has them: no empty name.
          fc.pre(path.split('/').every((name) => name !== ''));
          // More are refused.
          fc.pre(spelledOut(atoms).length <= 1000);
          const glob = compileGlob(write(atoms));
          if ('problem' in glob) throw new Error(`${write(atoms)} ${glob.problem}`);
          const expected = naive(atoms, path);
          if (expected) matched += 1;
          expect([write(atoms), path, glob.matches(path)]).toEqual([write(atoms), path, expected]);
        },
      ),
      CASES,
    );
    expect(matched).toBeGreaterThan(CASES.numRuns / 5);
  });

  it('of no special character matches itself alone', () => {
    fc.assert(
      fc.property(anyPath, anyPath, (text, other) => {
        const glob = compileGlob([...text].map((char) => (SPECIAL.includes(char) ? `\\${char}` : char)).join(''));
        if ('problem' in glob) throw new Error(glob.problem);
        expect(glob.matches(text)).toBe(true);
        expect(glob.matches(other)).toBe(other === text);
      }),
      CASES,
    );
  });

  it('of any text is compiled or refused in words; what it matches lies below its folder', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .array(
          fc.constantFrom(
            'a',
            'b',
            '/',
            '*',
            '**',
            '?',
            '[',
            ']',
            '{',
            '}',
            ',',
            '..',
            '\\',
            '!',
            '^',
            '-',
            '1',
            '$',
            '(',
            '|',
            '[:alpha:]',
            '&&',
            '--',
            '\\d',
            '\\u{1}',
            '\n',
          ),
          { maxLength: 14 },
        )
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, anyPath, (text, path) => {
        isGlob(text);
        const glob = compileGlob(text);
        if ('problem' in glob) expect(glob.problem).toMatch(/^(has|stands for) /);
        else if (glob.matches(path)) expect(glob.folder === '' || path.startsWith(`${glob.folder}/`)).toBe(true);
      }),
      CASES,
    );
  });
});

describe('the path of an entry', () => {
  it('never leaves the checkout: no `..`, no root, no empty name', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc
        .array(
          fc.constantFrom(
            'a',
            '.',
            '..',
            '/',
            '//',
            '\\',
            'C:\\',
            'C:/',
            '/work',
            '/work/',
            '/work/..',
            '/',
            '~',
            '%2e%2e',
            '...',
          ),
          { maxLength: 8 },
        )
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('/work', '/work/', 'C:\\work', '/'), (text, root) => {
        const relative = relativePath(text, root);
        if ('problem' in relative) return expect(relative.problem).toMatch(/outside the checkout|`\.\.`/);
        const names = relative.path.replace(/\/$/, '').split('/');
        expect(names.filter((name) => name === '..' || name === '.')).toEqual([]);
        expect(relative.path === '' || names.every((name) => name !== '')).toBe(true);
      }),
      CASES,
    );
  });
});
