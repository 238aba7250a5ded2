import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Verdict, type WindowOptions, Windows } from '../../emulator/windows.ts';

/** Small limits, so that short histories meet them. */
const options = fc.record({
  burst: fc.record({ requests: fc.integer({ min: 1, max: 4 }), lengthMs: fc.constant(1_000) }),
  steady: fc.record({ requests: fc.integer({ min: 1, max: 12 }), lengthMs: fc.constantFrom(5_000, 60_000) }),
  anchor: fc.constantFrom('clock' as const, 'first-request' as const),
  phaseMs: fc.integer({ min: 0, max: 59_999 }),
  headers: fc.constantFrom('burst' as const, 'steady' as const, 'tighter' as const),
  resetRounding: fc.constantFrom('up' as const, 'down' as const),
  countRefused: fc.boolean(),
});

/** Times of arrival in quarters of a millisecond, with crowds and lulls. */
const arrivals = fc
  .tuple(
    fc.integer({ min: 0, max: 400_000 }),
    fc.array(
      fc.oneof(fc.constant(0), fc.integer({ max: 200, min: 0 }), fc.integer({ max: 5_000, min: 0 }), fc.nat(80_000)),
      { minLength: 1, maxLength: 80 },
    ),
  )
  .map(([start, gaps]) => {
    let quarters = start;
    return gaps.map((gap) => {
      quarters += gap;
      return quarters / 4;
    });
  });

interface Event {
  readonly atMs: number;
  readonly verdict: Verdict;
}

function play(history: readonly number[], given: Partial<WindowOptions>): { windows: Windows; events: Event[] } {
  const windows = new Windows(given);
  return { windows, events: history.map((atMs) => ({ atMs, verdict: windows.arrive(atMs) })) };
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly events: Event[];
}

/** The windows of one length, told from a history by the guide's words alone, each with the requests that count in it. */
function spans(events: readonly Event[], lengthMs: number, { anchor, phaseMs, countRefused }: WindowOptions): Span[] {
  const found: Span[] = [];
  for (const event of events.filter(({ verdict }) => verdict.admitted || countRefused)) {
    const last = found.at(-1);
    if (last !== undefined && event.atMs < last.endMs) {
      last.events.push(event);
    } else {
      const intoWindow = anchor === 'clock' ? (((event.atMs - phaseMs) % lengthMs) + lengthMs) % lengthMs : 0;
      const startMs = event.atMs - intoWindow;
      found.push({ startMs, endMs: startMs + lengthMs, events: [event] });
    }
  }
  return found;
}

/** The span that an event lies in, and how many requests were counted in it up to and with that event. */
function standing(event: Event, events: readonly Event[], lengthMs: number, given: WindowOptions) {
  const upToNow = events.slice(0, events.indexOf(event) + 1);
  const span = spans(upToNow, lengthMs, given).find(
    ({ startMs, endMs }) => startMs <= event.atMs && event.atMs < endMs,
  );
  return { used: span?.events.length ?? 0, msLeft: (span?.endMs ?? Number.NaN) - event.atMs };
}

const withDefaults = (given: Omit<WindowOptions, 'remainingError'>): WindowOptions => ({ ...given, remainingError: 0 });

