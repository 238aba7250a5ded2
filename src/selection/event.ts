import { ConfigurationError } from '../failure.ts';

interface Triggered {
  /** The event's name: `push`, `schedule` … */
  readonly name: string;
  /** The event's commit: the head where there is no checkout. Absent when the runner does not tell it. */
  readonly commit?: string;
  /** The id of this run. Absent when the runner does not tell it. */
  readonly runId?: number;
}

/** The event that started the run, as far as it tells a base. SHAs are full and lower case. */
export type TriggerEvent = Triggered &
  (
    | {
        readonly kind: 'push-branch';
        readonly branch: string;
        /** The commit before the push; absent for a branch that the push made. */
        readonly before?: string;
        readonly forced: boolean;
        /** Whether the push brought commits that were on no other branch. */
        readonly broughtCommits: boolean;
        /** Absent when the payload does not tell it. */
        readonly defaultBranch?: string;
      }
    /** A push that deleted a branch or a tag; there is no pushed commit. */
    | { readonly kind: 'deletion'; readonly ref: string }
    | { readonly kind: 'push-tag' | 'release'; readonly tag: string }
    | {
        readonly kind: 'pull-request';
        /** The newest commit of the pull request's branch. */
        readonly headSha: string;
        /** The commit of the target branch that GitHub compares the pull request with. It may be behind the branch. */
        readonly baseSha: string;
        /** The target branch, where the payload tells. */
        readonly baseBranch?: string;
        /** `owner/name` of the repository that its branch is in, a fork mostly; absent when that is gone. */
        readonly headRepository?: string;
        /** GitHub's test merge; of a merged pull request the commit on the target branch. */
        readonly mergeSha?: string;
        readonly merged: boolean;
        /** How many commits the pull request holds, where the payload tells. */
        readonly commits?: number;
      }
    | { readonly kind: 'merge-group'; readonly baseSha: string }
    | { readonly kind: 'deployment'; readonly id: number; readonly environment: string }
    | {
        readonly kind: 'workflow-run';
        /** As for a pull request. */
        readonly headRepository?: string;
        /** The run that this event is about. */
        readonly run: {
          readonly id: number;
          readonly workflowId: number;
          readonly event: string;
          readonly branch?: string;
          readonly headRepositoryId?: number;
          readonly conclusion?: string;
        };
      }
    /** Every other: there is nothing that it could be compared with. */
    | { readonly kind: 'other' }
    /** The payload lacks what the base depends on, as a hand-made one does. */
    | { readonly kind: 'incomplete'; readonly missing: string }
  );

/** What the runner tells of the event (documentation of GitHub Actions, "Default environment variables"). */
export interface EventEnvironment {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** `GITHUB_RUN_ID`. */
  readonly runId: string;
  /** The parsed content of `GITHUB_EVENT_PATH`. */
  readonly payload: unknown;
}

/** The commits that a checkout for the event may be at, as far as the event names them. */
export const commitsOf = (event: TriggerEvent): readonly (string | undefined)[] =>
  event.kind === 'pull-request' ? [event.commit, event.headSha, event.mergeSha] : [event.commit];

/**
 * Reads what the base depends on from an event (documentation of GitHub, "Webhook events and payloads" and "Events that trigger
 * workflows").
 *
 * @throws ConfigurationError when a value is not of the shape that GitHub documents; a value that is not there at all makes the
 *   event `incomplete`, which is no obstacle where the base does not depend on it
 */
export function parseEvent({ name, sha, runId, payload }: EventEnvironment): TriggerEvent {
  const fields = new Fields(name, payload);
  if (sha !== '' && !isSha(sha)) throw malformed('The environment variable GITHUB_SHA', 'a full SHA', sha);
  if (!/^\d{0,15}$/.test(runId)) throw malformed('The environment variable GITHUB_RUN_ID', 'a number', runId);
  const common = { name, ...(sha !== '' && { commit: sha }), ...(runId !== '' && { runId: Number(runId) }) };
  try {
    return { ...common, ...(READERS.get(name)?.(fields) ?? { kind: 'other' as const }) };
  } catch (error) {
    if (error instanceof Missing) return { ...common, kind: 'incomplete', missing: error.message };
    throw error;
  }
}

/** Whether a text is a full object id, of SHA-1 or SHA-256. */
export const isSha = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

type WithoutCommon<T> = T extends unknown ? Omit<T, keyof Triggered> & Pick<Triggered, 'commit'> : never;
type Reader = (fields: Fields) => WithoutCommon<TriggerEvent>;

const readPullRequest: Reader = (fields) => {
  const headSha = fields.sha('pull_request.head.sha');
  const commits = fields.optional('pull_request.commits', (key) => fields.integer(key));
  const mergeSha = fields.optional('pull_request.merge_commit_sha', (key) => fields.sha(key));
  const baseBranch = fields.optional('pull_request.base.ref', (key) => fields.text(key));
  const headRepository = fields.optional('pull_request.head.repo.full_name', (key) => fields.text(key));
  return {
    kind: 'pull-request',
    headSha,
    baseSha: fields.sha('pull_request.base.sha'),
    ...(baseBranch && { baseBranch }),
    ...(headRepository && { headRepository }),
    ...(mergeSha && { mergeSha }),
    merged: fields.optional('pull_request.merged', (key) => fields.boolean(key)) ?? false,
    ...(commits !== undefined && { commits }),
  };
};

