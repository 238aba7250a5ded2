import { describe, expect, it } from '@jest/globals';
import { compareObjects, type FileObjects, fingerprintObjects } from '../../src/selection/objects.ts';

/** The table of the contract's chapter "What changed". */

const print = (value: unknown, outside: unknown = []) =>
  fingerprintObjects('a.yml', { objects: [{ id: '1', value }], outside }).objects[0]?.fingerprint;

describe('a fingerprint', () => {
  it.each([
    ['the order of keys', { a: 1, b: 2, c: { d: 1, e: 2 } }, { c: { e: 2, d: 1 }, b: 2, a: 1 }],
    ['nothing', [null, true, 'x', 1.5], [null, true, 'x', 1.5]],
  ])('does not tell %s', (_, a, b) => {
    expect(print(a)).toBe(print(b));
  });

  it.each([
    ['a value', { a: 1 }, { a: 2 }],
    ['a key', { a: 1 }, { b: 1 }],
    ['the order of a list', [1, 2], [2, 1]],
    ['a text from a number', '1', 1],
    ['a list from a mapping', ['x'], { 0: 'x' }],
    ['nothing from an empty mapping', null, {}],
    ['every digit of an integer', 17236162066430100298n, 17236162066430100299n],
    ['an integer from its text', 17236162066430100298n, '17236162066430100298'],
    ['numbers without end', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['what is no number', Number.NaN, null],
    ['a number without end from its name', Number.POSITIVE_INFINITY, 'Infinity'],
  ])('tells %s', (_, a, b) => {
    expect(print(a)).not.toBe(print(b));
    expect(print({ deep: [a] })).not.toBe(print({ deep: [b] }));
  });

  it('covers what stands around the objects, and not where the file lies', () => {
    expect(print({ a: 1 }, [{ defaults: 1 }])).not.toBe(print({ a: 1 }, [{ defaults: 2 }]));
    const elsewhere = fingerprintObjects('b.json', { objects: [{ id: '1', line: 7, value: { a: 1 } }], outside: [] });
    expect(elsewhere).toEqual({
      path: 'b.json',
      objects: [{ id: '1', source: { path: 'b.json', line: 7 }, fingerprint: print({ a: 1 }) }],
    });
    expect(print('a', 'b')).not.toBe(print('b', 'a'));
  });
});

describe('the comparison', () => {
  const file = (
    path: string,
    ...objects: (readonly [id: string, fingerprint: string, line?: number])[]
  ): FileObjects => ({
    path,
    objects: objects.map(([id, fingerprint, line]) => ({ id, fingerprint, source: { path, ...(line && { line }) } })),
  });
  const told = (base: FileObjects[], head: FileObjects[], unreadable: string[] = []) =>
    compareObjects(base, head, new Set(unreadable)).map(
      ({ id, reason, sources }) =>
        `${id} ${reason} ${sources.map(({ path, line }) => `${path}${line ? `:${line}` : ''}`).join()}`,
    );

  it.each([
    ['added', [], [file('a', ['1', 'x', 3])], ['1 added a:3']],
    ['changed', [file('a', ['1', 'x'])], [file('a', ['1', 'y', 2])], ['1 changed a:2']],
    ['unchanged', [file('a', ['1', 'x'])], [file('a', ['1', 'x'])], ['1 unchanged a']],
    ['unchanged in another file', [file('a', ['1', 'x', 1])], [file('b', ['1', 'x', 9])], ['1 unchanged b:9']],
    [
      'deleted, where it stood',
      [file('a', ['1', 'x', 4], ['2', 'x'])],
      [file('a', ['2', 'x'])],
      ['2 unchanged a', '1 deleted a:4'],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(told(base, head)).toEqual(expected);
  });

  it('counts as changed what stood in a version that cannot be read, if only one of its places', () => {
    expect(told([file('b', ['1', 'x'])], [file('a', ['1', 'x']), file('b', ['1', 'x'])], ['a'])).toEqual([
      '1 changed a,b',
    ]);
    expect(told([file('b', ['1', 'x'])], [file('b', ['1', 'x'])], ['a'])).toEqual(['1 unchanged b']);
  });

  it('of an id in several places is one of its versions: their number and order do not count', () => {
    expect(
      told([file('a', ['1', 'x'], ['1', 'y'])], [file('a', ['1', 'y']), file('b', ['1', 'x'], ['1', 'x'])]),
    ).toEqual(['1 unchanged a,b,b']);
    expect(told([file('a', ['1', 'x'])], [file('a', ['1', 'x'], ['1', 'y'])])).toEqual(['1 changed a,a']);
    expect(told([file('a', ['1', 'x'], ['1', 'y'])], [file('a', ['1', 'x'])])).toEqual(['1 changed a']);
    expect(told([file('a', ['1', 'x'], ['1', 'y'])], [file('a', ['1', 'x'], ['1', 'z'])])).toEqual(['1 changed a,a']);
  });
});
