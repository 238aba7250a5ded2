import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { Checkout } from '../../src/git/checkout.ts';
import { LocalGraph } from '../../src/git/local-graph.ts';
import type { Answer, TransportFailure } from '../../src/hood/transport.ts';
import { parseInputs } from '../../src/inputs.ts';
import { type Report, stepFails } from '../../src/report/report.ts';
import { resync } from '../../src/resync.ts';
import { resolveBase } from '../../src/selection/base.ts';
import { parseEvent } from '../../src/selection/event.ts';
import { firstOf } from '../../src/selection/history.ts';
import { GitHubApi } from '../../src/toolkit/github-api.ts';
import { GitHubHistory } from '../../src/toolkit/github-history.ts';
import { GitHubRepository } from '../../src/toolkit/github-repository.ts';
import { GitHubApiServer, type RunFixture } from '../support/github-api.ts';
import { RecordingLog } from '../support/log.ts';
import { answer, failure, idsIn } from '../support/simulated-hood.ts';
import { type Configuration, type Edit, EMPTY, edited, filesOf, versionOf } from './configuration.ts';

/** What a workflow has its step read from. */
export type Source = 'full clone' | 'clone of depth 1' | 'no checkout';

/** A request of a run that Hood has not answered yet. */
interface Waiting {
  readonly ids: readonly string[];
  readonly settle: (result: Answer | TransportFailure) => void;
}

/** One attempt of a run, from its start to its end. */
export interface Attempt {
  readonly run: { -readonly [Key in keyof RunFixture]: RunFixture[Key] };
  readonly waiting: Waiting[];
  readonly cancel: AbortController;
  /** Resolves when the step is over; `undefined` when it broke before a report. */
  readonly report: Promise<Report | undefined>;
  /** Whether GitHub knows its conclusion. */
  ended: boolean;
  /** Whether another attempt was at work at the same time. */
  overlapped: boolean;
  folder: string | undefined;
}

/** A commit of the origin. */
interface Commit {
  readonly sha: string;
  readonly configuration: Configuration;
  /** On the first parents' line: what a force push goes back to. */
  readonly parent: Commit | undefined;
}

const WORKFLOW = 7;

/**
 * A repository on GitHub, the runs of one workflow in it, and Hood: git and the action are real, GitHub's API is on loopback, and
 * Hood writes down what it accepted.
 */
export class World {
  /** The version of each object that Hood was told of last. */
  readonly hood = new Map<string, string | undefined>();
  readonly attempts: Attempt[] = [];
  readonly runs: Attempt['run'][] = [];
  tip: Commit | undefined;
  readonly #configurations = new Map<string, Configuration>();
  readonly #folders: string[] = [];
  readonly #origin = mkdtempSync(path.join(tmpdir(), 'hood-resync-origin-'));
  #server: GitHubApiServer | undefined;
  #seconds = 0;

  async open(): Promise<this> {
    this.#git(['init', '--quiet', '--bare', '--initial-branch=main']);
    // GitHub gives any commit that it still has, also one that no branch leads to any more.
    this.#git(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    this.#server = await GitHubApiServer.start({ root: this.#origin, runs: this.runs });
    return this;
  }

