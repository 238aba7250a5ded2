import { seededRandom } from '../__tests__/support/random.ts';
import { type Latency, SimulatedHood } from '../__tests__/support/simulated-hood.ts';
import { VirtualClock } from '../__tests__/support/virtual-clock.ts';
import type { WindowOptions } from '../emulator/windows.ts';
import { optimumMs, safeOptimumMs, type Trip } from './optimum.ts';
import type { Policy } from './policies.ts';
import { withVirtualGlobals } from './virtual-globals.ts';

export interface Scenario {
  readonly policy: Policy;
  readonly clients: number;
  /** Of all clients together. */
  readonly requests: number;
  /** Clients start at a random time within so many milliseconds. */
  readonly stagger: number;
  readonly windows: Partial<WindowOptions>;
  readonly seed: number;
}

export interface Measured {
  /** From the first request's sending to the last answer, over the shortest possible time. */
  readonly ratio: number;
  /** The same, over the shortest time of any client that is safe for all phases; of a sole client that is never refused. */
  readonly overSafe: number;
  /** 429s for the minute, and all of them, for each request that was to be made. */
  readonly throttledLong: number;
  readonly throttled: number;
  /** The longest run of a client over the shortest. */
  readonly spread: number;
}

/** Round trips of 30 to 90 ms, of which a third to two thirds are the way there. */
const FASTEST_MS = 30;
const SPREAD_MS = 60;

/** A client's latencies, and a record of them. */
function latencies(random: () => number): { readonly next: Latency; readonly trips: readonly Trip[] } {
  const trips: Trip[] = [];
  return {
    next() {
      const total = FASTEST_MS + SPREAD_MS * random();
      const there = total * (1 / 3 + random() / 3);
      const trip = { there, back: total - there };
      trips.push(trip);
      return trip;
    },
    trips,
  };
}

/** Runs clients against one account in virtual time. */
export async function measure({ policy, clients, requests, stagger, windows, seed }: Scenario): Promise<Measured> {
  const clock = new VirtualClock();
  const random = seededRandom(seed);
  const phaseMs = random() * 60_000;
  const hood = new SimulatedHood(clock, { ...windows, phaseMs });
  const count = Math.ceil(requests / clients);
  const durations: number[] = [];
  const starts = Array.from({ length: clients }, (_, index) => (index === 0 ? 0 : random() * stagger));
  let trips: readonly Trip[] = [];
  const run = async (start: number, index: number) => {
    await clock.sleep(start);
    const own = seededRandom(seed * 1_000 + index + 1);
    const latency = latencies(own);
    await policy.run({ count, transport: hood.transport(latency.next), clock, random: own });
    durations.push(clock.now() - start);
    trips = [...trips, ...latency.trips];
  };
  await withVirtualGlobals(clock, () => clock.run(Promise.all(starts.map(run))));
  // Neither the windows nor the slowest answer let anybody be faster.
  const span = optimumMs(count * clients, { ...windows, phaseMs }, FASTEST_MS / 3);
  const optimum = Math.max(span + FASTEST_MS, ...trips.map(({ there, back }) => there + back));
  const throttled = hood.arrivals.filter(({ status }) => status === 429);
  return {
    ratio: clock.now() / optimum,
    overSafe: clock.now() / Math.max(optimum, safeOptimumMs(trips, { ...windows, phaseMs }, FASTEST_MS / 3)),
    throttled: throttled.length / (count * clients),
    throttledLong:
      throttled.filter(({ retryAfter }) => retryAfter !== undefined && retryAfter !== '1').length / (count * clients),
    spread: Math.max(...durations) / Math.min(...durations),
  };
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** All window modes: both anchorings, each kind of header, both roundings. */
export const MODES: readonly Partial<WindowOptions>[] = (['clock', 'first-request'] as const).flatMap((anchor) =>
  (['burst', 'steady', 'tighter', 'none'] as const).flatMap((headers) =>
    (headers === 'none' ? (['up'] as const) : (['up', 'down'] as const)).map((resetRounding) => ({
      anchor,
      headers,
      resetRounding,
    })),
  ),
);
