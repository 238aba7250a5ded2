import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../src/clock.ts';

describe('the system clock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Sleeps in faked time; tells when it is over. */
  function asleep(ms: number, signal?: AbortSignal): { readonly over: () => boolean } {
    let over = false;
    systemClock.sleep(ms, signal).then(() => {
      over = true;
    });
    return { over: () => over };
  }

  it.each([1, 1_000, 2 ** 31 - 1, 2 ** 31, 3 * 2 ** 31])('sleeps %d ms, not less', async (ms) => {
    const { over } = asleep(ms);
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(over()).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(over()).toBe(true);
  });

  it('wakes up when it is told to, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const { over } = asleep(2 ** 40, controller.signal);
    await jest.advanceTimersByTimeAsync(10_000);
    controller.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(over()).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not sleep where there is nothing to sleep for', async () => {
    for (const { over } of [asleep(0), asleep(-5), asleep(1_000, AbortSignal.abort())]) {
      await jest.advanceTimersByTimeAsync(0);
      expect(over()).toBe(true);
    }
    expect(jest.getTimerCount()).toBe(0);
  });
});
