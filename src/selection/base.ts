import { ConfigurationError, type Problem } from '../failure.ts';
import type { BaseInput } from '../inputs.ts';
import { commitsOf, type TriggerEvent } from './event.ts';
import type { Commit, DeploymentStatus, History, WorkflowRun } from './history.ts';
import type { Base } from './selection.ts';

/** The base, or why there is none and everything counts. */
export type BaseDecision = (
  | {
      readonly kind: 'commit';
      readonly base: Base;
      /** Whether every matched file counts all the same: the base tells what was deleted, but not all that may have changed. */
      readonly inDoubt?: true;
    }
  | { readonly kind: 'everything'; readonly why: string }
) & { readonly warnings: readonly Problem[] };

/** What a resolver comes to: commits that are yet to be read, or everything. */
type Finding =
  | {
      readonly kind: 'commit';
      readonly sha: string;
      readonly source: string;
      /** See `Base.unsettled`; the same commit may stand here more than once. */
      readonly unsettled: readonly string[];
    }
  | { readonly kind: 'everything'; readonly why: string };

const found = (sha: string, source: string, unsettled: readonly string[] = []): Finding => ({
  kind: 'commit',
  sha,
  source,
  unsettled,
});
const everything = (why: string): Finding => ({ kind: 'everything', why });

/**
 * How many deployments are asked for their status before the search ends with "everything". Each costs a request, and a job's
 * token has 1,000 an hour (documentation of GitHub, "Rate limits for the REST API").
 */
const MOST_DEPLOYMENTS = 250;

/** A checkout of another repository than the workflow's; both as `owner/name`. */
export interface OtherRepository {
  readonly checkedOut: string;
  readonly workflow: string;
}

/**
 * Finds the base; the table of the contract's chapter "What changed".
 *
 * @param head full object id of what is checked out; without a checkout, of the event's commit
 * @param other where the checkout is of another repository, whose commits neither the event nor earlier runs know
 * @throws ConfigurationError when the base is named or found but cannot be read, or when it cannot be known: it is never taken
 *   for "nothing changed", nor for "everything"
 */
export async function resolveBase(
  input: BaseInput,
  event: TriggerEvent,
  head: string,
  history: History,
  other?: OtherRepository,
): Promise<BaseDecision> {
  if (other && isOfWorkflow(input, event)) throw ofOtherRepository(event, other);
  const warnings = warningsOf(event, head, other !== undefined);
  const finding = await find(input, event, head, history);
  if (finding.kind !== 'commit') return { ...finding, warnings };
  const commit = await history.commit(finding.sha);
  if (!commit) throw unreadable(finding);
  const unsettled = [...new Set(finding.unsettled)].filter((sha) => sha !== commit.sha && sha !== head);
  const { readable, doubt } = await readableOf(unsettled, history);
  if (doubt) {
    warnings.push({
      topic: 'base-in-doubt',
      message: `Every file that the globs match counts, since after the base (${finding.source}) ${doubt}.`,
    });
  }
  return {
    kind: 'commit',
    base: {
      sha: commit.sha,
      source: finding.source,
      committedAt: commit.committedAt,
      ...(readable.length > 0 && { unsettled: readable }),
    },
    ...(doubt && { inDoubt: true }),
    warnings,
  };
}

/** With more commits than this that may have been synced in part, everything is taken: each of them may have to be fetched. */
const MOST_UNSETTLED = 20;

/** Those of the commits that can be compared with, and why they do not suffice to tell what changed, if they do not. */
async function readableOf(
  unsettled: readonly string[],
  history: History,
): Promise<{ readonly readable: readonly string[]; readonly doubt?: string }> {
  const readable: string[] = [];
  let doubt =
    unsettled.length > MOST_UNSETTLED ? `more than ${MOST_UNSETTLED} commits may have been synced in part` : '';
  for (const sha of unsettled.slice(0, MOST_UNSETTLED)) {
    if (await history.commit(sha)) readable.push(sha);
    else doubt ||= `the commit ${sha} may have been synced in part, and is gone`;
  }
  return { readable, ...(doubt && { doubt }) };
}

