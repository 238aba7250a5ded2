import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Answer } from '../../emulator/answer.ts';
import type { Fault, RawAnswer } from '../../emulator/faults.ts';
import { startEmulator } from '../../emulator/server.ts';
import type { HostileCase, Outcome, Place } from './case.ts';

/** Each request is answered so; the step is to give up, and to say why. */
const failing = (
  name: string,
  fault: Fault,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { 'max-attempts': '1', 'timeout-minutes': '0.03', ...more.inputs },
  hood: { faults: () => fault },
  says,
  sent: ['1'],
  ...more,
});

/** Each request is answered so, and counts as accepted. */
const accepted = (name: string, fault: Fault): HostileCase => ({
  ...failing(name, fault, /Synced 1 integration/),
  result: 'synced',
});

const raw = (text: string, end?: RawAnswer['end']): RawAnswer => ({ raw: text, ...(end && { end }) });

function* endless(first: string, piece: string): Generator<string> {
  yield first;
  for (;;) yield piece;
}

/** What is answered with 400 and these fields. */
const said = (name: string, body: unknown, says: RegExp, more: Partial<HostileCase> = {}): HostileCase =>
  failing(name, { status: 400, body }, says, more);

/** Asks us to wait in a way that makes no sense, which is then as if it had not asked. */
const senseless = (retryAfter: string): HostileCase =>
  failing(
    `\`Retry-After: ${retryAfter.slice(0, 30)}\` is not obeyed`,
    { status: 429, headers: { 'retry-after': retryAfter } },
    /Not sent: 1 integration/,
    {
      sent: 'any',
      check: ({ emulator }) => {
        if (emulator.requests.length < 2) throw new Error('it was obeyed');
      },
    },
  );

/** Asks us to wait for longer than there is time. */
const tooLong = (retryAfter: string): HostileCase =>
  failing(
    `\`Retry-After: ${retryAfter.slice(0, 30)}\` is beyond the time`,
    { status: 429, headers: { 'retry-after': retryAfter } },
    [/Hood asks to wait (?:\d+ (?:d|h|min|s)(?: \d+ (?:h|min|s))?|) before the next request/],
  );

const absurd = (name: string, headers: Answer['headers']): HostileCase => ({
  name: `X-RateLimit headers: ${name}`,
  inputs: { integration: '1 2 3', 'batch-size': '1', 'rate-limit': '10/s,150/m', 'timeout-minutes': '0.1' },
  hood: { faults: () => ({ status: 204, ...(headers && { headers }) }) },
  says: /Synced 3 integrations/,
  result: 'synced',
  sent: ['1', '2', '3'],
});

const REDIRECTS = [300, 301, 302, 303, 305, 307, 308];

