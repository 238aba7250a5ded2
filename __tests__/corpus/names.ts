import { type History, push } from './history.ts';

const before = ['one', '`before` of the push'] as const;

/** Files of several names, each of which changes, but for one beside each. */
const allChanged = (files: readonly string[], inputs: Readonly<Record<string, string>> = {}): History => {
  const texts = (text: string) => Object.fromEntries(files.map((name, index) => [name, `id: ${index + 1}\n${text}`]));
  return {
    commits: { one: { files: { ...texts(''), 'c/same.yml': 'id: 99' } }, two: { files: texts('n: x\n') } },
    event: push('one', 'two'),
    inputs: { integration: 'c/**', ...inputs },
    expected: { base: before, integration: files.map((_, index) => `${index + 1} changed`) },
  };
};

/** Names of files and folders that something on the way may stumble over. */
export const names: Readonly<Record<string, History>> = {
  'line breaks, tabs, quotes, blanks, backslashes': {
    ...allChanged([
      'c/a\nb.yml',
      'c/folder\n/b.yml',
      'c/a\tb\r.yml',
      'c/"quoted".yml',
      "c/it's `here` $(now) %25 &amp;.yml",
      'c/ blanks around .yml',
      'c/a\\b\\303.yml',
      'c/\u0001\u001b[31m\u007f.yml',
    ]),
  },
  'what means something to git or as a glob': allChanged(
    ['-c/--output=x.yml', ':(top)c/:!a.yml', 'c/[a]{b,c}*?.yml', 'c/HEAD:x.yml', 'c/@{0}.yml'],
    { integration: '-c/**\n:(top)c/**\nc/**' },
  ),
  'a leading dash, named one by one': {
    ...allChanged(['-c.yml']),
    inputs: { integration: '-c.yml' },
    expected: { base: '', integration: ['1 listed'] },
  },
  'the longest possible, and deep ones': allChanged([
    `c/${'n'.repeat(251)}.yml`,
    `c/${'🙂'.repeat(62)}abc.yml`,
    `c/${'deep/'.repeat(60)}a.yml`,
  ]),
  'beyond ASCII, and both ways to write an accent': {
    commits: {
      one: { files: { 'c/\u00e9.yml': 'id: 1', 'c/e\u0301.yml': 'id: 2', 'c/žluťoučký/キー.yml': 'id: 3' } },
      two: { files: { 'c/e\u0301.yml': 'id: 2\nn: x', 'c/žluťoučký/キー.yml': 'id: 3\nn: x' } },
    },
    event: push('one', 'two'),
    expected: { base: before, integration: ['2 changed', '3 changed'] },
  },
  'no UTF-8': { ...allChanged(['c/caf\udce9/\udcff\udcfe.yml', 'c/\udc80.json.yml']), bundle: true },
  'no UTF-8, and the id stands in it': {
    commits: {
      one: { files: { 'c/7-\udcff.yml': 'n: x', 'c/8-\udcff.yml': 'n: x' } },
      two: { files: { 'c/7-\udcff.yml': 'n: y', 'c/8-\udcff.yml': null } },
    },
    event: push('one', 'two'),
    expected: { base: before, integration: ['7 changed', '-8 deleted'] },
  },
  'no UTF-8, and the same but for that': {
    commits: {
      one: { files: { 'c/\udcfe.yml': 'id: 1', 'c/\udcff.yml': 'id: 2' } },
      two: { files: { 'c/\udcff.yml': 'id: 2\nn: x', 'c/\udcfd.yml': 'id: 3' } },
    },
    event: push('one', 'two'),
    expected: { base: before, integration: ['2 changed', '3 added'] },
  },
  'what JavaScript objects know': {
    commits: {
      one: { files: { 'c/__proto__/constructor.yml': 'id: 1', 'c/toString/1628.yml': '__proto__: {n: x}\n' } },
      two: { files: { 'c/__proto__/constructor.yml': 'id: 1\nn: x', 'c/toString/1628.yml': '__proto__: {n: y}\n' } },
    },
    event: push('one', 'two'),
    expected: { base: before, integration: ['1 changed', '1628 changed'] },
  },
};
