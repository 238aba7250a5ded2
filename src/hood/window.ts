import type { RateWindow } from '../inputs.ts';
import type { WindowReading } from './answer.ts';

/** A request as the limits see it. Times are milliseconds on the monotonic clock. */
export interface Place {
  readonly sentAt: number;
  /** When its answer came, or its connection was torn down; `Infinity` while it is in flight. */
  endedAt: number;
}

/** An instant that is known to lie between two others, both included. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * How far the server's clock and ours may drift apart within a window of a minute: NTP slews a clock by 500 ppm at most
 * (RFC 5905), so two clocks by 60 ms.
 */
const DRIFT_MS = 60;

/** How far back answers are compared with each other: further back, the window's start tells as much. */
const LOOK_BACK_MS = 1_000;

/** How far `Remaining`, which is an estimate, may be off without being wrong; a part of the limit. */
const ESTIMATE_ERROR = 0.1;

/**
 * One of the account's limits: at most `limit` requests in a fixed window of unknown phase.
 *
 * Safe by construction: a request reaches the server after it is sent and before its answer is here. If fewer than
 * `limit` requests are in flight or were answered less than a window's length ago, no window can hold more than `limit`,
 * whatever its phase, the latency or the order of arrival.
 *
 * Faster by what answers say of the window's end: once the latest instant at which it may lie has passed, requests
 * answered before the earliest one have left the window. Both kinds of windows end once, whether the next one begins
 * with the clock or with a request, so the rule holds for both. Nothing is concluded from a window that nobody described.
 */
export class LimitWindow {
  readonly limit: number;
  readonly windowMs: number;
  /** Requests that may still count, in the order of sending. */
  #places: Place[] = [];
  /** Where the described window ends, and where the one before it ended. */
  #end: Interval | undefined;
  #previousEnd: Interval | undefined;
  /** Whether what headers say of the end is believed: until they contradict themselves, or what we know. */
  #believed = true;
  /** How much of the window was used by then, as the answer says. */
  readonly #used = new WeakMap<Place, number>();
  /** What other clients are known to have used in the window, and until when that counts. */
  #foreign = 0;
  #foreignUntil = Number.NEGATIVE_INFINITY;
  /** The limit that the server names. Ours may be lower, to leave room for others; then it is ours that counts. */
  #serverLimit: number;

