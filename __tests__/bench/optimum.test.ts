import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { optimumMs, safeOptimumMs, safeSchedule, type Trip } from '../../bench/optimum.ts';
import { Windows } from '../../emulator/windows.ts';

const LIMIT = 3;
const WINDOWS = {
  burst: { requests: LIMIT, lengthMs: 1_000 },
  steady: { requests: 1_000, lengthMs: 60_000 },
  headers: 'none' as const,
};

const trips: fc.Arbitrary<Trip[]> = fc.array(
  fc.record({ there: fc.integer({ min: 1, max: 200 }), back: fc.integer({ min: 1, max: 200 }) }),
  { minLength: LIMIT + 1, maxLength: 20 },
);

/** How often arrivals at these times are refused, where windows begin at `phaseMs`. */
function refusals(arrivals: readonly number[], phaseMs: number): number {
  const windows = new Windows({ ...WINDOWS, phaseMs });
  return arrivals.toSorted((a, b) => a - b).filter((at) => !windows.arrive(at).admitted).length;
}

describe('the shortest time of a client that is safe for all phases', () => {
  it('is that of a client which is never refused', () => {
    fc.assert(
      fc.property(trips, fc.nat(999), (some, phase) => {
        const sent = safeSchedule(some, WINDOWS, 0);
        const arrivals = some.map(({ there }, index) => (sent[index] ?? 0) + there);
        expect(refusals(arrivals, phase)).toBe(0);
      }),
    );
  });

  it('leaves no room: a request sent earlier may be refused in some phase, by times of arrival that nobody can exclude', () => {
    const same = { there: 40, back: 60 };
    const some = Array.from({ length: LIMIT + 1 }, () => same);
    // Three at once, answered after 100 ms; the fourth not before a second has passed since.
    expect(safeOptimumMs(some, WINDOWS, 0)).toBe(1_200);
    // Sent a little earlier, it may arrive at 1,099 ms, and those before it at 100 ms: in one window that begins there.
    expect(refusals([100, 100, 100, 1_099], 100)).toBe(1);
    expect(refusals([100, 100, 100, 1_100], 100)).toBe(0);
  });

  it('is never shorter than that of a client which knows the windows', () => {
    const windows = fc.record({
      anchor: fc.constantFrom('clock' as const, 'first-request' as const),
      headers: fc.constantFrom('burst' as const, 'none' as const),
      phaseMs: fc.nat(60_000),
    });
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 400 }), (options, count) => {
        const some = Array.from({ length: count }, () => ({ there: 20, back: 40 }));
        expect(safeOptimumMs(some, options, 20)).toBeGreaterThanOrEqual(optimumMs(count, options, 20));
      }),
      { numRuns: 60 },
    );
  });

  it('of 150 requests holds a chain of fifteen: 14 s and fifteen round trips', () => {
    const some = Array.from({ length: 150 }, () => ({ there: 25, back: 35 }));
    expect(safeOptimumMs(some, {}, 25)).toBe(14_000 + 15 * 60);
  });
});
