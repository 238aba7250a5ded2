import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readProblem, readRetryAfter, readWindow } from '../../src/hood/answer.ts';
import { decideRetry, type FailedAttempt, meaningOf } from '../../src/hood/retry.ts';
import { CASES } from './cases.ts';

/** What servers answer, from the documented to the absurd. */

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '-1',
    '0',
    '-0',
    '+1',
    '1e9',
    '0x10',
    'NaN',
    'Infinity',
    '1,1',
    '10, 150',
    '1.5',
    '.5',
    '5.',
    '٣',
    '１',
    '99999999999999999999',
    '9'.repeat(400),
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Thu, 99 Jan 1970 99:99:99 GMT',
    '2026-11-24T10:00:00Z',
    'tomorrow',
  ),
  fc.integer().map(String),
  fc.double().map(String),
);
const header = fc.option(value, { nil: undefined });

describe('X-RateLimit headers', () => {
  it('are three plain numbers that make sense together, or no reading at all', () => {
    fc.assert(
      fc.property(header, header, header, (limit, remaining, reset) => {
        const reading = readWindow({
          'x-ratelimit-limit': limit,
          'x-ratelimit-remaining': remaining,
          'x-ratelimit-reset': reset,
        });
        if (!reading) return;
        for (const number of Object.values(reading))
          expect(Number.isSafeInteger(number) && number >= 0 && number < 1e9).toBe(true);
        expect(reading.limit).toBeGreaterThan(0);
        expect(reading.remaining).toBeLessThanOrEqual(reading.limit);
        expect([reading.limit, reading.remaining, reading.resetSeconds]).toEqual([limit, remaining, reset].map(Number));
      }),
      CASES,
    );
  });

  it('are read as they are sent', () => {
    const number = fc.nat(999_999_999);
    fc.assert(
      fc.property(
        number.filter((limit) => limit > 0),
        number,
        number,
        fc.constantFrom('', ' ', '\t'),
        (limit, some, resetSeconds, blank) => {
          const remaining = some % (limit + 1);
          const headers = {
            'x-ratelimit-limit': `${blank}${limit}`,
            'x-ratelimit-remaining': `${remaining}${blank}`,
            'x-ratelimit-reset': String(resetSeconds),
          };
          expect(readWindow(headers)).toEqual({ limit, remaining, resetSeconds });
        },
      ),
      CASES,
    );
  });
});

describe('Retry-After', () => {
  it('is a time from now on, a matter of requests in flight, or absent', () => {
    fc.assert(
      fc.property(header, header, fc.integer({ min: 0, max: 4e12 }), (value, date, wallNow) => {
        const read = readRetryAfter({ 'retry-after': value, date }, wallNow);
        if (read?.kind === 'delay') expect(read.ms).toBeGreaterThanOrEqual(0);
        expect(read?.kind === 'in-flight').toBe(value?.trim() === '-1');
      }),
      CASES,
    );
  });

  it('is never taken for a shorter time than it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true })), (seconds) => {
        const text = /e/.test(String(seconds)) ? seconds.toFixed(9) : String(seconds);
        const read = readRetryAfter({ 'retry-after': text });
        expect(read).toMatchObject({ kind: 'delay' });
        expect(read?.kind === 'delay' && read.ms).toBeGreaterThanOrEqual(Number(text) * 1000);
        expect(read?.kind === 'delay' && read.ms).toBeLessThan(Number(text) * 1000 + 1);
      }),
      CASES,
    );
  });

  it('is a date, by the clock of the server', () => {
    const second = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(second, second, fc.boolean(), (now, then, tells) => {
        const read = readRetryAfter(
          {
            'retry-after': new Date(then * 1000).toUTCString(),
            date: tells ? new Date(now * 1000).toUTCString() : undefined,
          },
          tells ? 0 : now * 1000,
        );
        expect(read).toEqual({ kind: 'delay', ms: Math.max(0, (then - now) * 1000) });
      }),
      CASES,
    );
  });
});

