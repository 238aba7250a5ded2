import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileGlob, directoryGlob, type Glob } from '../../src/selection/glob.ts';

const glob = (pattern: string): Glob => {
  const compiled = compileGlob(pattern);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled;
};

const TOO_MANY = 'stands for more than 1000 patterns, or too long ones; write fewer {…,…}';

it.each([
  // pattern, what it matches, what it does not
  ['*.yml', ['a.yml', '.hidden.yml', 'ä b.yml'], ['a/b.yml', 'a.yaml', 'yml']],
  ['config/*', ['config/a', 'config/.b'], ['config', 'config/a/b']],
  ['config/**', ['config/a', 'config/.b/c.yml', 'config/a/b/c'], ['config', 'configs/a', 'x/config/a']],
  ['**', ['a', 'a/b', '.git/x'], []],
  ['**/*.yml', ['a.yml', 'a/b.yml', '.a/.b.yml'], ['a.json']],
  ['**/drafts/**', ['drafts/a', 'x/drafts/a/b'], ['drafts', 'xdrafts/a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/bb', 'ab']],
  ['?.yml', ['a.yml', '😀.yml'], ['ab.yml', '.yml']],
  ['[a-c]?[!0-9].yml', ['bxy.yml', 'c1-.yml'], ['dxy.yml', 'bx1.yml']],
  ['[]x].yml', ['].yml', 'x.yml'], ['a.yml']],
  ['[!]].yml', ['a.yml'], ['].yml']],
  ['[[a].yml', ['[.yml', 'a.yml'], ['b.yml']],
  ['[&~^|].yml', ['&.yml', '~.yml', '^.yml', '|.yml'], ['a.yml']],
  ['[a\\]-].yml', ['a.yml', '].yml', '-.yml'], ['\\.yml', 'b.yml']],
  ['[\\d-f].yml', ['d.yml', 'e.yml'], ['1.yml', '\\.yml', 'c.yml']],
  ['{a,b/{c,d}}.yml', ['a.yml', 'b/c.yml', 'b/d.yml'], ['b.yml', 'c.yml']],
  ['{a,b}/**', ['a/x', 'b/x/y'], ['a', 'c/x']],
  ['{a}.yml', ['a.yml'], ['{a}.yml']],
  ['{,a}.yml', ['.yml', 'a.yml'], ['b.yml']],
  ['$' + '{a,b}.yml', ['$a.yml', '$b.yml'], ['a.yml']],
  ['{[a,b],c}.yml', ['a.yml', ',.yml', 'c.yml'], ['d.yml']],
  ['{a\\,b,\\{}.yml', ['a,b.yml', '{.yml'], ['a.yml']],
  ['{1..3}.yml', ['1..3.yml'], ['1.yml']],
  ['a\\\\*', ['a\\b'], ['a*', 'ab']],
  ['a\\[1\\]\\*.yml', ['a[1]*.yml'], ['a1x.yml']],
  ['a+(b).yml', ['a+(b).yml'], ['ab.yml', 'abb.yml']],
  ['(a|b).yml', ['(a|b).yml'], ['a.yml']],
  ['!a*', ['!ab'], ['b', 'ab']],
  ['$x^*.yml', ['$x^1.yml'], []],
  ['a*b*c', ['abc', 'axxbyyc', 'abbcbc'], ['abcd', 'acb']],
  ['*\n*', ['a\nb'], ['ab']],
])('%s', (pattern, matching, others) => {
  const { matches } = glob(pattern);
  expect(matching.filter((path) => !matches(path))).toEqual([]);
  expect(others.filter((path) => matches(path))).toEqual([]);
});

it.each([
  ['a[b.yml', 'has a [ without its ]'],
  ['a{b,c.yml', 'has a { without its }'],
  ['ab}.yml*', 'has a } without its {'],
  ['[z-a].yml', 'has a class [z-a] that cannot be read'],
  ['{a,b}'.repeat(20), TOO_MANY],
  [`${'{a,b}'.repeat(9)}${'x'.repeat(10_000)}`, TOO_MANY],
  [`{${'a,'.repeat(1000)}a}`, TOO_MANY],
])('%s is refused', (pattern, problem) => {
  expect(compileGlob(pattern)).toEqual({ problem });
});

it.each([
  ['config/integrations/*.yml', 'config/integrations'],
  ['config/{a,b}/*.yml', 'config'],
  ['**/*.yml', ''],
  ['*.yml', ''],
])('%s lies below "%s"', (pattern, folder) => {
  expect(glob(pattern).folder).toBe(folder);
});

