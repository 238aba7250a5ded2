import type { RateWindow } from '../inputs.ts';
import type { WindowReading } from './answer.ts';

/** How long after the last sign of another client the account counts as shared. */
const MEMORY_MS = 60_000;

/** Over which time the account's use is measured. */
const MEASURE_MS = 2_000;

/** How often the rate is adjusted. */
const ADJUST_MS = 1_000;

/** The part of the burst limit that all clients together should use: above the upper one, slower; below the lower, faster. */
const UPPER = 0.8;
const LOWER = 0.6;

/** The rate is multiplied by the first, or grows by one of the other parts of the burst limit. */
const SLOW_DOWN = 0.8;
const SPEED_UP = 0.02;
const SPEED_UP_BLINDLY = 0.005;

/** Parts of the burst limit: the rate when others first show, and the least. */
const FIRST_RATE = 0.125;
const LEAST_RATE = 0.025;

interface Use {
  readonly at: number;
  readonly window: RateWindow;
  readonly used: number;
}

/**
 * Sharing the account with clients that cannot be talked to. As long as there is no sign of one, it does nothing.
 * Then requests are spread instead of sent in bursts, at a rate that falls by a part when all clients together come near
 * the burst limit, and grows by a constant when they do not: what makes rates fair when everybody does it (Chiu and Jain,
 * "Analysis of the increase and decrease algorithms", 1989).
 */
export class Sharing {
  readonly #burstPerSecond: number;
  readonly #shortestMs: number;
  readonly #longestMs: number;
  readonly #random: () => number;
  #lastSign = Number.NEGATIVE_INFINITY;
  #adjustedAt = Number.NEGATIVE_INFINITY;
  /** Requests a second. */
  #rate: number;
  #uses: Use[] = [];

  constructor(windows: readonly RateWindow[], random: () => number) {
    this.#burstPerSecond = Math.max(...windows.map(({ limit, windowMs }) => (limit * 1000) / windowMs));
    this.#shortestMs = Math.min(...windows.map(({ windowMs }) => windowMs));
    this.#longestMs = Math.max(...windows.map(({ windowMs }) => windowMs));
    this.#rate = this.#burstPerSecond * FIRST_RATE;
    this.#random = random;
  }

  /** Least time between two requests, in milliseconds. */
  gapMs(now: number): number {
    return this.#shared(now) ? 1000 / this.#rate : 0;
  }

  /** A random wait after the end of a long window, since others wait for it as well: not all should start at once. */
  spreadMs({ windowMs }: RateWindow, now: number): number {
    return windowMs < this.#longestMs ? 0 : this.#random() * this.gapMs(now);
  }

  /**
   * A random wait beyond what a 429 asks for. Whoever fills a short window does so early in it, and a second later it is as
   * full as now, so half a window more is the best guess. The end of a longer one all wait for.
   */
  retrySpreadMs(delayMs: number, now: number): number {
    return delayMs <= this.#shortestMs && this.#shortestMs < this.#longestMs
      ? (this.#shortestMs * (1 + this.#random())) / 3
      : this.#random() * this.gapMs(now);
  }

  /** Places of a window to leave free: what others may send before we hear of it. */
  reserve({ windowMs }: RateWindow, now: number): number {
    if (!this.#shared(now) || windowMs < this.#longestMs) return 0;
    return Math.ceil((this.#perSecond() * this.gapMs(now)) / 1000) + 1;
  }

  /**
   * Learns from an answer that describes a window.
   *
   * @param foreign how many new requests of others it tells of
   */
  observed(window: RateWindow, reading: WindowReading, foreign: number, now: number): void {
    const used = reading.limit - reading.remaining;
    this.#uses = this.#uses.filter(
      (use) =>
        use.at > now - MEASURE_MS - 2 * this.gapMs(now) &&
        (use.window !== window || use.used <= used || window.windowMs < MEASURE_MS),
    );
    this.#uses.push({ at: now, window, used });
    if (foreign > 0) this.#lastSign = now;
  }

  /** A request was accepted: time to look at the rate. Where no answer tells of the use, it gropes for it. */
  accepted(now: number): void {
    if (!this.#shared(now)) return;
    const load = this.#perSecond() / this.#burstPerSecond;
    const speedUp = this.#uses.length > 0 ? SPEED_UP : SPEED_UP_BLINDLY;
    if (load > UPPER) this.#setRate(this.#rate * SLOW_DOWN, now);
    else if (load < LOWER) this.#setRate(this.#rate + speedUp * this.#burstPerSecond, now);
  }

  throttled(now: number): void {
    this.#lastSign = now;
    this.#setRate(this.#rate * SLOW_DOWN ** 2, now);
  }

  /** Requests a second of all clients together, as far as the latest answers tell. */
  #perSecond(): number {
    let most = 0;
    for (const window of new Set(this.#uses.map((use) => use.window))) {
      const uses = this.#uses.filter((use) => use.window === window);
      const [first, last] = [uses[0], uses.at(-1)];
      if (window.windowMs < MEASURE_MS) {
        // The fullest a short window was seen is nearly what goes into one.
        most = Math.max(most, (Math.max(...uses.map(({ used }) => used)) * 1000) / window.windowMs);
      } else if (first && last && last.at > first.at) {
        most = Math.max(most, ((last.used - first.used) * 1000) / (last.at - first.at));
      }
    }
    return most;
  }

  #setRate(rate: number, now: number): void {
    if (now < this.#adjustedAt + ADJUST_MS) return;
    this.#rate = Math.min(this.#burstPerSecond, Math.max(rate, this.#burstPerSecond * LEAST_RATE));
    this.#adjustedAt = now;
  }

  #shared(now: number): boolean {
    return now < this.#lastSign + MEMORY_MS;
  }
}
