import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoff, decideRetry, type FailedAttempt, meaningOf } from '../../src/hood/retry.ts';
import type { FailureCause } from '../../src/hood/transport.ts';
import { answer, failure } from '../support/simulated-hood.ts';

describe('what an answer means', () => {
  it.each([
    ['accepted', [200, 201, 202, 204, 299]],
    ['throttled', [429]],
    ['passing', [408, 425, 500, 502, 503, 504, 521, 522, 523, 524]],
    ['refused', [400, 413, 422]],
    ['token', [401, 403]],
    ['final', [100, 301, 302, 303, 307, 308, 402, 404, 405, 409, 410, 451, 499, 501, 505, 520, 525, 600]],
  ])('%s', (meaning, statuses) => {
    expect(statuses.map((status) => meaningOf(answer(status)))).toEqual(statuses.map(() => meaning));
  });

  it('no answer may pass, unless nothing but a change could mend it', () => {
    const passing: FailureCause[] = [
      'refused',
      'reset',
      'timeout',
      'unresolved-name',
      'truncated',
      'malformed',
      'unreachable',
      'proxy',
    ];
    expect(passing.map((cause) => meaningOf(failure(cause)))).toEqual(passing.map(() => 'passing'));
    expect(meaningOf(failure('tls'))).toBe('final');
    expect(meaningOf(failure('unknown'))).toBe('final');
    expect(meaningOf(failure('aborted'))).toBe('aborted');
  });
});

describe('backoff', () => {
  it('is anything between nothing and a bound that doubles from 0.5 s to 20 s', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 20, 2_000].map((failures) => backoff(failures, () => 1));
    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
    expect(backoff(3, () => 0)).toBe(0);
    expect(backoff(3, () => 0.25)).toBe(500);
  });
});

const attempt = (overrides: Partial<FailedAttempt> = {}): FailedAttempt => ({
  meaning: 'passing',
  attempts: 1,
  maxAttempts: 5,
  throttles: 1,
  retryAfter: undefined,
  othersInFlight: false,
  budgetLeft: 10,
  now: 0,
  deadline: 60_000,
  ...overrides,
});
const half = () => 0.5;

describe('whether a request is made again', () => {
  it('a failure that may pass backs off', () => {
    expect(decideRetry(attempt({ attempts: 3 }), half)).toEqual({ retry: true, waitMs: 1_000 });
  });

  it('until the attempts are used up', () => {
    expect(decideRetry(attempt({ attempts: 4 }), half)).toMatchObject({ retry: true });
    expect(decideRetry(attempt({ attempts: 5 }), half)).toEqual({ retry: false, because: 'attempts' });
    expect(decideRetry(attempt({ maxAttempts: 1 }), half)).toEqual({ retry: false, because: 'attempts' });
  });

  it('or the run has seen too many failures in a row', () => {
    expect(decideRetry(attempt({ budgetLeft: 0 }), half)).toEqual({ retry: false, because: 'unreachable' });
  });

  it('waiting out a 429 uses up neither', () => {
    const throttled = attempt({
      meaning: 'throttled',
      attempts: 5,
      budgetLeft: 0,
      retryAfter: { kind: 'delay', ms: 7_000 },
    });
    expect(decideRetry(throttled, half)).toEqual({ retry: true, waitMs: 7_000 });
  });

  it('too many in flight waits for one of ours to end, or else backs off', () => {
    const crowded = attempt({ meaning: 'throttled', throttles: 2, retryAfter: { kind: 'in-flight' } });
    expect(decideRetry({ ...crowded, othersInFlight: true }, half)).toEqual({ retry: true, waitMs: 0 });
    expect(decideRetry(crowded, half)).toEqual({ retry: true, waitMs: 500 });
  });

  it('a 429 without a time backs off, by the number of 429s', () => {
    expect(decideRetry(attempt({ meaning: 'throttled', throttles: 4 }), half)).toEqual({ retry: true, waitMs: 2_000 });
  });

  it('never before the server permits it, never past the deadline, whatever it asks for', () => {
    const anyAttempt: fc.Arbitrary<FailedAttempt> = fc.record({
      meaning: fc.constantFrom('throttled', 'passing'),
      attempts: fc.integer({ min: 1, max: 20 }),
      maxAttempts: fc.integer({ min: 1, max: 20 }),
      throttles: fc.integer({ min: 1, max: 1_000 }),
      retryAfter: fc.oneof(
        fc.constant(undefined),
        fc.constant({ kind: 'in-flight' as const }),
        fc.record({ kind: fc.constant('delay' as const), ms: fc.oneof(fc.nat(), fc.maxSafeNat()) }),
      ),
      othersInFlight: fc.boolean(),
      budgetLeft: fc.integer({ min: -3, max: 40 }),
      now: fc.nat(),
      deadline: fc.nat(),
    });
    fc.assert(
      fc.property(anyAttempt, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failed, random) => {
        const decision = decideRetry(failed, () => random);
        if (!decision.retry) return;
        const asked = failed.retryAfter?.kind === 'delay' ? failed.retryAfter.ms : 0;
        expect(decision.waitMs).toBeGreaterThanOrEqual(asked);
        expect(decision.waitMs).toBeLessThanOrEqual(Math.max(asked, 20_000));
        if (asked > 0) expect(failed.now + asked).toBeLessThan(failed.deadline);
        if (failed.meaning === 'passing') expect(failed.attempts).toBeLessThan(failed.maxAttempts);
      }),
      { numRuns: 2_000 },
    );
  });
});
