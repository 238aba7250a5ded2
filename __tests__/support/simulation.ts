import type { WindowOptions } from '../../emulator/windows.ts';
import { type Batch, makeBatches, type ResourceKey } from '../../src/batches.ts';
import type { SendResult } from '../../src/hood/outcome.ts';
import { type SendOptions, send } from '../../src/hood/send.ts';
import type { Transport } from '../../src/hood/transport.ts';
import { RecordingLog } from './log.ts';
import { seededRandom } from './random.ts';
import { type Handler, type Latency, SimulatedHood } from './simulated-hood.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The account's limits as documented. */
export const LIMITS = [
  { limit: 10, windowMs: 1_000 },
  { limit: 150, windowMs: 60_000 },
] as const;

export interface Simulation {
  readonly batches: readonly Batch[];
  readonly windows?: Partial<WindowOptions>;
  readonly handler?: Handler;
  readonly mostInFlight?: number;
  readonly latency?: Latency;
  readonly seed?: number;
  readonly options?: Partial<SendOptions>;
  /** Cancels the run at that time; 0: before it begins. */
  readonly cancelAtMs?: number;
  /** Stands between client and server. */
  readonly wrap?: (transport: Transport, clock: VirtualClock) => Transport;
}

export interface Simulated {
  readonly result: SendResult;
  readonly hood: SimulatedHood;
  readonly durationMs: number;
  readonly log: RecordingLog;
}

/** Sends to a simulated Hood in virtual time. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const {
    batches,
    windows = {},
    latency = () => ({ there: 25, back: 25 }),
    seed = 1,
    options,
    cancelAtMs,
  } = simulation;
  const clock = new VirtualClock();
  const { handler, mostInFlight } = simulation;
  const hood = new SimulatedHood(clock, windows, {
    ...(handler && { handler }),
    ...(mostInFlight && { mostInFlight }),
  });
  const transport = hood.transport(latency);
  const log = new RecordingLog();
  const cancel = new AbortController();
  if (cancelAtMs === 0) cancel.abort();
  else if (cancelAtMs !== undefined) clock.at(cancelAtMs, () => cancel.abort());
  const result = await clock.run(
    send(
      batches,
      { windows: LIMITS, maxAttempts: 5, deadlineMs: 1_800_000, ...options },
      {
        transport: simulation.wrap?.(transport, clock) ?? transport,
        clock,
        random: seededRandom(seed),
        log,
        cancel: cancel.signal,
      },
    ),
  );
  return { result, hood, durationMs: clock.now(), log };
}

/** `count` objects of both types. */
export function objects(count: number): ResourceKey[] {
  return Array.from({ length: count }, (_, index) => ({
    type: index % 3 === 2 ? ('conversion' as const) : ('integration' as const),
    id: String(1_000 + index),
  }));
}

export const batchesOf = (count: number, size: number): Batch[] => makeBatches(objects(count), size);

/** How many objects have which outcome. */
export function tally({ outcomes }: SendResult): Partial<Record<string, number>> {
  const counts: Partial<Record<string, number>> = {};
  for (const { status } of outcomes.values()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
