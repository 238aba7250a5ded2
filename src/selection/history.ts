/** A commit as far as the search for the base needs it. */
export interface Commit {
  /** Full object id. */
  readonly sha: string;
  /** ISO 8601. */
  readonly committedAt: string;
  /** Full object ids, as the commit itself names them: also those that a shallow clone leaves out. */
  readonly parents: readonly string[];
}

/** What git knows of commits, given the whole history. */
export interface CommitGraph {
  /**
   * Finds a commit and makes it readable for `Repository.filesAt` and `Repository.changes`: fetches it when it is missing.
   *
   * @param name a full object id; a full ref name, which means the ref on GitHub rather than a local copy of it; or a short
   *   name: a tag, else a branch (with or without `origin/`), else the first digits of an object id. No suffixes (`~1`, `^`)
   * @returns nothing when there is no such commit (any more)
   */
  commit(name: string): Promise<Commit | undefined>;
  /**
   * Whether `ancestor` is reachable from `descendant`, or is the same. A commit that does not exist any more is not an ancestor of
   * one that does.
   *
   * @param descendant full object id of a commit that exists
   */
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /**
   * @param a full object ids of commits that exist
   * @returns full object id of the best common ancestor; nothing when the two have none
   */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /**
   * The tag that is met first on the way back from a commit, newest committer date first (`git rev-list`'s own order). Tags at the
   * commit itself do not count: what they were set for was compared already, or is being compared now. Of several tags at one
   * commit, the last name in the order of code units (`v1.2.3` rather than `v1`).
   *
   * @returns nothing when no ancestor is tagged
   */
  nearestEarlierTag(sha: string): Promise<{ readonly name: string; readonly sha: string } | undefined>;
}

/** One run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  readonly workflowId: number;
  /** The name of the event that started it. */
  readonly event: string;
  /** Branch or tag; nothing when GitHub does not know it any more. */
  readonly branch?: string;
  /** The repository that the branch is in: a fork's for a pull request from one. Nothing when that was deleted. */
  readonly headRepositoryId?: number;
  /** For `workflow_run` the tip of the default branch, whatever commit the run was about. */
  readonly headSha: string;
  /** `success`, `failure`, `cancelled`, `skipped` …; nothing while it has not ended. Of its latest attempt. */
  readonly conclusion?: string;
  /** ISO 8601 in UTC, as GitHub writes it: the order of the texts is the order of the times. */
  readonly createdAt: string;
  /** When its latest attempt began; likewise. */
  readonly startedAt: string;
  /** Likewise; of a run that has ended, not before its end. */
  readonly updatedAt: string;
}

/** Which runs are asked for. */
export interface RunQuery {
  readonly workflowId: number;
  /** Only those of a branch or tag of this name, of the repository or of a fork. */
  readonly branch?: string;
}

/** One deployment to an environment. */
export interface Deployment {
  /** Ascending: a later deployment has a greater one. */
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
}

/** The newest status of a deployment. */
export interface DeploymentStatus {
  /** `success`, `failure`, `inactive`, `in_progress` … */
  readonly state: string;
  /** Where its log is: for a job with an `environment` the job's page, which holds the run's id. */
  readonly logUrl?: string;
}

/** What only GitHub knows. */
export interface WorkflowHistory {
  /** Name of the default branch, without `refs/heads/`. */
  defaultBranch(): Promise<string>;
  /** @param id of a run that exists: this one */
  run(id: number): Promise<WorkflowRun>;
  /** Newest first; read page by page, only as far as the caller goes. */
  runs(query: RunQuery): AsyncIterable<WorkflowRun>;
  /** Newest first; read page by page, only as far as the caller goes. */
  deployments(query: { readonly environment?: string }): AsyncIterable<Deployment>;
  /** @returns nothing when the deployment has no status yet */
  deploymentStatus(id: number): Promise<DeploymentStatus | undefined>;
}

/**
 * What has to be asked to find the base.
 *
 * "Does not exist" is an answer. What cannot be known (a permission is missing, the API fails, the history is cut off) is a
 * `ConfigurationError` that says what to do; it never comes back as an answer.
 */
export interface History extends CommitGraph, WorkflowHistory {}

/** The answer of one who cannot know: a shallow clone that is asked for ancestors, say. */
export const UNKNOWN = Symbol('unknown');
export type Unknown = typeof UNKNOWN;

/** A commit graph that has only part of the history: it answers where that suffices. */
export type PartialCommitGraph = {
  readonly [Question in keyof CommitGraph]: (
    ...about: Parameters<CommitGraph[Question]>
  ) => Promise<Awaited<ReturnType<CommitGraph[Question]>> | Unknown>;
};

/** Asks the local git first, and GitHub for what that cannot know. */
export function firstOf(local: PartialCommitGraph, github: History): History {
  const orElse = async <T>(answer: Promise<T | Unknown>, ask: () => Promise<T>): Promise<T> => {
    const known = await answer;
    return known === UNKNOWN ? ask() : known;
  };
  return {
    commit: (name) => orElse(local.commit(name), () => github.commit(name)),
    isAncestor: (ancestor, descendant) =>
      orElse(local.isAncestor(ancestor, descendant), () => github.isAncestor(ancestor, descendant)),
    mergeBase: (a, b) => orElse(local.mergeBase(a, b), () => github.mergeBase(a, b)),
    nearestEarlierTag: (sha) => orElse(local.nearestEarlierTag(sha), () => github.nearestEarlierTag(sha)),
    defaultBranch: () => github.defaultBranch(),
    run: (id) => github.run(id),
    runs: (query) => github.runs(query),
    deployments: (query) => github.deployments(query),
    deploymentStatus: (id) => github.deploymentStatus(id),
  };
}
