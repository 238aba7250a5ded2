import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WindowOptions } from '../../emulator/windows.ts';
import { keyOf, type Outcome, type SendResult } from '../../src/hood/outcome.ts';
import type { Answer, FailureCause, Transport, TransportFailure } from '../../src/hood/transport.ts';
import { seededRandom } from '../support/random.ts';
import { answer, failure, type Handler, idsIn } from '../support/simulated-hood.ts';
import { batchesOf, objects, type Simulation, simulate, tally } from '../support/simulation.ts';

/** A server that answers as the script says, and with 204 after its end. */
function script(...steps: (Answer | TransportFailure)[]): Handler {
  const left = [...steps];
  return () => left.shift() ?? answer(204);
}

/** A server that refuses every request with one of these ids. */
const refusing =
  (...bad: string[]): Handler =>
  (ids) =>
    ids.some((id) => bad.includes(id))
      ? answer(400, {}, { title: 'Bad request.', message: 'Not valid.' })
      : answer(204);

/** How many objects have which outcome, and why sending stopped. */
const summary = (result: SendResult) => ({ ...tally(result), ...(result.stop && { stop: result.stop.cause }) });

const outcomeOf = (result: SendResult, id: string): Outcome | undefined =>
  result.outcomes.get(`integration/${id}`) ?? result.outcomes.get(`conversion/${id}`);

describe('what is sent', () => {
  it('is every batch once, with the types that have ids', async () => {
    const { hood, result } = await simulate({ batches: batchesOf(250, 100) });
    expect(hood.arrivals.map(({ ids }) => ids.length)).toEqual([100, 100, 50]);
    expect(hood.arrivals.flatMap(({ ids }) => ids).toSorted()).toEqual(objects(250).map(keyOf).toSorted());
    expect(summary(result)).toEqual({ synced: 250 });
    expect(result.requests).toEqual({ total: 3, accepted: 3, rejected: 0, retried: 0, throttled: 0 });
    expect(result.timeline.map(({ status }) => status)).toEqual([204, 204, 204]);
  });

  it('leaves out a type without ids', async () => {
    const bodies: string[] = [];
    const wrap =
      (transport: Transport): Transport =>
      (body, signal) => {
        bodies.push(body);
        return transport(body, signal);
      };
    await simulate({ batches: [[{ type: 'conversion', id: '99999999999999999999' }]], wrap });
    expect(bodies).toEqual(['{"resync":{"conversion":["99999999999999999999"]}}']);
  });

  it('is nothing where there is nothing to send', async () => {
    const { result, hood } = await simulate({ batches: [] });
    expect(summary(result)).toEqual({});
    expect(hood.arrivals).toEqual([]);
  });

  it('goes together where it fits into one burst', async () => {
    const { durationMs } = await simulate({ batches: batchesOf(10, 1), latency: () => ({ there: 50, back: 50 }) });
    expect(durationMs).toBe(100);
  });

  it('goes alone first where it does not, and then with as many in flight as the latency needs', async () => {
    const { hood } = await simulate({ batches: batchesOf(30, 1), latency: () => ({ there: 100, back: 100 }) });
    // A place each 100 ms, and answers that take 200 ms: two in flight would do, and one more may be.
    const times = hood.arrivals.slice(0, 10).map(({ atMs }) => atMs);
    expect(times).toEqual([100, 300, 300, 300, 500, 500, 500, 700, 700, 700]);
  });
});

