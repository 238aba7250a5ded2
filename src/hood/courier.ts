import type { Batch } from '../batches.ts';
import type { Clock } from '../clock.ts';
import { RESOURCE_TYPES } from '../selection/selection.ts';
import { type RetryAfter, readRetryAfter, readWindow, toSendError } from './answer.ts';
import type { Ending } from './ending.ts';
import type { Ledger } from './ledger.ts';
import { Outage } from './outage.ts';
import { errorText, type SendError } from './outcome.ts';
import type { Pacer, Place } from './pacer.ts';
import { duration } from './progress.ts';
import { decideRetry, type Meaning, meaningOf, type RetryDecision } from './retry.ts';
import type { Answer, Transport, TransportFailure } from './transport.ts';

/** What became of a request, all attempts at it taken together. */
export type Delivery =
  | { readonly kind: 'accepted' }
  /** The API does not take this body. */
  | { readonly kind: 'refused'; readonly error: SendError }
  /** No attempt was accepted. `final`: the next request would most likely end the same way. */
  | { readonly kind: 'failed'; readonly error: SendError; readonly final: boolean }
  /** Sending ended first. Of the error, if any, the objects are not the cause. */
  | { readonly kind: 'not-sent'; readonly error?: SendError };

export interface CourierOptions {
  readonly maxAttempts: number;
  /** In milliseconds on the clock. */
  readonly deadlineMs: number;
}

export interface CourierPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pacer: Pacer;
  readonly ledger: Ledger;
  readonly ending: Ending;
}

/** Brings one request to Hood, with as many attempts as it takes and the rules allow. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #ports: CourierPorts;
  readonly #outage: Outage;

  constructor(options: CourierOptions, ports: CourierPorts) {
    this.#options = options;
    this.#ports = ports;
    // One request may use up its attempts, and so may the next. When nothing was answered all the while, nobody is there.
    this.#outage = new Outage(2 * options.maxAttempts);
  }

  /**
   * Sends `objects` until an answer settles it. Resync is idempotent: it carries no new data, and an id sent twice does
   * no harm. So this POST may be made again when its answer was lost, even though the first one may have arrived.
   *
   * @param place where the first attempt goes, if it is taken already
   */
  async deliver(objects: Batch, place?: Place): Promise<Delivery> {
    const { transport, pacer, clock, random, ledger, ending } = this.#ports;
    const body = requestBody(objects);
    let attempts = 0;
    let throttles = 0;
    let outcome: Delivery = { kind: 'not-sent' };
    for (let next = place ?? (await pacer.take()); next !== undefined; next = await pacer.take()) {
      if (attempts + throttles > 0) ledger.count('retried');
      const result = await transport(body, ending.cutOff);
      // Without another wait from here on: whoever waits for a place must find all that this answer teaches.
      const meaning = meaningOf(result);
      this.#learn(next, result, meaning);
      const error = toSendError(result);
      if (meaning !== 'throttled' && meaning !== 'passing') return this.#conclude(meaning, error);

      if (meaning === 'throttled') throttles += 1;
      else attempts += 1;
      // An attempt that counts may have arrived; one that was throttled has not.
      outcome = attempts > 0 ? { kind: 'failed', error, final: false } : { kind: 'not-sent', error };
      const retryAfter = result.kind === 'answer' ? readRetryAfter(result.headers) : undefined;
      const decision = decideRetry(
        {
          meaning,
          attempts,
          maxAttempts: this.#options.maxAttempts,
          throttles,
          retryAfter,
          othersInFlight: pacer.inFlight > 0,
          budgetLeft: this.#outage.budgetLeft,
          now: clock.now(),
          deadline: this.#options.deadlineMs,
        },
        random,
      );
      if (!decision.retry) {
        this.#giveUp(decision, error);
        return outcome;
      }
      if (meaning === 'throttled') this.#throttled(next, retryAfter, decision.waitMs);
      else if (retryAfter?.kind === 'delay') pacer.pause(clock.now() + retryAfter.ms);
      await clock.sleep(decision.waitMs, ending.halt);
    }
    return outcome;
  }

  /** What the end of a request teaches about limits and outages. */
  #learn(place: Place, result: Answer | TransportFailure, meaning: Meaning): void {
    const { pacer, ledger, random } = this.#ports;
    const answered = result.kind === 'answer';
    pacer.end(place, answered, answered ? readWindow(result.headers) : undefined);
    ledger.request(place.sentAt, answered ? result.status : 0);
    if (meaning === 'accepted') ledger.count('accepted');
    else if (meaning === 'throttled') ledger.count('throttled');
    else if (meaning !== 'passing' && answered) ledger.count('rejected');

    if (meaning === 'accepted') pacer.accepted();
    if (meaning === 'passing') pacer.pause(this.#outage.failed(place.sentAt, place.endedAt, random));
    else if (answered) this.#outage.answered();
    pacer.goSingly(this.#outage.suspected);
  }

  #throttled(place: Place, retryAfter: RetryAfter | undefined, waitMs: number): void {
    if (retryAfter?.kind === 'in-flight') this.#ports.pacer.crowded(place);
    else this.#ports.pacer.throttled(place, waitMs, retryAfter !== undefined);
  }

  #conclude(meaning: Exclude<Meaning, 'throttled' | 'passing'>, error: SendError): Delivery {
    switch (meaning) {
      case 'accepted':
        return { kind: 'accepted' };
      case 'refused':
        return { kind: 'refused', error };
      case 'aborted':
      case 'final':
        return { kind: 'failed', error, final: meaning === 'final' };
      case 'token':
        this.#ports.ending.end(
          'token',
          `Hood refused the token (status ${error.status}). Check the token's start and end dates and its account (API Tokens, under ` +
            'Profile in Ocamba), and that the secret passed as `token` holds it.',
          error,
        );
        return { kind: 'not-sent', error };
    }
  }

  #giveUp(decision: RetryDecision & { readonly retry: false }, error: SendError): void {
    const { ending } = this.#ports;
    if (decision.because === 'unreachable') {
      ending.end(
        'unreachable',
        `Hood kept failing after repeated attempts; the last failure was "${errorText(error)}". Check api-url, the ` +
          "runner's network and the state of the Ocamba API, then run again.",
      );
    } else if (decision.because === 'deadline') {
      ending.end(
        'deadline',
        `Hood asks to wait ${duration(decision.askedMs)} before the next request, which is beyond the time for sending (timeout-minutes).`,
      );
    }
  }
}

/** The body of a resync request. A type without ids is left out: the API wants none that is empty. */
function requestBody(objects: Batch): string {
  const resync = RESOURCE_TYPES.map((type) => [type, objects.filter((each) => each.type === type).map(({ id }) => id)]);
  return JSON.stringify({ resync: Object.fromEntries(resync.filter(([, ids]) => ids?.length)) });
}