describe('the windows of an account', () => {
  it('never admit more than the limit in any window of either length', () => {
    fc.assert(
      fc.property(arrivals, options.map(withDefaults), (history, given) => {
        const { events } = play(history, given);
        for (const { requests, lengthMs } of [given.burst, given.steady]) {
          for (const span of spans(events, lengthMs, given)) {
            expect(span.events.filter(({ verdict }) => verdict.admitted).length).toBeLessThanOrEqual(requests);
          }
        }
      }),
    );
  });

  it('refuse only what is over a limit', () => {
    fc.assert(
      fc.property(arrivals, options.map(withDefaults), (history, given) => {
        const { events } = play(history, given);
        for (const event of events.filter(({ verdict }) => !verdict.admitted)) {
          const itself = given.countRefused ? 1 : 0;
          const full = [given.burst, given.steady].some(
            ({ requests, lengthMs }) => standing(event, events, lengthMs, given).used - itself >= requests,
          );
          expect(full).toBe(true);
        }
      }),
    );
  });

  it('tell the truth about what remains, and about the end of the window within the rounding', () => {
    fc.assert(
      fc.property(arrivals, options.map(withDefaults), (history, given) => {
        const { events } = play(history, given);
        for (const event of events) {
          if (!event.verdict.admitted) continue;
          const [burst, steady] = [given.burst, given.steady].map(({ requests, lengthMs }) => {
            const { used, msLeft } = standing(event, events, lengthMs, given);
            return { limit: requests, remaining: requests - used, secondsLeft: msLeft / 1_000 };
          }) as [Truth, Truth];
          const tighter = burst.remaining < steady.remaining ? burst : steady;
          const truth = { burst, steady, tighter, none: undefined }[given.headers];
          const { limit, remaining, resetSeconds = Number.NaN } = event.verdict.rateLimit ?? {};
          expect({ limit, remaining }).toEqual({ limit: truth?.limit, remaining: truth?.remaining });
          const roundedBy = resetSeconds - (truth?.secondsLeft ?? Number.NaN);
          expect(given.resetRounding === 'up' ? roundedBy : -roundedBy).toBeGreaterThanOrEqual(0);
          expect(Math.abs(roundedBy)).toBeLessThan(1);
        }
      }),
    );
  });

  it('ask for a wait that suffices, in whole seconds, and never for a second more than needed', () => {
    fc.assert(
      fc.property(arrivals, options.map(withDefaults), (history, given) => {
        const untilRefused = [...history];
        const atMs = history.at(-1) ?? 0;
        let wait: number | undefined;
        const { windows } = play(history, given);
        while (wait === undefined) {
          untilRefused.push(atMs);
          const verdict = windows.arrive(atMs);
          if (!verdict.admitted) wait = verdict.retryAfterSeconds;
        }
        expect(Number.isInteger(wait) && wait >= 1).toBe(true);
        const afterwards = (seconds: number) =>
          play(untilRefused, given).windows.arrive(atMs + seconds * 1_000).admitted;
        expect(afterwards(wait)).toBe(true);
        expect(afterwards(wait - 1)).toBe(false);
      }),
    );
  });

  it('start anew at the second and the minute of the clock', () => {
    const windows = new Windows({ anchor: 'clock' });
    const admitted = (atMs: number, n: number) => admittedOf(windows, atMs, n);
    expect(admitted(59_900, 11)).toBe(10);
    expect(windows.arrive(59_950)).toEqual({ admitted: false, retryAfterSeconds: 1 });
    expect(admitted(60_000, 11)).toBe(10);
  });

  it('start at the first request, and again at the first one after their end', () => {
    const windows = new Windows({ anchor: 'first-request' });
    const admitted = (atMs: number, n: number) => admittedOf(windows, atMs, n);
    expect(admitted(59_900, 11)).toBe(10);
    expect(admitted(60_000, 1)).toBe(0);
    expect(admitted(60_899, 1)).toBe(0);
    expect(admitted(60_900, 1)).toBe(1);
    expect(admitted(61_899, 10)).toBe(9);
    expect(admitted(63_333, 1)).toBe(1);
    expect(admitted(64_332, 10)).toBe(9);
  });

  it('lie later by the phase', () => {
    const windows = new Windows({ anchor: 'clock', phaseMs: 300 });
    expect(admittedOf(windows, 1_250, 11)).toBe(10);
    expect(windows.arrive(1_299).admitted).toBe(false);
    expect(windows.arrive(1_300).admitted).toBe(true);
  });

  it.each(['clock', 'first-request'] as const)('hold 150 in a minute as well, from the %s on', (anchor) => {
    const windows = new Windows({ anchor });
    const perSecond = Array.from({ length: 60 }, (_, second) => admittedOf(windows, 600_000 + second * 1_000, 10));
    expect(perSecond).toEqual([...Array(15).fill(10), ...Array(45).fill(0)]);
    expect(windows.arrive(659_000)).toEqual({ admitted: false, retryAfterSeconds: 1 });
    expect(admittedOf(windows, 660_000, 10)).toBe(10);
  });

  it('count refused requests only if told to', () => {
    const remaining = (countRefused: boolean) => {
      const windows = new Windows({ countRefused, headers: 'steady' });
      admittedOf(windows, 0, 30);
      const verdict = windows.arrive(1_000);
      return verdict.admitted ? verdict.rateLimit?.remaining : undefined;
    };
    expect(remaining(false)).toBe(150 - 10 - 1);
    expect(remaining(true)).toBe(150 - 30 - 1);
  });

  it('say nothing when headers are off', () => {
    expect(new Windows({ headers: 'none' }).arrive(0)).toEqual({ admitted: true, rateLimit: undefined });
  });

  it.each([
    [-20, 0],
    [-3, 6],
    [5, 10],
  ])('may be wrong by %d about what remains, within the limit', (remainingError, said) => {
    const verdict = new Windows({ remainingError, headers: 'burst' }).arrive(0);
    expect(verdict).toEqual({ admitted: true, rateLimit: { limit: 10, remaining: said, resetSeconds: 1 } });
  });

  it.each([
    { requests: 0, lengthMs: 1 },
    { requests: 1.5, lengthMs: 1 },
    { requests: 1, lengthMs: 0 },
  ])('refuse the limit %j', (burst) => {
    expect(() => new Windows({ burst })).toThrow(RangeError);
  });
});

interface Truth {
  readonly limit: number;
  readonly remaining: number;
  readonly secondsLeft: number;
}

/** How many of `n` requests at once are admitted. */
function admittedOf(windows: Windows, atMs: number, n: number): number {
  return Array.from({ length: n }, () => windows.arrive(atMs)).filter(({ admitted }) => admitted).length;
}
