import { spawn } from 'node:child_process';
import path from 'node:path';

/** One run of `act`. */
export interface Run {
  /** Absolute path of the repository that the workflow lies in. */
  readonly workspace: string;
  /** Path of the workflow in it. */
  readonly workflow: string;
  readonly event: string;
  /** Absolute path of the event's payload. */
  readonly eventFile: string;
  /** `OWNER/REPOSITORY@REF`, as a workflow names it, and the folder that is taken in its place. */
  readonly actions: ReadonlyMap<string, string>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** The environment of the workflow. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders to look for commands in before all others. */
  readonly path: readonly string[];
  /** More arguments, say to choose a job. */
  readonly options: readonly string[];
  /** Absolute path of the folder that act keeps its working copies in. */
  readonly cache: string;
}

/** What a workflow did. */
export interface RunResult {
  readonly succeeded: boolean;
  /** What people read. No secret is masked in it, so that one that is printed is seen. */
  readonly log: string;
  /** Outputs by step: its id, and in a matrix its values, as `resync (europe)`. Steps that had none are absent. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** The job summaries. */
  readonly summaries: string;
}

/** A line of `act --json`, as far as it is of use here. */
interface Line {
  readonly msg?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly stepID?: readonly string[];
  readonly matrix?: Readonly<Record<string, unknown>> | null;
}

/**
 * Runs a workflow under `act`, on this machine without a container engine (`-self-hosted`). act runs steps, expressions, conditions,
 * matrices, called workflows and outputs; what it does not know are permissions, concurrency, environments, timeouts of jobs, and the
 * filters of events.
 *
 * @throws Error when act is not there
 */
export async function act(run: Run): Promise<RunResult> {
  const pairs = (option: string, values: Iterable<readonly [string, string]>): string[] =>
    [...values].flatMap(([name, value]) => [option, `${name}=${value}`]);
  const args = [
    run.event,
    '--json',
    '--insecure-secrets',
    ...['--workflows', run.workflow, '--eventpath', run.eventFile, '--action-cache-path', run.cache],
    ...['--platform', 'ubuntu-latest=-self-hosted', '--actor', 'mara'],
    ...pairs('--local-repository', run.actions),
    ...pairs('--secret', Object.entries(run.secrets)),
    ...pairs('--var', Object.entries(run.variables)),
    ...pairs('--env', Object.entries(run.env)),
    ...run.options,
  ];
  const child = spawn('act', args, {
    cwd: run.workspace,
    env: environment(run.path),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', () => reject(new Error('act could not be started; .ci/run installs it')));
    child.on('close', resolve);
  });
  return { succeeded: status === 0, ...read(printed) };
}

/** What commands need to run, without what a runner that runs this itself would tell them. */
function environment(first: readonly string[]): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(GITHUB|ACTIONS|INPUT|RUNNER|npm)_/.test(name));
  // The runner's node is the one that runs this: node 24.
  const folders = [...first, path.dirname(process.execPath), process.env['PATH']];
  // What a workflow installs was most likely installed here before.
  const npm = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
  return { ...Object.fromEntries(kept), ...npm, PATH: folders.join(path.delimiter) };
}

function read(printed: string): Omit<RunResult, 'succeeded'> {
  const log: string[] = [];
  const outputs = new Map<string, Record<string, string>>();
  let summaries = '';
  for (const text of printed.split('\n')) {
    const line = parse(text);
    if (line.command === 'summary') summaries += line.content ?? '';
    if (line.msg !== undefined) log.push(line.msg.trimEnd());
    if (line.command !== 'set-output' || line.name === undefined) continue;
    const values = Object.values(line.matrix ?? {});
    const step = `${line.stepID?.at(-1)}${values.length > 0 ? ` (${values.join(', ')})` : ''}`;
    outputs.set(step, { ...outputs.get(step), [line.name]: line.arg ?? '' });
  }
  return { log: log.join('\n'), outputs, summaries };
}

/** Errors of act itself come as plain text. */
function parse(text: string): Line {
  try {
    return JSON.parse(text);
  } catch {
    return { msg: text };
  }
}
