import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmulatorOptions, startEmulator } from '../emulator/server.ts';
import { runStep } from '../scripts/runner.ts';
import { fixed, type Section, table } from './markdown.ts';
import { median } from './simulation.ts';

const IDS = Array.from({ length: 200 }, (_, index) => String(1_000 + index)).join(' ');

async function step(
  options: Partial<EmulatorOptions>,
  inputs: Readonly<Record<string, string>>,
  interruptAfterRequests?: number,
) {
  const emulator = await startEmulator(options);
  let interruptedAt = 0;
  try {
    const started = performance.now();
    const result = await runStep({
      workspace: mkdtempSync(path.join(tmpdir(), 'hood-resync-bench-')),
      inputs: { token: 'a-token-of-the-bench', 'api-url': emulator.url, base: 'none', ...inputs },
      onStart: (kill) => {
        if (interruptAfterRequests === undefined) return;
        const timer = setInterval(() => {
          if (emulator.requests.length < interruptAfterRequests) return;
          clearInterval(timer);
          setTimeout(() => {
            interruptedAt = performance.now();
            kill('SIGINT');
          }, 500);
        }, 5);
      },
    });
    const firstRequestMs = (emulator.requests[0]?.arrivedAtMs ?? Number.NaN) - performance.timeOrigin - started;
    return { result, firstRequestMs, exitMs: performance.now() - interruptedAt };
  } finally {
    await emulator.close();
  }
}

/** From SIGINT to the end of the process. */
export async function cancellation(): Promise<Section> {
  const scenarios: [string, Partial<EmulatorOptions>, Record<string, string>, number][] = [
    ['waiting for a minute to end', {}, { integration: IDS, 'batch-size': '1' }, 150],
    ['in flight, answered in time', { latencyMs: 1_000 }, { integration: IDS, 'batch-size': '50' }, 1],
    ['in flight, never answered', { faults: () => 'hang' }, { integration: IDS, 'batch-size': '50' }, 1],
    ['backing off', { faults: () => '503:20' }, { integration: IDS }, 1],
    ['while halving', { badIds: ['1100'], latencyMs: 300 }, { integration: IDS, 'batch-size': '100' }, 4],
  ];
  const rows: (string | number)[][] = [];
  for (const [name, options, inputs, after] of scenarios) {
    const { result, exitMs } = await step(options, inputs, after);
    const { outputs, status } = result;
    const counted = Number(outputs['synced-count']) + Number(outputs['failed-count']);
    rows.push([name, fixed(exitMs / 1_000, 2), status ?? '', outputs['result'] ?? '', counted]);
  }
  return {
    title: 'From SIGINT to exit',
    body: `${table(['when', 'seconds', 'exit status', 'result', 'ids accounted for'], rows)}

The bundle as a child process, 200 ids. It waits 3 s for answers that are under way; the runner's patience ends after 7.5 s.`,
  };
}

/** Milliseconds that `node -e SCRIPT` takes. */
function nodeMs(script: string): number {
  const started = performance.now();
  spawnSync(process.execPath, ['-e', script]);
  return performance.now() - started;
}

/** From the start of the process to the first request, and to an input error. */
export async function startUp(runs: number): Promise<Section> {
  const measured: Record<'empty' | 'https' | 'error' | 'first', number[]> = {
    empty: [],
    https: [],
    error: [],
    first: [],
  };
  for (let run = 0; run < runs; run += 1) {
    measured.empty.push(nodeMs('0'));
    measured.https.push(nodeMs("require('node:https')"));
    measured.error.push((await step({}, { integration: '1628', 'batch-size': 'many' })).result.durationMs);
    measured.first.push((await step({}, { integration: '1628' })).firstRequestMs);
  }
  const empty = median(measured.empty);
  const row = (name: string, values: readonly number[]) => [
    name,
    fixed(median(values), 0),
    fixed(median(values) / empty, 2),
  ];
  const rows = [
    row('an empty Node process, to its end', measured.empty),
    row('the same with `node:https`, which any client needs', measured.https),
    row('the bundle with one bad input, to its end: report, outputs and summary are written', measured.error),
    row('the bundle with one id, to its first request', measured.first),
  ];
  const dist = path.join(import.meta.dirname, '..', 'dist');
  const chunks = readdirSync(dist).filter((file) => /^\d+\.index\.js$/.test(file));
  const sizes = chunks.map((file) => Math.round(statSync(path.join(dist, file)).size / 1_000));
  return {
    title: 'From process start to the first request',
    body: `${table(['what', 'ms', 'over an empty process'], rows)}

Medians of ${runs} runs; the bundle as a child process, the emulator in the parent. Aimed at was 2.5 times an empty process. What the rest
is made of, by a CPU profile: two fifths are V8's reading of the code, most of it libraries (yaml and jsonpath take 6 ms each, used or not); a fifth
is Node's own \`crypto\`, \`http\` and \`tls\`; the rest is the action's work from its inputs to the socket. Left out of it are octokit, in a chunk that is loaded
only where GitHub's API is needed, and undici, which the toolkit's HTTP client imports without using it here (\`stubs/undici\`). Chunks:
${sizes.toSorted((a, b) => a - b).join(', ')} kB.`,
  };
}
