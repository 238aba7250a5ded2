import { describe, expect, it } from '@jest/globals';
import { Ending } from '../../src/hood/ending.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const never = () => new AbortController().signal;

describe('an ending', () => {
  it('has not come until somebody calls for it', () => {
    const ending = new Ending();
    expect([ending.stop, ending.halt.aborted, ending.cutOff.aborted]).toEqual([undefined, false, false]);
    expect(ending.error).toEqual({ title: 'Not sent' });
  });

  it('keeps its first cause, and the error of whatever is never sent', () => {
    const ending = new Ending();
    const error = { status: 401, title: 'Unauthorized.' };
    ending.end('token', 'Hood refused the token.', error);
    ending.end('unreachable', 'Hood cannot be reached.', { title: 'No answer' });
    expect(ending.stop).toEqual({ cause: 'token', message: 'Hood refused the token.' });
    expect(ending.error).toEqual(error);
    // What is in flight is waited for.
    expect([ending.halt.aborted, ending.cutOff.aborted]).toEqual([true, false]);
  });

  it('without an error of its own says why nothing was sent', () => {
    const ending = new Ending();
    ending.end('cancelled', 'The run was cancelled.');
    expect(ending.error).toEqual({ title: 'Not sent', message: 'The run was cancelled.' });
  });

  it('comes at the deadline, and cuts off what is in flight 3 s later', async () => {
    const clock = new VirtualClock();
    const ending = new Ending();
    const watched = ending.watch(clock, 10_000, never(), never());
    const seen: unknown[] = [];
    for (const time of [9_999, 10_001, 12_999, 13_001]) {
      clock.at(time, () => seen.push([ending.stop?.cause, ending.halt.aborted, ending.cutOff.aborted]));
    }
    await clock.run(watched);
    await clock.run(clock.sleep(1_000));
    expect(seen).toEqual([
      [undefined, false, false],
      ['deadline', true, false],
      ['deadline', true, false],
      ['deadline', true, true],
    ]);
    expect(ending.stop?.message).toBe(
      'The time for sending (timeout-minutes) was up: run again for the rest, or allow more.',
    );
  });

  it('comes at once where the time is up already', async () => {
    const clock = new VirtualClock(10_000);
    const ending = new Ending();
    await clock.run(ending.watch(clock, 10_000, never(), never()));
    expect([ending.stop?.cause, clock.now()]).toEqual(['deadline', 13_000]);
  });

  it('comes when the run is cancelled, also when it was before it began', async () => {
    const clock = new VirtualClock();
    const ending = new Ending();
    const cancel = new AbortController();
    clock.at(4_000, () => cancel.abort());
    await clock.run(ending.watch(clock, 10_000, cancel.signal, never()));
    expect([ending.stop, ending.cutOff.aborted, clock.now()]).toEqual([
      { cause: 'cancelled', message: 'The run was cancelled.' },
      true,
      7_000,
    ]);
    const another = new Ending();
    await clock.run(another.watch(clock, Number.POSITIVE_INFINITY, AbortSignal.abort(), never()));
    expect([another.stop?.cause, clock.now()]).toEqual(['cancelled', 10_000]);
  });

  it('does not come when all was sent before, nor cuts off what is done within the 3 s', async () => {
    const clock = new VirtualClock();
    const inTime = new Ending();
    const done = new AbortController();
    clock.at(9_000, () => done.abort());
    await clock.run(inTime.watch(clock, 10_000, never(), done.signal));
    expect([inTime.stop, inTime.halt.aborted, clock.now()]).toEqual([undefined, false, 9_000]);

    const late = new Ending();
    const doneLate = new AbortController();
    clock.at(12_000, () => doneLate.abort());
    await clock.run(late.watch(clock, 10_000, never(), doneLate.signal));
    expect([late.stop?.cause, late.cutOff.aborted, clock.now()]).toEqual(['deadline', false, 12_000]);
  });
});
