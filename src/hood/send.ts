import type { Batch } from '../batches.ts';
import type { Clock } from '../clock.ts';
import type { RateWindow } from '../inputs.ts';
import type { Logger } from '../log.ts';
import { Courier, type Delivery } from './courier.ts';
import { Ending } from './ending.ts';
import { isolate, type Trial } from './isolation.ts';
import { Ledger } from './ledger.ts';
import { errorText, type SendError, type SendResult } from './outcome.ts';
import { Pacer, type Place } from './pacer.ts';
import { Progress } from './progress.ts';
import type { Transport } from './transport.ts';

export interface SendOptions {
  /** The account's limits, at least one. */
  readonly windows: readonly RateWindow[];
  /** Most attempts at one request, from 1; those answered with 429 do not count. */
  readonly maxAttempts: number;
  /** When to stop sending, in milliseconds on the clock. */
  readonly deadlineMs: number;
}

export interface SendPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Aborts when the run is cancelled. */
  readonly cancel: AbortSignal;
}

/**
 * Sends every batch to Hood, within the account's limits, and brings each good id through. Resolves within 3 s of a
 * cancellation or the deadline; never rejects for what the network or the API does.
 *
 * @param batches each object in one batch only, at least one object a batch
 * @returns an outcome for each object; `synced` only after a 2xx to a request that held it
 */
export async function send(batches: readonly Batch[], options: SendOptions, ports: SendPorts): Promise<SendResult> {
  const { clock, cancel } = ports;
  const ending = new Ending();
  const done = new AbortController();
  const watch = ending.watch(clock, options.deadlineMs, cancel, done.signal);
  const dispatch = new Dispatch(batches, options, ports, ending);
  const result = await dispatch.run();
  done.abort();
  await watch;
  return result;
}

/** One run: which objects go into which request, and what follows from each answer. */
class Dispatch {
  readonly #objects: Batch;
  readonly #log: Logger;
  readonly #ending: Ending;
  readonly #ledger: Ledger;
  readonly #pacer: Pacer;
  readonly #courier: Courier;
  readonly #waiting: Batch[];
  readonly #running = new Set<Promise<void>>();
  /** Batches to be halved when all others are through. */
  readonly #refused: { readonly batch: Batch; readonly error: SendError }[] = [];
  /** Errors of batches that no retry would mend, in the order of the answers. */
  readonly #doubts: SendError[] = [];
  #accepted = false;
  /** Most objects in a request, as far as a 413 has taught. */
  #largest = Number.POSITIVE_INFINITY;
  /** After a 413, until a request is not too large: one at a time. */
  #sizing = false;

