/** Accepted requests after which one more in flight is tried, the first time. */
const FIRST_PATIENCE = 30;

/** The part of a new latency in the average. */
const NEWEST = 0.2;

/**
 * How many requests may be in flight at once: as many as fill the burst limit at the latency seen (Little's law), and one
 * more. With more, nothing would be faster, and more would be refused when others use the account. The first request goes
 * alone: its answer tells the latency, and whether others are at work. Requests that all fit into one burst go together.
 *
 * The API has a limit of its own and does not document it; it answers 429 with `Retry-After: -1` beyond it. The number is
 * halved at once then, and grows by one after many accepted requests, more of them each time.
 */
export class InFlight {
  #current = 0;
  #latencyMs: number | undefined;
  readonly #burst: number;
  readonly #perMs: number;
  /** Whether all requests fit into one burst. */
  readonly #few: boolean;
  /** What the API bears, as far as it has said so. */
  #borne: number;
  #patience = FIRST_PATIENCE;
  #acceptedSince = 0;
  #shrunkAt = Number.NEGATIVE_INFINITY;
  /** One at a time, while the API is in trouble. */
  singly = false;

  /**
   * @param burst the account's limit for the shortest window
   * @param requests how many requests are expected
   */
  constructor(burst: { readonly limit: number; readonly windowMs: number }, requests: number) {
    this.#burst = burst.limit;
    this.#perMs = burst.limit / burst.windowMs;
    this.#borne = burst.limit;
    this.#few = requests <= burst.limit;
  }

  get current(): number {
    return this.#current;
  }

  /** Whether one more may be sent. */
  get free(): boolean {
    return this.#current < (this.singly ? 1 : Math.min(this.#borne, this.#useful));
  }

  get #useful(): number {
    if (this.#few) return this.#burst;
    if (this.#latencyMs === undefined) return 1;
    return Math.ceil(this.#perMs * this.#latencyMs) + 1;
  }

  sent(): void {
    this.#current += 1;
  }

  /** A request ended. @param latencyMs how long an answer took; absent when there was none */
  ended(latencyMs?: number): void {
    this.#current -= 1;
    if (latencyMs === undefined) return;
    this.#latencyMs =
      this.#latencyMs === undefined ? latencyMs : this.#latencyMs + NEWEST * (latencyMs - this.#latencyMs);
  }

  accepted(): void {
    this.#acceptedSince += 1;
    if (this.#acceptedSince < this.#patience || this.#borne >= this.#burst) return;
    this.#borne += 1;
    this.#acceptedSince = 0;
  }

  crowded({ sentAt, endedAt }: { readonly sentAt: number; readonly endedAt: number }): void {
    // Those that were in flight together are refused together: that is one lesson, not many.
    if (sentAt < this.#shrunkAt) return;
    this.#borne = Math.max(1, Math.floor(Math.min(this.#borne, this.#useful) / 2));
    this.#patience *= 2;
    this.#acceptedSince = 0;
    this.#shrunkAt = endedAt;
  }
}
