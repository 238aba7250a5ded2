import { seededRandom } from '../__tests__/support/random.ts';
import type { Fault } from '../emulator/faults.ts';
import { type EmulatorOptions, RESYNC_PATH, type RecordedRequest, startEmulator } from '../emulator/server.ts';
import { makeBatches } from '../src/batches.ts';
import { systemClock } from '../src/clock.ts';
import type { SendResult } from '../src/hood/outcome.ts';
import { send } from '../src/hood/send.ts';
import { createHttpTransport } from '../src/toolkit/http.ts';
import { fixed, type Section, table } from './markdown.ts';
import { optimumMs } from './optimum.ts';
import { LIMITS, requestsOf, silent } from './policies.ts';

interface HttpRun {
  readonly result: SendResult;
  readonly requests: readonly RecordedRequest[];
  readonly durationMs: number;
}

async function sendOverHttp(
  emulatorOptions: Partial<EmulatorOptions>,
  objects: number,
  batchSize: number,
  random: () => number,
  attemptTimeoutMs: number,
): Promise<HttpRun> {
  const emulator = await startEmulator(emulatorOptions);
  const url = new URL(RESYNC_PATH, emulator.url);
  const transport = createHttpTransport({
    url,
    token: 'bench-token',
    userAgent: 'hood-resync/bench',
    attemptTimeoutMs,
  });
  const started = systemClock.now();
  try {
    const result = await send(
      makeBatches(requestsOf(objects).flat(), batchSize),
      { windows: LIMITS, maxAttempts: 8, deadlineMs: started + 600_000 },
      { transport: transport.send, clock: systemClock, random, log: silent, cancel: new AbortController().signal },
    );
    return { result, requests: emulator.requests, durationMs: systemClock.now() - started };
  } finally {
    transport.dispose();
    await emulator.close();
  }
}

/** 320 requests in real time. */
export async function realRun(): Promise<Section> {
  const count = 320;
  // The first minute ends 20 s from now.
  const windows = { phaseMs: (performance.timeOrigin + performance.now() + 20_000) % 60_000 };
  const latencyMs = [30, 90] as const;
  const { result, requests, durationMs } = await sendOverHttp({ windows, latencyMs }, count, 1, Math.random, 30_000);
  const first = requests[0]?.arrivedAtMs ?? 0;
  const optimum = optimumMs(count, windows, first) + latencyMs[0];
  const synced = [...result.outcomes.values()].filter(({ status }) => status === 'synced').length;
  return {
    title: 'One real run over HTTP',
    body: `${count} requests to the emulator on loopback (answers after ${latencyMs.join(' to ')} ms, headers for the tighter window, the first minute ending
20 s after the start): ${fixed(durationMs / 1_000, 1)} s, the optimum being ${fixed(optimum / 1_000, 1)} s; ratio **${fixed(durationMs / optimum, 3)}**, 429s **${result.requests.throttled}**,
ids synced ${synced} of ${count}.`,
  };
}

/** What goes wrong, and how often of ten requests. */
const FAULTS: readonly (readonly [name: string, options: Partial<EmulatorOptions> | Fault])[] = [
  ['500', '500'],
  ['502, a page', 'html:502'],
  ['503 with Retry-After: 1', '503:1'],
  ['408', '408'],
  ['429 with Retry-After: 2', '429:2'],
  ['429 with Retry-After: -1', { maxInFlight: 1 }],
  ['connection reset', 'reset'],
  ['never answered', 'hang'],
  ['answer truncated (500)', 'truncate:500'],
  ['answer truncated (200)', 'truncate:200'],
  ['body that never ends', 'slow-body:500'],
  ['not HTTP', 'garbage'],
  ['nonsense in the headers', 'bogus-headers:204'],
  ['answer of 8 MiB', 'oversized'],
  ['token repeated in the answer', 'echo-token'],
  ['redirect', `redirect:http://127.0.0.1:9${RESYNC_PATH}`],
  ['404', '404'],
  ['too large beyond 2 ids', { maxBatch: 2 }],
  ['refused ids', { badIds: ['7', '40', '41'] }],
];

const SEEDS = [1, 2, 3];
const OBJECTS = 60;
const BATCH_SIZE = 4;
const FAULTY = 0.3;

interface Tally {
  requests: number;
  synced: number;
  lost: number;
  wrong: number;
  duplicates: number;
  groundless: number;
}

/** Every failure mode, over HTTP. */
export async function faultRuns(): Promise<Section> {
  const rows = await Promise.all(
    FAULTS.map(async ([name, what]) => {
      const sum: Tally = { requests: 0, synced: 0, lost: 0, wrong: 0, duplicates: 0, groundless: 0 };
      for (const seed of SEEDS) {
        const random = seededRandom(seed);
        const options: Partial<EmulatorOptions> =
          typeof what === 'object' && !('status' in what) && !('raw' in what)
            ? what
            : { faults: () => (random() < FAULTY ? (what as Fault) : undefined) };
        const one = audit(await sendOverHttp({ latencyMs: [5, 40], ...options }, OBJECTS, BATCH_SIZE, random, 1_000));
        for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += one[key];
      }
      const { requests, synced, lost, wrong, duplicates, groundless } = sum;
      return [name, requests, synced, lost, wrong, duplicates, groundless];
    }),
  );
  const head = [
    'fault',
    'requests',
    'ids synced',
    'ids lost',
    'ids wrongly reported',
    'ids sent again',
    'of them without need',
  ];
  return {
    title: 'Faults over HTTP',
    body: `${table(head, rows)}

${OBJECTS} ids in batches of ${BATCH_SIZE}, ${SEEDS.length} seeds: ${OBJECTS * SEEDS.length} ids a row. A fault strikes three of ten requests, except where the emulator is set to do it always (too
large, refused ids, \`-1\`). *Lost*: without an outcome. *Wrongly reported*: \`synced\` without a whole 2xx to a request that held it, or the other way
round. *Without need*: sent again although a whole 2xx had come for it. Redirects, 404 and answers that refuse a batch are not
tried again, so their ids are reported as not accepted, or isolated.`,
  };
}

function audit({ result, requests }: HttpRun): Tally {
  const acknowledged = new Set<string>();
  const seen = new Set<string>();
  let duplicates = 0;
  let groundless = 0;
  for (const { ids, status, note } of requests) {
    for (const id of ids) {
      if (seen.has(id)) duplicates += 1;
      if (acknowledged.has(id)) groundless += 1;
      seen.add(id);
    }
    // A truncated answer has its status on record, but never came whole.
    if (status >= 200 && status < 300 && !note.startsWith('fault truncate')) for (const id of ids) acknowledged.add(id);
  }
  const outcomes = [...result.outcomes];
  return {
    requests: requests.length,
    synced: outcomes.filter(([, { status }]) => status === 'synced').length,
    lost: OBJECTS - outcomes.length,
    wrong: outcomes.filter(([key, { status }]) => (status === 'synced') !== acknowledged.has(key)).length,
    duplicates,
    groundless,
  };
}
