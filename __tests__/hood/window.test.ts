import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitWindow, type Place } from '../../src/hood/window.ts';

/** Requests that the window has let go, by the times of sending and answer. */
function observe(window: LimitWindow, requests: readonly (readonly [sentAt: number, endedAt: number])[]): Place[] {
  return requests.map(([sentAt, endedAt]) => {
    const place = { sentAt, endedAt };
    window.add(place);
    return place;
  });
}

describe('places of a window', () => {
  it('are taken until a window has passed since the answers', () => {
    const window = new LimitWindow({ limit: 2, windowMs: 1_000 });
    observe(window, [
      [0, 50],
      [10, 30],
    ]);
    expect(window.freeAt(100, 0)).toBe(1_030);
    expect(window.freeAt(1_030, 0)).toBe(1_030);
  });

  it('are given back by a request that was never sent', () => {
    const window = new LimitWindow({ limit: 2, windowMs: 1_000 });
    const [first] = observe(window, [
      [0, Number.POSITIVE_INFINITY],
      [0, Number.POSITIVE_INFINITY],
    ]);
    expect(window.freeAt(10, 0)).toBe(Number.POSITIVE_INFINITY);
    window.remove(first as Place);
    expect(window.freeAt(10, 0)).toBe(10);
    // The other one still counts.
    observe(window, [[10, Number.POSITIVE_INFINITY]]);
    expect(window.freeAt(10, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('leave in the order of their answers, whatever that of sending', () => {
    const window = new LimitWindow({ limit: 3, windowMs: 1_000 });
    observe(window, [
      [0, 300],
      [1, 100],
      [2, 200],
    ]);
    expect(window.freeAt(400, 0)).toBe(1_100);
    expect(window.freeAt(400, 1)).toBe(1_200);
    expect(window.freeAt(400, 2)).toBe(1_300);
    // At least one is always ours.
    expect(window.freeAt(400, 9)).toBe(1_300);
    expect(window.freeAt(1_099, 0)).toBe(1_100);
    expect(window.freeAt(1_100, 0)).toBe(1_100);
    expect(window.freeAt(1_150, 1)).toBe(1_200);
  });

  it('are kept while a request in flight may share a window with them', () => {
    const window = new LimitWindow({ limit: 2, windowMs: 1_000 });
    const [slow] = observe(window, [
      [900, Number.POSITIVE_INFINITY],
      [0, 50],
    ]);
    // The second left its window, but for the first one it still counts nothing for those to come.
    expect(window.freeAt(2_000, 0)).toBe(2_000);
    observe(window, [[2_000, 2_050]]);
    expect(window.freeAt(2_100, 0)).toBe(3_050);
    (slow as Place).endedAt = 2_100;
    expect(window.freeAt(2_100, 0)).toBe(3_050);
    expect(window.freeAt(3_050, 0)).toBe(3_050);
    expect(window.freeAt(3_060, 1)).toBe(3_100);
  });

  it('are taken for ever by a request in flight', () => {
    const window = new LimitWindow({ limit: 1, windowMs: 1_000 });
    observe(window, [[0, Number.POSITIVE_INFINITY]]);
    expect(window.freeAt(90_000, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are free again once the end that answers name is certainly past', () => {
    const window = new LimitWindow({ limit: 2, windowMs: 60_000 });
    const [first] = observe(window, [
      [0, 50],
      [10, 60],
    ]);
    window.observe(first as Place, { limit: 2, remaining: 1, resetSeconds: 20 });
    const free = window.freeAt(100, 0);
    // Rounded either way: the end lies between 19 s after the sending and 21 s after the answer.
    expect(free).toBeGreaterThanOrEqual(21_050);
    expect(free).toBeLessThan(21_200);
  });

  it('are not freed by an answer that cannot be true: of a minute that ends, in which we sent more than is said to be used', () => {
    const window = new LimitWindow({ limit: 100, windowMs: 60_000 });
    const places = observe(
      window,
      Array.from({ length: 100 }, (_, index) => [100 * index, 100 * index + 50] as const),
    );
    window.observe(places[99] as Place, { limit: 100, remaining: 98, resetSeconds: 0 });
    expect(window.freeAt(12_000, 0)).toBe(60_050);
    // What has contradicted once is not believed again.
    window.observe(places[99] as Place, { limit: 100, remaining: 0, resetSeconds: 1 });
    expect(window.freeAt(20_000, 0)).toBe(60_050);
  });
});

describe('other clients', () => {
  const SECOND = { limit: 10, windowMs: 1_000 };
  const told = (window: LimitWindow, place: Place | undefined, used: number) =>
    window.observe(place as Place, { limit: 10, remaining: 10 - used, resetSeconds: 1 });

  it('show in a minute of which we know when it began, and so which requests of ours were before it', () => {
    const window = new LimitWindow({ limit: 150, windowMs: 60_000 });
    const places = observe(
      window,
      Array.from({ length: 30 }, (_, index) => [100 * index, 100 * index + 50] as const),
    );
    // The minute ends at 69 s at the latest, so it began at 9 s at the latest; 7 s at the earliest.
    const [place] = observe(window, [[10_000, 10_050]]);
    expect(places).toHaveLength(30);
    expect(window.observe(place as Place, { limit: 150, remaining: 129, resetSeconds: 58 })).toBe(20);
  });

  it('show in what is used beyond our requests', () => {
    const window = new LimitWindow(SECOND);
    const [place] = observe(window, [[0, 50]]);
    expect(told(window, place, 4)).toBe(3);
  });

  it('show between our requests in a window that we fill ourselves', () => {
    const window = new LimitWindow(SECOND);
    const before = observe(
      window,
      Array.from({ length: 9 }, (_, index) => [50 * index, 50 * index + 40] as const),
    );
    for (const [index, place] of before.entries()) expect(told(window, place, index + 1)).toBe(0);
    // All that is used may be ours; but two more than since our last request are not.
    const [first, second] = observe(window, [
      [1_040, 1_080],
      [1_100, 1_140],
    ]);
    expect(told(window, first, 1)).toBe(0);
    expect(told(window, second, 4)).toBe(2);
  });

  it('are not seen where requests overtake each other on the way', () => {
    const window = new LimitWindow(SECOND);
    const [first, second, third] = observe(window, [
      [0, 200],
      [10, 50],
      [60, 100],
    ]);
    expect(told(window, second, 2)).toBe(0);
    expect(told(window, third, 3)).toBe(0);
    expect(told(window, first, 1)).toBe(0);
  });

  it('are never seen where there are none, whatever the latency, the phase and the order', () => {
    const requests = fc.array(
      fc.record({ gap: fc.nat(400), there: fc.integer({ min: 1, max: 500 }), back: fc.integer({ min: 1, max: 500 }) }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(requests, fc.nat(999), (steps, phase) => {
        const window = new LimitWindow({ limit: 1_000, windowMs: 1_000 });
        let now = 0;
        const sent = steps.map(({ gap, there, back }) => {
          now += gap;
          return { place: { sentAt: now, endedAt: Number.POSITIVE_INFINITY }, arrived: now + there, back };
        });
        const counts = new Map<number, number>();
        const answers = sent
          .toSorted((a, b) => a.arrived - b.arrived)
          .map(({ place, arrived, back }) => {
            const second = Math.floor((arrived + phase) / 1_000);
            counts.set(second, (counts.get(second) ?? 0) + 1);
            return { place, at: arrived + back, used: counts.get(second) ?? 0 };
          });
        const events = [
          ...sent.map(({ place }) => ({ at: place.sentAt, run: () => window.add(place) })),
          ...answers.map(({ place, at, used }) => ({
            at: at + 0.5,
            run: () => {
              window.freeAt(at, 0);
              place.endedAt = at;
              expect(window.observe(place, { limit: 1_000, remaining: 1_000 - used, resetSeconds: 1 })).toBe(0);
            },
          })),
        ];
        for (const { run } of events.toSorted((a, b) => a.at - b.at)) run();
      }),
      { numRuns: 2_000 },
    );
  });
});