function find(input: BaseInput, event: TriggerEvent, head: string, history: History): Promise<Finding> {
  switch (input.kind) {
    case 'none':
      return Promise.resolve(everything('`base: none`'));
    case 'ref':
      return named(input.ref, head, history);
    case 'last-success':
      return lastSuccess(event, head, history);
    case 'last-deployment':
      return lastDeployment(event, history);
    case 'auto':
      return ofEvent(event, head, history);
  }
}

/** The contract's table "`base: auto` takes the base from the event", row by row. */
function ofEvent(event: TriggerEvent, head: string, history: History): Promise<Finding> {
  switch (event.kind) {
    case 'push-branch':
      return ofPush(event, head, history);
    case 'deletion':
      // Nothing was pushed, so the commit that is there instead (the default branch's) is not what changed.
      return Promise.resolve(found(head, `the checked-out commit itself, since the push deleted \`${event.ref}\``));
    case 'push-tag':
    case 'release':
      return earlierTag(head, history);
    case 'pull-request':
      return ofPullRequest(event, head, history);
    case 'merge-group':
      return Promise.resolve(found(event.baseSha, '`base_sha` of the merge group'));
    case 'deployment':
      return lastDeployment(event, history);
    case 'workflow-run':
      return lastSuccess(event, head, history);
    case 'other':
      return Promise.resolve(everything(`the event \`${event.name}\` has nothing to compare with`));
    case 'incomplete':
      throw incomplete(event);
  }
}

/** Events that name the base, or the branch or environment by which it is found. */
const NAMES_BASE: readonly TriggerEvent['kind'][] = [
  'push-branch',
  'pull-request',
  'merge-group',
  'deployment',
  'workflow-run',
];

/** Whether the base is a commit that the event or an earlier run of the workflow is about. */
const isOfWorkflow = ({ kind }: BaseInput, event: TriggerEvent): boolean =>
  kind === 'auto' ? NAMES_BASE.includes(event.kind) : kind === 'last-success' || kind === 'last-deployment';

type EventOf<Kind extends TriggerEvent['kind']> = Extract<TriggerEvent, { readonly kind: Kind }>;

async function ofPush(event: EventOf<'push-branch'>, head: string, history: History): Promise<Finding> {
  const { before, forced, branch } = event;
  if (!before) return sinceDefaultBranch(event, head, history, `\`${branch}\` is new`);
  const finding = found(before, forced ? '`before` of the forced push' : '`before` of the push');
  // Only a forced push can make it unreachable, so that it may be gone. Otherwise it is read, or that is an error.
  if (!forced || (await history.commit(before))) return finding;
  return sinceDefaultBranch(event, head, history, '`before` of the forced push is gone');
}

async function sinceDefaultBranch(
  { branch, broughtCommits, defaultBranch }: EventOf<'push-branch'>,
  head: string,
  history: History,
  reason: string,
): Promise<Finding> {
  const trunk = defaultBranch ?? (await history.defaultBranch());
  if (branch === trunk) return everything(`${reason}, and it is the default branch`);
  const tip = await history.commit(`refs/heads/${trunk}`);
  if (!tip) {
    throw new ConfigurationError(
      'no-default-branch',
      `The default branch \`${trunk}\` does not exist, and the base of a push to \`${branch}\` is its merge-base with it (${reason}). Set \`base\` to a branch or SHA.`,
    );
  }
  const mergeBase = await history.mergeBase(tip.sha, head);
  if (!mergeBase) return everything(`${reason}, and it has no commit in common with \`${trunk}\``);
  // By the time of a re-run the branch may have been merged, and its merge-base is then its own head.
  if (mergeBase === head && broughtCommits) {
    return everything(`${reason}, and \`${trunk}\` holds its commits by now, so that their merge-base tells nothing`);
  }
  return found(mergeBase, `merge-base with \`${trunk}\`, since ${reason}`);
}

async function earlierTag(head: string, history: History): Promise<Finding> {
  const tag = await history.nearestEarlierTag(head);
  return tag
    ? found(tag.sha, `tag \`${tag.name}\`, the nearest earlier one`)
    : everything('no earlier commit has a tag');
}

