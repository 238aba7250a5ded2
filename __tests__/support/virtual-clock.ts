import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

/**
 * A clock whose time passes only when nothing else is left to do, so that hours take milliseconds and every run of the
 * same code is the same. Code under test must wait by this clock alone: no sockets, no real timers.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  /** A binary heap, the earliest timer first; those for the same instant in the order in which they were set. */
  readonly #timers: Timer[] = [];

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted || ms <= 0) {
        resolve();
        return;
      }
      const timer = this.#schedule(this.#now + ms, resolve);
      signal?.addEventListener(
        'abort',
        () => {
          timer.cancelled = true;
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Runs `action` at a time; what lies in the past happens next. Returns what calls it off. */
  at(timeMs: number, action: () => void): () => void {
    const timer = this.#schedule(timeMs, action);
    return () => {
      timer.cancelled = true;
    };
  }

  /**
   * Lets time pass until `work` is settled.
   *
   * @throws Error when `work` waits for something that will never happen
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    work.then(settle, settle);
    // A tick that is asked for outside of a promise's continuation runs before those that can go on already.
    await undefined;
    for (;;) {
      // Runs once all promises that can go on have gone on.
      await new Promise<void>((resolve) => process.nextTick(resolve));
      if (settled) return work;
      const timer = this.#next();
      if (timer === undefined) throw new Error('Nothing is left that could happen, but the work is not done.');
      this.#now = Math.max(this.#now, timer.at);
      timer.fire();
    }
  }

  #schedule(at: number, fire: () => void): Timer {
    this.#order += 1;
    const timer: Timer = { at, order: this.#order, fire, cancelled: false };
    // What never comes need not be waited for.
    if (at === Number.POSITIVE_INFINITY) return timer;
    const heap = this.#timers;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || before(above, timer)) break;
      heap[index] = above;
      heap[parent] = timer;
      index = parent;
    }
    return timer;
  }

  #next(): Timer | undefined {
    for (;;) {
      const first = this.#pop();
      if (first === undefined || !first.cancelled) return first;
    }
  }

  #pop(): Timer | undefined {
    const heap = this.#timers;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const leftTimer = heap[left];
      const rightTimer = heap[right];
      const child = rightTimer && leftTimer && before(rightTimer, leftTimer) ? right : left;
      const timer = heap[child];
      if (timer === undefined || before(last, timer)) break;
      heap[index] = timer;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