  async close(): Promise<void> {
    await this.#server?.close();
    for (const folder of [...this.#folders, this.#origin]) rmSync(folder, { recursive: true, force: true });
  }

  get violations(): readonly string[] {
    return this.#server?.violations ?? [];
  }

  get inProgress(): Attempt[] {
    return this.attempts.filter(({ ended }) => !ended);
  }

  configurationAt(sha: string): Configuration {
    return this.#configurations.get(sha) ?? EMPTY;
  }

  /**
   * Pushes a commit for each group of edits.
   *
   * @param back how many commits a forced push takes back before it goes on
   * @param merged whether the commits are made on a branch that is then merged
   */
  push(groups: readonly (readonly Edit[])[], { back = 0, merged = false, isBroken = false } = {}): void {
    for (let left = back; left > 0 && this.tip?.parent; left--) this.tip = this.tip.parent;
    const start = this.tip;
    for (const [index, group] of groups.entries()) {
      const configuration = group.reduce(edited, this.tip?.configuration ?? EMPTY);
      this.#commit(configuration, [this.tip], isBroken && !merged && index === groups.length - 1);
    }
    if (merged && start && this.tip) this.#commit(this.tip.configuration, [start, this.tip], isBroken);
  }

  /** `isBroken`: with a file in it that no run can read. */
  #commit(configuration: Configuration, parents: readonly (Commit | undefined)[], isBroken: boolean): void {
    const files = new Map([
      ...filesOf(configuration),
      ['README.md', 'x'],
      ...(isBroken ? [['config/z.yml', '{']] : []),
    ] as [string, string][]);
    const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
    const [first, ...others] = parents.flatMap((parent) => (parent ? [parent.sha] : []));
    this.#git(
      ['fast-import', '--quiet', '--force', '--date-format=raw'],
      [
        'commit refs/heads/main\n',
        `committer Test <test@example.com> ${1_790_000_000 + this.#tick()} +0000\n`,
        data('A change'),
        ...(first ? [`from ${first}\n`] : []),
        ...others.map((sha) => `merge ${sha}\n`),
        'deleteall\n',
        ...[...files].map(([file, text]) => `M 100644 inline ${file}\n${data(text)}`),
      ].join(''),
    );
    const sha = this.#git(['rev-parse', 'refs/heads/main']);
    this.tip = { sha, configuration, parent: parents[0] };
    this.#configurations.set(sha, configuration);
  }

