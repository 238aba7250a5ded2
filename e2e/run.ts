/**
 * Runs the workflows of `examples/` for real, under `act` without a container engine, against the emulator: what a user pastes
 * is what is run. `npm run e2e`; `act` has to be on the PATH (`.ci/run` installs it).
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { makeMarketingConfig, type PushedRepository } from '../demo/marketing-config.ts';
import { startEmulator } from '../emulator/server.ts';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const TOKEN = 'e2e-token-that-is-never-shown';

interface Scenario {
  readonly name: string;
  /** A file of `examples/`. */
  readonly workflow: string;
  readonly event: string;
  readonly payload: (repository: PushedRepository) => unknown;
  readonly badIds?: readonly string[];
  /** Whether the workflow is to succeed. */
  readonly succeeds: boolean;
  /** What Hood is to accept, as `integration/1628`. */
  readonly accepted: readonly string[];
  /** How many requests it is to get, where that is certain. */
  readonly requests?: number;
  /** What the log is to say. */
  readonly log?: RegExp;
}

const push = ({ event }: PushedRepository): unknown => event;
const dispatch = (inputs: Record<string, string>) => (): unknown => ({ inputs });

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a push sends what it changed',
    workflow: 'config-push.yml',
    event: 'push',
    payload: push,
    succeeds: true,
    accepted: ['integration/1628', 'conversion/1001201', 'conversion/17236162066430100298'],
    requests: 1,
    log: /Synced 1 integration and 2 conversions/,
  },
  {
    name: 'after a deploy, what was named is sent, and what failed is handed on',
    workflow: 'after-deploy.yml',
    event: 'push',
    payload: push,
    badIds: ['conversion/1000293'],
    succeeds: false,
    accepted: ['integration/1001', 'integration/1628', 'conversion/1000192'],
    log: /Not synced - integrations \[\], conversions \["?1000293"?\]/,
  },
  {
    name: 'by hand, everything that matches is sent',
    workflow: 'by-hand.yml',
    event: 'workflow_dispatch',
    payload: dispatch({ integration: 'config/integrations/*.json', conversion: '', 'dry-run': 'false' }),
    succeeds: true,
    accepted: ['integration/1001', 'integration/1704'],
    requests: 1,
  },
  {
    name: 'by hand, a dry run sends nothing',
    workflow: 'by-hand.yml',
    event: 'workflow_dispatch',
    payload: dispatch({ integration: 'config/integrations/**', conversion: '1', 'dry-run': 'true' }),
    succeeds: true,
    accepted: [],
    requests: 0,
    log: /Plan: 6 integrations and 1 conversion would be synced/,
  },
];

let failed = 0;
for (const scenario of SCENARIOS) {
  const problems = await play(scenario);
  if (problems.length > 0) failed += 1;
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${scenario.workflow}: ${scenario.name}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '       '));
}
console.log(`e2e: ${SCENARIOS.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** @returns what was not as it should be */
async function play({
  workflow,
  event,
  payload,
  badIds = [],
  succeeds,
  accepted,
  requests,
  log,
}: Scenario): Promise<string[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'hood-resync-e2e-'));
  const emulator = await startEmulator({ tokens: [TOKEN], badIds });
  try {
    const workspace = path.join(home, 'marketing-config');
    mkdirSync(workspace);
    const repository = makeMarketingConfig(workspace, installAction(workflow, emulator.url));
    const eventFile = path.join(home, 'event.json');
    writeFileSync(eventFile, JSON.stringify(payload(repository)));
    const run = await act(workspace, [event, '-W', `.github/workflows/${workflow}`, '-e', eventFile]);
    const got = emulator.requests.filter(({ status }) => status === 204).flatMap(({ ids }) => ids);
    return [
      ...((run.status === 0) === succeeds ? [] : [`the workflow ended with status ${run.status}`]),
      ...(isDeepStrictEqual(got.toSorted(), accepted.toSorted())
        ? []
        : [`Hood accepted ${got.join(' ')}, not ${accepted.join(' ')}`]),
      ...(requests === undefined || requests === emulator.requests.length
        ? []
        : [`Hood got ${emulator.requests.length} requests, not ${requests}`]),
      ...(!log || log.test(run.log) ? [] : [`the log does not say ${log}`]),
      ...(run.log.includes(TOKEN) ? ['the token is in the log'] : []),
    ].map((problem, index) => (index === 0 ? `${problem}\n${run.log}` : problem));
  } finally {
    await emulator.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Puts the action and the workflow into the repository; what is rewritten is where the action and the API are, no more. */
function installAction(workflow: string, apiUrl: string) {
  return (workspace: string): void => {
    mkdirSync(path.join(workspace, '.github/workflows'), { recursive: true });
    copyFileSync(path.join(ROOT, 'action.yml'), path.join(workspace, 'action.yml'));
    cpSync(path.join(ROOT, 'dist'), path.join(workspace, 'dist'), { recursive: true });
    writeFileSync(path.join(workspace, 'deploy.sh'), '#!/bin/sh\necho deployed\n', { mode: 0o755 });
    const text = readFileSync(path.join(ROOT, 'examples', workflow), 'utf8');
    const local = text.replace(
      /uses: ocamba\/hood-resync@\S+([\s\S]*?)with:\n(\s+)/g,
      `uses: ./$1with:\n$2api-url: ${apiUrl}\n$2`,
    );
    if (local === text) throw new Error(`${workflow} does not use the action`);
    writeFileSync(path.join(workspace, '.github/workflows', workflow), local);
  };
}

function act(workspace: string, args: readonly string[]): Promise<{ status: number | null; log: string }> {
  const options = ['-P', 'ubuntu-latest=-self-hosted', '-s', `OCAMBA_TOKEN=${TOKEN}`, '--actor', 'mara'];
  // The runner's node is the one that runs this: node 24.
  const env = { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}` };
  execFileSync('git', ['remote', 'add', 'origin', 'https://github.com/acme/marketing-config.git'], { cwd: workspace });
  const child = spawn('act', [...args, ...options], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  return new Promise((resolve, reject) => {
    child.on('error', () => reject(new Error('act could not be started; .ci/run installs it')));
    child.on('close', (status) => resolve({ status, log }));
  });
}
