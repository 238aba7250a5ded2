import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** One step that uses the action, and the run that it is part of. */
export interface Step {
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** `with:`; the defaults of `action.yml` fill in the rest. */
  readonly inputs: Readonly<Record<string, string>>;
  /** `GITHUB_EVENT_NAME`; a push when it is not given. */
  readonly eventName?: string;
  /** The event's payload. */
  readonly event?: unknown;
  /** `GITHUB_SHA`. */
  readonly sha?: string;
  /** `GITHUB_REF`. */
  readonly ref?: string;
  /** More of the environment, or other values in it; `undefined` takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told each piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Called with a way to send the process a signal, once it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** What the step left behind. */
export interface StepResult {
  /** The exit status; `null` when a signal ended the process. */
  readonly status: number | null;
  /** Standard output and standard error, as they came. */
  readonly log: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly summaryPath: string;
  /** `RUNNER_TEMP`. */
  readonly temp: string;
  readonly durationMs: number;
}

/** The inputs of `action.yml` with their defaults, as the runner fills them in. */
export function defaultInputs(): Record<string, string> {
  const action = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  return Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [
      name,
      // The only expression among the defaults is the job's token.
      input.default === undefined || input.default.includes('${{') ? '' : String(input.default),
    ]),
  );
}

/**
 * Runs the bundle as the runner does: `node dist/index.js` in the workspace, with `INPUT_*` variables and files for outputs
 * and summary (documentation of GitHub Actions, "Variables" and "Workflow commands"). Nothing of the caller's own environment
 * gets in but what a process needs to run.
 */
export async function runStep(step: Step): Promise<StepResult> {
  const home = mkdtempSync(path.join(tmpdir(), 'hood-resync-runner-'));
  const temp = path.join(home, 'temp');
  mkdirSync(temp);
  const file = (name: string, content = ''): string => {
    const absolute = path.join(home, name);
    writeFileSync(absolute, content);
    return absolute;
  };
  const outputPath = file('output');
  const summaryPath = file('summary.md');
  const inputs = { ...defaultInputs(), ...step.inputs };
  const env: Record<string, string | undefined> = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: step.eventName ?? 'push',
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.event ?? {})),
    GITHUB_JOB: 'resync',
    GITHUB_OUTPUT: outputPath,
    GITHUB_REF: step.ref ?? 'refs/heads/main',
    GITHUB_REPOSITORY: 'acme/marketing-config',
    GITHUB_REPOSITORY_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_NUMBER: '12',
    GITHUB_SHA: step.sha ?? '',
    GITHUB_STATE: file('state'),
    GITHUB_ENV: file('env'),
    GITHUB_STEP_SUMMARY: summaryPath,
    GITHUB_WORKFLOW: 'Resync',
    GITHUB_WORKFLOW_REF: 'acme/marketing-config/.github/workflows/resync.yml@refs/heads/main',
    GITHUB_WORKSPACE: step.workspace,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
    ),
    ...step.env,
  };
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'index.js')], {
    cwd: step.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      log += text;
      streams[name] += text;
      step.onOutput?.(text);
    });
  }
  step.onStart?.((signal) => child.kill(signal));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return {
    status,
    log,
    ...streams,
    outputs: parseOutputs(readFileSync(outputPath, 'utf8')),
    summary: readFileSync(summaryPath, 'utf8'),
    summaryPath,
    temp,
    durationMs: performance.now() - started,
  };
}

/** Reads a `GITHUB_OUTPUT` file: `NAME<<DELIMITER`, the value's lines, `DELIMITER`; on Windows with CRLF between them. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[i] ?? '') ?? [];
    if (!name || !delimiter) continue;
    const end = lines.indexOf(delimiter, i + 1);
    if (end < 0) throw new Error(`the output ${name} does not end`);
    outputs[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return outputs;
}