async function ofPullRequest(event: EventOf<'pull-request'>, head: string, history: History): Promise<Finding> {
  const { parents } = await existing(head, history);
  const [first] = parents;
  if (first && (await isMergeOf(event, head, parents, history))) {
    return found(first, "first parent of the pull request's merge commit");
  }
  // A single commit, squashed or rebased. Of several that were rebased, the last one's parent would miss the others; they are
  // not told from squashed ones, so the base of the pull request is taken for both.
  if (first && parents.length === 1 && event.merged && head === event.mergeSha && event.commits === 1) {
    return found(first, 'parent of the commit that the pull request was merged as');
  }
  const mergeBase = await history.mergeBase(event.baseSha, head);
  if (mergeBase) return found(mergeBase, "merge-base with the pull request's base");
  throw new ConfigurationError(
    'no-common-commit',
    `The checked-out commit ${head} has no commit in common with the pull request's base ${event.baseSha}. Check out the pull request's head or its merge commit, or set \`base\`.`,
  );
}

/**
 * Whether the head is a merge of the pull request into its target: by GitHub, or by whoever merged it. What a branch merged into itself
 * looks the same but for its first parent, which is no commit of the target.
 */
async function isMergeOf(
  { headSha, baseSha, baseBranch, mergeSha, merged, commit }: EventOf<'pull-request'>,
  head: string,
  parents: readonly string[],
  history: History,
): Promise<boolean> {
  const [first, second] = parents;
  if (!first || parents.length !== 2 || head === headSha) return false;
  // Before it is merged, both are GitHub's own test merge. Merged it may be by a push of anything that holds its commits.
  if (!merged && (head === mergeSha || head === commit)) return true;
  if (merged && head === mergeSha) return isAncestor(baseSha, first, history);
  if (second !== headSha) return false;
  if (first === baseSha) return true;
  if (baseBranch === undefined) return false;
  const target = await history.commit(`refs/heads/${baseBranch}`);
  return target !== undefined && isAncestor(first, target.sha, history);
}

/** Events whose runs work on the commit that GitHub lists them with, on a branch of the repository. */
const BRANCH_EVENTS: readonly string[] = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];

/** Whether a success of one event is a success in the sense of the other; a pull request's run is none of a push to its branch. */
const alike = (event: string, other: string): boolean =>
  event === other || (BRANCH_EVENTS.includes(event) && BRANCH_EVENTS.includes(other));

async function lastSuccess(event: TriggerEvent, head: string, history: History): Promise<Finding> {
  if (event.kind === 'incomplete') throw incomplete(event);
  if (event.kind === 'workflow-run') return lastFollowedRun(event, head, history);
  const current = await history.run(runIdOf(event));
  const { id, workflowId, branch } = current;
  if (branch === undefined) return everything('this run is on no branch, so there is no earlier run to look for');
  if (event.kind === 'pull-request' && head !== event.headSha) {
    return everything(
      "GitHub lists the runs of a pull request with its branch's commits, but they work on its merge with the target, which may have changed since",
    );
  }
  const runs: WorkflowRun[] = [];
  let last: WorkflowRun | undefined;
  for await (const run of history.runs({ workflowId, branch })) {
    if (last && isOutOfReach(run, last.createdAt)) break;
    // The current run may have succeeded in an earlier attempt. A fork may have a branch of the same name.
    if (run.id === id || run.headRepositoryId !== current.headRepositoryId) continue;
    // Of an old run that was run again after newer ones, Hood has heard last.
    const isSuccess = run.conclusion === 'success' && alike(run.event, current.event);
    if (isSuccess && (!last || run.startedAt > last.startedAt)) last = run;
    runs.push(run);
  }
  if (!last) return everything(`no earlier run of this workflow on \`${branch}\` was successful`);
  const { headSha, createdAt } = last;
  if (!(await isAncestor(headSha, head, history))) {
    return everything(
      `the last successful run on \`${branch}\` was at ${headSha}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again`,
    );
  }
  // A run that failed may have synced an object that is by now what it was before: only its own head shows that Hood has another
  // version. Nor does it matter how a run ended that was at work beside the last successful one, or which event started it: each may
  // have had the last word. It counts from the first attempt: a job that was done then is not run again with "Re-run failed jobs".
  const unsettled = runs.filter((run) => run !== last && mayHaveSynced(run, createdAt)).map((run) => run.headSha);
  return found(headSha, `head of the last successful run on \`${branch}\``, unsettled);
}

