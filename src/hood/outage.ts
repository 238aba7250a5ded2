import { backoff } from './retry.ts';

/**
 * Failures in a row, over all requests. A single failure concerns its own request; when the next one fails as well, the
 * API itself is in trouble, and every request backs off until one is answered, so that a dead API is not hammered.
 *
 * Failures are counted in rounds: requests that were in flight together fail together.
 */
export class Outage {
  #rounds = 0;
  #roundBegan = Number.NEGATIVE_INFINITY;
  readonly #mostRounds: number;

  /** @param mostRounds rounds of failures after which the run gives up, from 1 */
  constructor(mostRounds: number) {
    this.#mostRounds = mostRounds;
  }

  /** Whether all requests should go one at a time. */
  get suspected(): boolean {
    return this.#rounds >= 2;
  }

  /** Rounds of failures that may still be borne. */
  get budgetLeft(): number {
    return this.#mostRounds - this.#rounds;
  }

  /** Any answer of the API itself. */
  answered(): void {
    this.#rounds = 0;
  }

  /**
   * A failure that may pass.
   *
   * @returns until when nothing should be sent, in milliseconds on the clock
   */
  failed(sentAt: number, now: number, random: () => number): number {
    if (sentAt >= this.#roundBegan) {
      this.#rounds += 1;
      this.#roundBegan = now;
    }
    return this.suspected ? now + backoff(this.#rounds - 1, random) : now;
  }
}
