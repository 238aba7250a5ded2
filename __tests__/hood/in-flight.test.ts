import { describe, expect, it } from '@jest/globals';
import { InFlight } from '../../src/hood/in-flight.ts';

const BURST = { limit: 10, windowMs: 1_000 };

/** How many requests may be in flight, seen by sending as many as are free. */
function mostOf(inFlight: InFlight): number {
  let sent = 0;
  for (; inFlight.free; sent += 1) inFlight.sent();
  for (let left = sent; left > 0; left -= 1) inFlight.ended();
  return sent;
}

/** A run of many requests, with answers that take `latencyMs`. */
function seasoned(latencyMs: number): InFlight {
  const inFlight = new InFlight(BURST, 1_000);
  inFlight.sent();
  inFlight.ended(latencyMs);
  return inFlight;
}

describe('requests in flight', () => {
  it('are as many as fill the limit at the latency seen, and one more', () => {
    expect(mostOf(seasoned(60))).toBe(2);
    expect(mostOf(seasoned(300))).toBe(4);
    expect(mostOf(seasoned(5_000))).toBe(10);
  });

  it('are one before the first answer, and all of them where all fit into one burst', () => {
    expect(mostOf(new InFlight(BURST, 11))).toBe(1);
    expect(mostOf(new InFlight(BURST, 10))).toBe(10);
  });

  it('are halved at once by Retry-After: -1, and once for all that were in flight together', () => {
    const inFlight = seasoned(5_000);
    for (let place = 0; place < 3; place += 1) inFlight.crowded({ sentAt: 0, endedAt: 100 + place });
    expect(mostOf(inFlight)).toBe(5);
    inFlight.crowded({ sentAt: 150, endedAt: 200 });
    expect(mostOf(inFlight)).toBe(2);
    inFlight.crowded({ sentAt: 250, endedAt: 300 });
    inFlight.crowded({ sentAt: 350, endedAt: 400 });
    expect(mostOf(inFlight)).toBe(1);
  });

  it('grow again slowly: by one after many accepted requests, later after each relapse', () => {
    const inFlight = seasoned(5_000);
    const acceptedUntil = (most: number): number => {
      let accepted = 0;
      for (; mostOf(inFlight) < most; accepted += 1) inFlight.accepted();
      return accepted;
    };
    inFlight.crowded({ sentAt: 0, endedAt: 100 });
    expect(acceptedUntil(6)).toBe(60);
    inFlight.crowded({ sentAt: 150, endedAt: 200 });
    expect(mostOf(inFlight)).toBe(3);
    expect(acceptedUntil(4)).toBe(120);
  });

  it('are one while the API is in trouble', () => {
    const inFlight = seasoned(5_000);
    inFlight.singly = true;
    expect(mostOf(inFlight)).toBe(1);
  });
});
