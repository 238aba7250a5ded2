import type { Clock } from '../clock.ts';
import type { SendError, Stop } from './outcome.ts';

/** How long requests in flight may still take after a cancellation or the deadline (the contract's chapter "Sending"). */
const GRACE_MS = 3_000;

/** Whether and why sending ends before every object is settled. The first cause stands. */
export class Ending {
  readonly #halt = new AbortController();
  readonly #cutOff = new AbortController();
  #stop: Stop | undefined;
  #error: SendError | undefined;

  /** Aborts when nothing more is to be sent. */
  get halt(): AbortSignal {
    return this.#halt.signal;
  }

  /** Aborts when requests in flight are not waited for any more. */
  get cutOff(): AbortSignal {
    return this.#cutOff.signal;
  }

  get stop(): Stop | undefined {
    return this.#stop;
  }

  /** The error of whatever is never sent: the one that ended it all, if there is one. */
  get error(): SendError {
    return this.#error ?? { title: 'Not sent', ...(this.#stop && { message: this.#stop.message }) };
  }

  /** Ends sending; requests in flight are waited for. */
  end(cause: Stop['cause'], message: string, error?: SendError): void {
    if (this.#stop) return;
    this.#stop = { cause, message };
    this.#error = error;
    this.#halt.abort();
  }

  /**
   * Ends sending when the run is cancelled or its time is up, and cuts off what is in flight 3 s later.
   *
   * @param deadline in milliseconds on the clock
   * @param done aborts when all is sent
   */
  async watch(clock: Clock, deadline: number, cancel: AbortSignal, done: AbortSignal): Promise<void> {
    if (!cancel.aborted && clock.now() < deadline) {
      await clock.sleep(deadline - clock.now(), AbortSignal.any([cancel, done]));
    }
    if (done.aborted) return;
    if (cancel.aborted) this.end('cancelled', 'The run was cancelled.');
    else this.end('deadline', 'The time for sending (timeout-minutes) was up: run again for the rest, or allow more.');
    await clock.sleep(GRACE_MS, done);
    if (!done.aborted) this.#cutOff.abort();
  }
}
