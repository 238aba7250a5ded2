import type { Clock } from '../clock.ts';
import type { RateWindow } from '../inputs.ts';
import type { Logger } from '../log.ts';
import type { Wait } from './pacer.ts';

/** Shorter waits are nothing to tell of. */
const WORTH_TELLING_MS = 2_000;

/** What there is to tell at a moment. */
export interface State {
  readonly objects: number;
  readonly synced: number;
  readonly refused: number;
  readonly requests: number;
  /** Requests that are still to be made, at least. */
  readonly requestsLeft: number;
}

/** Tells how far sending is, once for each wait that a reader of the log would notice. */
export class Progress {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #windows: readonly RateWindow[];
  readonly #state: () => State;
  #told = Number.NEGATIVE_INFINITY;

  constructor(log: Logger, clock: Clock, windows: readonly RateWindow[], state: () => State) {
    this.#log = log;
    this.#clock = clock;
    this.#windows = windows;
    this.#state = state;
  }

  /** Sending waits. The same wait may be told of often; it gives one line. */
  waiting({ until, window }: Wait): void {
    const now = this.#clock.now();
    if (until - now < WORTH_TELLING_MS || until - this.#told < WORTH_TELLING_MS) return;
    this.#told = until;
    const { objects, synced, refused, requests, requestsLeft } = this.#state();
    const why = window
      ? `for the limit of ${window.limit} requests in ${duration(window.windowMs)}`
      : 'as Hood asked, or for it to recover';
    this.#log.info(
      `Waiting ${duration(until - now)} ${why}. So far ${synced} of ${objects} ids synced, ${requests} requests, ` +
        `${refused} ids refused; done in about ${duration(until - now + this.#duration(requestsLeft))}.`,
    );
  }

  /** How long `requests` take if nothing but the limits holds them up. */
  #duration(requests: number): number {
    let left = Math.max(0, requests - 1);
    let time = 0;
    for (const { limit, windowMs } of this.#windows.toSorted((a, b) => b.windowMs - a.windowMs)) {
      time += Math.floor(left / limit) * windowMs;
      left %= limit;
    }
    return time;
  }
}

/** For people: "40 s", "3 min 20 s", "2 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
