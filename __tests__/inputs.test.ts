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
  ['./', '.'],
  ['config/', 'config'],
  ['./a//b/./', 'a/b'],
])('`path: %s` is %s', (text, path) => {
  expect(read({ path: text }).path).toBe(path);
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

const URL_TAKES = 'it takes an `https` URL (`http` only for loopback addresses, for tests).';
const EXPRESSION = `token: $${'{{ secrets.OCAMBA_TOKEN }}'}`;
const AS_EXPRESSION = `Write it as an expression (\`${EXPRESSION}\`).`;

it.each([
  [
    { token: '' },
    'token-empty',
    `\`token\` is empty. Set it from a secret (\`${EXPRESSION}\`) and check that the secret exists under that name. Runs for pull requests from forks and for Dependabot get no secrets: use \`dry-run: true\` there.`,
  ],
  [
    { token: 'two words' },
    'token-malformed',
    '`token` holds blanks, line breaks or characters that no token has. Copy it into the secret again, on one line and without quotes.',
  ],
  [
    { token: '1234567' },
    'token-malformed',
    '`token` has 7 characters, which is too short for an Ocamba API token (at least 8). Copy the whole token into the secret.',
  ],
  [
    { token: 'x'.repeat(8193) },
    'token-malformed',
    '`token` has 8193 characters, more than any server takes in a header (at most 8192). Check that the secret holds the token alone.',
  ],
  ...['secrets.OCAMBA_TOKEN', 'vars.TOKEN', 'github.token'].map((token) => [
    { token },
    'token-malformed',
    `\`token\` looks like the name of a secret, not like its value. ${AS_EXPRESSION}`,
  ]),
  [
    { token: '12345678' },
    'token-malformed',
    `\`token\` is a number such as ids are, and masking it would take ids out of every output. ${AS_EXPRESSION}`,
  ],
  ...['integration', 'integrations', 'conversion', 'conversions', 'nothing-to-sync', 'cancelled', 'undefined'].map(
    (token) => [
      { token },
      'token-malformed',
      `\`token\` is a plain word that no API token is, and masking it would take it out of every output. ${AS_EXPRESSION}`,
    ],
  ),
  [
    { integration: '' },
    'no-entries',
    '`integration` and `conversion` are both empty. At least one of them must hold an entry: an id, a config file or a glob, such as `config/integrations/**`.',
  ],
  [{ 'batch-size': '0' }, 'input-value', '`batch-size` got "0"; it takes a whole number from 1 to 10000.'],
  [{ 'max-attempts': '21' }, 'input-value', '`max-attempts` got "21"; it takes a whole number from 1 to 20.'],
  [
    { 'timeout-minutes': '7201' },
    'input-value',
    '`timeout-minutes` got "7201"; it takes a number of minutes above 0, at most 7200.',
  ],
  [{ 'dry-run': 'yes' }, 'input-value', '`dry-run` got "yes"; it takes `true` or `false`.'],
  [{ deleted: 'delete' }, 'input-value', '`deleted` got "delete"; it takes one of `ignore`, `resync`.'],
  [
    { 'if-nothing-to-sync': 'fail' },
    'input-value',
    '`if-nothing-to-sync` got "fail"; it takes one of `ignore`, `warn`, `error`.',
  ],
  [
    { base: 'a b' },
    'input-value',
    '`base` got "a b"; it takes `auto`, `last-success`, `last-deployment`, `none`, or one git ref or SHA.',
  ],
  [
    { 'id-path': 'id' },
    'id-path',
    '`id-path` got "id", which is not an RFC 9535 JSONPath: Expected "$" but "i" found.',
  ],
  [
    { path: '..' },
    'input-value',
    '`path` got ".."; it takes a folder inside the workspace, relative to it and without `..`.',
  ],
  [
    { 'rate-limit': '10/h' },
    'input-value',
    '`rate-limit` got "10/h"; it takes one or both of requests a second and requests a minute, from 1, such as `10/s,150/m`.',
  ],
  [{ 'api-url': 'nope' }, 'api-url', `\`api-url\` got "nope", which is not a URL; ${URL_TAKES}`],
  // What may hold a password or a key is not repeated.
  ...['http://u:p@x:y', 'http://x:y?key', 'http://x:y#key'].map((url) => [
    { 'api-url': url },
    'api-url',
    `\`api-url\` is not a URL; ${URL_TAKES}`,
  ]),
  ...['https://u:p@h', 'https://u@h', 'https://:p@h'].map((url) => [
    { 'api-url': url },
    'api-url',
    '`api-url` holds a user or a password; the token belongs into `token` alone.',
  ]),
  ...['https://h/p?x=1', 'https://h/p#x'].map((url) => [
    { 'api-url': url },
    'api-url',
    '`api-url` got "https://h/…"; it takes a URL without ? and #.',
  ]),
  [{ 'api-url': 'http://api.ocamba.com' }, 'api-url', `\`api-url\` got "http://api.ocamba.com"; ${URL_TAKES}`],
  [{ 'api-url': 'ftp://127.0.0.1' }, 'api-url', `\`api-url\` got "ftp://127.0.0.1"; ${URL_TAKES}`],
] as [Record<string, string>, string, string][])('%j is told so: %s', (given, topic, message) => {
  let problems: unknown;
  try {
    read(given);
  } catch (error) {
    problems = (error as ConfigurationError).problems;
  }
  expect(problems).toEqual([{ topic, message }]);
});

it('values are taken without the blanks around them', () => {
  expect(
    read({
      token: `\t${TOKEN} \r\n`,
      'id-path': ' $.key\n',
      deleted: ' resync ',
      'resync-all-if-changed': 'templates/**',
      'if-nothing-to-sync': 'error\n',
      'batch-size': ' 7 ',
      'rate-limit': ' 4/s, 30/m ',
      'max-attempts': '3',
      'timeout-minutes': '0.5',
      'dry-run': ' TRUE ',
      path: ' checkout/config ',
      'github-token': ' ghs_x\n',
      'api-url': ' http://127.0.0.1:8080/hood/ ',
      base: ' v1.2 ',
    }),
  ).toMatchObject({
    token: TOKEN,
    idPath: '$.key',
    deleted: 'resync',
    resyncAllIfChanged: [{ kind: 'path', text: 'templates/**', origin: { input: 'resync-all-if-changed' } }],
    ifNothingToSync: 'error',
    batchSize: 7,
    rateLimit: [
      { limit: 4, windowMs: 1_000 },
      { limit: 30, windowMs: 60_000 },
    ],
    maxAttempts: 3,
    timeoutMs: 30_000,
    dryRun: true,
    path: 'checkout/config',
    githubToken: 'ghs_x',
    apiUrl: new URL('http://127.0.0.1:8080/hood/'),
    base: { kind: 'ref', ref: 'v1.2' },
  });
});

it.each([
  ['base', 'x'.repeat(1024), true],
  ['base', 'x'.repeat(1025), false],
  ...['a\\b', 'a?', 'a*', 'a[b', 'a..', 'a\u0001', '-x'].map((ref) => ['base', ref, false]),
  ...['a.b', 'a-b', '@{u}', 'HEAD^^'].map((ref) => ['base', ref, true]),
  ['rate-limit', '999999/s', true],
  ['rate-limit', '1000000/s', false],
  ['rate-limit', '10/s,', false],
  ['rate-limit', '10/s 5/m', false],
  ['batch-size', '0000000100', false],
  ['batch-size', '000000100', true],
  ['timeout-minutes', '1.', false],
  ['timeout-minutes', '1.25', true],
  ['timeout-minutes', '-0', false],
  ['path', 'a/..b/c', true],
  ['path', 'a\\..\\b', false],
  ['path', 'a\u0000b', false],
  ['path', '\\a', false],
  ['path', 'c:x', false],
  ['path', 'ab:x', true],
  ['api-url', 'http://localhost', true],
  ['api-url', 'http://127.evil.example', false],
  ['api-url', 'http://x.localhost', false],
  ['api-url', 'http://[::2]', false],
  ['token', '12345678', false],
  ['token', '1234567x', true],
  ['token', 'x.secrets.y', true],
  ['token', 'secrets.x.y', true],
  ['token', 'my-integration', true],
] as [string, string, boolean][])('%s takes %j: %j', (name, value, taken) => {
  expect(problemsOf({ [name]: value })).toHaveLength(taken ? 0 : 1);
});

it('both of `integration` and `conversion` may hold entries', () => {
  expect(read({ integration: '1', conversion: '2' })).toMatchObject({
    integration: [{ id: '1' }],
    conversion: [{ id: '2' }],
  });
});

it.each(['auto', 'last-success', 'last-deployment', 'none'])('`base` knows the word %s', (base) => {
  expect(read({ base }).base).toEqual({ kind: base });
});

it.each(['xtrue', 'truex', 'xfalse', 'falsely'])('`dry-run` is not %s', (text) => {
  expect(problemsOf({ 'dry-run': text })).toHaveLength(1);
});

it('an entry that is wrong is told as that alone, whichever input holds it', () => {
  for (const name of ['integration', 'conversion', 'resync-all-if-changed']) {
    expect(problemsOf({ [name]: '0' })).toEqual([expect.stringContaining(`\`${name}\``)]);
  }
  expect(problemsOf({ integration: '', conversion: '0' })).toHaveLength(1);
});
