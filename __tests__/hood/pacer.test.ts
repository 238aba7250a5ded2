import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WindowOptions } from '../../emulator/windows.ts';
import { send } from '../../src/hood/send.ts';
import type { Transport } from '../../src/hood/transport.ts';
import { RecordingLog } from '../support/log.ts';
import { seededRandom } from '../support/random.ts';
import { answer, failure, type Latency, SimulatedHood } from '../support/simulated-hood.ts';
import { batchesOf, LIMITS, simulate, tally } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const windows: fc.Arbitrary<Partial<WindowOptions>> = fc.record({
  anchor: fc.constantFrom('clock', 'first-request'),
  headers: fc.constantFrom('burst', 'steady', 'tighter', 'none'),
  resetRounding: fc.constantFrom('up', 'down'),
  phaseMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  remainingError: fc.constantFrom(0, 0, 0, -3, 2),
  countRefused: fc.boolean(),
});

/** From a server next door to one that answers after ten seconds, or now and then. */
const latency: fc.Arbitrary<(random: () => number) => Latency> = fc
  .record({
    typicalMs: fc.constantFrom(1, 20, 80, 300, 2_000, 10_000),
    spread: fc.double({ min: 0, max: 1, noNaN: true }),
    there: fc.double({ min: 0, max: 1, noNaN: true }),
    slowOnes: fc.constantFrom(0, 0, 0.02, 0.2),
  })
  .map(({ typicalMs, spread, there, slowOnes }) => (random) => () => {
    const slow = random() < slowOnes ? 1 + 20 * random() : 1;
    const total = typicalMs * slow * (1 - spread * random());
    // Mostly the same share of it on the way there, sometimes any: requests and answers overtake each other.
    const share = random() < 0.5 ? there : random();
    return { there: total * share, back: total * (1 - share) };
  });

/** Mostly within the limits of a few seconds, sometimes beyond those of a minute. */
const requests = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 40 }), weight: 3 },
  { arbitrary: fc.integer({ min: 140, max: 230 }), weight: 1 },
);

