import type { Batch } from '../batches.ts';
import { keyOf, type Outcome, type RequestCounts } from './outcome.ts';

/** The books of one run: what became of each object, and the requests it took. */
export class Ledger {
  readonly #pending: Set<string>;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #counts: { -readonly [K in keyof RequestCounts]: number } = {
    total: 0,
    accepted: 0,
    rejected: 0,
    retried: 0,
    throttled: 0,
  };
  readonly #timeline: { atMs: number; status: number }[] = [];

  readonly #startedAt: number;

  /** @param startedAt in milliseconds on the clock */
  constructor(objects: Batch, startedAt: number) {
    this.#startedAt = startedAt;
    this.#pending = new Set(objects.map(keyOf));
    if (this.#pending.size !== objects.length) throw new Error('An object stands in two batches.');
  }

  /** Writes down what became of `objects`. Each object is settled once: anything else is a bug of ours. */
  settle(objects: Batch, outcome: Outcome): void {
    for (const key of objects.map(keyOf)) {
      if (!this.#pending.delete(key)) throw new Error(`${key} is settled twice, or was never to be sent.`);
      this.#outcomes.set(key, outcome);
    }
  }

  /** Objects without an outcome yet. */
  unsettled(objects: Batch): Batch {
    return objects.filter((object) => this.#pending.has(keyOf(object)));
  }

  /**
   * A request ended.
   *
   * @param sentAt in milliseconds on the clock
   * @param status of its answer, 0 if none came
   */
  request(sentAt: number, status: number): void {
    this.#counts.total += 1;
    this.#timeline.push({ atMs: sentAt - this.#startedAt, status });
  }

  count(what: Exclude<keyof RequestCounts, 'total'>): void {
    this.#counts[what] += 1;
  }

  get requests(): RequestCounts {
    return { ...this.#counts };
  }

  countOf(status: Outcome['status']): number {
    return this.#outcomes.values().reduce((count, outcome) => count + (outcome.status === status ? 1 : 0), 0);
  }

  get outcomes(): ReadonlyMap<string, Outcome> {
    return this.#outcomes;
  }

  /** In the order of sending. */
  get timeline(): readonly { readonly atMs: number; readonly status: number }[] {
    return this.#timeline.toSorted((a, b) => a.atMs - b.atMs);
  }
}
