import { describe, expect, it } from '@jest/globals';
import { duration, Progress, type State } from '../../src/hood/progress.ts';
import type { RateWindow } from '../../src/inputs.ts';
import { RecordingLog } from '../support/log.ts';
import { LIMITS } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = { limit: 150, windowMs: 60_000 };

function progress(state: Partial<State> = {}, windows: readonly RateWindow[] = LIMITS) {
  const log = new RecordingLog();
  const clock = new VirtualClock(1_000);
  const told = new Progress(log, clock, windows, () => ({
    objects: 500,
    synced: 150,
    refused: 2,
    requests: 160,
    requestsLeft: 1,
    ...state,
  }));
  return { told, clock, lines: log.lines };
}

describe('progress', () => {
  it('tells of a wait for a limit, and of one that somebody asked for', () => {
    const { told, lines } = progress();
    told.waiting({ until: 31_000, window: MINUTE });
    told.waiting({ until: 91_000 });
    expect(lines).toEqual([
      'Waiting 30 s for the limit of 150 requests in 1 min. So far 150 of 500 ids synced, 160 requests, 2 ids refused; done in about 30 s.',
      'Waiting 1 min 30 s as Hood asked, or for it to recover. So far 150 of 500 ids synced, 160 requests, 2 ids refused; done in about 1 min 30 s.',
    ]);
  });

  it('does not tell of a wait that nobody notices, nor twice of the same one', () => {
    const { told, clock, lines } = progress();
    told.waiting({ until: 2_999 });
    expect(lines).toHaveLength(0);
    told.waiting({ until: 3_000 });
    expect(lines).toHaveLength(1);
    told.waiting({ until: 4_999 });
    expect(lines).toHaveLength(1);
    told.waiting({ until: 5_000 });
    expect(lines).toHaveLength(2);
    clock.at(4_000, () => told.waiting({ until: 7_500 }));
    return clock.run(clock.sleep(5_000)).then(() => expect(lines).toHaveLength(3));
  });

  it.each([
    // Nothing holds up the first request after the wait, nor one that is not there.
    [0, '10 s'],
    [1, '10 s'],
    [10, '10 s'],
    [11, '11 s'],
    [21, '12 s'],
    [150, '24 s'],
    [151, '1 min 10 s'],
    [301, '2 min 10 s'],
    [312, '2 min 11 s'],
  ])('estimates that %i requests are done in %s', (requestsLeft, end) => {
    for (const windows of [LIMITS, LIMITS.toReversed()]) {
      const { told, lines } = progress({ requestsLeft }, windows);
      told.waiting({ until: 11_000, window: MINUTE });
      expect(lines[0]).toMatch(new RegExp(`; done in about ${end}\\.$`));
    }
  });
});

it.each([
  [0, '0 s'],
  [1, '1 s'],
  [1_000, '1 s'],
  [59_000, '59 s'],
  [59_001, '1 min'],
  [60_000, '1 min'],
  [61_000, '1 min 1 s'],
  [120_000, '2 min'],
  [3_599_000, '59 min 59 s'],
  [3_600_000, '1 h'],
  [3_601_000, '1 h'],
  [3_660_000, '1 h 1 min'],
  [7_500_000, '2 h 5 min'],
])('%i ms is told as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
