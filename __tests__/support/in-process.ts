import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultInputs, parseOutputs } from '../../scripts/runner.ts';
import { run } from '../../src/run.ts';

/** A step's surroundings. */
export interface Surroundings {
  readonly inputs: Readonly<Record<string, string>>;
  /** More of the environment, or other values in it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: unknown;
  readonly workspace?: string;
  readonly cancel?: AbortSignal;
  /** Puts something in the way, given the folder of the runner's files. */
  readonly before?: (files: string) => void;
  /** What `run` is given in place of the environment. */
  readonly environment?: (env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
}

/** What a step left behind. */
export interface StepTaken {
  readonly succeeded: boolean;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  // biome-ignore lint/suspicious/noExplicitAny: a report as its readers have it
  readonly report: any;
}

/** The toolkit remembers the first summary file that it is given, so all steps of a process share one. */
export const SUMMARY = path.join(mkdtempSync(path.join(tmpdir(), 'hood-resync-summary-')), 'summary.md');

const folders: string[] = [];
/** A folder that `clearFolders` removes. */
export function folder(): string {
  folders.push(mkdtempSync(path.join(tmpdir(), 'hood-resync-in-process-')));
  return folders.at(-1) as string;
}
export function clearFolders(): void {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
}

/**
 * Runs a step in this process, with the files, inputs and standard output that the runner gives it, so that coverage sees it.
 * `runStep` of `scripts/runner.ts` runs the bundle.
 */
export async function take(surroundings: Surroundings): Promise<StepTaken> {
  const files = folder();
  const file = (name: string, content = ''): string => {
    writeFileSync(path.join(files, name), content);
    return path.join(files, name);
  };
  const temp = path.join(files, 'temp');
  mkdirSync(temp);
  const env: Record<string, string> = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(surroundings.event ?? {})),
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: SUMMARY,
    GITHUB_REPOSITORY: 'acme/marketing-config',
    GITHUB_SERVER_URL: 'https://github.com',
    // Nothing of these tests may leave the machine.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_RUN_ID: '4711',
    GITHUB_SHA: '',
    GITHUB_WORKSPACE: surroundings.workspace ?? folder(),
    RUNNER_TEMP: temp,
    ...Object.fromEntries(
      Object.entries({ ...defaultInputs(), ...surroundings.inputs }).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value,
      ]),
    ),
    ...surroundings.env,
  };
  rmSync(SUMMARY, { recursive: true, force: true });
  writeFileSync(SUMMARY, '');
  surroundings.before?.(files);
  const saved = { ...process.env };
  const write = process.stdout.write;
  let log = '';
  Object.assign(process.env, env);
  process.stdout.write = ((text: string) => {
    log += text;
    return true;
  }) as typeof process.stdout.write;
  try {
    const environment = surroundings.environment?.(process.env) ?? process.env;
    const succeeded = await run(environment, surroundings.cancel ?? new AbortController().signal);
    const outputs = parseOutputs(readFileSync(path.join(files, 'output'), 'utf8'));
    return {
      succeeded,
      log,
      outputs,
      summary: statSync(SUMMARY).isFile() ? readFileSync(SUMMARY, 'utf8') : '',
      report: outputs['report'] ? JSON.parse(readFileSync(outputs['report'], 'utf8')) : undefined,
    };
  } finally {
    process.stdout.write = write;
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  }
}