/** Whether a run may have sent something at or after a time (ISO 8601). */
const mayHaveSynced = ({ conclusion, updatedAt }: WorkflowRun, time: string): boolean =>
  conclusion === undefined || (conclusion !== 'skipped' && updatedAt >= time);

/**
 * How long after its creation a run can still be at work, in days: it can be run again for 30 days, and a job takes at most 5
 * (documentation of GitHub, "Re-running workflows and jobs" and "Actions limits").
 */
const RUN_REACH_DAYS = 35;

/** Whether a run is too old to have been at work at a time (ISO 8601), even if it was run again. */
const isOutOfReach = ({ createdAt }: WorkflowRun, time: string): boolean =>
  Date.parse(createdAt) < Date.parse(time) - RUN_REACH_DAYS * 24 * 60 * 60 * 1000;

/**
 * `last-success` for a workflow that follows another one. GitHub lists its runs with the default branch's newest commit of that
 * time, whatever commit they worked on, so they tell only whether they succeeded. The commits come from the runs that were
 * followed: the newest one since whose beginning no run of this workflow failed, and since whose end one succeeded. Beside it
 * stand all others that may have been followed since: newer ones, whatever their event and end, and those that began earlier but
 * ended later.
 */
async function lastFollowedRun(event: EventOf<'workflow-run'>, head: string, history: History): Promise<Finding> {
  const followed = event.run;
  const { branch } = followed;
  if (branch === undefined) return everything('the run that this one follows is on no branch');
  const { id, workflowId } = await history.run(runIdOf(event));
  const successAfter = lastSuccessAfter(history.runs({ workflowId }), id);
  const unsettled: string[] = [];
  let last: WorkflowRun | undefined;
  for await (const run of history.runs({ workflowId: followed.workflowId, branch })) {
    if (last && isOutOfReach(run, last.createdAt)) break;
    if (run.id === followed.id || run.headRepositoryId !== followed.headRepositoryId) continue;
    if (last) {
      // It began earlier, but it may have been followed later.
      if (run.conclusion === undefined || run.updatedAt >= last.createdAt) unsettled.push(run.headSha);
      continue;
    }
    // A base is only a run that this workflow treats as it does the current one: it may well leave out failed ones, say.
    if (run.event === followed.event && run.conclusion === followed.conclusion) {
      const success = await successAfter(run);
      // What an older run could tell is spoiled by the same failure.
      if (success === 'failed') return everything('not all of the last runs of this workflow were successful');
      if (success && success.createdAt >= run.updatedAt) last = run;
    }
    if (!last) unsettled.push(run.headSha);
  }
  if (!last) return everything(`no earlier run on \`${branch}\` is known to have been followed with success`);
  const { headSha } = last;
  if (await isAncestor(headSha, head, history)) {
    const source = `head of the last run on \`${branch}\` that this workflow followed with success`;
    return found(headSha, source, unsettled);
  }
  return everything(
    `the last run on \`${branch}\` that this workflow followed with success was at ${headSha}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again`,
  );
}

/**
 * Walks back over the runs of a workflow.
 *
 * @returns a function that finds the newest successful run created since the beginning of a followed one, which gets earlier from
 *   call to call; `failed` when one since then failed or has not ended, or an older one was at work after the end of the followed
 *   one. Skipped runs count for nothing.
 */
