import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStep } from '../../scripts/runner.ts';
import { systemClock } from '../../src/clock.ts';
import { ConfigurationError } from '../../src/failure.ts';
import { parseInputs } from '../../src/inputs.ts';
import { openRepository } from '../../src/open-repository.ts';
import type { Report } from '../../src/report/report.ts';
import { resync } from '../../src/resync.ts';
import { parseEvent } from '../../src/selection/event.ts';
import { displayPath } from '../../src/selection/path.ts';
import { GitHttpServer } from '../support/git-http.ts';
import { RecordingLog } from '../support/log.ts';
import { buildOrigin, type Shas } from '../support/origin.ts';
import {
  AUTHORIZATION,
  BUNDLE_CLONES,
  CLONES,
  type CloneKind,
  checkOut,
  persistCredentials,
  stateOf,
} from './clones.ts';
import { CURRENT_RUN, type Event, type History, REPOSITORY } from './history.ts';

/** How the action is run: its core in this process, wired to the real adapters, or the bundle as the runner runs it. */
export type Manner = 'in process' | 'bundle';

/** What one run found, as a test compares it; or the messages of one that failed. */
export type Told =
  | {
      readonly base: string;
      readonly committedAt: string;
      readonly head: string;
      readonly integration: readonly string[];
      readonly conversion: readonly string[];
      readonly sources: readonly string[];
      readonly skipped: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly problems: readonly string[] };

/** One run, and what became of the checkout. */
export interface Run {
  /** Of which clone; `no clone` without one. */
  readonly where: string;
  /** Whether git could ask the origin. */
  readonly online: boolean;
  readonly told: Told;
  /** Files of the workspace, but git's objects, that are not as they were. */
  readonly touched: readonly string[];
  /** How many requests for objects the origin got. */
  readonly fetches: number;
}

/** The name by which a run's requests are known. */
export const clientOf = ({ where, online }: Pick<Run, 'where' | 'online'>): string =>
  online ? where : `${where} without credentials`;

/** The `github-token` of a run, so that GitHub's API knows who asks. */
export const tokenOf = (run: Pick<Run, 'where' | 'online'>): string => `ghs_${clientOf(run).replaceAll(' ', '_')}`;

/** A history's origin with git's server in front of it, and workspaces that are filled from there. */
export class Stage {
  /** Where the origin and the workspaces are. */
  readonly folder: string;
  readonly shas: Shas;
  readonly event: Event;
  readonly #history: History;
  readonly #git: GitHttpServer;

  private constructor(history: History, folder: string, shas: Shas, git: GitHttpServer) {
    this.folder = folder;
    this.shas = shas;
    this.event = history.event(shas);
    this.#history = history;
    this.#git = git;
  }

  static async build(history: History): Promise<Stage> {
    const folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-corpus-'));
    const shas = buildOrigin(path.join(folder, 'origin.git'), history);
    const git = await GitHttpServer.start(folder);
    git.isAuthorized = (authorization) => authorization?.toLowerCase() === AUTHORIZATION.toLowerCase();
    return new Stage(history, folder, shas, git);
  }

