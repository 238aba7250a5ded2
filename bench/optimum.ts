import type { WindowOptions } from '../emulator/windows.ts';
import { WINDOW_DEFAULTS } from '../emulator/windows.ts';

interface Window {
  readonly limit: number;
  readonly lengthMs: number;
  used: number;
  endMs: number;
}

/**
 * The shortest time in which `count` requests can be accepted, from the arrival of the first to that of the last, for a
 * client that knows the windows and whose requests arrive at whatever instant it likes. No client can be faster.
 *
 * @param startMs when the first request arrives, on the clock that `phaseMs` refers to
 */
export function optimumMs(count: number, options: Partial<WindowOptions>, startMs: number): number {
  const { burst, steady, anchor, phaseMs } = { ...WINDOW_DEFAULTS, ...options };
  const windows: Window[] = [burst, steady].map(({ requests, lengthMs }) => ({
    limit: requests,
    lengthMs,
    used: 0,
    endMs: Number.NEGATIVE_INFINITY,
  }));
  let now = startMs;
  for (let index = 0; index < count; index += 1) {
    for (let full = fullWindow(windows, now); full; full = fullWindow(windows, now)) now = full.endMs;
    for (const window of windows) {
      if (now >= window.endMs) {
        const { lengthMs } = window;
        window.used = 0;
        window.endMs =
          anchor === 'clock' ? (Math.floor((now - phaseMs) / lengthMs) + 1) * lengthMs + phaseMs : now + lengthMs;
      }
      window.used += 1;
    }
  }
  return now - startMs;
}

const fullWindow = (windows: readonly Window[], now: number): Window | undefined =>
  windows.find(({ used, limit, endMs }) => now < endMs && used >= limit);

/** A request's way to the server and back, in milliseconds. */
export interface Trip {
  readonly there: number;
  readonly back: number;
}

/**
 * The shortest time from the first request's sending to the last answer for any client that never gets a 429, whatever the
 * phase of the windows that no header describes. No such client can be faster with these round trips:
 *
 * Two requests can arrive in one window unless the second is sent a window's length after the first one's answer. Windows
 * of unknown phase may lie anywhere, so of all requests that can pairwise share one no more than the limit may be sent: the
 * next may go when the limit-th latest answer is a window's length old, not earlier. Each request that is sent as soon as
 * that permits has its answer no later than in any other schedule, so doing so with each is the fastest.
 *
 * @param trips of the requests in the order of sending; the client may know them beforehand
 * @param options the windows. If headers describe the minute, the client may know when it ends from the start, exactly
 * @param startMs a time before the first request can arrive, on the clock that `phaseMs` refers to
 */
export function safeOptimumMs(trips: readonly Trip[], options: Partial<WindowOptions>, startMs: number): number {
  const sent = safeSchedule(trips, options, startMs);
  return Math.max(...trips.map(({ there, back }, index) => (sent[index] ?? 0) + there + back));
}

/** When each request is sent then. */
export function safeSchedule(trips: readonly Trip[], options: Partial<WindowOptions>, startMs: number): number[] {
  const { burst, steady, headers } = { ...WINDOW_DEFAULTS, ...options };
  const minuteIsTold = headers === 'steady' || headers === 'tighter';
  const slowestThere = Math.max(...trips.map(({ there }) => there));
  // Of each limit to be kept blindly: the latest answers, as many as may share a window, in the order of time.
  const blind = (minuteIsTold ? [burst] : [burst, steady]).map((limit) => ({ ...limit, latest: [] as number[] }));
  let sentAt = 0;
  return trips.map(({ there, back }, index) => {
    for (const { requests, lengthMs, latest } of blind) {
      const [first] = latest;
      if (first !== undefined && latest.length === requests) sentAt = Math.max(sentAt, first + lengthMs);
    }
    // Of more requests than the minutes so far admit, one at least arrives after their end.
    const minutes = Math.floor(index / steady.requests);
    if (minuteIsTold && minutes > 0) {
      sentAt = Math.max(sentAt, endOfWindows(minutes, steady.lengthMs, options, startMs) - slowestThere);
    }
    for (const { requests, latest } of blind) {
      latest.push(sentAt + there + back);
      latest.sort((a, b) => a - b);
      if (latest.length > requests) latest.shift();
    }
    return sentAt;
  });
}

/** When so many windows are over, the first of which is open at `startMs`; later, if requests come later. */
function endOfWindows(count: number, lengthMs: number, options: Partial<WindowOptions>, startMs: number): number {
  const { anchor, phaseMs } = { ...WINDOW_DEFAULTS, ...options };
  const first =
    anchor === 'clock' ? (Math.floor((startMs - phaseMs) / lengthMs) + 1) * lengthMs + phaseMs : startMs + lengthMs;
  return first + (count - 1) * lengthMs;
}