describe('the body of an error', () => {
  const SECRET = 's3cret-tok3n';
  const scrub = (text: string) => text.replaceAll(SECRET, '***');
  const said = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.constantFrom(
          SECRET,
          SECRET.slice(0, 6),
          '\n',
          '\r\n',
          '::error::',
          '##[error]',
          '\u2028',
          '\u202e',
          'x'.repeat(495),
        ),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(''));
  const field = fc.oneof(
    said,
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(said, { maxLength: 2 }),
    fc.dictionary(said, said, { maxKeys: 2 }),
  );
  const body = fc.oneof(
    said,
    said.map((text) => `<html>${text}`),
    fc
      .record({ code: field, title: field, message: field, trace_id: field }, { requiredKeys: [] })
      .map((of) => JSON.stringify(of)),
    fc.json(),
    fc.record({ title: said }).map((of) => JSON.stringify(of).slice(0, -2)),
  );

  it('comes to short texts of one line without a secret, whatever it is', () => {
    fc.assert(
      fc.property(body, (body) => {
        for (const [name, text] of Object.entries(readProblem(body, scrub))) {
          expect(['title', 'message', 'traceId']).toContain(name);
          expect(text).not.toBe('');
          expect(text.length).toBeLessThanOrEqual(500);
          expect(text).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u);
          expect(text).not.toContain(SECRET);
          // Cut after the secret was taken out, so no beginning of it is left at the end.
          expect(text.endsWith(`${SECRET.slice(0, 8)}…`)).toBe(false);
        }
      }),
      CASES,
    );
  });
});

describe('a failed attempt', () => {
  const attempt: fc.Arbitrary<FailedAttempt> = fc.record({
    meaning: fc.constantFrom('throttled', 'passing'),
    attempts: fc.integer({ min: 1, max: 25 }),
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    throttles: fc.integer({ min: 1, max: 100 }),
    retryAfter: fc.oneof(
      fc.constant(undefined),
      fc.constant({ kind: 'in-flight' as const }),
      fc.nat(4_000_000).map((ms) => ({ kind: 'delay' as const, ms })),
    ),
    othersInFlight: fc.boolean(),
    budgetLeft: fc.integer({ min: -1, max: 5 }),
    now: fc.nat(1_000_000),
    deadline: fc.nat(3_000_000),
  });

  it('is never tried again before the server permits it, nor beyond its attempts; and a pause is at most 20 s where none is asked for', () => {
    fc.assert(
      fc.property(attempt, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const decision = decideRetry(attempt, () => random);
        const asked = attempt.retryAfter?.kind === 'delay' ? attempt.retryAfter.ms : 0;
        if (!decision.retry) {
          if (decision.because === 'deadline') expect(attempt.now + asked).toBeGreaterThanOrEqual(attempt.deadline);
          // Waiting out a 429 uses no attempt up.
          else expect(attempt.meaning).toBe('passing');
          return;
        }
        expect(decision.waitMs).toBeGreaterThanOrEqual(asked);
        expect(decision.waitMs).toBeLessThanOrEqual(Math.max(asked, 20_000));
        if (attempt.meaning === 'passing') {
          expect(attempt.attempts).toBeLessThan(attempt.maxAttempts);
          expect(attempt.budgetLeft).toBeGreaterThan(0);
        }
      }),
      CASES,
    );
  });
});

it('every status has a meaning: 2xx and nothing else is accepted, no redirect is followed or tried again', () => {
  for (let status = 0; status < 1000; status += 1) {
    const meaning = meaningOf({ kind: 'answer', status, headers: {}, problem: {} });
    expect(meaning === 'accepted').toBe(status >= 200 && status < 300);
    if (status >= 300 && status < 400) expect(meaning).toBe('final');
    expect(meaning === 'passing').toBe([408, 425, 500, 502, 503, 504, 521, 522, 523, 524].includes(status));
    expect(meaning === 'refused').toBe([400, 413, 422].includes(status));
    expect(meaning === 'token').toBe([401, 403].includes(status));
    expect(meaning === 'throttled').toBe(status === 429);
  }
});