describe('failures that may pass', () => {
  it.each([
    ['500 twice', [answer(500), answer(500)]],
    ['each status of the contract', [408, 425, 502, 503].map((status) => answer(status))],
    ['each kind of broken connection', (['reset', 'timeout', 'truncated', 'refused'] as const).map(failure)],
  ])('%s, then the request gets through', async (_, steps) => {
    const { result } = await simulate({ batches: batchesOf(100, 100), handler: script(...steps) });
    expect(summary(result)).toEqual({ synced: 100 });
    expect(result.requests).toEqual({
      total: steps.length + 1,
      accepted: 1,
      rejected: 0,
      retried: steps.length,
      throttled: 0,
    });
    expect(result.timeline.map(({ status }) => status)).toEqual([
      ...steps.map((step) => (step.kind === 'answer' ? step.status : 0)),
      204,
    ]);
  });

  it('that do not pass leave the request failed, after its attempts, and the others get through', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(30, 10),
      handler: (ids) =>
        ids.includes('integration/1000') ? answer(500, {}, { title: 'Internal server error.' }) : answer(204),
    });
    expect(summary(result)).toEqual({ failed: 10, synced: 20 });
    expect(hood.arrivals.filter(({ status }) => status === 500)).toHaveLength(5);
    expect(outcomeOf(result, '1000')).toEqual({
      status: 'failed',
      error: { status: 500, title: 'Internal server error.' },
    });
  });

  it('Retry-After is kept to the second, also beyond the longest backoff', async () => {
    const { hood } = await simulate({
      batches: batchesOf(1, 1),
      handler: script(answer(503, { 'retry-after': '200' })),
    });
    const [first, second] = hood.arrivals;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(200_000);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeLessThan(201_000);
  });

  it('Retry-After of one request holds back the others as well', async () => {
    const { hood } = await simulate({
      batches: batchesOf(30, 1),
      handler: script(answer(503, { 'retry-after': '20' })),
    });
    expect(hood.arrivals.filter(({ atMs }) => atMs > 100 && atMs < 20_000)).toEqual([]);
  });

  it('Retry-After beyond the deadline stops at once, and says so', async () => {
    const { result, durationMs } = await simulate({
      batches: batchesOf(3, 1),
      handler: () => answer(503, { 'retry-after': '3600' }),
    });
    expect(durationMs).toBeLessThan(1_000);
    expect(result.stop).toEqual({ cause: 'deadline', message: expect.stringMatching(/asks to wait 1 h/) });
    expect(result.outcomes.size).toBe(3);
  });

  it('Retry-After as a date is kept, by the clock of the server', async () => {
    const headers = { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT', date: 'Wed, 21 Oct 2026 07:27:20 GMT' };
    for (const status of [429, 503]) {
      const { result, hood } = await simulate({ batches: batchesOf(1, 1), handler: script(answer(status, headers)) });
      expect(summary(result)).toEqual({ synced: 1 });
      const [first, second] = hood.arrivals;
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(40_000);
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeLessThan(42_000);
    }
  });

  it('an API that is down at first loses nothing', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(40, 1),
      handler: (_, now) => (now < 4_000 ? failure('refused') : answer(204)),
    });
    expect(summary(result)).toEqual({ synced: 40 });
    expect(hood.arrivals.filter(({ atMs }) => atMs < 4_000).length).toBeLessThan(30);
  });

  it('a dead API is not hammered: a few dozen requests in a minute, then the run stops', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { result, hood, durationMs } = await simulate({
        batches: batchesOf(1_000, 1),
        handler: () => failure('refused'),
        seed,
      });
      expect(result.stop).toMatchObject({
        cause: 'unreachable',
        message: expect.stringContaining('Connection refused'),
      });
      expect(hood.arrivals.length).toBeLessThan(40);
      expect(durationMs).toBeLessThan(150_000);
      expect(tally(result)['synced']).toBeUndefined();
      expect(result.outcomes.size).toBe(1_000);
    }
  });

  it('a random third of all answers lost does not stop anything', async () => {
    const random = seededRandom(4);
    const { result } = await simulate({
      batches: batchesOf(300, 1),
      handler: () => (random() < 0.33 ? failure('reset') : answer(204)),
      options: { maxAttempts: 20 },
    });
    expect(summary(result)).toEqual({ synced: 300 });
  });
});