const readDeployment: Reader = (fields) => ({
  kind: 'deployment',
  id: fields.integer('deployment.id'),
  environment: fields.text('deployment.environment'),
  commit: fields.sha('deployment.sha'),
});

const READERS = new Map<string, Reader>(
  Object.entries<Reader>({
    push: readPush,
    release: (fields) => ({ kind: 'release', tag: fields.text('release.tag_name') }),
    pull_request: readPullRequest,
    // Here GITHUB_SHA is the target branch's newest commit, which holds nothing of the pull request.
    pull_request_target: (fields) => ({ ...readPullRequest(fields), commit: fields.sha('pull_request.head.sha') }),
    merge_group: (fields) => ({
      kind: 'merge-group',
      baseSha: fields.sha('merge_group.base_sha'),
      commit: fields.sha('merge_group.head_sha'),
    }),
    deployment: readDeployment,
    deployment_status: readDeployment,
    workflow_run(fields) {
      const branch = fields.optional('workflow_run.head_branch', (key) => fields.text(key));
      const headRepositoryId = fields.optional('workflow_run.head_repository.id', (key) => fields.integer(key));
      const conclusion = fields.optional('workflow_run.conclusion', (key) => fields.text(key));
      const headRepository = fields.optional('workflow_run.head_repository.full_name', (key) => fields.text(key));
      return {
        kind: 'workflow-run',
        ...(headRepository && { headRepository }),
        run: {
          id: fields.integer('workflow_run.id'),
          workflowId: fields.integer('workflow_run.workflow_id'),
          event: fields.text('workflow_run.event'),
          ...(branch && { branch }),
          ...(headRepositoryId !== undefined && { headRepositoryId }),
          ...(conclusion && { conclusion }),
        },
        // Here GITHUB_SHA is the default branch's newest commit.
        commit: fields.sha('workflow_run.head_sha'),
      };
    },
  }),
);

function readPush(fields: Fields): WithoutCommon<TriggerEvent> {
  const ref = fields.text('ref');
  const [, type, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
  if (!type || !name) throw fields.malformed('ref', 'a branch or tag (`refs/heads/…`, `refs/tags/…`)');
  const after = fields.sha('after');
  if (isZero(after)) return { kind: 'deletion', ref };
  if (type === 'tags') return { kind: 'push-tag', tag: name };
  const before = fields.sha('before');
  const defaultBranch = fields.optional('repository.default_branch', (key) => fields.text(key));
  return {
    kind: 'push-branch',
    branch: name,
    ...(!isZero(before) && { before }),
    forced: fields.optional('forced', (key) => fields.boolean(key)) ?? false,
    broughtCommits: (fields.optional('commits', (key) => fields.list(key)) ?? []).length > 0,
    ...(defaultBranch && { defaultBranch }),
    commit: after,
  };
}

/** GitHub's sign for "no commit". */
const isZero = (sha: string): boolean => /^0+$/.test(sha);

/** Something that the payload does not hold at all. */
class Missing extends Error {}

/** Longest text of a payload that counts as a name; git and GitHub permit no longer ones. */
const MAX_NAME_LENGTH = 1024;

/** Reads checked values from a payload, by their path in it. */
class Fields {
  readonly #event: string;
  readonly #payload: unknown;

  constructor(event: string, payload: unknown) {
    this.#event = event;
    this.#payload = payload;
  }

  sha(key: string): string {
    return this.#checked(key, 'a full SHA', (value): value is string => typeof value === 'string' && isSha(value));
  }

  /** One line that is not empty. */
  text(key: string): string {
    return this.#checked(
      key,
      'a name',
      (value): value is string =>
        typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(value),
    );
  }

  boolean(key: string): boolean {
    return this.#checked(key, '`true` or `false`', (value): value is boolean => typeof value === 'boolean');
  }

  /** A whole number from 0; ids of GitHub's are such numbers. */
  integer(key: string): number {
    return this.#checked(
      key,
      'a whole number',
      (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
    );
  }

  list(key: string): readonly unknown[] {
    return this.#checked(key, 'a list', Array.isArray);
  }

  /** Nothing for a value that the payload does not hold, or holds as `null`. */
  optional<T>(key: string, read: (key: string) => T): T | undefined {
    return this.#at(key) == null ? undefined : read(key);
  }

  malformed(key: string, takes: string): ConfigurationError {
    return malformed(`\`${key}\` in the payload of the event \`${this.#event}\``, takes, this.#at(key));
  }

  #checked<T>(key: string, takes: string, is: (value: unknown) => value is T): T {
    const value = this.#at(key);
    if (value == null) throw new Missing(key);
    if (!is(value)) throw this.malformed(key, takes);
    return value;
  }

  #at(key: string): unknown {
    return key.split('.').reduce<unknown>((at, part) => {
      // Own members only: `constructor` and the like are no part of a payload.
      return typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as Record<string, unknown>)[part]
        : undefined;
    }, this.#payload);
  }
}

function malformed(what: string, takes: string, got: unknown): ConfigurationError {
  const shown = JSON.stringify(got);
  return new ConfigurationError(
    'event-payload',
    `${what} must be ${takes}, but is ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}. GitHub writes it so; check what made this payload.`,
  );
}
