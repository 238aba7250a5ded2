import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../src/failure.ts';
import { parseInputs } from '../src/inputs.ts';

const TOKEN = 'a-token-of-good-length';
const read = (given: Record<string, string>) =>
  parseInputs((name) => ({ token: TOKEN, integration: '1628', ...given })[name] ?? '');
const problemsOf = (given: Record<string, string>): string[] => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
};

it('defaults are those of the contract', () => {
  expect(read({})).toEqual({
    token: TOKEN,
    integration: [{ kind: 'id', id: '1628', origin: { input: 'integration' } }],
    conversion: [],
    base: { kind: 'auto' },
    deleted: 'ignore',
    resyncAllIfChanged: [],
    ifNothingToSync: 'ignore',
    batchSize: 100,
    rateLimit: [
      { limit: 10, windowMs: 1000 },
      { limit: 150, windowMs: 60_000 },
    ],
    maxAttempts: 5,
    timeoutMs: 30 * 60_000,
    dryRun: false,
    path: '.',
    githubToken: '',
    apiUrl: new URL('https://api.ocamba.com'),
  });
});

it('an input that is given but empty, as from an expression without a value, takes its default', () => {
  const names = [
    'base',
    'batch-size',
    'rate-limit',
    'max-attempts',
    'timeout-minutes',
    'dry-run',
    'path',
    'deleted',
    'api-url',
  ];
  expect(read(Object.fromEntries(names.map((name) => [name, '  '])))).toEqual(read({}));
});

it.each([
  ['batch-size', ['1', '10000'], ['0', '10001', '-1', '1.5', '1e2', 'many', '0x10']],
  ['max-attempts', ['1', '20'], ['0', '21', 'x']],
  ['timeout-minutes', ['0.05', '30', '7200'], ['0', '-1', '7201', 'Infinity', 'NaN', '1e3', '']],
  ['dry-run', ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'], ['yes', '1', 'tRUE', 'on']],
  ['deleted', ['ignore', 'resync'], ['Ignore', 'delete']],
  ['if-nothing-to-sync', ['ignore', 'warn', 'error'], ['fail']],
  [
    'base',
    ['auto', 'none', 'last-success', 'last-deployment', 'main', 'HEAD~1', 'v1.2', 'origin/main', 'a'.repeat(40)],
    ['--upload-pack=x', 'a b', 'a..b', 'a:b', 'a\nb'],
  ],
  ['id-path', ['$.id', "$['a'].b[*].id", '$..id', '$.items[?@.type == "sms"].id'], ['id', '$.', '$[', '$.a[?@.x = 1]']],
  ['path', ['.', 'config', './a/b'], ['..', 'a/../..', '/abs', 'C:\\x', '\\\\share']],
  [
    'rate-limit',
    ['10/s,150/m', '5/s', '100/m', ' 1 / s , 2 / m '],
    ['10', '0/s', '10/h', '5/s,6/s', '10/s;150/m', '-1/s', '1.5/s'],
  ],
  [
    'api-url',
    [
      'https://api.example.com',
      'https://h/x',
      'http://127.0.0.1:80',
      'http://127.9.9.9',
      'http://localhost:1',
      'http://[::1]:2',
    ],
    [
      'http://api.ocamba.com',
      'http://10.0.0.1',
      'http://localhost.evil.com',
      'http://127.0.0.1.evil.com',
      'ftp://127.0.0.1',
      'api.ocamba.com',
      'https://h?x=1',
      'https://h#x',
      'https://u:p@h',
    ],
  ],
])('%s', (name, good, bad) => {
  for (const value of good) expect([value, problemsOf({ [name]: value })]).toEqual([value, []]);
  for (const value of bad.filter((text) => text !== '')) {
    const problems = problemsOf({ [name]: value });
    expect([value, problems.length]).toEqual([value, 1]);
    expect(problems[0]).toContain(`\`${name}\``);
  }
});

it('a window that `rate-limit` does not name keeps its limit', () => {
  expect(read({ 'rate-limit': '5/s' }).rateLimit).toEqual([
    { limit: 5, windowMs: 1000 },
    { limit: 150, windowMs: 60_000 },
  ]);
});

it('all problems are told at once', () => {
  const problems = problemsOf({
    token: '',
    integration: '0',
    'batch-size': 'x',
    base: '-x',
    'dry-run': 'no',
    'api-url': 'nope',
  });
  expect(problems).toHaveLength(6);
});

it('at least one of `integration` and `conversion` must hold an entry', () => {
  expect(problemsOf({ integration: '', conversion: ' \n# comment' })).toEqual([
    expect.stringMatching(/^`integration` and `conversion` are both empty\. At least one/),
  ]);
  expect(problemsOf({ integration: '', conversion: '5' })).toEqual([]);
  expect(problemsOf({ integration: '', token: '' })).toHaveLength(2);
  expect(problemsOf({ integration: '0' })).toHaveLength(1);
});

describe('token', () => {
  it('is required, and the message names forks, Dependabot and dry-run', () => {
    const [problem] = problemsOf({ token: '' });
    expect(problem).toMatch(/^`token` is empty/);
    for (const word of ['forks', 'Dependabot', '`dry-run: true`']) expect(problem).toContain(word);
  });

  it('is not needed in a dry run', () => {
    expect(problemsOf({ token: '', 'dry-run': 'true' })).toEqual([]);
  });

  it.each([
    ['x'.repeat(8193), /has 8193 characters, more than any server takes in a header/],
    ['secrets.HOOD', /looks like the name of a secret, not like its value/],
    ['12345678', /is a number such as ids are, and masking it would take ids out of every output/],
    ['12345678901234567890', /is a number such as ids are/],
    ['cancelled', /is a plain word that no API token is/],
  ])('that nobody can mean is refused, whatever it is: %#', (token, message) => {
    const problems = problemsOf({ token });
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems[0]).not.toContain(token);
  });

  it('of 8,192 characters, or of 21 digits, is taken', () => {
    for (const token of ['x'.repeat(8192), '123456789012345678901']) expect(read({ token }).token).toBe(token);
  });

  it('loses a line break at its end', () => {
    expect(read({ token: `${TOKEN}\n` }).token).toBe(TOKEN);
  });

  it.each(['s3cr3t', 'two words here', 'line\nbreak-inside', 'nön-ascii-token', 'zero\u200bwidth-token', '"\ttab"'])(
    'is refused without being quoted: %j',
    (token) => {
      const problems = problemsOf({ token });
      expect(problems).toHaveLength(1);
      expect(problems[0]).not.toContain(token);
    },
  );
});

it('a user and password in `api-url` are not repeated', () => {
  expect(problemsOf({ 'api-url': 'https://bob:hunter2@h' }).join()).not.toMatch(/bob|hunter2/);
});