  async close(): Promise<void> {
    await this.#git.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Full object id of what is checked out. */
  get commit(): string {
    const { checkedOut } = this.#history;
    return checkedOut === undefined ? this.event.sha : (this.shas[checkedOut] as string);
  }

  /**
   * Runs the action in a clone of each kind, and without one where that is to find the same; side by side. Through the bundle,
   * which takes longer, only in those kinds that are the most unlike.
   */
  async run(apiUrl: string, manner: Manner): Promise<Run[]> {
    const kinds = manner === 'bundle' ? BUNDLE_CLONES : CLONES;
    const runs = Object.entries(kinds).map(([name, kind]) => this.#runIn(name, kind, apiUrl, manner));
    // Without a checkout the action does not know of another commit, nor of what earlier steps did.
    const { name, sha, payload } = this.event;
    if (!this.#history.checkout && parseEvent({ name, sha, runId: '', payload }).commit === this.commit) {
      runs.push(this.runOnce('no clone', true, this.empty(), apiUrl, manner).then((run) => [run]));
    }
    return (await Promise.all(runs)).flat();
  }

  /** First as with `persist-credentials: false`, when git cannot ask the origin, then when it can. */
  async #runIn(where: string, kind: CloneKind, apiUrl: string, manner: Manner): Promise<Run[]> {
    const workspace = await this.clone(where, kind);
    const runs: Run[] = [];
    if (kind.offlineToo) runs.push(await this.runOnce(where, false, workspace, apiUrl, manner));
    await this.goOnline(workspace);
    runs.push(await this.runOnce(where, true, workspace, apiUrl, manner));
    return runs;
  }

  /** @returns the path of a workspace that git cannot ask the origin from */
  async clone(where: string, kind: CloneKind): Promise<string> {
    const workspace = this.#newFolder(where);
    const origin = path.join(this.folder, 'origin.git');
    const url = this.#git.url(where, 'origin.git');
    await checkOut(workspace, url, origin, this.event, this.commit, kind, this.#history.checkout);
    return workspace;
  }

  /** @returns the path of a workspace without a checkout */
  empty(): string {
    return this.#newFolder('no clone');
  }

  /** Lets git ask the origin from now on. */
  goOnline(workspace: string): Promise<void> {
    return persistCredentials(workspace, this.#history.checkout);
  }

  /** Runs the action in a workspace as it is. */
  async runOnce(
    where: string,
    online: boolean,
    workspace: string,
    apiUrl: string,
    manner: Manner = 'in process',
  ): Promise<Run> {
    const before = stateOf(workspace);
    const requests = this.#git.requests.length;
    const told = await tell(this.#outcome({ where, online }, workspace, apiUrl, manner));
    const after = stateOf(workspace);
    return {
      where,
      online,
      told,
      touched: Object.keys({ ...before, ...after }).filter((file) => before[file] !== after[file]),
      fetches: this.#git.requests
        .slice(requests)
        .filter(({ client, url }) => client === where && url.includes('git-upload-pack?')).length,
    };
  }

  async #outcome(run: Pick<Run, 'where' | 'online'>, workspace: string, apiUrl: string, manner: Manner) {
    const given = this.#history.inputs ?? {};
    const inputs: Record<string, string> = {
      ...(given['integration'] === undefined && given['conversion'] === undefined && { integration: 'c/**' }),
      'dry-run': 'true',
      'github-token': tokenOf(run),
      ...given,
    };
    const env = { GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: REPOSITORY, GITHUB_RUN_ID: String(CURRENT_RUN) };
    const { name, sha, ref, payload } = this.event;
    if (manner === 'bundle') {
      const { outputs } = await runStep({ workspace, inputs, eventName: name, event: payload, sha, ref, env });
      return JSON.parse(readFileSync(outputs['report'] as string, 'utf8')) as Report;
    }
    const eventPath = path.join(this.#newFolder(`${clientOf(run)} event`), 'event.json');
    writeFileSync(eventPath, JSON.stringify(payload));
    const environment = {
      ...env,
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_SHA: sha,
    };
    const parsed = parseInputs((input) => inputs[input] ?? '');
    const log = new RecordingLog();
    return resync(parsed, {
      lists: { checkout: workspace, allowed: [workspace] },
      clock: systemClock,
      startedAt: '2026-01-02T00:00:00.000Z',
      random: () => 0.5,
      log,
      cancel: new AbortController().signal,
      openTransport: () => {
        throw new Error('a dry run sends nothing');
      },
      openRepository: () => openRepository(parsed, environment, 'hood-resync/test', log),
    });
  }

  #newFolder(name: string): string {
    const folder = path.join(this.folder, name.replaceAll(' ', '-'));
    mkdirSync(folder);
    return folder;
  }
}

/** GitHub's API does not tell what is no UTF-8 in a name, so it is not compared. */
const readable = (name: string): string => displayPath(name).replace(/(?:\\x[0-9a-f]{2}|\ufffd)+/g, '\ufffd');

async function tell(running: Promise<Report>): Promise<Told> {
  let report: Report;
  try {
    report = await running;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems.map(({ message }) => message).sort() };
  }
  const messages = (level: string) =>
    report.messages
      // Of that every dry run is warned, and of what was selected it says nothing.
      .flatMap((message) =>
        message.level === level && message.topic !== 'dry-success' ? readable(message.message) : [],
      )
      .sort();
  const problems = messages('error');
  if (problems.length > 0) return { problems };
  const ids = (type: string) =>
    report.objects.flatMap((object) =>
      object.type === type ? `${object.status === 'skipped' ? '-' : ''}${object.id} ${object.reason}` : [],
    );
  return {
    base: report.base ? `${report.base.sha} ${report.base.source}` : (report.noBase ?? ''),
    committedAt: report.base?.committedAt ?? '',
    head: report.head?.sha ?? '',
    integration: ids('integration'),
    conversion: ids('conversion'),
    sources: report.objects.map(({ type, id, sources }) => {
      const places = sources.map((source) => `${readable(source.path)}:${source.line ?? ''}`);
      return `${type} ${id}: ${places.sort().join(', ')}`;
    }),
    skipped: report.files.map((file) => `${readable(file.path)}: ${file.reason}`).sort(),
    warnings: messages('warning'),
  };
}
