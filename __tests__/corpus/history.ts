import type { DeploymentFixture, RunFixture } from '../support/github-api.ts';
import type { OriginData, Shas } from '../support/origin.ts';
import { payloadOf } from '../support/webhooks.ts';

/** An event as the runner tells it. */
export interface Event {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  readonly payload: unknown;
  /** What actions/checkout takes when its `ref` is not set: `GITHUB_REF`. */
  readonly ref: string;
}

/** An event by the names of its commits. */
export type EventData = (shas: Shas) => Event;

/** One history, and what is to be selected in it: the same whatever of it was cloned. */
export interface History extends OriginData {
  readonly event: EventData;
  /** The action's inputs; `integration` is `c/**` when it is not given. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly expected: Expected;
  /** The commit that is checked out, when it is not GITHUB_SHA. */
  readonly checkedOut?: string;
  /** What else about the checkout is not as usual. Then there is no run without one. */
  readonly checkout?: CheckoutData;
  readonly runs?: (shas: Shas) => readonly RunFixture[];
  readonly deployments?: (shas: Shas) => readonly DeploymentFixture[];
  /** Run through the bundle, too. */
  readonly bundle?: boolean;
}

export interface CheckoutData {
  /** The folder below the workspace. */
  readonly path?: string;
  /** A worktree, at `path`, of a repository in another folder of the workspace. */
  readonly worktree?: boolean;
  /** The folders that a sparse checkout has. */
  readonly sparse?: readonly string[];
  /** Git's configuration in the checkout, from before its files are written. */
  readonly config?: Readonly<Record<string, string>>;
  /** What a step before the action's did to the work tree: files, by path, and `null` for those that it removed. */
  readonly work?: Readonly<Record<string, string | Buffer | null>>;
  /** What such a step did with git. */
  readonly commands?: readonly (readonly string[])[];
}

export type Expected =
  | {
      /** The base's commit and where it came from; or why there is none, a commit's name in `{}`. Empty: none was asked for. */
      readonly base: readonly [commit: string, source: string] | string;
      /** `ID reason`, with a `-` before those that are not selected. */
      readonly integration?: readonly string[];
      readonly conversion?: readonly string[];
      /** Paths and why no object was read from there. */
      readonly skipped?: Readonly<Record<string, string>>;
      /** A piece of each warning. */
      readonly warnings?: readonly string[];
    }
  /** The step fails before anything is sent; what each of the messages says. */
  | { readonly problems: readonly string[] };

const ZERO = '0'.repeat(40);
/** The repository, as `GitHubApiServer` has it. */
export const REPOSITORY = 'acme/hood-config';
const REPOSITORY_ID = 1296269;

/** @param before name of a commit; nothing for a new branch */
export function push(
  before: string | undefined,
  after: string,
  options: { readonly branch?: string; readonly forced?: boolean } = {},
): EventData {
  const { branch = 'main', forced = false } = options;
  return (shas) => ({
    name: 'push',
    sha: shas[after] as string,
    ref: `refs/heads/${branch}`,
    payload: payloadOf('push', {
      ref: `refs/heads/${branch}`,
      before: before === undefined ? ZERO : shas[before],
      after: shas[after],
      created: before === undefined,
      deleted: false,
      forced,
      commits: [{ id: shas[after] }],
      'repository.default_branch': 'main',
    }),
  });
}

/** A push that made a tag. */
export const tagPush =
  (tag: string, commit: string): EventData =>
  (shas) => ({
    name: 'push',
    sha: shas[commit] as string,
    ref: `refs/tags/${tag}`,
    payload: payloadOf('push', {
      ref: `refs/tags/${tag}`,
      before: ZERO,
      after: shas[commit],
      created: true,
      deleted: false,
      forced: false,
    }),
  });

export const release =
  (tag: string, commit: string): EventData =>
  (shas) => ({
    name: 'release',
    sha: shas[commit] as string,
    ref: `refs/tags/${tag}`,
    payload: payloadOf('release', { 'release.tag_name': tag }),
  });

/** @param commits names: the target branch's when the pull request was last updated, the pull request's newest, the test merge */
export const pullRequest =
  (
    commits: { readonly base: string; readonly head: string; readonly merge: string },
    event = 'pull_request',
  ): EventData =>
  (shas) => ({
    name: event,
    // With pull_request_target the run is one of the target branch.
    sha: shas[event === 'pull_request' ? commits.merge : commits.base] as string,
    ref: event === 'pull_request' ? 'refs/pull/1/merge' : 'refs/heads/main',
    payload: payloadOf('pull_request', {
      'pull_request.head.sha': shas[commits.head],
      'pull_request.base.sha': shas[commits.base],
      'pull_request.merge_commit_sha': shas[commits.merge],
      'pull_request.merged': false,
    }),
  });

export const mergeGroup =
  (base: string, head: string): EventData =>
  (shas) => ({
    name: 'merge_group',
    sha: shas[head] as string,
    ref: 'refs/heads/gh-readonly-queue/main/pr-1',
    payload: payloadOf('merge_group', { 'merge_group.base_sha': shas[base], 'merge_group.head_sha': shas[head] }),
  });

/** `workflow_dispatch`, `schedule` and the like: a run of a branch. */
export const onBranch =
  (event: string, commit: string, branch = 'main'): EventData =>
  (shas) => ({ name: event, sha: shas[commit] as string, ref: `refs/heads/${branch}`, payload: {} });

export const deployment =
  (id: number, environment: string, commit: string): EventData =>
  (shas) => ({
    name: 'deployment',
    sha: shas[commit] as string,
    ref: 'refs/heads/main',
    payload: payloadOf('deployment', {
      'deployment.id': id,
      'deployment.environment': environment,
      'deployment.sha': shas[commit],
    }),
  });

/** A run that follows one of another workflow (2); GitHub runs it on the default branch. */
export const workflowRun =
  (id: number, commit: string, tip: string): EventData =>
  (shas) => ({
    name: 'workflow_run',
    sha: shas[tip] as string,
    ref: 'refs/heads/main',
    payload: payloadOf('workflow_run', {
      'workflow_run.id': id,
      'workflow_run.workflow_id': 2,
      'workflow_run.event': 'push',
      'workflow_run.head_branch': 'main',
      'workflow_run.head_sha': shas[commit],
      'workflow_run.head_repository.id': REPOSITORY_ID,
      'workflow_run.conclusion': 'success',
    }),
  });

/** The run that the action is part of. */
export const CURRENT_RUN = 4711;
