/**
 * Hood's rate limit as a pure class over a clock value: two fixed windows at once, a burst of 10 requests in a second
 * and a steady 150 in a minute (the vendor's guide on rate limits, class C). What the guide leaves open is an option.
 * The emulator runs it on the wall clock, simulations run it in virtual time.
 */

/** At most `requests` of them in each window of `lengthMs`. */
export interface Limit {
  /** From 1. */
  readonly requests: number;
  /** Milliseconds, above 0. */
  readonly lengthMs: number;
}

export interface WindowOptions {
  readonly burst: Limit;
  readonly steady: Limit;
  /**
   * Where windows start: `clock`, at the multiples of their length, so at the clock's second and minute;
   * `first-request`, at the first request that counts after the last window's end.
   */
  readonly anchor: 'clock' | 'first-request';
  /** `clock` only: milliseconds by which the windows lie later than the multiples of their length. */
  readonly phaseMs: number;
  /** The window that the `X-RateLimit-*` headers describe. `tighter`: the one with fewer requests left. */
  readonly headers: 'burst' | 'steady' | 'tighter' | 'none';
  /** How `X-RateLimit-Reset` becomes whole seconds. */
  readonly resetRounding: 'up' | 'down';
  /** Added to `X-RateLimit-Remaining`, which the guide calls an estimate. It stays between 0 and the limit. */
  readonly remainingError: number;
  /** Whether a request answered with 429 counts in the windows like any other. */
  readonly countRefused: boolean;
}

export const WINDOW_DEFAULTS: WindowOptions = {
  burst: { requests: 10, lengthMs: 1_000 },
  steady: { requests: 150, lengthMs: 60_000 },
  anchor: 'clock',
  phaseMs: 0,
  headers: 'tighter',
  resetRounding: 'up',
  remainingError: 0,
  countRefused: false,
};

/** What the `X-RateLimit-*` headers of an answer say. */
export interface RateLimit {
  readonly limit: number;
  /** Requests left in the window after this one. */
  readonly remaining: number;
  /** Until the window's end, rounded as the options say. */
  readonly resetSeconds: number;
}

/** `retryAfterSeconds`: the wait after which, if nobody else sends, the next request is admitted; at least 1. */
export type Verdict =
  | { readonly admitted: true; readonly rateLimit: RateLimit | undefined }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Both windows of one account. */
export class Windows {
  readonly #options: WindowOptions;
  readonly #burst: FixedWindow;
  readonly #steady: FixedWindow;

  /** @throws RangeError if a limit is below one request or has no length */
  constructor(options: Partial<WindowOptions> = {}) {
    this.#options = { ...WINDOW_DEFAULTS, ...options };
    this.#burst = new FixedWindow(this.#options.burst, this.#options);
    this.#steady = new FixedWindow(this.#options.steady, this.#options);
  }

  /**
   * Admits or refuses the request that arrives now.
   *
   * @param nowMs milliseconds since any origin, whole or not; never less than in the call before
   */
  arrive(nowMs: number): Verdict {
    const admitted = this.#burst.left(nowMs) > 0 && this.#steady.left(nowMs) > 0;
    if (admitted) this.#count(nowMs);
    else this.refuse(nowMs);
    return admitted
      ? { admitted, rateLimit: this.#rateLimit(nowMs) }
      : { admitted, retryAfterSeconds: this.#retryAfter(nowMs) };
  }

  /** Takes note of a request that is refused, here or for another reason than the windows. */
  refuse(nowMs: number): void {
    if (this.#options.countRefused) this.#count(nowMs);
  }

  #count(nowMs: number): void {
    this.#burst.count(nowMs);
    this.#steady.count(nowMs);
  }

  #rateLimit(nowMs: number): RateLimit | undefined {
    const window = this.#described(nowMs);
    if (window === undefined) return undefined;
    const seconds = window.msToEnd(nowMs) / 1_000;
    const estimate = window.left(nowMs) + this.#options.remainingError;
    return {
      limit: window.limit,
      remaining: Math.min(Math.max(estimate, 0), window.limit),
      resetSeconds: this.#options.resetRounding === 'up' ? Math.ceil(seconds) : Math.floor(seconds),
    };
  }

  #described(nowMs: number): FixedWindow | undefined {
    switch (this.#options.headers) {
      case 'none':
        return undefined;
      case 'burst':
        return this.#burst;
      case 'steady':
        return this.#steady;
      case 'tighter':
        return this.#burst.left(nowMs) < this.#steady.left(nowMs) ? this.#burst : this.#steady;
    }
  }

  /** Until the later end of the windows that are full; rounded up, since a shorter wait would be refused again. */
  #retryAfter(nowMs: number): number {
    const full = [this.#burst, this.#steady].filter((window) => window.left(nowMs) === 0);
    return Math.ceil(Math.max(...full.map((window) => window.msToEnd(nowMs))) / 1_000);
  }
}

/** A counter that starts anew at the end of its window. The next window opens with the first request counted in it. */
class FixedWindow {
  readonly limit: number;
  readonly #lengthMs: number;
  readonly #options: WindowOptions;
  #used = 0;
  #endMs = Number.NEGATIVE_INFINITY;

  constructor({ requests, lengthMs }: Limit, options: WindowOptions) {
    if (!(Number.isInteger(requests) && requests >= 1)) {
      throw new RangeError(`A limit takes a whole number of requests from 1, got ${requests}.`);
    }
    if (!(lengthMs > 0)) throw new RangeError(`A window's length is above 0 ms, got ${lengthMs}.`);
    this.limit = requests;
    this.#lengthMs = lengthMs;
    this.#options = options;
  }

  /** Requests that may still come before the window's end. */
  left(nowMs: number): number {
    return nowMs >= this.#endMs ? this.limit : Math.max(this.limit - this.#used, 0);
  }

  count(nowMs: number): void {
    if (nowMs >= this.#endMs) {
      this.#used = 0;
      this.#endMs = this.#endOfWindowFrom(nowMs);
    }
    this.#used += 1;
  }

  /** Milliseconds to the end of the window that is open. */
  msToEnd(nowMs: number): number {
    return this.#endMs - nowMs;
  }

  #endOfWindowFrom(nowMs: number): number {
    const { anchor, phaseMs } = this.#options;
    if (anchor === 'first-request') return nowMs + this.#lengthMs;
    return (Math.floor((nowMs - phaseMs) / this.#lengthMs) + 1) * this.#lengthMs + phaseMs;
  }
}