it.each([
  ['config/*.yml', 'config', true],
  ['config/*.yml', 'config/sub', false],
  ['config/**/*.yml', 'config/sub/below', true],
  ['config/sub/*.yml', 'config', true],
  ['c?nfig/{a,b}/x.yml', 'config/b', true],
  ['c?nfig/{a,b}/x.yml', 'config/c', false],
  ['*.yml', 'config', false],
  ['**', 'config', true],
  ['a/**/b/*.yml', 'a/b', true],
  ['a/**/b/*.yml', 'b', false],
  ['a/b', 'a/b', false],
])('%s, below %s: %s', (pattern, folder, expected) => {
  expect(glob(pattern).reachesBelow(folder)).toBe(expected);
});

it('reaches below every folder of what it matches', () => {
  const segment = fc.stringMatching(/^(?:\*\*|[a-c*?]{1,3})$/);
  const name = fc.stringMatching(/^[a-c]{1,2}$/);
  const names = fc.array(name, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), names, (segments, path) => {
      const { matches, reachesBelow } = glob(segments.join('/'));
      if (!matches(path.join('/'))) return;
      for (let depth = 1; depth < path.length; depth++) expect(reachesBelow(path.slice(0, depth).join('/'))).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

it('every match lies below its folder', () => {
  const segment = fc.stringMatching(/^[a-c*?{},[\]!.]{1,4}$/);
  const name = fc.stringMatching(/^[a-c.]{1,3}$/);
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.array(name, { minLength: 1, maxLength: 3 }),
      (segments, names) => {
        const compiled = compileGlob(segments.join('/'));
        const path = names.join('/');
        if ('problem' in compiled || !compiled.matches(path)) return;
        expect(compiled.folder === '' || path.startsWith(`${compiled.folder}/`)).toBe(true);
      },
    ),
    { numRuns: 5000 },
  );
});

describe('a directory', () => {
  it('is taken literally, whatever its name holds', () => {
    const { matches, folder } = directoryGlob('a[1]{x}');
    expect(folder).toBe('a[1]{x}');
    expect(['a[1]{x}/b', 'a[1]{x}/c/d'].every(matches)).toBe(true);
    expect(['a1x/b', 'a[1]{x}', 'a[1]{x}y/b'].some(matches)).toBe(false);
  });

  it('is reached into at every depth', () => {
    const { reachesBelow } = directoryGlob('a/b');
    expect(['a', 'a/b', 'a/b/c', 'a/b/c/d'].map(reachesBelow)).toEqual([true, true, true, true]);
    expect(['b', 'a/c', 'a/bc'].map(reachesBelow)).toEqual([false, false, false]);
    expect(directoryGlob('').reachesBelow('a/b')).toBe(true);
  });
});

it('does not grow beyond the pattern times the path: many wildcards, a long name', () => {
  // A backtracking matcher needs more steps here than there are atoms; this test would never end.
  const { matches } = glob(`${'*a'.repeat(100)}b`);
  expect(matches('a'.repeat(255))).toBe(false);
  expect(glob(`${'**/a/'.repeat(50)}b`).matches(Array(500).fill('a').join('/'))).toBe(false);
});

it.each([
  [`${'{'.repeat(20)}a${'}'.repeat(20)}`, undefined],
  [`${'{'.repeat(21)}a${'}'.repeat(21)}`, 'nests {} deeper than 20 levels'],
  [`{${Array.from({ length: 1000 }, (_, i) => i).join(',')}}`, undefined],
  [`{${Array.from({ length: 1001 }, (_, i) => i).join(',')}}`, TOO_MANY],
  [`{${Array.from({ length: 1100 }, (_, i) => i).join(',')}`, 'has a { without its }'],
  ['{a,b}'.repeat(9), undefined],
  ['{a,b}'.repeat(10), TOO_MANY],
  [`{${'x'.repeat(200_000)},${'y'.repeat(200_000)}}`, undefined],
  [`{${'x'.repeat(600_000)},${'y'.repeat(600_000)}}`, TOO_MANY],
  ['a}', 'has a } without its {'],
  ['}{', 'has a } without its {'],
  ['{a,b', 'has a { without its }'],
  ['[a', 'has a [ without its ]'],
  ['[]', 'has a [ without its ]'],
  ['\\{a', undefined],
  ['a\\}', undefined],
  ['\\[a', undefined],
])('%# is a glob or none', (pattern, problem) => {
  const compiled = compileGlob(pattern);
  expect('problem' in compiled ? compiled.problem : undefined).toBe(problem);
});
