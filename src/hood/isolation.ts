import type { Batch, ResourceKey } from '../batches.ts';
import type { SendError } from './outcome.ts';

/** What became of a request for some of a refused batch's objects. */
export type Trial =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly error: SendError }
  /** It failed for another reason, and is settled. */
  | { readonly kind: 'settled' }
  /** Sending ended first. */
  | { readonly kind: 'not-sent' };

export interface IsolationPorts {
  /** Sends a request for `objects`, and tells what became of it. */
  readonly attempt: (objects: Batch) => Promise<Trial>;
  /** `object` was refused in a request of its own. */
  readonly reject: (object: ResourceKey, error: SendError) => void;
  /** The bound is reached; each of `objects` stands in a refused batch, and more is not known of it. */
  readonly leave: (objects: Batch, error: SendError) => void;
  /** Whether nothing is to be sent any more. */
  readonly stopped: () => boolean;
}

/** Most further requests for a refused batch of `n` objects (the contract's chapter "Sending"). */
export function mostTrials(n: number): number {
  return Math.min(n, Math.floor(4 * Math.log2(n) + 8));
}

/** Batches up to this size are sent one object at a time: halving would not save a request. */
const SMALL = 4;

/** More ids than this in an error's message are no hint. */
const MOST_NAMED = 4;

/** Requests to isolate one object, beyond the halvings that it takes: to prove it, and to try what was set aside. */
const BEYOND_HALVING = 1.5;

/**
 * Finds the refused objects of a batch by halving, so that all others get through.
 *
 * A group that holds a refused object is halved. If its first half is accepted, the refused object is in the second, which
 * then needs no request to prove it; if not, the second half is set aside. When one object stands alone, all that was set
 * aside is tried at once: mostly one object was bad, and that request is the last.
 *
 * If there are more, groups are made as large as the distance between refused objects seems to be. And as soon as there
 * seem to be more than the bound allows to isolate, what may be good goes before what is known to be bad: good objects
 * get through, and some of the bad ones stay unresolved.
 *
 * @param batch refused as a whole, with `error`
 */
export async function isolate(batch: Batch, error: SendError, ports: IsolationPorts): Promise<void> {
  const search = new Search(batch, error, ports);
  while (search.goesOn) await search.step();
  search.close();
}

class Search {
  readonly #ports: IsolationPorts;
  #trials: number;
  #latest: SendError;
  /** Objects of which nothing is known. */
  #rest: Batch = [];
  /** Groups that hold a refused object, the most promising one first. */
  #suspects: Batch[];
  #accepted = 0;
  #rejected = 0;

  constructor(batch: Batch, error: SendError, ports: IsolationPorts) {
    this.#ports = ports;
    this.#trials = mostTrials(batch.length);
    this.#latest = error;
    const named = namedIn(error, batch);
    if (batch.length <= SMALL) {
      this.#suspects = batch.map((object) => [object]);
    } else if (named.length > 0) {
      // If the message is right, one request for each of them and one for the others are all it takes.
      this.#suspects = named.map((object) => [object]);
      this.#rest = batch.filter((object) => !named.includes(object));
    } else {
      this.#suspects = [batch];
    }
  }

  get goesOn(): boolean {
    return this.#trials > 0 && !this.#ports.stopped() && (this.#rest.length > 0 || this.#suspects.length > 0);
  }

  /** One request. */
  async step(): Promise<void> {
    const hurry = this.#needed > this.#trials;
    if (this.#rest.length > 0 && (hurry || this.#suspects.length === 0)) {
      const size = this.#rejected < 2 && !hurry ? this.#rest.length : Math.ceil(this.#distance);
      const group = this.#rest.slice(0, size);
      this.#rest = this.#rest.slice(size);
      if ((await this.#send(group)) === 'refused' && group.length > 1) this.#suspects.push(group);
      return;
    }
    // The largest has the most good objects to give.
    if (hurry) this.#suspects.sort((a, b) => b.length - a.length);
    const group = this.#suspects.shift() ?? [];
    const half = Math.ceil(group.length / 2);
    const first = group.slice(0, half);
    const second = group.slice(half);
    const kind = await this.#send(first);
    if (kind === 'accepted') {
      if (second.length > 0) this.#suspects.unshift(second);
    } else {
      this.#rest = [...second, ...this.#rest];
      if (kind === 'refused' && first.length > 1) this.#suspects.unshift(first);
    }
  }

  /** Gives up on whatever is left. */
  close(): void {
    const left = [...this.#suspects.flat(), ...this.#rest];
    if (left.length > 0) this.#ports.leave(left, this.#latest);
  }

  async #send(group: Batch): Promise<Trial['kind']> {
    this.#trials -= 1;
    const trial = await this.#ports.attempt(group);
    if (trial.kind === 'accepted') this.#accepted += group.length;
    if (trial.kind === 'not-sent') this.#rest = [...group, ...this.#rest];
    if (trial.kind === 'refused') {
      this.#latest = trial.error;
      const [object] = group;
      if (object && group.length === 1) {
        this.#rejected += 1;
        this.#ports.reject(object, trial.error);
      }
    }
    return trial.kind;
  }

  /** Objects from one refused one to the next, as far as is known; there is no telling before the first. */
  get #distance(): number {
    return this.#rejected === 0 ? Number.POSITIVE_INFINITY : (this.#accepted + this.#rejected) / this.#rejected;
  }

  /** Requests that isolating all refused objects will take, if those of the rest lie as far apart as those found. */
  get #needed(): number {
    // One may be all there are.
    if (this.#rejected === 0 || this.#rejected + this.#suspects.length < 2) return 0;
    const suspects = this.#suspects.reduce((sum, group) => sum + Math.log2(group.length) + 1, 0);
    return suspects + (this.#rest.length / this.#distance) * (Math.log2(this.#distance) + BEYOND_HALVING);
  }
}

/** The objects whose ids the message names: a hint where to look, never more. */
function namedIn({ message }: SendError, batch: Batch): Batch {
  const numbers = new Set(message?.match(/\d+/g));
  const named = batch.filter(({ id }) => numbers.has(id));
  return named.length <= MOST_NAMED ? named : [];
}