  constructor({ limit, windowMs }: RateWindow) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.#serverLimit = limit;
  }

  add(place: Place): void {
    this.#places.push(place);
  }

  remove(place: Place): void {
    this.#places = this.#places.filter((other) => other !== place);
  }

  /**
   * The earliest time at which one more request may be sent; `Infinity` if one in flight has to end first.
   *
   * @param reserve places to leave free for other clients
   */
  freeAt(now: number, reserve: number): number {
    this.#forget(now);
    const own = Math.max(1, Math.min(this.limit, this.#serverLimit) - reserve);
    if (this.#foreign === 0 || now >= this.#foreignUntil) return this.#freeFor(own, now);
    const left = Math.min(own, this.#serverLimit - this.#foreign - reserve);
    const thisWindow = left >= 1 ? this.#freeFor(left, now) : Number.POSITIVE_INFINITY;
    return Math.min(thisWindow, Math.max(this.#foreignUntil, this.#freeFor(own, now)));
  }

  #freeFor(capacity: number, now: number): number {
    if (this.#places.length < capacity) return now;
    const leaving = this.#places.map((place) => this.#leavesAt(place)).filter((time) => time > now);
    if (leaving.length < capacity) return now;
    return leaving.sort((a, b) => a - b)[leaving.length - capacity] ?? now;
  }

  /** Drops the places that can be in no window with a request that is in flight or still to be sent. */
  #forget(now: number): void {
    const oldest = this.#places.find(({ endedAt }) => endedAt === Number.POSITIVE_INFINITY)?.sentAt ?? now;
    const keep = this.#places.findIndex(({ endedAt }) => endedAt + this.windowMs > oldest);
    if (keep !== 0) this.#places = keep < 0 ? [] : this.#places.slice(keep);
  }

  /** The newest known window did not begin before: the one before it ended then, or it is a window's length to its own end. */
  get #openedAt(): number {
    const previous = this.#previousEnd?.from ?? Number.NEGATIVE_INFINITY;
    const end = this.#end?.from ?? Number.NEGATIVE_INFINITY;
    return Math.max(previous, end - this.windowMs) - DRIFT_MS;
  }

  /** From when on a place can be in no window that a new request gets into. */
  #leavesAt({ endedAt }: Place): number {
    return Math.min(endedAt + this.windowMs, passing(endedAt, this.#previousEnd), passing(endedAt, this.#end));
  }

  /**
   * Learns from an answer that describes this window.
   *
   * @returns how many requests of other clients it newly tells of
   */
  observe(place: Place, reading: WindowReading): number {
    const used = reading.limit - reading.remaining;
    if (this.#isTooFew(place, used, reading)) this.#contradicted();
    if (!this.observeEnd(place, reading.resetSeconds)) return 0;
    this.#serverLimit = reading.limit;
    // Every request of ours that may have been counted before this answer was written is taken to be.
    const opened = Math.max(place.sentAt - this.windowMs, this.#openedAt);
    const ours = this.#places.filter((other) => other.sentAt < place.endedAt && other.endedAt > opened).length;
    this.#used.set(place, used);
    const foreign = Math.max(used - ours, this.#betweenOurs(place));
    const known = place.endedAt < this.#foreignUntil ? this.#foreign : 0;
    if (foreign <= known) return 0;
    this.#foreign = foreign;
    this.#foreignUntil = this.#end === undefined ? place.endedAt + this.windowMs : this.#end.to + DRIFT_MS;
    return foreign - known;
  }

  /** Whether less is said to be used than we certainly used in the window that ends when it is said to. */
  #isTooFew({ sentAt, endedAt }: Place, used: number, { limit, resetSeconds }: WindowReading): boolean {
    const begun = endedAt + (resetSeconds + 1) * 1000 - this.windowMs;
    const ours = this.#places.filter((other) => other.sentAt >= begun && other.endedAt <= sentAt).length;
    return used + limit * ESTIMATE_ERROR < ours;
  }

  /**
   * How many requests of others were counted, at least, between two of ours, of which `place` is the last or was in flight
   * beside it. In a short window that we fill ourselves this is the only sign of them: all of ours that may have been
   * counted in it are more than it holds.
   */
  #betweenOurs(place: Place): number {
    let most = 0;
    const recent = this.#places.filter(({ endedAt }) => endedAt > place.sentAt - LOOK_BACK_MS);
    for (const last of recent.filter(({ endedAt }) => endedAt >= place.sentAt)) {
      const to = this.#used.get(last) ?? 0;
      for (const first of recent) {
        const from = this.#used.get(first) ?? Number.POSITIVE_INFINITY;
        // Answered before the other was sent: only then is it certain which of the two came first.
        if (to - from <= most + 1 || first.endedAt > last.sentAt || first.sentAt < place.sentAt - LOOK_BACK_MS)
          continue;
        const ours = recent.filter((other) => {
          const at = this.#used.get(other);
          const inTime = other.sentAt < last.endedAt && other.endedAt > first.sentAt;
          return inTime && (at === undefined || (at > from && at < to));
        });
        most = Math.max(most, to - from - 1 - ours.length);
      }
    }
    return most;
  }

  /**
   * Learns where the window ends from an answer to `place` that names the whole seconds left.
   *
   * @returns whether the answer describes the newest known window
   */
  observeEnd(place: Place, seconds: number): boolean {
    const { sentAt, endedAt } = place;
    // Rounded up or down: the end lies up to a second before or after what is said, but after the request was sent, and
    // no further from its arrival than a window's length.
    const said: Interval = {
      from: Math.max(sentAt, sentAt + (seconds - 1) * 1000),
      to: Math.min(endedAt + (seconds + 1) * 1000, endedAt + this.windowMs),
    };
    if (said.to < said.from) return this.#contradicted();
    // Two seconds of doubt say nothing of a window that is hardly longer, nor does an answer that took very long.
    if (said.to - said.from > this.windowMs / 2 || !this.#believed) return true;

    const same = this.#end && overlap(this.#end, said);
    if (same !== undefined) {
      this.#end = same;
      return true;
    }
    if (this.#end === undefined) {
      this.#end = said;
      return true;
    }
    const next = overlap({ from: this.#end.from + this.windowMs - DRIFT_MS, to: Number.POSITIVE_INFINITY }, said);
    if (next !== undefined) {
      // This answer comes from the next window, so the end was before it.
      this.#previousEnd = { from: this.#end.from, to: Math.min(this.#end.to, endedAt) };
      this.#end = next;
      return true;
    }
    // Answers reorder: one of the window before may come late.
    if (this.#previousEnd && overlap(this.#previousEnd, said)) return false;
    return this.#contradicted();
  }

  /** Forgets what the headers taught, for good: only the safe rule is left. */
  #contradicted(): boolean {
    this.#believed = false;
    this.#end = undefined;
    this.#previousEnd = undefined;
    return false;
  }
}

/** When a window's end is certainly past, if a request that ended at `endedAt` certainly came before it. */
function passing(endedAt: number, end: Interval | undefined): number {
  return end !== undefined && endedAt <= end.from - DRIFT_MS ? end.to + DRIFT_MS : Number.POSITIVE_INFINITY;
}

function overlap(a: Interval, b: Interval): Interval | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? { from, to } : undefined;
}