describe('as the only client, nothing is ever over a limit', () => {
  it('whatever windows, headers, latency and order', async () => {
    await fc.assert(
      fc.asyncProperty(windows, latency, requests, fc.nat(), async (options, slow, count, seed) => {
        const { hood, result } = await simulate({
          batches: batchesOf(count, 1),
          windows: options,
          latency: slow(seededRandom(seed)),
          seed,
          options: { deadlineMs: 1e9 },
        });
        expect(hood.throttled).toBe(0);
        expect(tally(result)).toEqual({ synced: count });
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it('also over many windows, and with limits of another size', async () => {
    const limits = fc.record({ burst: fc.integer({ min: 1, max: 20 }), steady: fc.integer({ min: 1, max: 200 }) });
    await fc.assert(
      fc.asyncProperty(windows, latency, limits, fc.nat(), async (options, slow, { burst, steady }, seed) => {
        const { hood } = await simulate({
          batches: batchesOf(Math.min(800, 4 * steady), 1),
          windows: {
            ...options,
            burst: { requests: burst, lengthMs: 1_000 },
            steady: { requests: steady, lengthMs: 60_000 },
          },
          latency: slow(seededRandom(seed)),
          options: {
            windows: [
              { limit: burst, windowMs: 1_000 },
              { limit: steady, windowMs: 60_000 },
            ],
            deadlineMs: 1e9,
          },
        });
        expect(hood.throttled).toBe(0);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('retries included, whatever fails', async () => {
    const failures = fc.array(
      fc.constantFrom(
        204,
        204,
        204,
        204,
        204,
        500,
        503,
        408,
        'reset' as const,
        'truncated' as const,
        'timeout' as const,
      ),
      { minLength: 5, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(windows, latency, requests, failures, fc.nat(), async (options, slow, count, steps, seed) => {
        let index = 0;
        const { hood, result } = await simulate({
          batches: batchesOf(count, 1),
          windows: options,
          latency: slow(seededRandom(seed)),
          handler: () => {
            const step = steps[index++ % steps.length] ?? 204;
            return typeof step === 'number' ? answer(step) : failure(step);
          },
          seed,
          options: { deadlineMs: 1e9, maxAttempts: 20 },
        });
        expect(hood.throttled).toBe(0);
        expect(result.requests.total).toBe(hood.arrivals.length);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('even if what the headers say of the windows is nonsense', async () => {
    const nonsense = fc.record({
      limit: fc.constantFrom('10', '150', '7', '0', 'many', undefined),
      remaining: fc.constantFrom('0', '9', '149', '-1', '1e9', undefined),
      reset: fc.constantFrom('0', '60', '3600', '1732380000', '-5', 'soon', undefined),
    });
    await fc.assert(
      fc.asyncProperty(windows, fc.array(nonsense, { minLength: 1, maxLength: 5 }), async (options, headers) => {
        let index = 0;
        const wrap =
          (transport: Transport): Transport =>
          async (body, signal) => {
            const result = await transport(body, signal);
            if (result.kind === 'failure' || result.status !== 204) return result;
            const { limit, remaining, reset } = headers[index++ % headers.length] ?? {};
            return {
              ...result,
              headers: { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset },
            };
          };
        const { hood, result } = await simulate({
          batches: batchesOf(170, 1),
          windows: options,
          wrap,
          options: { deadlineMs: 1e9 },
        });
        expect(tally(result)).toEqual({ synced: 170 });
        expect(hood.throttled).toBe(0);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('even if the headers are true for a while, and then contradict themselves', async () => {
    const lie = fc.record({
      limit: fc.constantFrom('10', '150'),
      // Nearly nothing is used, which cannot be. (That others used it all up, and a minute ends, cannot be told from the truth.)
      remaining: fc.constantFrom('140', '149'),
      reset: fc.constantFrom('0', '1', '30', '59', '60'),
    });
    const lies = fc.record({
      from: fc.integer({ min: 30, max: 300 }),
      every: fc.integer({ min: 1, max: 4 }),
      what: fc.array(lie, { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(windows, lies, async (options, { from, every, what }) => {
        let index = 0;
        const wrap =
          (transport: Transport): Transport =>
          async (body, signal) => {
            const result = await transport(body, signal);
            index += 1;
            if (result.kind === 'failure' || index < from || index % every > 0) return result;
            const { limit, remaining, reset } = what[index % what.length] ?? {};
            return {
              ...result,
              headers: { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset },
            };
          };
        const { hood } = await simulate({
          batches: batchesOf(320, 1),
          windows: options,
          wrap,
          options: { deadlineMs: 1e9 },
        });
        expect(hood.throttled).toBe(0);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

describe('the limits of the account', () => {
  it('are learnt from the headers where they are lower than configured', async () => {
    const { hood, result } = await simulate({
      batches: batchesOf(250, 1),
      windows: { steady: { requests: 100, lengthMs: 60_000 }, headers: 'steady', phaseMs: 20_000 },
    });
    expect(hood.throttled).toBe(0);
    expect(tally(result)).toEqual({ synced: 250 });
  });

  it('are kept as configured where that is lower, to leave room for others', async () => {
    for (const headers of ['burst', 'steady', 'tighter', 'none'] as const) {
      const { hood } = await simulate({
        batches: batchesOf(200, 1),
        windows: { headers, phaseMs: 7_000 },
        options: {
          windows: [
            { limit: 4, windowMs: 1_000 },
            { limit: 60, windowMs: 60_000 },
          ],
        },
      });
      const minutes = [0, 1, 2, 3, 4].map(
        (minute) => hood.arrivals.filter(({ atMs }) => Math.floor((atMs + 53_000) / 60_000) === minute).length,
      );
      expect(Math.max(...minutes)).toBe(60);
      for (const { atMs } of hood.arrivals) {
        const second = hood.arrivals.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000);
        expect(second.length).toBeLessThanOrEqual(4);
      }
    }
  });
});

describe('what the headers teach', () => {
  const LOAD = { batches: batchesOf(300, 1), options: { deadlineMs: 1e9 } };

  it('lets a run go on as soon as the minute is over', async () => {
    for (const resetRounding of ['up', 'down'] as const) {
      for (const phaseMs of [20_000, 30_500, 59_000]) {
        const { durationMs } = await simulate({ ...LOAD, windows: { headers: 'steady', resetRounding, phaseMs } });
        // The minute ends at `phaseMs`; of the next one, 150 requests take 15 s.
        expect(durationMs).toBeLessThan(phaseMs + 15_000 + 2_500);
      }
    }
  });

  it('is not needed: without them a minute passes from the answers', async () => {
    const { durationMs } = await simulate({ ...LOAD, windows: { headers: 'none', phaseMs: 16_000 } });
    expect(durationMs).toBeGreaterThan(74_000);
    expect(durationMs).toBeLessThan(77_000);
  });
});

describe('several clients of one account', () => {
  /** Runs clients that know nothing of each other; they start within five seconds. */
  async function together(clients: number, windows: Partial<WindowOptions>, seed: number) {
    const clock = new VirtualClock();
    const hood = new SimulatedHood(clock, { ...windows, phaseMs: seed * 11_111 });
    const ends: number[] = [];
    const client = async (index: number) => {
      const random = seededRandom(100 * seed + index);
      await clock.sleep(random() * 5_000);
      const transport = hood.transport(() => ({ there: 20 + 20 * random(), back: 20 + 20 * random() }));
      const ports = { transport, clock, random, log: new RecordingLog(), cancel: new AbortController().signal };
      const options = { windows: LIMITS, maxAttempts: 5, deadlineMs: 1e9 };
      const count = 560 / clients;
      expect(tally(await send(batchesOf(count, 1), options, ports))).toEqual({ synced: count });
      ends.push(clock.now());
    };
    await clock.run(Promise.all(Array.from({ length: clients }, (_, index) => client(index))));
    return { throttled: hood.throttled, first: Math.min(...ends), last: Math.max(...ends) };
  }

  it.each([
    [2, 'steady'],
    [2, 'tighter'],
    [4, 'steady'],
    [4, 'tighter'],
  ] as const)(
    'share it: %d of them, headers %s: hardly any 429, and nobody waits much longer than the others',
    async (clients, headers) => {
      let throttled = 0;
      for (const anchor of ['clock', 'first-request'] as const) {
        for (let seed = 1; seed <= 10; seed += 1) {
          const run = await together(clients, { headers, anchor }, seed);
          throttled += run.throttled;
          expect(run.last).toBeLessThan(255_000);
          expect(run.first).toBeGreaterThan(0.5 * run.last);
        }
      }
      expect((1_000 * throttled) / (20 * 560)).toBeLessThanOrEqual(5);
    },
  );
});