describe('429', () => {
  it('is waited out, never early, and uses up no attempt', async () => {
    const steps = Array.from({ length: 8 }, () => answer(429, { 'retry-after': '7' }));
    const { result, hood } = await simulate({
      batches: batchesOf(1, 1),
      handler: script(...steps),
      options: { maxAttempts: 1 },
    });
    expect(summary(result)).toEqual({ synced: 1 });
    expect(result.requests).toMatchObject({ total: 9, accepted: 1, throttled: 8, retried: 8 });
    const times = hood.arrivals.map(({ atMs }) => atMs);
    for (const [index, time] of times.entries())
      if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  it('holds back the other requests as well', async () => {
    const { hood } = await simulate({
      batches: batchesOf(30, 1),
      handler: script(answer(429, { 'retry-after': '30' })),
    });
    expect(hood.arrivals.filter(({ atMs }) => atMs > 100 && atMs < 30_000)).toEqual([]);
  });

  it('that asks for more than the time that is left stops at once, and says so', async () => {
    const { result, hood, durationMs } = await simulate({
      batches: batchesOf(30, 1),
      handler: () => answer(429, { 'retry-after': '1801' }),
    });
    expect(hood.arrivals).toHaveLength(1);
    expect(durationMs).toBeLessThan(1_000);
    expect(result.stop).toEqual({ cause: 'deadline', message: expect.stringMatching(/asks to wait 30 min 1 s/) });
    expect(summary(result)).toEqual({ 'not-sent': 30, stop: 'deadline' });
  });

  it('without a time backs off', async () => {
    const { result } = await simulate({ batches: batchesOf(1, 1), handler: script(answer(429), answer(429)) });
    expect(summary(result)).toEqual({ synced: 1 });
  });

  it('with -1 means fewer in flight, at once, and the same requests get through', async () => {
    for (const mostInFlight of [1, 3, 6]) {
      const { result, hood } = await simulate({
        batches: batchesOf(120, 1),
        mostInFlight,
        latency: () => ({ there: 40, back: 40 }),
      });
      expect(summary(result)).toEqual({ synced: 120 });
      expect(hood.throttled).toBeLessThan(20);
    }
  });

  it('of an account that another client has used up is waited out in one piece', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(5, 1),
      handler: (_, now) =>
        now < 40_000 ? answer(429, { 'retry-after': String(Math.ceil((40_000 - now) / 1_000)) }) : answer(204),
    });
    expect(summary(result)).toEqual({ synced: 5 });
    expect(hood.throttled).toBeLessThanOrEqual(5);
  });
});

describe('a refused token', () => {
  it.each([401, 403])('stops at once and says what to check (%d)', async (status) => {
    const { result, hood } = await simulate({
      batches: batchesOf(500, 10),
      handler: () => answer(status, {}, { title: 'Unauthorized.' }),
    });
    expect(hood.arrivals).toHaveLength(1);
    expect(summary(result)).toEqual({ 'not-sent': 500, stop: 'token' });
    expect(result.stop?.message).toMatch(/start and end dates.*API Tokens.*Profile.*secret/);
    expect(outcomeOf(result, '1499')?.error).toMatchObject({ status, title: 'Unauthorized.' });
  });

  it('keeps what was accepted before it', async () => {
    const { result } = await simulate({
      batches: batchesOf(30, 1),
      handler: (_, now) => (now < 1_000 ? answer(204) : answer(401)),
    });
    expect(summary(result)).toEqual({ synced: 10, 'not-sent': 20, stop: 'token' });
  });
});

describe('what ends it all says what to do, word for word', () => {
  it.each<[string, Parameters<typeof simulate>[0]['handler'], string]>([
    [
      'a refused token',
      () => answer(403),
      "Hood refused the token (status 403). Check the token's start and end dates and its account (API Tokens, under Profile in Ocamba), and that the secret passed as `token` holds it.",
    ],
    [
      'an API that answers nothing but failures',
      () => answer(503, {}, { title: 'Service unavailable.', message: 'Come back later.' }),
      'Hood kept failing after repeated attempts; the last failure was "503 Service unavailable. Come back later.". Check api-url, the runner\'s network and the state of the Ocamba API, then run again.',
    ],
    [
      'a wait that is too long',
      () => answer(429, { 'retry-after': '7200' }),
      'Hood asks to wait 2 h before the next request, which is beyond the time for sending (timeout-minutes).',
    ],
  ])('%s', async (_, handler, message) => {
    const { result } = await simulate({
      batches: batchesOf(30, 10),
      ...(handler && { handler }),
      options: { deadlineMs: 3_600_000 },
    });
    expect(result.stop?.message).toBe(message);
  });
});

