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