function lastSuccessAfter(
  runs: AsyncIterable<WorkflowRun>,
  currentId: number,
): (followed: WorkflowRun) => Promise<WorkflowRun | 'failed' | undefined> {
  const iterator = runs[Symbol.asyncIterator]();
  const read: WorkflowRun[] = [];
  let done = false;
  return async ({ createdAt: since, updatedAt: end }) => {
    while (!done && !(read.length > 0 && isOutOfReach(read.at(-1) as WorkflowRun, since))) {
      const next = await iterator.next();
      if (next.done) done = true;
      else if (next.value.id !== currentId && next.value.conclusion !== 'skipped') read.push(next.value);
    }
    const [newest, ...others] = read.filter((run) => run.createdAt >= since || mayHaveSynced(run, end));
    const spoils = ({ conclusion, createdAt }: WorkflowRun) => conclusion !== 'success' || createdAt < since;
    return newest && [newest, ...others].some(spoils) ? 'failed' : newest;
  };
}

async function lastDeployment(event: TriggerEvent, history: History): Promise<Finding> {
  if (event.kind === 'incomplete') throw incomplete(event);
  const current = event.kind === 'deployment' ? event : await deploymentOfThisJob(runIdOf(event), history);
  const { environment } = current;
  let asked = 0;
  // Those after the base, whatever became of them: what they synced may have been changed back since.
  const unsettled: string[] = [];
  for await (const deployment of history.deployments({ environment })) {
    if (deployment.id === current.id) continue;
    if (deployment.id < current.id) {
      if (asked++ === MOST_DEPLOYMENTS) break;
      const status = await history.deploymentStatus(deployment.id);
      // What another job of this run deployed is not earlier.
      if (status?.state === 'success' && (event.runId === undefined || runIdIn(status) !== event.runId)) {
        const source = `last successful deployment to \`${environment}\` (${deployment.id})`;
        return found(deployment.sha, source, unsettled);
      }
    }
    unsettled.push(deployment.sha);
  }
  return everything(`no earlier deployment to \`${environment}\` has the status \`success\``);
}

/** How many of the newest deployments are asked whether they belong to this job. */
const MOST_RECENT_DEPLOYMENTS = 30;

/** A job with an `environment` makes a deployment as it starts, and its status names the run. */
async function deploymentOfThisJob(
  runId: number,
  history: History,
): Promise<{ readonly id: number; readonly environment: string }> {
  const ours: { id: number; environment: string }[] = [];
  let asked = 0;
  for await (const { id, environment } of history.deployments({})) {
    if (asked++ === MOST_RECENT_DEPLOYMENTS) break;
    const status = await history.deploymentStatus(id);
    if (status?.state === 'in_progress' && runIdIn(status) === runId) ours.push({ id, environment });
  }
  const environments = new Set(ours.map(({ environment }) => environment));
  const [first] = ours;
  if (first && environments.size === 1) return first;
  throw new ConfigurationError(
    'environment-unknown',
    environments.size === 0
      ? '`base: last-deployment` needs to know the environment, but this job deploys to none. Give the job an `environment`, or use it with the events `deployment` and `deployment_status`.'
      : `\`base: last-deployment\` cannot tell which environment this job deploys to, since several jobs of this run are deploying just now (${[...environments].join(', ')}). Let them run one after the other (\`needs\`), or set \`base\` to a SHA.`,
  );
}

/** The run whose job made a deployment, by the page that its status leads to. */
const runIdIn = ({ logUrl = '' }: DeploymentStatus): number =>
  Number(/\/actions\/runs\/(\d+)(?:\/|$)/.exec(logUrl)?.[1]);

function runIdOf({ runId }: TriggerEvent): number {
  if (runId !== undefined) return runId;
  throw new ConfigurationError(
    'run-unknown',
    'GITHUB_RUN_ID is not set, so earlier runs and deployments cannot be told from this one. Set `base` to a git ref or SHA, or to `none`.',
  );
}

/** Farthest that `~` and `^` go; each step may have to be fetched. */
const MOST_STEPS = 100;

