import type { RetryAfter } from './answer.ts';
import type { Answer, FailureCause, TransportFailure } from './transport.ts';

/** What a result means for its request (the contract's chapter "Sending"). */
export type Meaning =
  | 'accepted'
  /** 429: over a limit; nothing is wrong with the request. */
  | 'throttled'
  /** A failure that may pass. */
  | 'passing'
  /** The API does not take this body: one of its ids, or its size, or something that all bodies share. */
  | 'refused'
  /** 401, 403. */
  | 'token'
  /** Given up by ourselves, since the run is to end. */
  | 'aborted'
  /** Anything else, redirects among it: the same request would end the same way. */
  | 'final';

/** First and longest backoff before jitter, from the contract. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;

const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504, 521, 522, 523, 524]);
const REFUSING_STATUSES: ReadonlySet<number> = new Set([400, 413, 422]);
/** Not among them: a failed TLS handshake, and what we do not know. */
const PASSING_CAUSES: ReadonlySet<FailureCause> = new Set([
  'refused',
  'reset',
  'timeout',
  'unresolved-name',
  'truncated',
  'malformed',
  'unreachable',
  'proxy',
]);

export function meaningOf(result: Answer | TransportFailure): Meaning {
  if (result.kind === 'failure') {
    if (result.cause === 'aborted') return 'aborted';
    return PASSING_CAUSES.has(result.cause) ? 'passing' : 'final';
  }
  const { status } = result;
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'token';
  if (REFUSING_STATUSES.has(status)) return 'refused';
  return PASSING_STATUSES.has(status) ? 'passing' : 'final';
}

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): anything between nothing and a bound that
 * doubles from 0.5 s to 20 s.
 *
 * @param failures failures so far, from 1
 * @param random from 0 up to, but not including, 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}

/** One failed attempt at a request, and what is left to spend. Times are in milliseconds on one clock. */
export interface FailedAttempt {
  readonly meaning: 'throttled' | 'passing';
  /** Attempts at this request that count, this one included: those answered with 429 do not. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** 429s for this request so far, this one included. */
  readonly throttles: number;
  readonly retryAfter: RetryAfter | undefined;
  /** Whether other requests of ours are in flight. */
  readonly othersInFlight: boolean;
  /** How many more failures in a row the whole run may see. */
  readonly budgetLeft: number;
  readonly now: number;
  readonly deadline: number;
}

export type RetryDecision =
  | { readonly retry: true; readonly waitMs: number }
  /** `attempts`: this request had its share; `unreachable`, `deadline`: nothing else need be tried either. */
  | { readonly retry: false; readonly because: 'attempts' | 'unreachable' }
  | { readonly retry: false; readonly because: 'deadline'; readonly askedMs: number };

/** Whether a request is made again, and after which pause. Never before the server permits it. */
export function decideRetry(attempt: FailedAttempt, random: () => number): RetryDecision {
  const { meaning, retryAfter, now, deadline } = attempt;
  if (meaning === 'passing') {
    if (attempt.budgetLeft <= 0) return { retry: false, because: 'unreachable' };
    if (attempt.attempts >= attempt.maxAttempts) return { retry: false, because: 'attempts' };
  }
  const asked = retryAfter?.kind === 'delay' ? retryAfter.ms : 0;
  if (asked > 0 && now + asked >= deadline) return { retry: false, because: 'deadline', askedMs: asked };
  if (meaning === 'passing') return { retry: true, waitMs: Math.max(asked, backoff(attempt.attempts, random)) };
  // Where the server names a time, or one of ours has to end first, that is the pause.
  const told = retryAfter?.kind === 'delay' || (retryAfter?.kind === 'in-flight' && attempt.othersInFlight);
  return { retry: true, waitMs: told ? asked : backoff(attempt.throttles, random) };
}