  /** Starts a run at the tip, or an old one again; resolves once it has chosen what to send. */
  async start(source: Source, again?: Attempt['run']): Promise<Attempt> {
    const now = this.#time();
    const run = again ?? {
      id: 1000 + this.runs.length,
      workflow_id: WORKFLOW,
      head_sha: this.tip?.sha ?? '',
      created_at: now,
    };
    if (!again) this.runs.push(run);
    Object.assign(run, { conclusion: null, run_started_at: now, updated_at: now });
    const folder = this.#checkOut(source, run.head_sha);
    const waiting: Waiting[] = [];
    const cancel = new AbortController();
    let arrived = () => {};
    const chosen = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const report = this.#step(run, folder, cancel.signal, (request) => {
      waiting.push(request);
      arrived();
    });
    const overlapped = this.inProgress.length > 0;
    for (const other of this.inProgress) other.overlapped = true;
    const attempt: Attempt = { run, waiting, cancel, report, ended: false, overlapped, folder };
    this.attempts.push(attempt);
    await Promise.race([chosen, report]);
    return attempt;
  }

  /** A run that was called off before it began, as a newer one took its place in the queue. */
  skip(): void {
    const now = this.#time();
    const id = 1000 + this.runs.length;
    const times = { created_at: now, run_started_at: now, updated_at: now };
    this.runs.push({ id, workflow_id: WORKFLOW, head_sha: this.tip?.sha ?? '', conclusion: 'cancelled', ...times });
  }

  /** Answers requests of an attempt as they come, until the step is over or `most` were answered. */
  async answer(
    { waiting, report, run }: Attempt,
    how: (ids: readonly string[]) => { readonly result: Answer | TransportFailure; readonly accepted: boolean },
    most = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    let over = false;
    const end = report.then(() => {
      over = true;
    });
    for (let answered = 0; answered < most && !over; ) {
      const request = waiting.shift();
      if (!request) {
        await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 1))]);
        continue;
      }
      const { result, accepted } = how(request.ids);
      const configuration = this.configurationAt(run.head_sha);
      if (accepted) for (const id of request.ids) this.hood.set(id, versionOf(configuration, id));
      request.settle(result);
      answered += 1;
    }
  }

  /** Ends an attempt. @returns what the step came to */
  async end(attempt: Attempt, conclusion?: string): Promise<Report | undefined> {
    const report = await attempt.report;
    const failed = report === undefined || stepFails(report, 'ignore');
    const ended = { conclusion: conclusion ?? (failed ? 'failure' : 'success'), updated_at: this.#time() };
    Object.assign(attempt.run, ended);
    attempt.ended = true;
    if (attempt.folder) rmSync(attempt.folder, { recursive: true, force: true });
    return report;
  }

  async #step(
    run: RunFixture,
    folder: string | undefined,
    cancel: AbortSignal,
    onRequest: (request: Waiting) => void,
  ): Promise<Report | undefined> {
    const values: Record<string, string> = {
      token: 'a-token-for-tests',
      integration: 'config/**',
      base: 'last-success',
      'id-path': '$.items[*].id',
      'batch-size': '2',
      'max-attempts': '1',
      'rate-limit': '10000/s,100000/m',
      'github-token': 'ghs_loopbackOnly',
    };
    const log = new RecordingLog();
    const root = folder ?? tmpdir();
    const api = new GitHubApi({
      apiUrl: this.#server?.url ?? '',
      repository: GitHubApiServer.REPOSITORY,
      token: 'ghs_loopbackOnly',
      userAgent: 'test',
      log,
    });
    const event = parseEvent({ name: 'schedule', sha: run.head_sha, runId: String(run.id), payload: {} });
    try {
      return await resync(
        parseInputs((name) => values[name] ?? ''),
        {
          lists: { checkout: root, allowed: [] },
          clock: systemClock,
          startedAt: this.#time(),
          random: () => 0,
          log,
          cancel,
          openTransport: () => ({
            send: (body, signal) =>
              new Promise((settle) => {
                signal.addEventListener('abort', () => settle(failure('aborted')), { once: true });
                onRequest({ ids: idsIn(body).map((name) => name.replace('integration/', '')), settle });
              }),
            dispose() {},
          }),
          openRepository: async () => {
            const github = new GitHubHistory(api);
            const checkout = folder && (await Checkout.open(folder, ({ head }) => new GitHubRepository(api, head)));
            return {
              repository: checkout || new GitHubRepository(api, run.head_sha),
              root,
              resolveBase: () =>
                resolveBase(
                  { kind: 'last-success' },
                  event,
                  run.head_sha,
                  checkout ? firstOf(new LocalGraph(checkout.git), github) : github,
                ),
            };
          },
        },
      );
    } catch (error) {
      if ((error as Error).name === 'ConfigurationError') return undefined;
      throw error;
    }
  }

  #checkOut(source: Source, sha: string): string | undefined {
    if (source === 'no checkout') return undefined;
    const folder = mkdtempSync(path.join(tmpdir(), 'hood-resync-checkout-'));
    this.#folders.push(folder);
    const depth = source === 'clone of depth 1' ? ['--depth=1'] : [];
    // As actions/checkout does it.
    for (const args of [
      ['init', '--quiet', folder],
      ['-C', folder, 'remote', 'add', 'origin', `file://${this.#origin}`],
      ['-C', folder, 'fetch', '--quiet', ...depth, 'origin', sha],
      ['-C', folder, 'checkout', '--quiet', '--detach', sha],
    ]) {
      this.#git(args);
    }
    return folder;
  }

  #git(args: readonly string[], input = ''): string {
    return execFileSync('git', args, {
      cwd: this.#origin,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    }).trim();
  }

  #tick(): number {
    this.#seconds += 1;
    return this.#seconds;
  }

  #time(): string {
    return new Date(Date.UTC(2026, 10, 1) + this.#tick() * 1000).toISOString().replace('.000Z', 'Z');
  }
}

/** Hood's answers, and whether it took the ids. */
export const ACCEPTED = { result: answer(204), accepted: true } as const;
export const REFUSED = { result: answer(400, {}, { title: 'Bad request.' }), accepted: false } as const;
export const FAILED = { result: answer(500), accepted: false } as const;
/** Hood took them, but the answer did not come back. */
export const LOST = { result: failure('reset'), accepted: true } as const;