/** A ref or SHA, with git's `~3` and `^2` behind it. They are walked here, since a shallow clone does not have the parents. */
async function named(ref: string, head: string, history: History): Promise<Finding> {
  const [, name = '', suffix = ''] = /^([^~^]*)((?:[~^]\d{0,4})*)$/.exec(ref) ?? [];
  if (name === '' || ref.includes('@{')) {
    throw new ConfigurationError(
      'input-value',
      `\`base\` got ${JSON.stringify(ref)}; it takes a branch, a tag or a SHA, also with \`~1\` or \`^\` behind it.`,
    );
  }
  const steps = [...suffix.matchAll(/([~^])(\d*)/g)].flatMap(([, sign, digits]) => {
    const number = digits ? Number(digits) : 1;
    if (sign === '~') return new Array<number>(number).fill(1);
    return number === 0 ? [] : [number];
  });
  if (steps.length > MOST_STEPS) {
    throw new ConfigurationError(
      'input-value',
      `\`base\` got ${JSON.stringify(ref)}; it goes back at most ${MOST_STEPS} commits. Set it to the SHA.`,
    );
  }
  let commit = await history.commit(name === 'HEAD' || name === '@' ? head : name);
  if (!commit) {
    throw new ConfigurationError(
      'base-unknown',
      `\`base: ${ref}\` names no branch, tag or commit of this repository. Check how it is spelled and that it was pushed, or set \`base\` to a SHA.`,
    );
  }
  for (const step of steps) {
    const parent: string | undefined = commit.parents[step - 1];
    if (!parent)
      throw new ConfigurationError(
        'base-unknown',
        `\`base: ${ref}\` goes back beyond ${commit.sha}, which has no parent ${step}.`,
      );
    commit = await existing(parent, history);
  }
  return found(commit.sha, `\`base: ${ref}\``);
}

const isAncestor = async (ancestor: string, head: string, history: History): Promise<boolean> =>
  ancestor === head || history.isAncestor(ancestor, head);

/** A commit that is known to exist, since another one names it. */
async function existing(sha: string, history: History): Promise<Commit> {
  const commit = await history.commit(sha);
  if (commit) return commit;
  throw unreadable({ sha, source: 'needed to find the base' });
}

const unreadable = ({ sha, source }: { sha: string; source: string }): ConfigurationError =>
  new ConfigurationError(
    'base-unreadable',
    `The commit ${sha} (${source}) cannot be read: it is neither in the checkout nor on GitHub. If the history was rewritten, set \`base\` to a commit that exists, or once to \`none\` to take every file that the globs match.`,
  );

const ofOtherRepository = (event: TriggerEvent, { checkedOut, workflow }: OtherRepository): ConfigurationError =>
  new ConfigurationError(
    'other-repository',
    `The checkout is of ${checkedOut}, but the event \`${event.name}\` and the runs of this workflow are about commits of ${workflow}, with which it cannot be compared. Set \`base\` to a branch, tag or SHA of ${checkedOut}, or to \`none\`.`,
  );

const incomplete = ({ name, missing }: EventOf<'incomplete'>): ConfigurationError =>
  new ConfigurationError(
    'event-payload',
    `The payload of the event \`${name}\` (GITHUB_EVENT_PATH) has no \`${missing}\`, so the base is not known. Set \`base\` to a git ref or SHA, or to \`none\`.`,
  );

/** The expression for the event's commit, where it is not `github.sha`. */
const COMMIT_EXPRESSIONS: Partial<Record<TriggerEvent['kind'], string>> = {
  'push-branch': 'github.event.after',
  deployment: 'github.event.deployment.sha',
  'merge-group': 'github.event.merge_group.head_sha',
  'pull-request': 'github.event.pull_request.head.sha',
  'workflow-run': 'github.event.workflow_run.head_sha',
};

function warningsOf(event: TriggerEvent, head: string, isOther: boolean): Problem[] {
  if (event.kind === 'deletion') {
    return [
      {
        topic: 'branch-deleted',
        message: `The push deleted \`${event.ref}\`, so no commit was pushed, and nothing of the checked-out commit counts as changed. Leave such runs out with \`if: github.event.deleted != true\`.`,
      },
    ];
  }
  const { commit } = event;
  if (!commit || isOther || commitsOf(event).includes(head)) return [];
  const expression = COMMIT_EXPRESSIONS[event.kind] ?? 'github.sha';
  return [
    {
      topic: 'other-commit',
      message: `The checkout is at ${head}, but the event \`${event.name}\` is about ${commit}. The checkout is used as it is. If that is not meant, give actions/checkout \`ref: \${{ ${expression} }}\`.`,
    },
  ];
}
