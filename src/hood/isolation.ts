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

/**
 * Finds the refused objects of a batch by halving, so that all others get through.
 *
 * Each round looks for one refused object: a group that holds one is halved until it stands alone. If the first half is
 * accepted, the refused object is in the second, which then needs no request to prove it. What was set aside on the way
 * is tried together with the rest: mostly one object was bad, and that request is the last. If there are more, the next
 * groups are as large as the distance between those found so far, since larger ones would most likely be refused.
 *
 * @param batch refused as a whole, with `error`
 */
export async function isolate(batch: Batch, error: SendError, ports: IsolationPorts): Promise<void> {
  const { attempt, reject, leave, stopped } = ports;
  let trials = mostTrials(batch.length);
  let latest = error;
  let found = 0;
  let cleared = 0;

  const send = async (group: Batch): Promise<Trial['kind']> => {
    trials -= 1;
    const trial = await attempt(group);
    if (trial.kind === 'accepted') cleared += group.length;
    if (trial.kind === 'refused') {
      latest = trial.error;
      if (group.length === 1 && group[0]) {
        reject(group[0], trial.error);
        found += 1;
      }
    }
    return trial.kind;
  };

  let { rest, size } = ordered(batch, error);
  /** Whether `rest` as a whole is known to hold a refused object. */
  let suspect = true;
  while (rest.length > 0 && trials > 0 && !stopped()) {
    if (batch.length <= SMALL) size = 1;
    let group = rest.slice(0, size);
    rest = rest.slice(size);
    if (!(suspect && rest.length === 0)) {
      const kind = await send(group);
      suspect &&= kind === 'accepted';
      if (kind === 'not-sent') rest = [...group, ...rest];
      if (kind !== 'refused' || group.length === 1) {
        size = nextSize(rest.length, found, cleared);
        continue;
      }
    }
    // The group holds a refused object.
    while (group.length > 1 && trials > 0 && !stopped()) {
      const half = Math.ceil(group.length / 2);
      const first = group.slice(0, half);
      const second = group.slice(half);
      const kind = await send(first);
      if (kind === 'accepted') {
        group = second;
      } else {
        // Of the second half nothing is known now.
        rest = [...second, ...rest];
        group = (kind === 'refused' && first.length > 1) || kind === 'not-sent' ? first : [];
      }
    }
    if (group.length === 1 && trials > 0 && !stopped() && (await send(group)) !== 'not-sent') group = [];
    rest = [...group, ...rest];
    suspect = false;
    size = nextSize(rest.length, found, cleared);
  }
  if (rest.length > 0) leave(rest, latest);
}

/** How many objects to try at once, from the distance between the refused ones found so far. */
function nextSize(left: number, found: number, cleared: number): number {
  return found < 2 ? left : Math.max(1, Math.min(left, Math.ceil(cleared / found)));
}

/**
 * The order of testing. Ids that the error names go last, and the others first as one group: if the message is right,
 * that request and one for each named id are all it takes. If it is wrong, nothing but a request is lost.
 */
function ordered(batch: Batch, error: SendError): { rest: Batch; size: number } {
  const numbers = new Set(error.message?.match(/\d+/g));
  const named = batch.filter(({ id }) => numbers.has(id));
  if (named.length === 0 || named.length === batch.length) return { rest: batch, size: batch.length };
  const others = batch.filter(({ id }) => !numbers.has(id));
  return { rest: [...others, ...named], size: others.length };
}