  constructor(batches: readonly Batch[], options: SendOptions, ports: SendPorts, ending: Ending) {
    const { clock, random, log } = ports;
    this.#objects = batches.flat();
    this.#log = log;
    this.#ending = ending;
    this.#ledger = new Ledger(this.#objects, clock.now());
    this.#waiting = [...batches];
    const progress = new Progress(log, clock, options.windows, () => ({
      objects: this.#objects.length,
      synced: this.#ledger.countOf('synced'),
      refused: this.#ledger.countOf('rejected'),
      requests: this.#ledger.requests.total,
      requestsLeft: this.#waiting.length + this.#refused.length,
    }));
    this.#pacer = new Pacer(options.windows, batches.length, {
      clock,
      random,
      halt: ending.halt,
      onWait: (wait) => progress.waiting(wait),
    });
    this.#courier = new Courier(options, { ...ports, pacer: this.#pacer, ledger: this.#ledger, ending });
  }

  async run(): Promise<SendResult> {
    await this.#sendBatches();
    await Promise.all(this.#refused.map(({ batch, error }) => this.#settleRefused(batch, error)));
    const ledger = this.#ledger;
    ledger.settle(ledger.unsettled(this.#objects), { status: 'not-sent', error: this.#ending.error });
    const { stop } = this.#ending;
    return { outcomes: ledger.outcomes, requests: ledger.requests, timeline: ledger.timeline, ...(stop && { stop }) };
  }

  /** Sends all batches in order, as many at once as the pacer lets go. */
  async #sendBatches(): Promise<void> {
    while (!this.#ending.halt.aborted) {
      if (this.#mayStart) {
        const place = await this.#pacer.take();
        // An answer that came meanwhile may have changed what there is to do.
        const batch = place && this.#mayStart ? this.#nextBatch() : undefined;
        if (place && batch) this.#start(batch, place);
        else if (place) this.#pacer.giveBack(place);
      } else if (this.#running.size > 0) {
        await Promise.race(this.#running);
      } else if (this.#inDoubt) {
        this.#endInDoubt();
      } else {
        return;
      }
    }
    await Promise.all(this.#running);
  }

  /** Whether another batch may go while those that are running do. */
  get #mayStart(): boolean {
    if (this.#waiting.length === 0 || this.#inDoubt) return false;
    return !this.#sizing || this.#running.size === 0;
  }

  #start(batch: Batch, place: Place): void {
    const running = this.#sendBatch(batch, place).then(() => {
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  /** The next objects in line, no more than a request may hold. */
  #nextBatch(): Batch | undefined {
    const batch = this.#waiting.shift();
    if (batch === undefined || batch.length <= this.#largest) return batch;
    this.#waiting.unshift(batch.slice(this.#largest));
    return batch.slice(0, this.#largest);
  }

  async #sendBatch(batch: Batch, place: Place): Promise<void> {
    const delivery = await this.#courier.deliver(batch, place);
    const tooLarge = delivery.kind === 'refused' && delivery.error.status === 413 && batch.length > 1;
    this.#sizing = tooLarge;
    if (tooLarge) {
      // This says nothing of its ids: its parts are batches like any other.
      this.#shrink(batch.length);
      this.#waiting.unshift(batch);
    } else if (delivery.kind === 'refused') {
      this.#doubts.push(delivery.error);
      this.#refused.push({ batch, error: delivery.error });
    } else {
      this.#settle(batch, delivery);
    }
  }

  #settle(batch: Batch, delivery: Exclude<Delivery, { kind: 'refused' }>): void {
    if (delivery.kind === 'accepted') {
      this.#accepted = true;
      this.#ledger.settle(batch, { status: 'synced' });
    } else if (delivery.kind === 'failed') {
      if (delivery.final) this.#doubts.push(delivery.error);
      this.#ledger.settle(batch, { status: 'failed', error: delivery.error });
    } else {
      this.#ledger.settle(batch, { status: 'not-sent', error: delivery.error ?? this.#ending.error });
    }
  }

  #shrink(tooLarge: number): void {
    const half = Math.ceil(tooLarge / 2);
    if (half >= this.#largest) return;
    this.#largest = half;
    this.#log.info(`A request with ${tooLarge} ids is too large for Hood; from now on ${half} at most go into one.`);
  }

  /** Whether the first two batches failed alike and none got through: then it is not about their ids. */
  get #inDoubt(): boolean {
    const [first, second] = this.#doubts;
    return !this.#accepted && first !== undefined && second !== undefined && alike(first, second);
  }

  #endInDoubt(): void {
    const [error] = this.#doubts;
    if (error === undefined) return;
    const hint = error.status === 400 || error.status === 422 ? 'the API may have changed' : 'check api-url';
    this.#ending.end(
      'refused-alike',
      `The first requests all failed alike ("${errorText(error)}") and none was accepted, so the cause is not an id (${hint}). ` +
        'Nothing else was sent.',
    );
  }

  async #settleRefused(batch: Batch, error: SendError): Promise<void> {
    const ledger = this.#ledger;
    const { stop } = this.#ending;
    if (batch.length === 1 && stop?.cause !== 'refused-alike') {
      ledger.settle(batch, { status: 'rejected', error });
      return;
    }
    if (stop) {
      ledger.settle(batch, { status: 'unresolved', error });
      return;
    }
    this.#log.info(
      `Hood refused a request with ${batch.length} ids ("${errorText(error)}"). Looking for the ids it refuses.`,
    );
    await isolate(batch, error, {
      attempt: (objects) => this.#try(objects),
      reject: (object, refusal) => ledger.settle([object], { status: 'rejected', error: refusal }),
      leave: (objects, refusal) => ledger.settle(objects, { status: 'unresolved', error: refusal }),
      stopped: () => this.#ending.halt.aborted,
    });
  }

  async #try(objects: Batch): Promise<Trial> {
    const delivery = await this.#courier.deliver(objects);
    if (delivery.kind === 'refused' || delivery.kind === 'not-sent') return delivery;
    this.#settle(objects, delivery);
    return delivery.kind === 'accepted' ? delivery : { kind: 'settled' };
  }
}

/** The same refusal, but for its trace id. */
function alike(a: SendError, b: SendError): boolean {
  return a.status === b.status && a.title === b.title && a.message === b.message;
}
