import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestChart } from '../../src/report/chart.ts';

const LIMITS = [
  { limit: 10, windowMs: 1000 },
  { limit: 150, windowMs: 60_000 },
];
const at = (times: readonly number[]) => times.map((atMs) => ({ atMs, status: 204 }));
const bars = (chart: string | undefined): number[] => JSON.parse(/bar (\[.*\])/.exec(chart ?? '')?.[1] ?? '[]');

describe('the chart of requests', () => {
  it('is there only when sending took longer than the longest window', () => {
    expect(requestChart([], LIMITS)).toBeUndefined();
    expect(requestChart(at([0, 60_000]), LIMITS)).toBeUndefined();
    expect(requestChart(at([0, 60_001]), LIMITS)).toMatch(/^%%\{init: \{.*\}\}%%\nxychart-beta\n/);
    expect(requestChart(at([0, 60_001]), [])).toBeUndefined();
  });

  it('shows how each window fills, whatever the order of the requests', () => {
    const chart = requestChart(at([65_000, 0, 1000, 12_000]), LIMITS);
    expect(bars(chart)).toEqual([2, 3, 3, 3, 3, 3, 1]);
    expect(chart).toContain('x-axis "seconds after the first request" 10 --> 70');
    expect(chart).toContain('the limit of 150');
    expect(chart).toContain('line [150, 150, 150, 150, 150, 150, 150]');
  });

  it('never shows more than the limit where the requests kept fixed windows, whenever those began', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 2, max: 5 }), (begin, windows) => {
        // As fast as it goes: what is left of the window that is running, then whole windows, each at its beginning.
        const times = [0, ...Array.from({ length: windows }, (_, i) => (begin + i * 60) * 1000)].flatMap((start) =>
          Array.from({ length: 150 }, (_, i) => start + i * 7),
        );
        const kept = begin < 2 ? times.slice(150) : times;
        for (const height of bars(requestChart(at(kept), LIMITS))) expect(height).toBeLessThanOrEqual(150);
      }),
    );
  });

  it('counts no request twice and none out of sight', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7_200_000 }), { minLength: 1, maxLength: 200 }), (times) => {
        fc.pre(Math.max(...times) > 60_000);
        const heights = bars(requestChart(at(times), LIMITS));
        expect(heights.length).toBeGreaterThan(0);
        expect(heights.length).toBeLessThanOrEqual(30);
        for (const height of heights) expect(height).toBeLessThanOrEqual(times.length);
      }),
    );
  });

  it('is told in the unit of its bars, and of any limit', () => {
    expect(requestChart(at([0, 10 * 60_000]), LIMITS)).toContain('x-axis "seconds after');
    expect(requestChart(at([0, 3 * 3_600_000]), LIMITS)).toContain('x-axis "minutes after');
    expect(requestChart(at([0, 90 * 3_600_000]), LIMITS)).toContain('x-axis "hours after');
    // Five days, the longest that a job may run, and more.
    expect(bars(requestChart(at([0, 500 * 3_600_000]), LIMITS))).toHaveLength(30);
    expect(requestChart(at([0, 5000]), [{ limit: 3, windowMs: 2000 }])).toContain(
      'title "Requests in each 2 s, and the limit of 3"',
    );
  });

  it('of a long sending shows the mean of each stretch', () => {
    const hours = at(Array.from({ length: 150 * 60 * 5 }, (_, i) => i * 400));
    const heights = bars(requestChart(hours, LIMITS));
    expect(heights.length).toBeLessThanOrEqual(30);
    for (const height of heights) expect(height).toBe(150);
  });
});
