import type { Clock } from '../clock.ts';
import type { RateWindow } from '../inputs.ts';
import type { WindowReading } from './answer.ts';
import { InFlight } from './in-flight.ts';
import { Sharing } from './sharing.ts';
import { LimitWindow, type Place } from './window.ts';

export type { Place } from './window.ts';

/** A reason of our own: without one, each abort makes an exception with its stack, and nobody looks at it. */
const WOKEN = Symbol('woken');

/** Why a request has to wait, for the log. */
export interface Wait {
  /** When the next request may be sent, in milliseconds on the clock. */
  readonly until: number;
  /** The limit that is waited for; absent when the server, or a fault, asked for the pause. */
  readonly window?: RateWindow;
}

export interface PacerPorts {
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Nothing is sent once it aborts. */
  readonly halt: AbortSignal;
  /** Told whenever the next request has to wait for a known time. */
  readonly onWait: (wait: Wait) => void;
}

/** Decides when the next request is sent, so that both limits hold and as little time as possible is lost. */
export class Pacer {
  readonly #windows: readonly LimitWindow[];
  /** Limits that the server named, where the length of the window was inferred rather than configured. */
  readonly #inferred = new Map<number, LimitWindow>();
  readonly #inFlight: InFlight;
  readonly #sharing: Sharing;
  readonly #ports: PacerPorts;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #queue: Promise<unknown> = Promise.resolve();
  #wake = new AbortController();

  /**
   * @param windows the account's limits, at least one
   * @param requests how many requests are expected
   */
  constructor(windows: readonly RateWindow[], requests: number, ports: PacerPorts) {
    this.#windows = windows.map((window) => new LimitWindow(window));
    this.#inFlight = new InFlight(shortestOf(windows), requests);
    this.#sharing = new Sharing(windows, ports.random);
    this.#ports = ports;
    ports.halt.addEventListener('abort', () => this.#wake.abort(WOKEN), { once: true });
  }

  /** Requests that were sent and have not ended. */
  get inFlight(): number {
    return this.#inFlight.current;
  }

  /**
   * Waits for a place in both limits, in the order of the calls. Whoever gets one sends at once, and calls `end` whatever
   * happens.
   *
   * @returns the place, or `undefined` when nothing is to be sent any more
   */
  take(): Promise<Place | undefined> {
    const place = this.#queue.then(() => this.#takeNext());
    this.#queue = place;
    return place;
  }

  async #takeNext(): Promise<Place | undefined> {
    const { clock, halt, onWait } = this.#ports;
    let waitedFor: RateWindow | undefined;
    while (!halt.aborted) {
      const now = clock.now();
      const wait = this.#nextPlace(now);
      if (wait.until <= now) {
        const spread = waitedFor ? this.#sharing.spreadMs(waitedFor, now) : 0;
        if (spread === 0) return this.#send(now);
        // Others wait for the same window to end.
        waitedFor = undefined;
        this.#pausedUntil = Math.max(this.#pausedUntil, now + spread);
        continue;
      }
      if (wait.window && wait.window.windowMs > (waitedFor?.windowMs ?? 0)) waitedFor = wait.window;
      if (wait.until !== Number.POSITIVE_INFINITY) onWait(wait);
      this.#wake = new AbortController();
      await clock.sleep(wait.until - now, this.#wake.signal);
    }
    return undefined;
  }

  #send(now: number): Place {
    const place = { sentAt: now, endedAt: Number.POSITIVE_INFINITY };
    for (const window of this.#windows) window.add(place);
    this.#inFlight.sent();
    this.#lastSentAt = now;
    return place;
  }

  /** When the next request may be sent, and what it waits for. */
  #nextPlace(now: number): Wait {
    if (!this.#inFlight.free) return { until: Number.POSITIVE_INFINITY };
    let latest: Wait = { until: Math.max(this.#pausedUntil, this.#lastSentAt + this.#sharing.gapMs(now)) };
    for (const window of this.#windows) {
      const until = window.freeAt(now, this.#sharing.reserve(window, now));
      if (until > latest.until) latest = { until, window };
    }
    return latest;
  }

  /**
   * The request ended.
   *
   * @param answered whether there was an answer
   * @param reading what it says of a window
   */
  end(place: Place, answered: boolean, reading?: WindowReading): void {
    place.endedAt = this.#ports.clock.now();
    this.#inFlight.ended(answered ? place.endedAt - place.sentAt : undefined);
    const window = reading && this.#described(reading);
    if (reading && window) {
      this.#sharing.observed(window, reading, window.observe(place, reading), place.endedAt);
    }
    this.#wake.abort(WOKEN);
  }

  /** The request was accepted: there is room for it in flight. */
  accepted(): void {
    this.#inFlight.accepted();
    this.#sharing.accepted(this.#ports.clock.now());
  }

  /** A place that is not used after all. */
  giveBack(place: Place): void {
    for (const window of this.#windows) window.remove(place);
    this.#inFlight.ended();
    this.#wake.abort(WOKEN);
  }

  /**
   * 429: over a limit, so somebody else is at work on this account. Nothing is sent before `delayMs` have passed.
   *
   * @param told whether the server named the delay
   */
  throttled(place: Place, delayMs: number, told: boolean): void {
    const now = place.endedAt;
    this.#sharing.throttled(now);
    const longEnough = this.#windows.filter(({ windowMs }) => windowMs >= delayMs);
    // A delay that only one window can ask for tells where that window ends.
    if (told && longEnough.length === 1) longEnough[0]?.observeEnd(place, delayMs / 1000);
    this.pause(now + delayMs + this.#sharing.retrySpreadMs(delayMs, now));
  }

  /** `Retry-After: -1`: too many in flight. */
  crowded(place: Place): void {
    this.#inFlight.crowded(place);
  }

  /** Sends nothing before `until`, in milliseconds on the clock. */
  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#wake.abort(WOKEN);
  }

  /** One request at a time, or as many as are good. */
  goSingly(singly: boolean): void {
    this.#inFlight.singly = singly;
    this.#wake.abort(WOKEN);
  }

  /**
   * The window that an answer describes: told by its limit, never assumed. A limit that is not one of ours (they may have
   * been lowered) is told by a time to the end that only one of the windows can have.
   */
  #described({ limit, resetSeconds }: WindowReading): LimitWindow | undefined {
    const longEnough = this.#windows.filter(({ windowMs }) => windowMs >= resetSeconds * 1000);
    const named = this.#windows.filter((window) => window.limit === limit);
    if (named.length === 1) return longEnough.find((window) => window === named[0]);
    const inferred = this.#inferred.get(limit);
    if (inferred !== undefined) return longEnough.includes(inferred) ? inferred : undefined;
    if (longEnough.length !== 1 || this.#windows.length === 1) return undefined;
    const [window] = longEnough;
    if (window !== undefined && named.length === 0) this.#inferred.set(limit, window);
    return window;
  }
}

function shortestOf([first, ...others]: readonly RateWindow[]): RateWindow {
  if (first === undefined) throw new Error('There is no limit to keep.');
  return others.reduce((shortest, window) => (window.windowMs < shortest.windowMs ? window : shortest), first);
}
