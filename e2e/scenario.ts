import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type DeploymentFixture, GitHubApiServer, type RunFixture } from '../__tests__/support/github-api.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator/server.ts';
import { act, type RunResult } from './act.ts';
import { actionsOf, placeAction } from './actions.ts';
import { ROOT } from './root.ts';

const TOKEN = 'e2e-token-that-is-never-shown';
const GITHUB_TOKEN = 'ghs_e2eTokenThatIsNeverShown';

/** Outputs by step, as `RunResult` has them; those that are not named are not looked at. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A repository that stands as it does when the run starts. */
export interface Stage {
  /** The event's payload. */
  readonly payload: unknown;
  /** Earlier runs of the workflow, and the run itself, which is number 3. */
  readonly runs?: readonly RunFixture[];
  readonly deployments?: readonly DeploymentFixture[];
  /** Outputs that only the stage knows, such as a commit. */
  readonly outputs?: Outputs;
}

/** One run of one workflow, and what is to come of it. */
export interface Scenario {
  readonly name: string;
  /** Path of the workflow, from the root of this repository. It is run as it stands there. */
  readonly workflow: string;
  /** For what cannot run under act; each use says why. */
  readonly edit?: (workflow: string) => string;
  readonly event: string;
  /** Makes the repository in the workspace, which is empty, but for the workflow. */
  readonly stage: (workspace: string) => Stage;
  readonly hood?: Partial<EmulatorOptions>;
  /** Whether the run has secrets; runs for forks and Dependabot have none. */
  readonly secrets?: false;
  readonly variables?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
  /** Commands that are to be found before all others: scripts by name. They may use `E2E_ARTIFACTS`, a folder. */
  readonly commands?: Readonly<Record<string, string>>;

  readonly succeeds: boolean;
  readonly outputs?: Outputs;
  /** What Hood is to accept, as `integration/1628`, in any order. */
  readonly accepted: readonly string[];
  /** How many requests Hood is to get, where that is certain. */
  readonly requests?: number;
  /** What the log is to say. */
  readonly log?: RegExp;
  /** What is to lie in the artifacts' folder, by path, and what it is to say. */
  readonly artifacts?: Readonly<Record<string, RegExp>>;
}

/** @returns what was not as it should be */
export async function play(scenario: Scenario): Promise<string[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'hood-resync-e2e-'));
  const emulator = await startEmulator({ tokens: [TOKEN], ...scenario.hood });
  const workspace = folder(home, 'workspace');
  const artifacts = folder(home, 'artifacts');
  const stage = prepare(scenario, workspace);
  const github = await GitHubApiServer.start({
    root: workspace,
    runs: stage.runs ?? [],
    deployments: stage.deployments ?? [],
  });
  try {
    const eventFile = path.join(home, 'event.json');
    writeFileSync(eventFile, JSON.stringify(stage.payload));
    const workflow = path.join('.github/workflows', path.basename(scenario.workflow));
    const action = placeAction(folder(home, 'action'), emulator.url);
    const result = await act({
      workspace,
      workflow,
      event: scenario.event,
      eventFile,
      actions: actionsOf(readFileSync(path.join(workspace, workflow), 'utf8'), action, home),
      secrets: { GITHUB_TOKEN, ...(scenario.secrets !== false && { OCAMBA_TOKEN: TOKEN }) },
      variables: scenario.variables ?? {},
      env: { GITHUB_API_URL: github.url, GITHUB_RUN_ID: '3', E2E_ARTIFACTS: artifacts },
      path: [placeCommands(folder(home, 'bin'), scenario.commands ?? {})],
      options: scenario.options ?? [],
      cache: path.join(home, 'cache'),
    });
    const problems = problemsOf(scenario, stage, { result, emulator, github, artifacts });
    return problems.length > 0 ? [...problems, result.log] : [];
  } finally {
    await Promise.all([emulator.close(), github.close()]);
    rmSync(home, { recursive: true, force: true });
  }
}

function prepare(scenario: Scenario, workspace: string): Stage {
  const text = readFileSync(path.join(ROOT, scenario.workflow), 'utf8');
  const edited = scenario.edit?.(text) ?? text;
  if (scenario.edit && edited === text) throw new Error(`${scenario.workflow}: the edit changes nothing`);
  const workflows = folder(workspace, '.github/workflows');
  writeFileSync(path.join(workflows, path.basename(scenario.workflow)), edited);
  const stage = scenario.stage(workspace);
  execFileSync('git', ['remote', 'add', 'origin', `https://github.com/${GitHubApiServer.REPOSITORY}.git`], {
    cwd: workspace,
  });
  return stage;
}

function placeCommands(bin: string, commands: Readonly<Record<string, string>>): string {
  for (const [name, script] of Object.entries(commands)) writeFileSync(path.join(bin, name), script, { mode: 0o755 });
  return bin;
}

interface Happened {
  readonly result: RunResult;
  readonly emulator: Emulator;
  readonly github: GitHubApiServer;
  readonly artifacts: string;
}

function problemsOf(scenario: Scenario, stage: Stage, { result, emulator, github, artifacts }: Happened): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  check(result.succeeded === scenario.succeeds, `the workflow ${result.succeeded ? 'succeeded' : 'failed'}`);
  for (const expected of [scenario.outputs ?? {}, stage.outputs ?? {}]) {
    for (const [step, outputs] of Object.entries(expected)) {
      for (const [name, value] of Object.entries(outputs)) {
        const got = result.outputs.get(step)?.[name];
        check(got === value, `${step}: the output ${name} is ${got}, not ${value}`);
      }
    }
  }
  const accepted = emulator.requests.filter(({ status }) => status === 204).flatMap(({ ids }) => ids);
  check(
    isDeepStrictEqual(accepted.toSorted(), scenario.accepted.toSorted()),
    `Hood accepted ${accepted.join(' ') || 'nothing'}, not ${scenario.accepted.join(' ') || 'nothing'}`,
  );
  const { requests = emulator.requests.length, log } = scenario;
  check(requests === emulator.requests.length, `Hood got ${emulator.requests.length} requests, not ${requests}`);
  check(!log || log.test(result.log), `the log does not say ${log}`);
  for (const secret of [TOKEN, GITHUB_TOKEN]) {
    check(!`${result.log}${result.summaries}`.includes(secret), `${secret} is in the log or the summary`);
  }
  for (const violation of github.violations) problems.push(`GitHub's API would not have it: ${violation}`);
  for (const [name, pattern] of Object.entries(scenario.artifacts ?? {})) {
    const file = path.join(artifacts, name);
    check(existsSync(file) && pattern.test(readFileSync(file, 'utf8')), `${name} does not say ${pattern}`);
  }
  return problems;
}

function folder(...parts: string[]): string {
  const made = path.join(...parts);
  mkdirSync(made, { recursive: true });
  return made;
}
