import { type WindowOptions, Windows } from '../../emulator/windows.ts';
import type { Answer, Transport, TransportFailure } from '../../src/hood/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the server does with a request that its limits admit. */
export type Handler = (ids: readonly string[], arrivedAt: number) => Answer | TransportFailure;

/** Milliseconds on the way to the server and back. */
export type Latency = () => { readonly there: number; readonly back: number };

export interface Arrival {
  readonly atMs: number;
  /** As `type/id`. */
  readonly ids: readonly string[];
  /** Of the answer that was written, 0 for none. */
  readonly status: number;
  readonly retryAfter?: string | undefined;
}

/** Hood's API in virtual time, with the emulator's windows; several clients may share one. */
export class SimulatedHood {
  /** Every request that reached the server, in the order of arrival. */
  readonly arrivals: Arrival[] = [];
  readonly #clock: VirtualClock;
  readonly #windows: Windows;
  readonly #handler: Handler;
  readonly #mostInFlight: number;
  #inFlight = 0;

  constructor(
    clock: VirtualClock,
    windows: Partial<WindowOptions>,
    {
      handler = () => answer(204),
      mostInFlight = Number.POSITIVE_INFINITY,
    }: { handler?: Handler; mostInFlight?: number } = {},
  ) {
    this.#clock = clock;
    this.#windows = new Windows(windows);
    this.#handler = handler;
    this.#mostInFlight = mostInFlight;
  }

  /** A client's way to this server. */
  transport(latency: Latency): Transport {
    return (body, signal) =>
      new Promise((resolve) => {
        const { there, back } = latency();
        const abort = () => resolve(failure('aborted'));
        signal.addEventListener('abort', abort, { once: true });
        this.#clock.at(this.#clock.now() + there, () => {
          // A request that was torn down on its way does not arrive.
          if (signal.aborted) return;
          this.#inFlight += 1;
          const result = this.#receive(body);
          this.#clock.at(this.#clock.now() + back, () => {
            this.#inFlight -= 1;
            signal.removeEventListener('abort', abort);
            resolve(result);
          });
        });
      });
  }

  get throttled(): number {
    return this.arrivals.filter(({ status }) => status === 429).length;
  }

  #receive(body: string): Answer | TransportFailure {
    const ids = idsIn(body);
    const result = this.#answer(ids);
    const arrival = { atMs: this.#clock.now(), ids };
    if (result.kind === 'failure') this.arrivals.push({ ...arrival, status: 0 });
    else this.arrivals.push({ ...arrival, status: result.status, retryAfter: result.headers['retry-after'] });
    return result;
  }

  #answer(ids: readonly string[]): Answer | TransportFailure {
    const now = this.#clock.now();
    if (this.#inFlight > this.#mostInFlight) {
      this.#windows.refuse(now);
      return answer(429, { 'retry-after': '-1' });
    }
    const verdict = this.#windows.arrive(now);
    if (!verdict.admitted) return answer(429, { 'retry-after': String(verdict.retryAfterSeconds) });
    const result = this.#handler(ids, now);
    if (result.kind === 'failure' || verdict.rateLimit === undefined) return result;
    const { limit, remaining, resetSeconds } = verdict.rateLimit;
    return {
      ...result,
      headers: {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(resetSeconds),
        ...result.headers,
      },
    };
  }
}

export function answer(status: number, headers: Answer['headers'] = {}, problem: Answer['problem'] = {}): Answer {
  return { kind: 'answer', status, headers, problem };
}

export function failure(cause: TransportFailure['cause']): TransportFailure {
  return { kind: 'failure', cause, message: `simulated: ${cause}` };
}

/** The ids of a request's body, as `type/id`. */
export function idsIn(body: string): string[] {
  const { resync } = JSON.parse(body) as { resync: Record<string, string[]> };
  return Object.entries(resync).flatMap(([type, ids]) => ids.map((id) => `${type}/${id}`));
}
