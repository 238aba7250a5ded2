import { setImmediate } from 'node:timers/promises';

/**
 * Time as the action sees it: monotonic, and passed in so that tests and simulations run in virtual time.
 */
export interface Clock {
  /** Milliseconds since an arbitrary origin; never goes back, whatever happens to the wall clock. */
  now(): number;
  /**
   * Resolves after at least `ms` milliseconds (any length, also beyond the 2³¹−1 ms of a timer), or as soon as
   * `signal` aborts. It never rejects: whoever waits looks at the signal afterwards.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay that `setTimeout` takes; anything longer fires at once (Node's documentation of timers). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    const end = performance.now() + ms;
    for (let left = ms; left > 0 && !signal?.aborted; left = end - performance.now()) {
      await timer(Math.min(left, LONGEST_TIMER_MS), signal);
    }
  },
};

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(handle);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    // Rounded up: a timer may fire a fraction of a millisecond early, and a pause must never be shorter than asked.
    const handle = setTimeout(done, Math.ceil(ms));
    signal?.addEventListener('abort', done, { once: true });
  });
}

/**
 * Lets a signal in that came while the process was at work: a million ids, or files of megabytes, keep it busy for long without a
 * pause. Twice, since the first one may come in the same turn of the event loop, before it looks for signals.
 */
export async function letSignalsIn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
