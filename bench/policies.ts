import Bottleneck from 'bottleneck';
import PQueue from 'p-queue';
import pThrottle from 'p-throttle';
import type { Batch } from '../src/batches.ts';
import { makeBatches } from '../src/batches.ts';
import type { Clock } from '../src/clock.ts';
import { send } from '../src/hood/send.ts';
import type { Transport } from '../src/hood/transport.ts';
import type { Logger } from '../src/log.ts';

export interface Client {
  /** How many requests it makes. */
  readonly count: number;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A way of making all of a client's requests; resolves when each is accepted. */
export interface Policy {
  readonly name: string;
  run(client: Client): Promise<void>;
}

export const LIMITS = [
  { limit: 10, windowMs: 1_000 },
  { limit: 150, windowMs: 60_000 },
] as const;

export const silent: Logger = { isDebug: false, debug() {}, info() {}, group: (_title, body) => body() };

export function requestsOf(count: number): Batch[] {
  const objects = Array.from({ length: count }, (_, index) => ({
    type: 'integration' as const,
    id: String(index + 1),
  }));
  return makeBatches(objects, 1);
}

export const hoodResync: Policy = {
  name: 'hood-resync',
  async run({ count, ...ports }) {
    const { outcomes } = await send(
      requestsOf(count),
      { windows: LIMITS, maxAttempts: 5, deadlineMs: Number.MAX_SAFE_INTEGER },
      { ...ports, log: silent, cancel: new AbortController().signal },
    );
    for (const { status } of outcomes.values()) if (status !== 'synced') throw new Error(`An id is ${status}.`);
  },
};

/** How many requests the other clients have in flight at most. */
const CONCURRENCY = 8;

/** Makes requests through a limiter; one that is answered with 429 is made again after its `Retry-After`, by the same way. */
function through(name: string, limiter: (client: Client) => <T>(job: () => Promise<T>) => Promise<T>): Policy {
  return {
    name,
    async run(client) {
      const schedule = limiter(client);
      await Promise.all(
        requestsOf(client.count).map(async (batch) => {
          const body = JSON.stringify({ resync: { integration: batch.map(({ id }) => id) } });
          for (;;) {
            const result = await schedule(() => client.transport(body, new AbortController().signal));
            if (result.kind === 'failure') throw new Error(result.message);
            if (result.status === 204) return;
            await client.clock.sleep(Number(result.headers['retry-after'] ?? 1) * 1000);
          }
        }),
      );
    },
  };
}

const [SECOND, MINUTE] = LIMITS;

/** Two reservoirs, each refilled by its own timer. */
const bottleneck = through('bottleneck', () => {
  const perMinute = new Bottleneck(reservoir(MINUTE));
  const perSecond = new Bottleneck({ ...reservoir(SECOND), maxConcurrent: CONCURRENCY });
  perSecond.chain(perMinute);
  return (job) => perSecond.schedule(job);
});

const reservoir = ({ limit, windowMs }: (typeof LIMITS)[number]) => ({
  reservoir: limit,
  reservoirRefreshAmount: limit,
  reservoirRefreshInterval: windowMs,
});

/** Strict mode: a sliding log of the times of sending. It has no limit of requests in flight. */
const pThrottleStrict = through('p-throttle (strict)', () => {
  const perMinute = pThrottle({ limit: MINUTE.limit, interval: MINUTE.windowMs, strict: true });
  const perSecond = pThrottle({ limit: SECOND.limit, interval: SECOND.windowMs, strict: true });
  const throttled = perMinute(perSecond((job: () => Promise<unknown>) => job()));
  return <T>(job: () => Promise<T>) => throttled(job) as Promise<T>;
});

/** Strict mode: a sliding log of the times of sending. */
const pQueueStrict = through('p-queue (strict)', () => {
  const perMinute = new PQueue({ intervalCap: MINUTE.limit, interval: MINUTE.windowMs, strict: true });
  const perSecond = new PQueue({
    intervalCap: SECOND.limit,
    interval: SECOND.windowMs,
    strict: true,
    concurrency: CONCURRENCY,
  });
  return (job) => perMinute.add(() => perSecond.add(job));
});

/** Knows no limit of its own. */
const retryAfterOnly = through('only obeys Retry-After', () => {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  return (job) => queue.add(job);
});

export const OTHERS: readonly Policy[] = [bottleneck, pThrottleStrict, pQueueStrict, retryAfterOnly];
