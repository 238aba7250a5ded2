import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
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

/** From the start of the process to the first request. */
export async function startUp(runs: number): Promise<Section> {
  const empty: number[] = [];
  const first: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    empty.push(performance.now() - started);
    first.push((await step({}, { integration: '1628' })).firstRequestMs);
  }
  return {
    title: 'From process start to the first request',
    body: `${fixed(median(first), 0)} ms, over ${fixed(median(empty), 0)} ms for an empty Node process: **${fixed(median(first) / median(empty), 2)}** times (medians of ${runs} runs; one id, the bundle as a child
process, the emulator in the parent).`,
  };
}
