import type { Answer } from '../../emulator/answer.ts';
import { type HostileCase, TOKEN } from './case.ts';

const REFUSED = /`token` holds blanks, line breaks or characters that no token has/;

const refused = (name: string, token: string): HostileCase => ({
  name: `with ${name} is refused`,
  inputs: { token },
  says: REFUSED,
});

const taken = (name: string, token: string): HostileCase => ({
  name: `${name} is taken`,
  inputs: { token },
  hood: { tokens: [token.trim()] },
  says: /Synced 1 integration/,
  result: 'synced',
  sent: ['1'],
});

/** A server that has the token, as it must, and says it again. */
const echoed = (name: string, answer: Answer, more: Partial<HostileCase> = {}): HostileCase => ({
  name: `is not shown when the server repeats it ${name}`,
  inputs: { 'max-attempts': '1', ...more.inputs },
  hood: { faults: () => answer },
  says: /\*\*\*/,
  sent: ['1'],
  ...more,
});

const ODD = 'hood::%0A"\\##[error]$&<&>';
const escaped = [...TOKEN].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

export const TOKENS: readonly HostileCase[] = [
  refused('a line break inside', 'hood-7f3c9a5e\n1b8d2460'),
  refused('a carriage return inside', 'hood-7f3c9a5e\r1b8d2460'),
  refused('a command behind a line break', 'hood-7f3c9a5e\n::set-output name=result::synced'),
  refused('a header behind a line break', 'hood-7f3c9a5e\r\nX-Other: 1'),
  refused('a blank inside', 'hood-7f3c 9a5e1b8d2460'),
  refused('its scheme in front', 'Bearer hood-7f3c9a5e1b8d2460'),
  refused('a tab inside', 'hood-7f3c\t9a5e1b8d2460'),
  refused('a control character', 'hood-7f3c\u001b[31m9a5e1b8d'),
  refused('characters beyond Latin-1', 'hood-жетон-9a5e1b8d2460'),
  refused('characters beyond ASCII', 'hood-pässwörd-9a5e1b8d'),
  refused('an invisible character', 'hood-7f3c\u200b9a5e1b8d2460'),
  refused('an expression that nobody evaluated', '${' + '{ secrets.OCAMBA_TOKEN }}'),
  taken('with a line break at its end', 'hood-7f3c9a5e1b8d2460\n'),
  taken('with blanks and line breaks around it', ' \t\r\nhood-7f3c9a5e1b8d2460\r\n\r\n'),
  taken('of 8 characters', '7f3c9a5e'),
  taken('with the signs of commands, escapes and patterns in it', ODD),
  taken('that is a common word', 'password'),
  {
    name: 'of 3 characters is refused',
    inputs: { token: 'abc' },
    says: /`token` has 3 characters, which is too short for an Ocamba API token \(at least 8\)/,
  },
  {
    name: 'of 100,000 characters is refused',
    inputs: { token: `hood-${'7f3c9a5e1b'.repeat(10_000)}` },
    says: /`token` has 100005 characters, more than any server takes in a header \(at most 8192\)/,
  },
  {
    name: 'that is the name of a secret is refused',
    inputs: { token: 'secrets.OCAMBA_TOKEN' },
    says: /`token` looks like the name of a secret/,
  },
  {
    name: 'that is a word of the report is refused, since masking it would blacken every output',
    inputs: { token: 'integration' },
    says: /`token` is a plain word/,
    // Every message and every output name holds this word; what matters is that nothing is done with it.
    exempt: { secrets: 'the word is no secret' },
  },
  {
    name: 'that is a number is refused, since masking it would change ids',
    inputs: { token: '12345678', integration: '99' },
    says: /`token` is a number such as ids are/,
  },
  {
    name: 'that is a word of the report changes none of its words',
    inputs: { token: 'rejected', integration: '1,2' },
    hood: { tokens: ['rejected'], badIds: ['2'] },
    sent: 'any',
    says: /Synced 1 of 2/,
    result: 'partial',
    exempt: { secrets: 'the word is no secret' },
  },
  {
    name: 'that stood masked in an output is refused as an entry',
    inputs: { integration: '["***"]' },
    says: /"\*\*\*" is what the runner shows in place of a secret/,
  },
  {
    name: 'that is empty is missed',
    inputs: { token: '\n \n' },
    says: /`token` is empty\. Set it from a secret/,
    exempt: { 'token masked': 'there is none' },
    env: { 'INPUT_GITHUB-TOKEN': '' },
  },
  ...['integration', 'base', 'path', 'rate-limit', 'batch-size', 'id-path', 'dry-run', 'deleted', 'api-url'].map(
    (input): HostileCase => ({
      name: `is not shown when it was put into \`${input}\``,
      inputs: { [input]: TOKEN },
      files: { 'a.yml': 'id: 1' },
      ...(input === 'base' && { inputs: { base: TOKEN, integration: '*.yml' }, github: {} }),
      ...(input === 'path' && { inputs: { path: TOKEN, integration: '*.yml' } }),
      says: /\*\*\*/,
    }),
  ),
  {
    name: 'is not shown when a file is named after it',
    inputs: { integration: '**' },
    files: { [`${TOKEN}.yml`]: 'name: x' },
    says: /\*\*\*\.yml:1 holds no id/,
  },
  {
    name: 'is not shown when a config file holds it for an id',
    inputs: { integration: '**' },
    files: { 'a.yml': `id: ${TOKEN}` },
    says: /a\.yml:1 has "\*\*\*" for an id/,
  },
  {
    name: 'is not shown by a crash outside of everything that tells of one',
    env: {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
        'const token = process.env.INPUT_TOKEN; Date.prototype.toISOString = () => { throw new Error(token + "\\n    at " + token); };',
      )}`,
    },
    says: [/The action failed where it should not \(Error\), and its message is not shown/, /^ {4}at .*dist\/.*\d+$/m],
    exempt: { outputs: 'nothing could be written', report: 'nothing could be written', 'stack trace': 'it is for us' },
  },
  echoed('in `title`', { status: 400, body: { title: `Bad ${TOKEN}`, trace_id: 'x' } }),
  echoed('in `message` and `trace_id`', { status: 400, body: { title: 'Bad', message: TOKEN, trace_id: TOKEN } }),
  echoed('as plain text', {
    status: 400,
    headers: { 'content-type': 'text/plain' },
    body: `The token ${TOKEN} is bad.`,
  }),
  echoed(
    'with a 401',
    { status: 401, body: { title: `Unknown token ${TOKEN}` } },
    {
      says: /Hood refused the token \(status 401\)/,
    },
  ),
  echoed('with a 500', { status: 500, body: { title: `Cannot ask for ${TOKEN}` } }),
  echoed(
    'with a 429',
    { status: 429, headers: { 'retry-after': '99999' }, body: { message: `Slow down, ${TOKEN}` } },
    {
      says: /Hood asks to wait 27 h 46 min/,
    },
  ),
  echoed('escaped as JSON', { status: 400, body: `{"title": "Bad ${escaped}"}` }),
  echoed('escaped twice as JSON', { status: 400, body: JSON.stringify({ title: `Bad ${escaped}` }) }),
  echoed('as the header that it came in', { status: 400, body: { message: `Authorization: Bearer ${TOKEN}` } }),
  echoed('in base64', { status: 400, body: { message: `it is ${Buffer.from(TOKEN).toString('base64')}` } }),
  echoed('as base64 of its header', {
    status: 400,
    body: { message: `it is ${Buffer.from(`Bearer ${TOKEN}`).toString('base64')}` },
  }),
  echoed(
    'split by line breaks',
    { status: 400, body: { message: `${TOKEN.slice(0, 9)}\n${TOKEN.slice(9)}` } },
    {
      check: ({ log, report, summary }) => expectNone([log, report, summary], TOKEN.slice(9)),
    },
  ),
  echoed('split by characters that nobody sees', {
    status: 400,
    body: { message: [...TOKEN].join('\u200b'), title: [...TOKEN].join('\u00ad') },
  }),
  echoed('split by marks that nobody sees', {
    status: 400,
    body: { message: [...TOKEN].join('\u034f'), title: [...TOKEN].join('\u3164'), trace_id: [...TOKEN].join('\ufe0f') },
  }),
  echoed(
    'in hexadecimal',
    { status: 400, body: { message: `it is ${Buffer.from(TOKEN).toString('hex')}` } },
    { secrets: [Buffer.from(TOKEN).toString('hex')] },
  ),
  echoed('escaped twice for a URL', {
    status: 400,
    body: { message: [...TOKEN].map((char) => `%25${char.charCodeAt(0).toString(16)}`).join('') },
  }),
  echoed(
    'in capitals',
    { status: 400, body: { message: `It is ${TOKEN.toUpperCase()}` } },
    {
      secrets: [TOKEN.toUpperCase()],
    },
  ),
  echoed('before something long', { status: 400, body: { message: `${'x'.repeat(490)}${TOKEN}${'x'.repeat(9_000)}` } }),
  echoed(
    'where what is read of the answer ends',
    {
      status: 400,
      headers: { 'content-type': 'text/plain' },
      body: `${'\n'.repeat(64 * 1024 - 12)}${TOKEN}`,
    },
    { says: /HTTP status 400/, check: ({ log, report }) => expectNone([log, report], TOKEN.slice(0, 11)) },
  ),
  echoed(
    'in headers',
    {
      status: 400,
      headers: { 'x-token': TOKEN, 'retry-after': TOKEN, 'x-ratelimit-limit': TOKEN, location: `/${TOKEN}` },
      body: { title: 'Bad.' },
    },
    { says: /400 Bad\./ },
  ),
  echoed(
    'in the address of a redirect',
    { status: 308, headers: { location: `https://hood.test/?t=${TOKEN}` } },
    {
      says: /HTTP status 308/,
    },
  ),
  {
    ...echoed('with its odd characters escaped', {
      status: 400,
      body: {
        title: encodeURIComponent(ODD),
        message: `Bad ${JSON.stringify(ODD)}`,
        trace_id: encodeURIComponent(ODD).toLowerCase(),
      },
    }),
    inputs: { token: ODD, 'max-attempts': '1' },
    secrets: [encodeURIComponent(ODD).toLowerCase()],
  },
];

function expectNone(texts: readonly string[], part: string): void {
  if (texts.some((text) => text.includes(part))) throw new Error(`a part of the token is shown: ${part}`);
}
