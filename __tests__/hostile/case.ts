import type { Emulator, EmulatorOptions } from '../../emulator/server.ts';
import type { Step } from '../../scripts/runner.ts';
import type { OutputName } from '../../src/report/outputs.ts';
import type { GitHubApiOptions, GitHubApiServer } from '../support/github-api.ts';

/** What every case but those about tokens is run with. Long, and nothing that could stand anywhere by chance. */
export const TOKEN = 'hood-7f3c9a5e1b8d2460';
export const GITHUB_TOKEN = 'ghs_2Qm8vX4kLs7TzR1nWp6Y';

/** What stands in the files of the folder outside the workspace; none of it may turn up anywhere. */
export const OUTSIDE = 'text-from-outside-the-workspace';

/** Files by their paths; bytes for what is no UTF-8. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Where a case is played. */
export interface Place {
  /** Absolute path; the step's folder. */
  readonly workspace: string;
  /** A folder beside the workspace, which no path may lead to. It holds `outside.yml`, an object with the id 666. */
  readonly outside: string;
  /** An executable in `outside` that leaves a mark when it is run. */
  readonly canary: string;
  git(...args: readonly string[]): Promise<string>;
  /** A name or pattern of bytes is written as latin1. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** Closed when the case is over. */
  open<T extends { close(): unknown }>(resource: T): T;
}

/** What a case does to the place, and what it wants to be run with because of it. */
export type Preparation = Pick<Step, 'env' | 'event' | 'eventName' | 'sha' | 'ref'> & {
  readonly inputs?: Readonly<Record<string, string>>;
  /** The repository that GitHub is to have; the workspace's, when it is not given. */
  readonly githubRoot?: string;
};

/** One hostile case. What holds for all of them is in `arena.ts`. */
export interface HostileCase {
  readonly name: string;
  /** Beside `token`, `api-url` and limits that hold nothing up; without `integration` and `conversion`: the id 1. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The files of the head. Without them, and without `before`, the workspace is no checkout. */
  readonly files?: Files;
  /** The files of the commit that the push began with; `null` in `files` is not needed, since `files` is all there is. */
  readonly before?: Files;
  readonly prepare?: (place: Place) => Promise<Preparation | undefined> | Preparation | undefined;
  /** Asked in vain when it is not given. */
  readonly hood?: Partial<EmulatorOptions> | ((place: Place) => Promise<Partial<EmulatorOptions>>);
  /** Answers in place of GitHub's API; absent: nobody listens there. */
  readonly github?: Omit<GitHubApiOptions, 'root'> & Partial<Pick<GitHubApiServer, 'intercept'>>;
  readonly env?: Step['env'];
  readonly event?: unknown;
  readonly eventName?: string;

  /** The expected message: in the log as people read it, commands unescaped. */
  readonly says: RegExp | readonly RegExp[];
  /** The output `result`; `failed` when it is not given. */
  readonly result?: string;
  /** Whether the step fails although what it was to do is done, since not all of it could be told. */
  readonly fails?: boolean;
  /** Whether it may take longer than other cases: GitHub's API is asked again after some seconds. */
  readonly slow?: boolean;
  /** Most memory that the process may take at its peak, in MB. */
  readonly mostMb?: number;
  /** Longest that it may take, in milliseconds; 10 s when it is not given. */
  readonly mostMs?: number;
  /** Other outputs. */
  readonly outputs?: Readonly<Partial<Record<OutputName, string>>>;
  /** The ids that Hood got, each as often as it got them, in order; none when it is not given. */
  readonly sent?: readonly string[] | 'any';
  /** More secrets of the case, which must be in no byte that is written either. */
  readonly secrets?: readonly string[];
  /** What else is to hold. */
  readonly check?: (outcome: Outcome) => void | Promise<void>;
  /** Why this case is let off one of the rules. */
  readonly exempt?: Partial<Record<Rule, string>>;
}

/** The rules that a case may be let off, with a reason. */
export type Rule = 'outputs' | 'workspace untouched' | 'canary' | 'token masked' | 'report' | 'secrets' | 'stack trace';

export interface Outcome {
  readonly place: Place;
  readonly emulator: Emulator;
  readonly github: GitHubApiServer | undefined;
  /** The log as people read it. */
  readonly log: string;
  readonly summary: string;
  readonly report: string;
}
