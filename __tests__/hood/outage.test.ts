import { describe, expect, it } from '@jest/globals';
import { Outage } from '../../src/hood/outage.ts';

const half = () => 0.5;

describe('failures in a row', () => {
  it('are none at first; one alone concerns its own request', () => {
    const outage = new Outage(5);
    expect([outage.suspected, outage.budgetLeft]).toEqual([false, 5]);
    expect(outage.failed(0, 100, half)).toBe(100);
    expect([outage.suspected, outage.budgetLeft]).toEqual([false, 4]);
  });

  it('hold up all requests from the second on, for longer each time', () => {
    const outage = new Outage(20);
    outage.failed(0, 100, half);
    // Half of 0.5 s, 1 s, 2 s, 4 s, and so on up to 20 s.
    const pauses = [200, 300, 400, 500, 600, 700, 800].map((now) => outage.failed(now, now, half) - now);
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
    expect([outage.suspected, outage.budgetLeft]).toEqual([true, 12]);
  });

  it('of requests that were in flight together count once', () => {
    const outage = new Outage(5);
    outage.failed(0, 100, half);
    for (const sentAt of [10, 50, 99]) expect(outage.failed(sentAt, 120, half)).toBe(120);
    expect([outage.suspected, outage.budgetLeft]).toEqual([false, 4]);
    // Sent when the first one had failed.
    outage.failed(100, 200, half);
    expect([outage.suspected, outage.budgetLeft]).toEqual([true, 3]);
    outage.failed(150, 210, half);
    expect(outage.budgetLeft).toBe(3);
  });

  it('end with any answer', () => {
    const outage = new Outage(2);
    outage.failed(0, 100, half);
    outage.failed(100, 200, half);
    expect([outage.suspected, outage.budgetLeft]).toEqual([true, 0]);
    outage.answered();
    expect([outage.suspected, outage.budgetLeft]).toEqual([false, 2]);
  });
});
