import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../src/clock.ts';

describe('the clock of the machine', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Whether a pause is over. */
  function watch(pause: Promise<void>): () => boolean {
    let over = false;
    pause.then(() => {
      over = true;
    });
    return () => over;
  }

  it('pauses no shorter than asked, and never goes back', async () => {
    const started = systemClock.now();
    const over = watch(systemClock.sleep(1000.5));
    await jest.advanceTimersByTimeAsync(1000);
    expect(over()).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(over()).toBe(true);
    expect(systemClock.now() - started).toBeGreaterThanOrEqual(1000.5);
  });

  it('pauses longer than a timer can', async () => {
    const over = watch(systemClock.sleep(2 ** 31 + 5000));
    await jest.advanceTimersByTimeAsync(2 ** 31 + 4000);
    expect(over()).toBe(false);
    await jest.advanceTimersByTimeAsync(1001);
    expect(over()).toBe(true);
  });

  it('does not pause for no time', async () => {
    await systemClock.sleep(0);
    await systemClock.sleep(-5);
  });

  it('ends a pause when it is called off, and leaves no timer behind', async () => {
    const cancel = new AbortController();
    const over = watch(systemClock.sleep(60_000, cancel.signal));
    await jest.advanceTimersByTimeAsync(10);
    expect(over()).toBe(false);
    cancel.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(over()).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
    await systemClock.sleep(60_000, cancel.signal);
  });
});