it('what was tried and throttled was not sent, what failed may have arrived', async () => {
  const { result } = await simulate({
    batches: batchesOf(2, 1),
    handler: (ids) => (ids[0]?.endsWith('1000') ? answer(500) : answer(429, { 'retry-after': '30' })),
    options: { deadlineMs: 20_000 },
  });
  expect(
    result.outcomes
      .values()
      .map(({ status }) => status)
      .toArray()
      .toSorted(),
  ).toEqual(['failed', 'not-sent']);
});

describe('refused ids', () => {
  it('stand alone in the end, and all others are synced', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(300, 100),
      handler: refusing('integration/1000', 'conversion/1200'),
    });
    expect(summary(result)).toEqual({ synced: 298, rejected: 2 });
    for (const id of ['1000', '1200']) {
      expect(outcomeOf(result, id)).toEqual({
        status: 'rejected',
        error: { status: 400, title: 'Bad request.', message: 'Not valid.' },
      });
    }
    for (const id of ['integration/1000', 'conversion/1200']) {
      expect(hood.arrivals.some(({ ids, status }) => ids.length === 1 && ids[0] === id && status === 400)).toBe(true);
    }
  });

  it('hold back no other batch: those go first', async () => {
    const { hood } = await simulate({ batches: batchesOf(300, 10), handler: refusing('integration/1000') });
    const halving = hood.arrivals.findIndex(({ ids }) => ids.length < 10);
    expect(halving).toBe(30);
  });

  it('in a request of its own are rejected without another', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(5, 1), handler: refusing('integration/1001') });
    expect(summary(result)).toEqual({ synced: 4, rejected: 1 });
    expect(hood.arrivals).toHaveLength(5);
  });

  it('where everything is refused alike the cause is not an id: sending stops', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(1_000, 10),
      handler: () => answer(400, {}, { title: 'Bad request.', traceId: String(Math.random()) }),
    });
    expect(result.stop).toMatchObject({ cause: 'refused-alike', message: expect.stringContaining('400 Bad request.') });
    expect(hood.arrivals.length).toBeLessThanOrEqual(10);
    const { unresolved = 0, 'not-sent': notSent = 0 } = tally(result);
    expect(unresolved).toBe(10 * hood.arrivals.length);
    expect(unresolved + notSent).toBe(1_000);
  });

  it('one accepted request among those in flight is enough to go on', async () => {
    const batches = batchesOf(50, 10);
    const bad = batches.slice(0, 4).flatMap(([first]) => (first ? [keyOf(first)] : []));
    const { result, hood } = await simulate({ batches, handler: refusing(...bad) });
    expect(hood.arrivals.slice(0, 5).map(({ status }) => status)).toEqual([400, 400, 400, 400, 204]);
    expect(summary(result)).toEqual({ synced: 46, rejected: 4 });
  });

  it('refused in different words: sending goes on', async () => {
    const { result } = await simulate({
      batches: batchesOf(40, 20),
      handler: (ids) => {
        const bad = ids.find((id) => id === 'integration/1000' || id === 'conversion/1038');
        return bad ? answer(422, {}, { title: 'Unprocessable.', message: `No such object: ${bad}` }) : answer(204);
      },
    });
    expect(summary(result)).toEqual({ synced: 38, rejected: 2 });
  });

  it('that are too many for the bound are left open, not blamed', async () => {
    const { result, hood } = await simulate({
      batches: batchesOf(1_100, 1_000),
      handler: (ids) =>
        ids.length > 1 && ids.length !== 100 ? answer(400) : ids.length === 100 ? answer(204) : answer(400),
    });
    expect(tally(result)['unresolved']).toBeGreaterThan(900);
    expect(hood.arrivals.length).toBeLessThanOrEqual(2 + 47);
    expect(result.stop).toBeUndefined();
  });

  it('404 for everything points to api-url, and fails what was sent', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(500, 10), handler: () => answer(404) });
    expect(result.stop).toMatchObject({ cause: 'refused-alike', message: expect.stringContaining('api-url') });
    expect(tally(result)['failed']).toBe(10 * hood.arrivals.length);
    expect(hood.arrivals.length).toBeLessThanOrEqual(10);
  });

  it.each([301, 307, 404, 405, 501])('%d fails its own request only, if others are accepted', async (status) => {
    const { result, hood } = await simulate({
      batches: batchesOf(30, 10),
      handler: (ids) => (ids.includes('integration/1000') ? answer(status) : answer(204)),
    });
    expect(summary(result)).toEqual({ synced: 20, failed: 10 });
    expect(hood.arrivals).toHaveLength(3);
  });
});

