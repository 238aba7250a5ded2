import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import {
  type Emulator,
  type EmulatorOptions,
  RESYNC_PATH,
  type RecordedRequest,
  startEmulator,
} from '../../emulator/server.ts';
import { until } from '../support/until.ts';
import { type Post, post, TOKEN } from './post.ts';

const started: Emulator[] = [];

async function emulate(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  started.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((emulator) => emulator.close()));
});

/** The statuses of requests sent one after the other. */
async function statuses(url: string, ...posts: readonly Post[]): Promise<number[]> {
  const all: number[] = [];
  for (const given of posts) all.push((await post(url, given)).status);
  return all;
}

const times = (n: number, given: Post = {}): Post[] => Array.from({ length: n }, () => given);

const resync = (integration: readonly string[], conversion?: readonly string[]): Post => ({
  body: { resync: { integration, ...(conversion && { conversion }) } },
});

/** The headers of an answer that speak of limits. */
const limitHeaders = (response: Response): Record<string, string> =>
  Object.fromEntries([...response.headers].filter(([name]) => /^(x-ratelimit-.*|retry-after)$/.test(name)));

/** The next exchange that ends, in a server started with this `onEnd`. */
function ends(): { onEnd: (request: RecordedRequest) => void; next: () => Promise<RecordedRequest> } {
  const waiting: ((request: RecordedRequest) => void)[] = [];
  return {
    onEnd: (request) => waiting.shift()?.(request),
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

describe('a request that is in order', () => {
  it('is accepted with 204, no body, and the headers of the tighter window', async () => {
    const { url } = await emulate({ now: () => 58_250 });
    const response = await post(url);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(limitHeaders(response)).toEqual({
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '9',
      'x-ratelimit-reset': '1',
    });
  });

  it('is recorded with its ids in their order, and without its token', async () => {
    const { onEnd, next } = ends();
    const { url, requests } = await emulate({ now: () => 5_000, onEnd });
    const ended = next();
    await post(url, resync(['20', '3'], ['17236162066430100298']));
    await ended;
    expect(requests).toEqual([
      {
        number: 1,
        arrivedAtMs: 5_000,
        endedAtMs: 5_000,
        account: '<token 1>',
        method: 'POST',
        url: RESYNC_PATH,
        headers: expect.objectContaining({ authorization: 'Bearer <token 1>', 'content-type': 'application/json' }),
        body: { resync: { integration: ['20', '3'], conversion: ['17236162066430100298'] } },
        ids: ['integration/20', 'integration/3', 'conversion/17236162066430100298'],
        status: 204,
        note: 'accepted',
      },
    ]);
  });

  it('shows a token that a client put where it does not belong', async () => {
    const { url, requests } = await emulate();
    await post(url, { body: { note: TOKEN } });
    expect(JSON.stringify(requests)).toContain(TOKEN);
  });

  it('takes as long as the latency says', async () => {
    const { onEnd, next } = ends();
    const { url } = await emulate({ latencyMs: [10, 50], random: () => 0.5, onEnd });
    const ended = next();
    await post(url);
    const { arrivedAtMs, endedAtMs = 0 } = await ended;
    // A timer may fire a fraction of a millisecond early.
    expect(endedAtMs - arrivedAtMs).toBeGreaterThanOrEqual(29);
  });
});

describe('limits', () => {
  it('hold for each token by itself; 429 says how long to wait and carries no X-RateLimit headers', async () => {
    let nowMs = 0;
    const { url } = await emulate({ now: () => nowMs });
    expect(await statuses(url, ...times(10))).toEqual(Array(10).fill(204));

    const refused = await post(url);
    expect(refused.status).toBe(429);
    expect(limitHeaders(refused)).toEqual({ 'retry-after': '1' });
    expect(await statuses(url, { token: 'the-token-of-another' })).toEqual([204]);

    nowMs = 1_000;
    expect(await statuses(url, {})).toEqual([204]);
  });

  it('count requests that are not valid, and not those whose token is refused', async () => {
    const { url } = await emulate({ now: () => 0, tokens: [TOKEN] });
    const all = await statuses(url, ...times(9, { body: {} }), ...times(5, { token: 'unknown-token' }), {}, {});
    expect(all).toEqual([...Array(9).fill(400), ...Array(5).fill(401), 204, 429]);
  });

  it.each([
    [false, '8'],
    [true, '7'],
  ])(
    'on requests in flight: a place is free when one ends (refused ones count: %s)',
    async (countRefused, remaining) => {
      const { onEnd, next } = ends();
      const { url, requests } = await emulate({
        now: () => 0,
        maxInFlight: 1,
        faults: ['hang'],
        windows: { countRefused, headers: 'burst' },
        onEnd,
      });
      const impatience = new AbortController();
      const arrived = post(url, { signal: impatience.signal }).catch((error: Error) => error.name);
      await until(() => requests.length === 1);

      const refusedEnd = next();
      const refused = await post(url);
      expect(refused.status).toBe(429);
      expect(limitHeaders(refused)).toEqual({ 'retry-after': '-1' });
      expect(await statuses(url, { token: 'the-token-of-another' })).toEqual([204]);
      await refusedEnd;

      const freed = until(() => requests[0]?.endedAtMs !== undefined);
      impatience.abort();
      await freed;
      expect(await arrived).toBe('AbortError');
      const accepted = await post(url);
      expect([accepted.status, limitHeaders(accepted)['x-ratelimit-remaining']]).toEqual([204, remaining]);
    },
  );
});

describe('a request that is not in order', () => {
  it.each([
    ['no token', { token: '' }, 401],
    ['a token that is not accepted', { token: 'unknown-token' }, 401],
    ['a token that may not do this', { token: 'forbidden-token' }, 403],
    ['no JSON', { body: '{"resync":' }, 400],
    ['a body that is not valid', { body: { resync: { integration: [1628] } } }, 400],
    ['another content type', { contentType: 'text/plain' }, 400],
    ['more ids than a batch may hold', resync(['1', '2'], ['3']), 413],
    ['a body beyond 1 MiB', { body: 'x'.repeat(1024 * 1024 + 1) }, 413],
  ])('is refused: %s', async (_, given, status) => {
    const { url } = await emulate({ tokens: [TOKEN], forbiddenTokens: ['forbidden-token'], maxBatch: 2 });
    const response = await post(url, given);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      code: status,
      title: expect.any(String),
      trace_id: expect.any(String),
    });
    expect(await statuses(url, resync(['1', '2']))).toEqual([204]);
  });

  it('is refused by its path or method', async () => {
    const { url } = await emulate();
    expect((await fetch(`${url}/v1/hood/sync`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}${RESYNC_PATH}`)).status).toBe(405);
  });

  it('is refused whole when one of its ids is bad, by id or by type and id', async () => {
    const { url } = await emulate({ badIds: ['7', 'conversion/8'], refusalStatus: 422 });
    expect(
      await statuses(url, resync(['1', '7']), resync(['1'], ['7']), resync(['1'], ['8']), resync(['8'], ['1'])),
    ).toEqual([422, 422, 422, 204]);
  });

  it('is refused for unknown ids only if told to', async () => {
    const strict = await emulate({ unknownIds: 'refuse', knownIds: ['1', 'integration/2'] });
    expect(await statuses(strict.url, resync(['1', '2'], ['1']), resync(['3']), resync(['1'], ['2']))).toEqual([
      204, 400, 400,
    ]);
    const lenient = await emulate({ knownIds: ['1'] });
    expect(await statuses(lenient.url, resync(['3']))).toEqual([204]);
  });
});

describe('faults', () => {
  it('befall one admitted request after another, then nothing goes wrong', async () => {
    const { url, requests } = await emulate({ tokens: [TOKEN], faults: ['500', 'ok', '503:7', '429:-1'] });
    expect(await statuses(url, {}, { token: 'unknown-token' }, {}, {}, {}, {})).toEqual([500, 401, 204, 503, 429, 204]);
    expect(requests.map(({ note }) => note)).toEqual([
      'fault 500',
      'token not accepted',
      'accepted',
      'fault 503:7',
      'fault 429:-1',
      'accepted',
    ]);
  });

  it('may depend on the request', async () => {
    const { url } = await emulate({ faults: ({ ids }) => (ids.includes('integration/666') ? '500' : undefined) });
    expect(await statuses(url, resync(['666']), resync(['1']), resync(['1', '666']))).toEqual([500, 204, 500]);
  });

  /** What a fault answers to a single request. */
  async function answerTo(fault: Fault): Promise<Response> {
    const { url } = await emulate({ faults: [fault], now: () => 0 });
    return post(url);
  }

  it('are checked at the start', async () => {
    for (const fault of [
      'nonsense',
      'reset:1',
      '600',
      '42',
      'redirect',
      'redirect:nowhere',
      'html:many',
      'constructor',
    ]) {
      await expect(startEmulator({ faults: [fault as Fault] })).rejects.toThrow(`"${fault}" is no fault.`);
    }
  });

  it('STATUS:RETRY-AFTER answers so, whatever the wait', async () => {
    const response = await answerTo('503:Wed, 21 Oct 2015 07:28:00 GMT');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, 'Wed, 21 Oct 2015 07:28:00 GMT']);
    expect(limitHeaders(await answerTo('429:3'))).toEqual({ 'retry-after': '3' });
  });

  it('any answer can be given', async () => {
    const response = await answerTo({ status: 418, headers: { 'x-trace': 'pot' }, body: { code: 'tea' } });
    expect([response.status, response.headers.get('x-trace'), await response.json()]).toEqual([
      418,
      'pot',
      { code: 'tea' },
    ]);
  });

  it('reset: the connection is reset', async () => {
    await expect(answerTo('reset')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('garbage: what comes is no HTTP', async () => {
    await expect(answerTo('garbage')).rejects.toMatchObject({ cause: { name: 'HTTPParserError' } });
  });

  it.each([
    ['truncate', 500],
    ['truncate:200', 200],
  ] as const)('%s: the answer ends before its length', async (fault, status) => {
    const response = await answerTo(fault);
    expect(response.status).toBe(status);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('slow-body: the body comes, and does not end', async () => {
    const response = await answerTo('slow-body');
    const reader = response.body?.getReader();
    expect(response.status).toBe(500);
    expect((await reader?.read())?.done).toBe(false);
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
  });

  it('hang: no answer comes, and the record says so', async () => {
    const { onEnd, next } = ends();
    const { url, requests, close } = await emulate({ faults: ['hang'], onEnd });
    const ended = next();
    const answer = post(url).then(
      () => 'answered',
      () => 'gone',
    );
    await until(() => requests[0]?.note === 'fault hang');
    await close();
    expect(await answer).toBe('gone');
    expect(await ended).toMatchObject({ status: 0, note: 'fault hang', endedAtMs: expect.any(Number) });
  });

  it('redirect: asks to send the request elsewhere', async () => {
    const response = await answerTo('redirect:http://127.0.0.1:9/elsewhere');
    expect([response.status, response.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/elsewhere']);
  });

  it('echo-token: the answer repeats the token', async () => {
    const body = await (await answerTo('echo-token')).json();
    expect(body).toEqual({
      code: 400,
      title: 'Bad request.',
      message: expect.stringContaining(TOKEN),
      trace_id: TOKEN,
    });
  });

  it('oversized: the body is beyond any reason', async () => {
    expect((await (await answerTo('oversized')).text()).length).toBeGreaterThan(8_000_000);
  });

  it('bogus-headers: the limits are nonsense', async () => {
    expect(limitHeaders(await answerTo('bogus-headers'))).toEqual({
      'x-ratelimit-limit': 'many',
      'x-ratelimit-remaining': '-5',
      'x-ratelimit-reset': '1e309',
      'retry-after': 'soon',
    });
  });

  it('html: a gateway answers', async () => {
    const response = await answerTo('html:504');
    expect([response.status, response.headers.get('content-type')]).toEqual([504, 'text/html']);
    expect(await response.text()).toContain('<h1>');
  });

  it('200-without-body: another success than documented', async () => {
    const response = await answerTo('200-without-body');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('204-with-body: bytes follow where none may', async () => {
    const { url } = await emulate({ faults: ['204-with-body'] });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const body = '{"resync":{"integration":["1"]}}';
    socket.write(
      `POST ${RESYNC_PATH} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${TOKEN}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 204 .*\r\n\r\n\{\}$/s);
  });
});

describe('the server', () => {
  it('listens on loopback alone, and frees its port', async () => {
    const first = await emulate();
    expect(new URL(first.url).hostname).toBe('127.0.0.1');
    await first.close();
    const second = await emulate({ port: Number(new URL(first.url).port) });
    expect(second.url).toBe(first.url);
  });

  it('says when its port is taken', async () => {
    const { url } = await emulate();
    await expect(startEmulator({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('survives a client that goes away within its request', async () => {
    const { onEnd, next } = ends();
    const { url, requests } = await emulate({ onEnd });
    const ended = next();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST ${RESYNC_PATH} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 9\r\n\r\n{`,
    );
    await until(() => requests.length === 1);
    socket.destroy();
    expect(await ended).toMatchObject({ status: 0, note: 'no answer' });
    expect(await statuses(url, {})).toEqual([204]);
  });

  it('records no answer for a client that did not wait', async () => {
    const { onEnd, next } = ends();
    const answersAreDue = Promise.withResolvers<void>();
    const { url, requests } = await emulate({ latencyMs: 20, sleep: () => answersAreDue.promise, onEnd });
    const ended = next();
    const impatience = new AbortController();
    const gone = post(url, { signal: impatience.signal }).catch((error: Error) => error.name);
    await until(() => requests[0]?.ids.length === 1);
    impatience.abort();
    expect(await gone).toBe('AbortError');
    await ended;
    answersAreDue.resolve();
    expect(await statuses(url, {})).toEqual([204]);
    expect(requests[0]).toMatchObject({ status: 0, note: 'no answer' });
  });
});