export const SERVER: readonly HostileCase[] = [
  accepted(
    'a thousand interim answers',
    raw(`${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)}HTTP/1.1 204 No Content\r\n\r\n`),
  ),
  accepted(
    'early hints',
    raw(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n`),
  ),
  accepted('204 with a body', '204-with-body'),
  accepted('200 without a body', '200-without-body'),
  accepted('206', '206'),
  accepted('299', '299'),
  accepted('205 with a body', raw('HTTP/1.1 205 Reset Content\r\ncontent-length: 2\r\n\r\n{}')),
  accepted('204 with 5,000 headers', {
    status: 204,
    headers: Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`x${i}`, '1'])),
  }),
  accepted(
    '204 with trailers and a cookie',
    raw('HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n0\r\nx: y\r\n\r\n'),
  ),
  failing(
    'interim answers without end',
    { raw: endless('', 'HTTP/1.1 103 Early Hints\r\n\r\n') },
    /Failed|Not sent|not sent/,
  ),
  failing(
    '101 for another protocol',
    raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nxxxx'),
    /not waited for|Connection reset/,
  ),
  failing('304', '304', /HTTP status 304/),
  ...REDIRECTS.map((status): HostileCase => {
    let other: Awaited<ReturnType<typeof startEmulator>>;
    return {
      ...failing(`${status} to another host, which must see nothing`, 'ok', new RegExp(`HTTP status ${status}`)),
      async hood({ open }: Place) {
        other = open(await startEmulator());
        return { faults: () => ({ status, headers: { location: `${other.url}/v1/hood/resync` } }) };
      },
      check() {
        if (other.requests.length > 0) throw new Error('the redirect was followed');
      },
    };
  }),
  failing(
    'a redirect to the folder of files',
    { status: 302, headers: { location: 'file:///etc/passwd' } },
    /HTTP status 302/,
  ),
  ...[
    'HTTP/1.1 000 X',
    'HTTP/1.1 99 X',
    'HTTP/1.1 1000 X',
    'HTTP/1.1 -1 X',
    'HTTP/1.1 abc X',
    'HTTP/9.9 204 X',
    'ICY 200 OK',
    '',
    'PRI * HTTP/2.0',
    '{"status": 204}',
  ].map((line) =>
    failing(
      `the status line ${JSON.stringify(line)}`,
      raw(`${line}\r\n\r\n`),
      /Malformed answer|Connection reset|HTTP status 0|Truncated|failed|Malformed/,
    ),
  ),
  failing('the status 999', raw('HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n'), /HTTP status 999/),
  failing(
    'the status 600 with a command in its reason',
    raw('HTTP/1.1 600 ::error::x\r\ncontent-length: 0\r\n\r\n'),
    /HTTP status 600/,
  ),
  failing(
    'a header of 1 MB',
    raw(`HTTP/1.1 204 No Content\r\nx: ${'y'.repeat(1024 * 1024)}\r\n\r\n`),
    /The answer has more than 16 KiB of headers/,
  ),
  failing('headers without end', { raw: endless('HTTP/1.1 204 No Content\r\n', 'x: y\r\n') }, /HPE_HEADER_OVERFLOW/),
  failing('a header with NUL', raw('HTTP/1.1 204 No Content\r\nx: a\u0000b\r\n\r\n'), /Malformed answer/),
  failing('a header without a colon', raw('HTTP/1.1 204 No Content\r\nxyz\r\n\r\n'), /Malformed answer/),
  failing(
    'two lengths of the body',
    raw('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx'),
    /Malformed answer/,
  ),
  failing('a negative length of the body', raw('HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nx'), /Malformed answer/),
  failing(
    'a length and chunks',
    raw('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
    /Malformed answer/,
  ),
  failing(
    'a chunk of a size that is none',
    raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n'),
    /broke off before its end|Malformed/,
  ),
  failing(
    'a chunk larger than numbers',
    raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffffff\r\nx'),
    /broke off before its end|Malformed/,
  ),
  failing(
    'a body that is announced and does not come',
    raw('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n'),
    /The answer \(status 200\) broke off before its end/,
  ),
  failing(
    'a body without end',
    {
      raw: endless(
        'HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n',
        `10000\r\n${'x'.repeat(65536)}\r\n`,
      ),
    },
    /HTTP status 400/,
  ),
  failing('a body that drips', 'slow-body:400', /did not end|not waited for|Not sent|Failed/),
  failing(
    'headers that drip',
    { raw: endless('HTTP/1.1 204 No Content\r\n', 'x') },
    /HPE_HEADER_OVERFLOW|not waited for|Not sent/,
  ),
  failing('no answer', 'hang', /not waited for|Not sent/),
  failing('bytes that are no HTTP', 'garbage', /Malformed answer/),
  ...(['close', 'reset'] as const).flatMap((end) =>
    (
      [
        ['before a byte of the answer', ''],
        ['within the status line', 'HTTP/1.1 2'],
        ['within the headers', 'HTTP/1.1 200 OK\r\nx: y'],
        ['before the body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'],
        ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nxx'],
        ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nxx'],
      ] as const
    ).map(([when, text]) =>
      failing(
        `the connection ends (${end}) ${when}`,
        raw(text, end),
        /Connection reset|Truncated answer|Malformed answer/,
      ),
    ),
  ),
  {
    ...failing('the connection ends when it is opened', 'ok', /Connection reset/),
    async prepare({ open }) {
      const server = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      open(server);
      return { inputs: { 'api-url': `http://127.0.0.1:${(server.address() as { port: number }).port}` } };
    },
    sent: [],
  },
  {
    name: 'an answer before there is a question is not taken for one',
    inputs: { integration: '1 2', 'batch-size': '1', 'max-attempts': '3', 'rate-limit': '1/s,150/m' },
    hood: {
      faults: ({ number }) =>
        number === 1
          ? raw('HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', 'stay-open')
          : { status: 400, body: { title: 'No.' } },
    },
    says: /integration 2/,
    result: 'partial',
    sent: ['1', '2'],
  },
  failing(
    'a gzip bomb, which is not unpacked',
    {
      status: 400,
      headers: { 'content-encoding': 'gzip', 'content-type': 'text/plain' },
      body: gzipSync(Buffer.alloc(50 * 1024 * 1024, 'x')),
    },
    /HTTP status 400|400/,
  ),
  failing(
    'an encoding that is none',
    { status: 400, headers: { 'content-encoding': '::error::x' }, body: { title: 'Bad.' } },
    /400 Bad\./,
  ),
  failing('UTF-16', { status: 400, body: Buffer.from('\ufeff{"title":"x"}', 'utf16le') }, /400/),
  failing('bytes', { status: 400, body: Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256)) }, /400/),
  failing('8 MB of text', { status: 400, body: 'long '.repeat(1_600_000) }, /HTTP status 400/),
  failing(
    'JSON nested by the ten thousands',
    { status: 400, body: `{"title":${'['.repeat(30_000)}${']'.repeat(30_000)}}` },
    /HTTP status 400/,
  ),
  said(
    'a title of other kinds',
    { title: { a: 1 }, message: [1], trace_id: null, code: '::error::' },
    /HTTP status 400/,
  ),
  said('a member of every object', '{"__proto__": {"title": "x"}, "constructor": 1, "toString": 2}', /HTTP status 400/),
  said(
    'commands in every field',
    {
      title: '::error::a\r\n::set-output name=result::synced',
      message: 'x ##[add-path]/tmp\n##[error]b',
      trace_id: 'ghadelimiter\nEOF\n::stop-commands::x',
    },
    /400 ::error::a ::set-output name=result::synced/,
  ),
  said(
    'blanks of every kind before a command',
    { title: '\u00a0\u3000\u2003::error::a', message: '\u0085::error::b\u2028::error::c\u2029##[error]d' },
    /400/,
  ),
  said(
    'Markdown and HTML',
    {
      title: '<img src=x onerror=alert(1)>',
      message: '](javascript:alert(1)) | ` `` ~~~ <!-- @octocat #1',
      trace_id: '`|<b>',
    },
    /400 <img/,
    { check: expectNoHtml },
  ),
  said(
    'characters that turn or hide text',
    { title: 'a\u202eb\u2066c\u200bd', message: '\u001b]8;;http://evil.example\u0007x\u001b[2J' },
    /400 a b c d/,
  ),
  ...['1e308', '-5', '-1.5', 'NaN', 'Infinity', '0x10', '', 'soon', '1;2', 'Fri, 31 Dec 9999', '::error::x', '-1 '].map(
    senseless,
  ),
  ...['99999999999', '9'.repeat(400), '1'.repeat(309), 'Fri, 31 Dec 9999 23:59:59 GMT', '31536001'].map(tooLong),
  absurd('beyond all numbers', {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1e308',
  }),
  absurd('a window of years', {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '999999999',
  }),
  absurd('negative', { 'x-ratelimit-limit': '-10', 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '-1' }),
  absurd('no number', {
    'x-ratelimit-limit': 'NaN',
    'x-ratelimit-remaining': 'Infinity',
    'x-ratelimit-reset': '::error::x',
  }),
  absurd('a limit of 0', { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }),
  absurd('more left than there is', {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '999999',
    'x-ratelimit-reset': '1',
  }),
  absurd('several of each', {
    'x-ratelimit-limit': ['10', '150'],
    'x-ratelimit-remaining': ['0', '1'],
    'x-ratelimit-reset': ['1', '60'],
  }),
  {
    ...failing('the debugging of Node', { status: 400, body: { title: 'Bad.' } }, /400 Bad\./),
    name: 'the debugging of Node shows nothing',
    exempt: { 'stack trace': 'Node prints it' },
    env: { NODE_DEBUG: 'http,https,tls,tunnel,undici,fetch' },
  },
];

function expectNoHtml({ summary }: Outcome): void {
  const outside = summary.replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
  if (/<img|<b>|<!--|\]\(javascript/.test(outside)) throw new Error(`the summary holds markup: ${outside}`);
}