describe('a request that is too large', () => {
  const most =
    (size: number): Handler =>
    (ids) =>
      ids.length > size ? answer(413, {}, { title: 'Payload too large.' }) : answer(204);

  it('is split, and the size that works is kept', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(2_000, 100), handler: most(30) });
    expect(summary(result)).toEqual({ synced: 2_000 });
    const tooLarge = hood.arrivals.filter(({ status }) => status === 413);
    expect(tooLarge.map(({ ids }) => ids.length).toSorted((a, b) => b - a)).toEqual([100, 50]);
  });

  it('splits down to single ids, if it has to', async () => {
    const { result } = await simulate({ batches: batchesOf(20, 20), handler: most(1) });
    expect(summary(result)).toEqual({ synced: 20 });
  });

  it('even for one id is refused like any other', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(1_000, 100), handler: most(0) });
    expect(result.stop?.cause).toBe('refused-alike');
    expect(hood.arrivals.length).toBeLessThan(30);
  });

  it('finds refused ids in its parts as well', async () => {
    const { result } = await simulate({
      batches: batchesOf(400, 100),
      handler: (ids, now) => (ids.length > 30 ? most(30)(ids, now) : refusing('integration/1100')(ids, now)),
    });
    expect(summary(result)).toEqual({ synced: 399, rejected: 1 });
  });
});

describe('the end of the time', () => {
  it('stops sending and reports the rest as not sent', async () => {
    const { result, durationMs } = await simulate({ batches: batchesOf(400, 1), options: { deadlineMs: 20_000 } });
    expect(durationMs).toBeLessThanOrEqual(23_000);
    expect(result.stop?.cause).toBe('deadline');
    const { synced = 0, 'not-sent': notSent = 0 } = tally(result);
    expect(synced).toBe(150);
    expect(notSent).toBe(250);
  });

  it('that is over before it began sends nothing', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(4, 1), options: { deadlineMs: 0 } });
    expect(summary(result)).toEqual({ 'not-sent': 4, stop: 'deadline' });
    expect(hood.arrivals).toEqual([]);
  });
});

describe('cancellation', () => {
  it('before the start sends nothing', async () => {
    const { result, hood } = await simulate({ batches: batchesOf(4, 1), cancelAtMs: 0 });
    expect(summary(result)).toEqual({ 'not-sent': 4, stop: 'cancelled' });
    expect(hood.arrivals).toEqual([]);
  });

  it('waits 3 s for answers, then gives up on them', async () => {
    const slow = (back: number): Simulation => ({
      batches: batchesOf(5, 1),
      latency: () => ({ there: 50, back }),
      cancelAtMs: 1_000,
    });
    const inTime = await simulate(slow(3_500));
    expect(summary(inTime.result)).toEqual({ synced: 5, stop: 'cancelled' });
    const tooLate = await simulate(slow(5_000));
    expect(tooLate.durationMs).toBe(4_000);
    expect(summary(tooLate.result)).toEqual({ failed: 5, stop: 'cancelled' });
    expect(outcomeOf(tooLate.result, '1000')?.error).toMatchObject({ title: 'No answer before the run ended' });
  });

  it('at any moment ends within 3 s, sends nothing new, and claims nothing that is not so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 70_000, noNaN: true }), fc.nat(), async (cancelAtMs, seed) => {
        const random = seededRandom(seed);
        const { result, hood, durationMs } = await simulate({
          batches: batchesOf(400, 2),
          latency: () => ({ there: 400 * random(), back: 4_000 * random() ** 4 }),
          handler: (ids) => {
            if (ids.some((id) => id.endsWith('17'))) return answer(400);
            return random() < 0.1 ? answer(500) : answer(204);
          },
          cancelAtMs,
          seed,
        });
        if (result.stop === undefined) return;
        expect(durationMs).toBeLessThanOrEqual(cancelAtMs + 3_000);
        expect(hood.arrivals.every(({ atMs }) => atMs <= cancelAtMs + 400)).toBe(true);
        expect(result.outcomes.size).toBe(400);
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});

describe('the log', () => {
  it('has one line for a wait that a reader notices, with all there is to know', async () => {
    const { log } = await simulate({ batches: batchesOf(400, 1), windows: { headers: 'none' } });
    expect(log.lines).toEqual([
      expect.stringMatching(
        /^Waiting 4\d s for the limit of 150 requests in 1 min. So far 1\d\d of 400 ids synced, 1\d\d requests, 0 ids refused; done in about 1 min \d+ s\.$/,
      ),
      expect.stringMatching(/^Waiting 4\d s .* of 400 ids synced/),
    ]);
  });
});

/** Everything that can happen to a request, as a script that repeats. */
const step: fc.Arbitrary<Answer | TransportFailure> = fc.oneof(
  { arbitrary: fc.constant(answer(204)), weight: 6 },
  {
    arbitrary: fc.constantFrom(200, 400, 401, 404, 413, 422, 500, 503, 307).map((status) => answer(status)),
    weight: 3,
  },
  {
    arbitrary: fc.constantFrom<FailureCause>('refused', 'reset', 'timeout', 'truncated', 'tls', 'unknown').map(failure),
    weight: 2,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(429, 503), fc.constantFrom('-1', '0', '1', '45', '100000', 'soon'))
      .map(([status, retryAfter]) => answer(status, { 'retry-after': retryAfter })),
    weight: 2,
  },
);

describe('whatever happens', () => {
  it('every object has one outcome, and is synced only after a 2xx to a request that held it', async () => {
    const runs = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      size: fc.integer({ min: 1, max: 30 }),
      steps: fc.array(step, { minLength: 1, maxLength: 40 }),
      bad: fc.uniqueArray(fc.nat(59), { maxLength: 6 }),
      maxAttempts: fc.integer({ min: 1, max: 6 }),
      deadlineMs: fc.constantFrom(500, 30_000, 1_800_000),
      cancelAtMs: fc.option(fc.nat(60_000), { nil: undefined }),
      headers: fc.constantFrom<WindowOptions['headers']>('burst', 'steady', 'tighter', 'none'),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        runs,
        async ({ count, size, steps, bad, maxAttempts, deadlineMs, cancelAtMs, headers, seed }) => {
          const random = seededRandom(seed);
          const refused = new Set(
            bad.map((index) => objects(60)[index]).flatMap((object) => (object ? [keyOf(object)] : [])),
          );
          const acknowledged = new Set<string>();
          let received = 0;
          const wrap =
            (transport: Transport): Transport =>
            async (body, signal) => {
              const result = await transport(body, signal);
              received += 1;
              if (result.kind === 'answer' && result.status < 300) for (const id of idsIn(body)) acknowledged.add(id);
              return result;
            };
          let index = 0;
          const { result, durationMs } = await simulate({
            batches: batchesOf(count, size),
            windows: { headers, phaseMs: random() * 60_000 },
            handler: (ids) => {
              if (ids.some((id) => refused.has(id))) return answer(400);
              return steps[index++ % steps.length] ?? answer(204);
            },
            latency: () => ({ there: 200 * random(), back: 200 * random() }),
            wrap,
            seed,
            options: { maxAttempts, deadlineMs },
            ...(cancelAtMs !== undefined && { cancelAtMs }),
          });
          expect([...result.outcomes.keys()].toSorted()).toEqual(objects(count).map(keyOf).toSorted());
          for (const [key, { status, error }] of result.outcomes) {
            expect(status === 'synced').toBe(acknowledged.has(key));
            expect(error === undefined).toBe(status === 'synced');
          }
          expect(result.requests.total).toBe(received);
          expect(result.timeline).toHaveLength(received);
          const { accepted, rejected, throttled, retried, total } = result.requests;
          expect(accepted + rejected + throttled).toBeLessThanOrEqual(total);
          expect(retried).toBeLessThan(Math.max(total, 1));
          expect(durationMs).toBeLessThanOrEqual(deadlineMs + 3_000);
        },
      ),
      { numRuns: 600 },
    );
  }, 60_000);
});
