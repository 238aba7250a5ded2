import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigurationError } from '../../src/failure.ts';
import type { BaseInput } from '../../src/inputs.ts';
import { type BaseDecision, resolveBase } from '../../src/selection/base.ts';
import { parseEvent } from '../../src/selection/event.ts';
import type { WorkflowRun } from '../../src/selection/history.ts';
import { type Known, RecordedHistory, sha } from '../support/recorded-history.ts';
import { payloadOf } from '../support/webhooks.ts';

const ZERO = '0'.repeat(40);
const RUN = 77;
const WORKFLOW = 5;
const REPOSITORY = 100;

/** A situation, and what is to come of it. */
interface Case {
  readonly input?: BaseInput | BaseInput['kind'];
  readonly event: string;
  /** Of the payload, over GitHub's example. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Names of commits: what is checked out, and GITHUB_SHA. */
  readonly head: string;
  readonly sha?: string;
  readonly known: Known;
  /** `name of the commit: source`, with the names of unsettled commits after it; or `everything: why`, or `error: message`. */
  readonly expected: string | RegExp;
  readonly warnings?: readonly (string | RegExp)[];
}

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

const run = (id: number, headSha: string, more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id,
  workflowId: WORKFLOW,
  event: 'push',
  branch: 'main',
  headRepositoryId: REPOSITORY,
  headSha: sha(headSha),
  conclusion: 'success',
  createdAt: at(id),
  startedAt: more.createdAt ?? at(id),
  updatedAt: at(id + 0.5),
  ...more,
});

/** The run that the tests stand in. */
const { conclusion: _, ...unfinished } = run(RUN, 'd');
const current = (more: Partial<WorkflowRun> = {}): WorkflowRun => ({ ...unfinished, ...more });

/** `main` is a–b–c–d; `feature` is x–y, off b. `m` merges y into d. */
const GRAPH = { a: '', b: 'a', c: 'b', d: 'c', x: 'b', y: 'x', m: 'd y', other: '' };
const REFS = { 'refs/heads/main': 'd', 'refs/heads/feature': 'y', main: 'd', v1: 'b' };
const KNOWN: Known = { commits: GRAPH, refs: REFS };

function ask(situation: Case, history: RecordedHistory): Promise<BaseDecision> {
  const { input = 'auto', head, event: name } = situation;
  const event = parseEvent({
    name,
    sha: sha(situation.sha ?? head),
    runId: String(RUN),
    payload: situation.payload ? payloadOf(name.replace('_target', ''), situation.payload) : {},
  });
  return resolveBase(typeof input === 'string' ? ({ kind: input } as BaseInput) : input, event, sha(head), history);
}

/** The names of commits in place of their ids. */
function readable(text: string, { commits = {} }: Known): string {
  return [...Object.keys(commits), 'gone'].reduce((left, name) => left.replaceAll(sha(name), name), text);
}

async function outcome(situation: Case, history: RecordedHistory): Promise<{ text: string; warnings: string[] }> {
  try {
    const decision = await ask(situation, history);
    const text =
      decision.kind === 'commit'
        ? `${[decision.base.sha, ...(decision.base.unsettled ?? [])].join(', ')}: ${decision.base.source}`
        : `${decision.kind}: ${decision.why}`;
    if (decision.kind === 'commit') expect(decision.base.committedAt).toBe('2026-01-01T00:00:00.000Z');
    return {
      text: readable(text, situation.known),
      warnings: decision.warnings.map(({ message }) => readable(message, situation.known)),
    };
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return { text: `error: ${readable((error as Error).message, situation.known)}`, warnings: [] };
  }
}

const matching = (text: string | RegExp): unknown => (typeof text === 'string' ? text : expect.stringMatching(text));

/** Checks a situation, and that it ends in an error wherever the history cannot be known. */
async function check(situation: Case): Promise<void> {
  const history = new RecordedHistory(situation.known);
  const { text, warnings } = await outcome(situation, history);
  expect(text).toEqual(matching(situation.expected));
  const expected = situation.warnings ?? [];
  expect(warnings).toEqual(expected.map(matching));
  for (let failsAt = 1; failsAt <= history.questions.length; failsAt++) {
    const failing = new RecordedHistory(situation.known);
    failing.failsAt = failsAt;
    expect((await outcome(situation, failing)).text).toMatch(/^error: cannot be known/);
  }
}

const table = (cases: Record<string, Case>) => {
  it.each(Object.entries(cases))('%s', (_name, situation) => check(situation));
};

const push = (values: Record<string, unknown>): Pick<Case, 'event' | 'payload'> => ({
  event: 'push',
  payload: {
    ref: 'refs/heads/main',
    created: false,
    forced: false,
    before: sha('b'),
    after: sha('d'),
    'repository.default_branch': 'main',
    ...values,
  },
});

const newBranch = (values: Record<string, unknown> = {}) =>
  push({ ref: 'refs/heads/feature', before: ZERO, after: sha('y'), created: true, commits: [{}], ...values });

describe('push to a branch', () => {
  table({
    'is compared with `before`': { ...push({}), head: 'd', known: KNOWN, expected: 'b: `before` of the push' },
    'is an error when `before` cannot be read': {
      ...push({ before: sha('gone') }),
      head: 'd',
      known: KNOWN,
      expected:
        'error: The commit gone (`before` of the push) cannot be read: it is neither in the checkout nor on GitHub. If the history was rewritten, set `base` to a commit that exists, or once to `none` to take every file that the globs match.',
    },
    'is compared with `before` after a force push, while it can be had': {
      ...push({ before: sha('other'), forced: true }),
      head: 'd',
      known: KNOWN,
      expected: 'other: `before` of the forced push',
    },
    'is compared with the merge-base when a force push made `before` go': {
      ...push({ ref: 'refs/heads/feature', before: sha('gone'), after: sha('y'), forced: true }),
      head: 'y',
      known: KNOWN,
      expected: 'b: merge-base with `main`, since `before` of the forced push is gone',
    },
    'takes everything when that happens to the default branch': {
      ...push({ before: sha('gone'), forced: true }),
      head: 'd',
      known: KNOWN,
      expected: 'everything: `before` of the forced push is gone, and it is the default branch',
    },
    'is compared with the merge-base when the branch is new': {
      ...newBranch(),
      head: 'y',
      known: KNOWN,
      expected: 'b: merge-base with `main`, since `feature` is new',
    },
    'asks for the default branch when the payload does not tell it': {
      ...newBranch({ 'repository.default_branch': undefined }),
      head: 'y',
      known: { ...KNOWN, defaultBranch: 'trunk', refs: { 'refs/heads/trunk': 'c' } },
      expected: 'b: merge-base with `trunk`, since `feature` is new',
    },
    'takes everything on the first push of the default branch': {
      ...push({ before: ZERO, created: true }),
      head: 'd',
      known: KNOWN,
      expected: 'everything: `main` is new, and it is the default branch',
    },
    'finds nothing changed on a new branch without commits of its own': {
      ...newBranch({ after: sha('c'), commits: [] }),
      head: 'c',
      known: KNOWN,
      expected: 'c: merge-base with `main`, since `feature` is new',
    },
    'takes everything when the new branch was merged before the run, or its re-run': {
      ...newBranch(),
      head: 'y',
      known: { ...KNOWN, refs: { 'refs/heads/main': 'm' } },
      expected:
        'everything: `feature` is new, and `main` holds its commits by now, so that their merge-base tells nothing',
    },
    'takes everything on a new branch that has nothing in common with the default branch': {
      ...newBranch({ after: sha('other') }),
      head: 'other',
      known: KNOWN,
      expected: 'everything: `feature` is new, and it has no commit in common with `main`',
    },
    'is an error on a new branch when there is no default branch': {
      ...newBranch(),
      head: 'y',
      known: { commits: GRAPH },
      expected:
        'error: The default branch `main` does not exist, and the base of a push to `feature` is its merge-base with it (`feature` is new). Set `base` to a branch or SHA.',
    },
    'uses another checkout as it is, with a warning': {
      ...push({}),
      head: 'c',
      known: KNOWN,
      expected: 'b: `before` of the push',
      warnings: [
        /^The checkout is at c, but the event `push` is about d\. The checkout is used as it is\. If that is not meant, give actions\/checkout `ref: \$\{\{ github\.event\.after \}\}`\.$/,
      ],
    },
    'that deleted the branch finds nothing changed, and says so': {
      ...push({ ref: 'refs/heads/feature', before: sha('y'), after: ZERO, deleted: true }),
      head: 'd',
      known: KNOWN,
      expected: 'd: the checked-out commit itself, since the push deleted `refs/heads/feature`',
      warnings: [/^The push deleted `refs\/heads\/feature`, so no commit was pushed/],
    },
    'cannot be told from a hand-made payload': {
      event: 'push',
      head: 'd',
      known: KNOWN,
      expected:
        'error: The payload of the event `push` (GITHUB_EVENT_PATH) has no `ref`, so the base is not known. Set `base` to a git ref or SHA, or to `none`.',
    },
  });
});

describe('push of a tag, and release', () => {
  const tags = { v1: 'a', 'v1.1': 'b', side: 'x', v2: 'd' };
  const tagged = { ref: 'refs/tags/v2', before: ZERO, after: sha('d'), created: true };
  table({
    'a tag is compared with the nearest earlier one': {
      ...push(tagged),
      head: 'd',
      known: { ...KNOWN, tags },
      expected: 'b: tag `v1.1`, the nearest earlier one',
    },
    'a tag that was moved is, too': {
      ...push({ ...tagged, before: sha('c'), created: false, forced: true }),
      head: 'd',
      known: { ...KNOWN, tags },
      expected: 'b: tag `v1.1`, the nearest earlier one',
    },
    'the first tag takes everything': {
      ...push(tagged),
      head: 'd',
      known: { ...KNOWN, tags: { v2: 'd', side: 'x' } },
      expected: 'everything: no earlier commit has a tag',
    },
    'a release is compared with the nearest earlier tag': {
      event: 'release',
      payload: { 'release.tag_name': 'v2' },
      head: 'd',
      known: { ...KNOWN, tags },
      expected: 'b: tag `v1.1`, the nearest earlier one',
    },
    'a tag that was deleted finds nothing changed, and says so': {
      ...push({ ref: 'refs/tags/v1', before: sha('a'), after: ZERO, deleted: true }),
      head: 'd',
      known: { ...KNOWN, tags },
      expected: 'd: the checked-out commit itself, since the push deleted `refs/tags/v1`',
      warnings: [/^The push deleted/],
    },
  });
});

describe('pull_request and pull_request_target', () => {
  const values = {
    'pull_request.head.sha': sha('y'),
    'pull_request.base.sha': sha('c'),
    'pull_request.merge_commit_sha': sha('m'),
    'pull_request.merged': false,
    'pull_request.commits': 2,
  };
  const merged = { ...values, action: 'closed', 'pull_request.merged': true };
  const pull = { event: 'pull_request', payload: values, sha: 'm', known: KNOWN } as const;
  const squashed: Known = { commits: { ...GRAPH, s: 'd' } };
  const rebased: Known = { commits: { ...GRAPH, r1: 'd', r2: 'r1' } };
  table({
    "GitHub's merge commit is compared with its first parent": {
      ...pull,
      head: 'm',
      expected: "d: first parent of the pull request's merge commit",
    },
    'also under `pull_request_target`, where it was checked out': {
      ...pull,
      event: 'pull_request_target',
      sha: 'd',
      head: 'm',
      expected: "d: first parent of the pull request's merge commit",
    },
    "also when GitHub's merge commit is newer than the payload": {
      ...pull,
      payload: { ...values, 'pull_request.merge_commit_sha': null },
      head: 'm',
      expected: "d: first parent of the pull request's merge commit",
    },
    'also under `pull_request_target`, when it is newer than the payload': {
      ...pull,
      event: 'pull_request_target',
      payload: { ...values, 'pull_request.merge_commit_sha': null, 'pull_request.base.ref': 'main' },
      sha: 'd',
      head: 'm',
      expected: "d: first parent of the pull request's merge commit",
      warnings: [/^The checkout is at m, but/],
    },
    'a merge of the branch with itself, as `git pull` makes it, is compared with its merge-base': {
      ...pull,
      payload: { ...values, 'pull_request.base.ref': 'main' },
      known: { ...KNOWN, commits: { ...GRAPH, local: 'x', pulled: 'local y' } },
      head: 'pulled',
      expected: "b: merge-base with the pull request's base",
      warnings: [/^The checkout is at pulled, but/],
    },
    'one that was merged by a fast-forward to a merge of its own is compared with its merge-base': {
      ...pull,
      payload: { ...merged, 'pull_request.head.sha': sha('w'), 'pull_request.merge_commit_sha': sha('w') },
      known: { commits: { ...GRAPH, w: 'y c' } },
      sha: 'w',
      head: 'w',
      expected: "c: merge-base with the pull request's base",
    },
    'one that was merged by a push of a merge the other way round is compared with its merge-base': {
      ...pull,
      payload: { ...merged, 'pull_request.merge_commit_sha': sha('w') },
      known: { commits: { ...GRAPH, w: 'y c' } },
      sha: 'w',
      head: 'w',
      expected: "c: merge-base with the pull request's base",
    },
    "the pull request's head is compared with its merge-base": {
      ...pull,
      head: 'y',
      expected: "b: merge-base with the pull request's base",
    },
    'a head that is a merge of the target branch itself is no merge commit of GitHub': {
      ...pull,
      payload: { ...values, 'pull_request.head.sha': sha('w'), 'pull_request.merge_commit_sha': sha('m') },
      known: { commits: { ...GRAPH, w: 'y c' } },
      head: 'w',
      expected: "c: merge-base with the pull request's base",
    },
    'another checkout is used as it is, with a warning': {
      ...pull,
      event: 'pull_request_target',
      sha: 'd',
      head: 'd',
      expected: "c: merge-base with the pull request's base",
      warnings: [
        /^The checkout is at d, but the event `pull_request_target` is about y\..* `ref: \$\{\{ github\.event\.pull_request\.head\.sha \}\}`\.$/,
      ],
    },
    'one that was merged by a merge commit is compared with its first parent': {
      ...pull,
      payload: merged,
      head: 'm',
      expected: "d: first parent of the pull request's merge commit",
    },
    'one commit that was squashed or rebased is compared with its parent': {
      ...pull,
      payload: { ...merged, 'pull_request.merge_commit_sha': sha('s'), 'pull_request.commits': 1 },
      known: squashed,
      head: 's',
      sha: 's',
      expected: 'd: parent of the commit that the pull request was merged as',
    },
    "several that were rebased are compared with the pull request's base, so that none is lost": {
      ...pull,
      payload: { ...merged, 'pull_request.merge_commit_sha': sha('r2') },
      known: rebased,
      head: 'r2',
      sha: 'r2',
      expected: "c: merge-base with the pull request's base",
    },
    "another pull request's merge commit, checked out after this one was merged, is not taken for it": {
      ...pull,
      payload: { ...merged, 'pull_request.merge_commit_sha': sha('r2') },
      known: { commits: { ...GRAPH, r1: 'd', r2: 'r1', z: 'r1', later: 'r2 z' } },
      head: 'later',
      sha: 'later',
      expected: "c: merge-base with the pull request's base",
    },
    'a checkout that has nothing in common with it is an error': {
      ...pull,
      head: 'other',
      expected:
        "error: The checked-out commit other has no commit in common with the pull request's base c. Check out the pull request's head or its merge commit, or set `base`.",
    },
  });
});

describe('merge_group', () => {
  const values = { 'merge_group.head_sha': sha('m'), 'merge_group.base_sha': sha('d') };
  table({
    'is compared with `base_sha`': {
      event: 'merge_group',
      payload: values,
      head: 'm',
      known: KNOWN,
      expected: 'd: `base_sha` of the merge group',
    },
    'is an error when that cannot be read': {
      event: 'merge_group',
      payload: { ...values, 'merge_group.base_sha': sha('gone') },
      head: 'm',
      known: KNOWN,
      expected: /^error: The commit gone \(`base_sha` of the merge group\) cannot be read/,
    },
  });
});

describe('deployment, deployment_status and last-deployment', () => {
  const values = { 'deployment.id': 50, 'deployment.sha': sha('d'), 'deployment.environment': 'prod' };
  const deployed = (id: number, at: string, state?: string, environment = 'prod', ofRun = 1) => ({
    id,
    sha: sha(at),
    environment,
    ...(state && {
      status: { state, logUrl: `https://github.com/acme/hood-config/actions/runs/${ofRun}/job/${ofRun}00` },
    }),
  });
  const deployment = { event: 'deployment', payload: values, head: 'd' } as const;
  const history = [
    deployed(10, 'a', 'success'),
    deployed(20, 'b', 'success'),
    deployed(30, 'c', 'failure'),
    deployed(31, 'c', 'success', 'staging'),
    deployed(40, 'c'),
    deployed(50, 'd', 'in_progress'),
    deployed(60, 'm', 'success'),
  ];
  const job = { input: 'last-deployment', ...push({}), head: 'd' } as const;
  table({
    'the last successful one to the same environment is the base': {
      ...deployment,
      known: { ...KNOWN, deployments: history },
      expected: 'b, m, c: last successful deployment to `prod` (20)',
    },
    'what was deployed since then without success, or later than this, may be what Hood has': {
      ...deployment,
      payload: { ...values, 'deployment.id': 25 },
      known: {
        ...KNOWN,
        deployments: [...history.slice(0, 2), deployed(21, 'a', 'failure'), deployed(30, 'x', 'success')],
      },
      expected: 'b, x, a: last successful deployment to `prod` (20)',
    },
    'for deployment_status, too, whatever its own state': {
      ...deployment,
      event: 'deployment_status',
      known: { ...KNOWN, deployments: [...history.slice(0, 2), deployed(50, 'd', 'success')] },
      expected: 'b: last successful deployment to `prod` (20)',
    },
    'it need not be an ancestor: a rollback is a change': {
      ...deployment,
      payload: { ...values, 'deployment.sha': sha('a') },
      head: 'a',
      known: { ...KNOWN, deployments: history },
      expected: 'b, m, c: last successful deployment to `prod` (20)',
    },
    'it is an error when its commit is gone': {
      ...deployment,
      known: { ...KNOWN, deployments: [deployed(10, 'a', 'success'), deployed(20, 'gone', 'success')] },
      expected: /^error: The commit gone \(last successful deployment to `prod`/,
    },
    'without one everything is taken': {
      ...deployment,
      known: { ...KNOWN, deployments: history.slice(2) },
      expected: 'everything: no earlier deployment to `prod` has the status `success`',
    },
    'the search has an end': {
      ...deployment,
      payload: { ...values, 'deployment.id': 1000 },
      known: {
        ...KNOWN,
        deployments: [
          deployed(1, 'a', 'success'),
          ...Array.from({ length: 250 }, (_each, index) => deployed(index + 2, 'b', 'inactive')),
        ],
      },
      expected: 'everything: no earlier deployment to `prod` has the status `success`',
    },
    "in a job with an `environment` the job's own deployment tells it": {
      ...job,
      known: {
        ...KNOWN,
        deployments: [...history.slice(0, 4), deployed(50, 'd', 'in_progress', 'prod', RUN)],
      },
      expected: 'b, c: last successful deployment to `prod` (20)',
    },
    'what another job of this run deployed to it is not earlier': {
      ...job,
      known: {
        ...KNOWN,
        deployments: [
          ...history.slice(0, 2),
          deployed(49, 'd', 'success', 'prod', RUN),
          deployed(50, 'd', 'in_progress', 'prod', RUN),
        ],
      },
      expected: 'b: last successful deployment to `prod` (20)',
    },
    'in a job without one it is an error': {
      ...job,
      known: { ...KNOWN, deployments: history },
      expected:
        'error: `base: last-deployment` needs to know the environment, but this job deploys to none. Give the job an `environment`, or use it with the events `deployment` and `deployment_status`.',
    },
    'in two jobs that deploy at the same time it is an error': {
      ...job,
      known: {
        ...KNOWN,
        deployments: [deployed(50, 'd', 'in_progress', 'prod', RUN), deployed(51, 'd', 'in_progress', 'test', RUN)],
      },
      expected: /^error: .* several jobs of this run are deploying just now \(test, prod\)/,
    },
  });
});

describe('last-success', () => {
  const onMain = { input: 'last-success', ...push({}), head: 'd' } as const;
  const expected = (at: string, branch = 'main') => `${at}: head of the last successful run on \`${branch}\``;
  const never = 'everything: no earlier run of this workflow on `main` was successful';
  table({
    'is the newest run that succeeded': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a'), run(2, 'b'), current()] },
      expected: expected('b'),
    },
    'passes over failed, cancelled and unfinished ones, so that their changes are covered, also those that were undone':
      {
        ...onMain,
        known: {
          ...KNOWN,
          runs: [
            run(1, 'a'),
            run(2, 'b', { conclusion: 'failure' }),
            run(3, 'c', { conclusion: 'cancelled' }),
            { ...unfinished, id: 4, headSha: sha('y'), createdAt: at(4) },
            run(5, 'b', { conclusion: 'timed_out' }),
            current(),
          ],
        },
        expected: expected('a, b, y, c'),
      },
    'does not compare with what was skipped, and not with what another run worked on before it': {
      ...onMain,
      known: {
        ...KNOWN,
        runs: [
          run(1, 'a', { conclusion: 'failure' }),
          run(2, 'b'),
          run(3, 'c', { conclusion: 'skipped' }),
          run(4, 'd', { conclusion: 'failure' }),
          run(5, 'b', { conclusion: 'failure' }),
          current(),
        ],
      },
      expected: expected('b'),
    },
    'does compare with what a run worked on at the same time, however it ended': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a', { updatedAt: at(2.2) }), run(2, 'b'), current()] },
      expected: expected('b, a'),
    },
    'is an old run that was run again after newer ones, as Hood heard of it last': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a', { startedAt: at(9), updatedAt: at(10) }), run(2, 'b'), current()] },
      // The job that synced may be one that "Re-run failed jobs" did not run again.
      expected: expected('a, b'),
    },
    'is compared with beside an old run that was run again after it and failed': {
      ...onMain,
      known: {
        ...KNOWN,
        runs: [
          run(1, 'a', { startedAt: at(9), updatedAt: at(10), conclusion: 'failure' }),
          // Runs that were never run again.
          ...Array.from({ length: 40 }, (_each, index) => run(2 + index / 10, 'b')),
          current(),
        ],
      },
      expected: expected('b, a'),
    },
    'takes everything when a commit that may have been synced in part is gone': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a'), run(2, 'gone', { conclusion: 'failure' }), current()] },
      expected: expected('a'),
      warnings: [
        'Every file that the globs match counts, since after the base (head of the last successful run on `main`) the commit gone may have been synced in part, and is gone.',
      ],
    },
    'takes everything when there are too many of them': {
      ...onMain,
      known: {
        ...KNOWN,
        commits: { ...GRAPH, ...Object.fromEntries(Array.from({ length: 21 }, (_each, index) => [`f${index}`, 'a'])) },
        runs: [
          run(1, 'a'),
          ...Array.from({ length: 21 }, (_each, index) => run(2 + index, `f${index}`, { conclusion: 'failure' })),
          current(),
        ],
      },
      expected: expected(`a, ${Array.from({ length: 20 }, (_each, index) => `f${20 - index}`).join(', ')}`),
      warnings: [/^Every file that the globs match counts, .* more than 20 commits may have been synced in part\.$/],
    },
    'is the head itself when it was synced before': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'd'), current()] },
      expected: expected('d'),
    },
    'does not count an earlier attempt of this run': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a'), current({ conclusion: 'success' })] },
      expected: expected('a'),
    },
    'does not count other branches and workflows': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'b', { branch: 'feature' }), run(2, 'c', { workflowId: 6 }), current()] },
      expected: never,
    },
    'does not count a pull request from a fork whose branch has the same name': {
      ...onMain,
      known: {
        ...KNOWN,
        runs: [run(1, 'c', { headRepositoryId: 666 }), run(2, 'c', { event: 'pull_request' }), current()],
      },
      expected: never,
    },
    'counts a run that was started by hand or by schedule': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'a'), run(2, 'c', { event: 'workflow_dispatch' }), current()] },
      expected: expected('c'),
    },
    'counts among pull requests only pull requests, and compares with what other events may have synced': {
      input: 'last-success',
      event: 'pull_request',
      payload: {
        'pull_request.head.sha': sha('y'),
        'pull_request.base.sha': sha('c'),
        'pull_request.merge_commit_sha': sha('m'),
      },
      sha: 'm',
      head: 'y',
      known: {
        ...KNOWN,
        runs: [
          // A push to the branch is no success of the pull request's.
          run(1, 'x', { event: 'pull_request', branch: 'feature' }),
          run(2, 'b', { branch: 'feature' }),
          current({ event: 'pull_request', branch: 'feature' }),
        ],
      },
      expected: expected('x, b', 'feature'),
    },
    "takes everything for a pull request's merge commit: earlier runs are listed with the branch's commits": {
      input: 'last-success',
      event: 'pull_request',
      payload: { 'pull_request.head.sha': sha('y'), 'pull_request.base.sha': sha('c') },
      head: 'm',
      known: { ...KNOWN, runs: [run(1, 'y', { event: 'pull_request' }), current({ event: 'pull_request' })] },
      expected: /^everything: GitHub lists the runs of a pull request with its branch's commits/,
    },
    'takes everything when there is none': { ...onMain, known: { ...KNOWN, runs: [current()] }, expected: never },
    'says that the history was rewritten, and takes everything': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'gone'), current()] },
      expected:
        'everything: the last successful run on `main` was at gone, which is not an ancestor of the head: the history was rewritten, or an older commit is run again',
    },
    'does so even if an older run is an ancestor, since what was undone changed, too': {
      ...onMain,
      known: { ...KNOWN, runs: [run(1, 'b'), run(2, 'y'), current()] },
      expected: /^everything: the last successful run on `main` was at y, which is not an ancestor/,
    },
    'takes everything on no branch': {
      ...onMain,
      known: { ...KNOWN, runs: [{ ...unfinished, branch: undefined } as never] },
      expected: 'everything: this run is on no branch, so there is no earlier run to look for',
    },
    'is for every event, also one that has no base of its own': {
      input: 'last-success',
      event: 'schedule',
      head: 'd',
      known: { ...KNOWN, runs: [run(1, 'b'), current({ event: 'schedule' })] },
      expected: expected('b'),
    },
  });

  it('needs GITHUB_RUN_ID', async () => {
    const event = parseEvent({ name: 'schedule', sha: '', runId: '', payload: {} });
    await expect(resolveBase({ kind: 'last-success' }, event, sha('d'), new RecordedHistory(KNOWN))).rejects.toThrow(
      /^GITHUB_RUN_ID is not set/,
    );
  });
});

describe('workflow_run', () => {
  const CI = 6;
  const ci = (id: number, at: string, more: Partial<WorkflowRun> = {}) => run(id, at, { workflowId: CI, ...more });
  /** A run of this workflow: listed with the tip of the default branch of its time, which is not what it worked on. */
  const follower = (id: number, more: Partial<WorkflowRun> = {}) => run(id, 'd', { event: 'workflow_run', ...more });
  const followed = {
    event: 'workflow_run',
    payload: {
      'workflow_run.id': 70,
      'workflow_run.workflow_id': CI,
      'workflow_run.event': 'push',
      'workflow_run.head_branch': 'main',
      'workflow_run.head_repository.id': REPOSITORY,
      'workflow_run.head_sha': sha('d'),
      'workflow_run.conclusion': 'success',
    },
    head: 'd',
  } as const;
  const own = current({ event: 'workflow_run' });
  const known = (...runs: WorkflowRun[]): Known => ({ ...KNOWN, runs: [...runs, ci(70, 'd'), own] });
  const unknown = 'everything: no earlier run on `main` is known to have been followed with success';
  const spoiled = 'everything: not all of the last runs of this workflow were successful';
  table({
    'is compared with the head of the last run that was followed with success': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'b'), follower(25)),
      expected: 'b: head of the last run on `main` that this workflow followed with success',
    },
    "is not compared with the tip of the default branch, which is what GitHub lists this workflow's runs with": {
      ...followed,
      // While CI ran for b, d was pushed: the run that followed b is listed with d.
      known: known(ci(20, 'b'), follower(65)),
      expected: 'b: head of the last run on `main` that this workflow followed with success',
    },
    'does not count what was followed on another branch': {
      ...followed,
      known: known(ci(20, 'y', { branch: 'feature' }), follower(25)),
      expected: unknown,
    },
    'does not count a fork, another event, and another outcome': {
      ...followed,
      known: known(
        ci(20, 'b', { headRepositoryId: 666 }),
        ci(30, 'b', { event: 'pull_request' }),
        ci(40, 'b', { conclusion: 'failure' }),
        follower(45),
      ),
      expected: unknown,
    },
    'takes everything after a run of this workflow that failed': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'b'), follower(25, { conclusion: 'failure' })),
      expected: spoiled,
    },
    'or that has not ended': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'b'), { ...own, id: 25, createdAt: follower(25).createdAt }),
      expected: spoiled,
    },
    'does not take for a base a run of CI that was not followed, or whose follower was skipped': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'b'), follower(25, { conclusion: 'skipped' }), ci(30, 'c')),
      expected: 'a, c, b: head of the last run on `main` that this workflow followed with success',
    },
    'says that the history was rewritten, and takes everything': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'gone'), follower(25)),
      expected: /^everything: the last run on `main` that this workflow followed with success was at gone, which is no/,
    },
    'stands beside those that began earlier and ended later: what followed them may have had the last word': {
      ...followed,
      known: known(ci(10, 'a', { updatedAt: at(40) }), ci(20, 'b'), follower(25), follower(45)),
      expected: 'b, a: head of the last run on `main` that this workflow followed with success',
    },
    'takes everything after an older run of this workflow that was run again': {
      ...followed,
      known: known(ci(10, 'a'), follower(15, { startedAt: at(60), updatedAt: at(61) }), ci(20, 'b'), follower(25)),
      expected: spoiled,
    },
    'does not take an older success for that of a run that has just ended': {
      ...followed,
      known: known(ci(10, 'a'), ci(20, 'b', { updatedAt: at(60) }), follower(25)),
      expected: 'a, b: head of the last run on `main` that this workflow followed with success',
    },
    'is compared with beside a run of another end that was followed as well': {
      ...followed,
      known: known(ci(10, 'a'), follower(15), ci(20, 'b', { conclusion: 'failure' }), follower(25)),
      expected: 'a, b: head of the last run on `main` that this workflow followed with success',
    },
    'warns when something else is checked out': {
      ...followed,
      head: 'm',
      known: known(),
      expected: unknown,
      warnings: [
        /^The checkout is at m, but the event `workflow_run` is about d\..* `ref: \$\{\{ github\.event\.workflow_run\.head_sha \}\}`\.$/,
      ],
    },
    'takes everything for a run on no branch': {
      ...followed,
      payload: { ...followed.payload, 'workflow_run.head_branch': null },
      known: known(),
      expected: 'everything: the run that this one follows is on no branch',
    },
  });
});

describe('every other event', () => {
  table(
    Object.fromEntries(
      ['schedule', 'workflow_dispatch', 'repository_dispatch', 'issue_comment', 'create'].map((event) => [
        `\`${event}\` takes everything`,
        { event, head: 'd', known: {}, expected: `everything: the event \`${event}\` has nothing to compare with` },
      ]),
    ),
  );
});

describe('a base that is named', () => {
  const base = (ref: string): Pick<Case, 'input' | 'event' | 'payload' | 'head' | 'known'> => ({
    input: { kind: 'ref', ref },
    ...push({}),
    head: 'd',
    known: { ...KNOWN, commits: { ...GRAPH, d: 'c', m: 'd y' }, refs: { ...REFS, merge: 'm' } },
  });
  table({
    'may be `none`': { input: 'none', ...push({}), head: 'd', known: KNOWN, expected: 'everything: `base: none`' },
    'may be a branch': { ...base('main'), expected: 'd: `base: main`' },
    'may be a tag': { ...base('v1'), expected: 'b: `base: v1`' },
    'may be a SHA': { ...base(sha('a')), expected: 'a: `base: a`' },
    'may be counted from the head': { ...base('HEAD~2'), expected: 'b: `base: HEAD~2`' },
    'may be the parent of the head': { ...base('HEAD^'), expected: 'c: `base: HEAD^`' },
    'may be the head': { ...base('@'), expected: 'd: `base: @`' },
    'may be another parent of a merge': { ...base('merge^2~1'), expected: 'x: `base: merge^2~1`' },
    'may be the commit itself': { ...base('main^0'), expected: 'd: `base: main^0`' },
    'is an error when it does not exist': {
      ...base('nowhere'),
      expected:
        'error: `base: nowhere` names no branch, tag or commit of this repository. Check how it is spelled and that it was pushed, or set `base` to a SHA.',
    },
    'is an error beyond the first commit': {
      ...base('main~7'),
      expected: 'error: `base: main~7` goes back beyond a, which has no parent 1.',
    },
    'is an error for a parent that there is not': {
      ...base('main^2'),
      expected: 'error: `base: main^2` goes back beyond d, which has no parent 2.',
    },
    'does not go back without end': {
      ...base('main~9999'),
      expected: 'error: `base` got "main~9999"; it goes back at most 100 commits. Set it to the SHA.',
    },
    'does not take the rest of what git takes': {
      ...base('main@{1}'),
      expected: 'error: `base` got "main@{1}"; it takes a branch, a tag or a SHA, also with `~1` or `^` behind it.',
    },
    'does not take a suffix alone': {
      ...base('~1'),
      expected: 'error: `base` got "~1"; it takes a branch, a tag or a SHA, also with `~1` or `^` behind it.',
    },
    'does not depend on the event': {
      ...base('main'),
      event: 'pull_request',
      payload: {},
      sha: 'm',
      head: 'd',
      expected: 'd: `base: main`',
      warnings: [/^The checkout is at d, but the event `pull_request` is about m\./],
    },
  });
});

/** The objects of a commit. There are few values, so that many an object becomes again what it was. */
type Tree = ReadonlyMap<number, string>;
const values = fc.dictionary(fc.constantFrom('0', '1', '2', '3'), fc.constantFrom('x', 'y', 'z'), { maxKeys: 3 });

/** Commits, and what Hood was told of last. */
class Model {
  readonly commits: Record<string, string> = {};
  readonly trees = new Map<string, Tree>();
  readonly hood = new Map<number, string>();

  /** Adds a commit. @returns its name */
  commit(changes: Readonly<Record<string, string>>, parent = ''): string {
    const name = `c${this.trees.size}`;
    this.commits[name] = parent;
    const changed = Object.entries(changes).map(([id, value]) => [Number(id), value] as const);
    this.trees.set(name, new Map([...(this.trees.get(parent) ?? []), ...changed]));
    return name;
  }

  /** What a run at a commit sends. */
  chosen(head: string, decision: BaseDecision): number[] {
    const bases = decision.kind === 'commit' ? [decision.base.sha, ...(decision.base.unsettled ?? [])] : [sha('none')];
    const trees = [...this.trees].filter(([name]) => bases.includes(sha(name))).map(([, tree]) => tree);
    const now = this.trees.get(head) ?? new Map();
    return [...now.keys()].filter((id) => trees.length === 0 || trees.some((tree) => tree.get(id) !== now.get(id)));
  }

  send(head: string, ids: readonly number[]): void {
    for (const id of ids) this.hood.set(id, this.trees.get(head)?.get(id) ?? '');
  }

  expectSynced(head: string): void {
    for (const [id, value] of this.trees.get(head) ?? []) expect([id, this.hood.get(id)]).toEqual([id, value]);
  }
}

describe('no change is lost', () => {
  it('over a chain of runs with `last-success`, whichever fail, overlap, or are run again', async () => {
    let compared = 0;
    const happening = fc.oneof(
      // A force push goes back some commits before it goes on.
      fc.record({ kind: fc.constant('push' as const), values, back: fc.constantFrom(0, 0, 0, 0, 1, 2) }),
      fc.record({ kind: fc.constant('run again' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('send' as const), which: fc.nat(), some: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('succeed' as const), which: fc.nat() }),
      fc.record({
        kind: fc.constant('end' as const),
        which: fc.nat(),
        conclusion: fc.constantFrom('failure', 'cancelled'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 30 }), async (happenings) => {
        const model = new Model();
        const line = [model.commit({})];
        /** With what it still has to send; nothing when it is over. */
        const runs: { run: WorkflowRun; readonly head: string; left?: number[]; alone: boolean }[] = [];
        let seconds = 0;
        const atWork = () => runs.filter(({ left }) => left !== undefined);
        const start = async (each: (typeof runs)[number]) => {
          const { conclusion: _ended, ...begun } = each.run;
          each.run = { ...begun, startedAt: at(seconds), updatedAt: at(seconds) };
          each.alone = atWork().length === 0;
          for (const other of atWork()) other.alone = false;
          const history = new RecordedHistory({ commits: model.commits, runs: runs.map(({ run }) => run) });
          const event = parseEvent({ name: 'schedule', sha: '', runId: String(each.run.id), payload: {} });
          const decision = await resolveBase({ kind: 'last-success' }, event, each.run.headSha, history);
          if (decision.kind === 'commit') compared += 1;
          each.left = model.chosen(each.head, decision);
        };
        const send = ({ head, left = [] }: (typeof runs)[number], some?: number) =>
          model.send(head, left.splice(0, some ?? left.length));
        const end = (each: (typeof runs)[number], conclusion: string) => {
          delete each.left;
          each.run = { ...each.run, conclusion, updatedAt: at(seconds) };
          if (conclusion === 'success' && each.alone) model.expectSynced(each.head);
        };
        const push = async (changes: Readonly<Record<string, string>>, back = 0) => {
          line.splice(Math.max(line.length - back, 1));
          const head = model.commit(changes, line.at(-1));
          line.push(head);
          runs.push({ run: run(1000 + runs.length, head, { createdAt: at(seconds) }), head, alone: true });
          await start(runs.at(-1) as (typeof runs)[number]);
        };
        const succeed = (each: (typeof runs)[number]) => {
          send(each);
          end(each, 'success');
        };
        await push({});
        atWork().forEach(succeed);
        for (const happening of happenings) {
          seconds += 1;
          if (happening.kind === 'push') {
            await push(happening.values, happening.back);
            continue;
          }
          const isAgain = happening.kind === 'run again';
          const some = isAgain ? runs.filter(({ left }) => left === undefined) : atWork();
          const each = some[happening.which % some.length];
          if (!each) continue;
          if (isAgain) await start(each);
          if (happening.kind === 'send') send(each, happening.some);
          if (happening.kind === 'succeed') succeed(each);
          if (happening.kind === 'end') end(each, happening.conclusion);
        }
        for (const each of atWork()) end(each, 'cancelled');
        seconds += 1;
        await push({});
        atWork().forEach(succeed);
        model.expectSynced(line.at(-1) as string);
      }),
      { numRuns: 1000 },
    );
    // The property would hold, too, if everything were always taken.
    expect(compared).toBeGreaterThan(1000);
  });

  it('over a chain of deployments, whichever fail and wherever they go back to', async () => {
    let compared = 0;
    const step = fc.record({
      values,
      /** The commit that is deployed: the new one, or one of so many before it. */
      back: fc.constantFrom(0, 0, 0, 1, 2),
      sent: fc.integer({ min: 0, max: 4 }),
      state: fc.constantFrom('success', 'success', 'failure', 'error', 'inactive', undefined),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const model = new Model();
        const line: string[] = [];
        const deployments: NonNullable<Known['deployments']>[number][] = [];
        for (const [number, { values, back, sent, state }] of steps.entries()) {
          line.push(model.commit(values, line.at(-1)));
          const head = line.at(-1 - back) ?? (line[0] as string);
          const deployment = { id: number + 1, sha: sha(head), environment: 'prod' };
          const history = new RecordedHistory({ commits: model.commits, deployments: [...deployments, deployment] });
          const payload = payloadOf('deployment', {
            'deployment.id': deployment.id,
            'deployment.sha': deployment.sha,
            'deployment.environment': 'prod',
          });
          const event = parseEvent({ name: 'deployment', sha: deployment.sha, runId: String(RUN), payload });
          const decision = await resolveBase({ kind: 'auto' }, event, deployment.sha, history);
          if (decision.kind === 'commit') compared += 1;
          const chosen = model.chosen(head, decision);
          model.send(head, state === 'success' ? chosen : chosen.slice(0, sent));
          deployments.push({ ...deployment, ...(state && { status: { state } }) });
          if (state === 'success') model.expectSynced(head);
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('by a workflow that follows another one on several branches, whichever fail and in whatever order they end', async () => {
    const CI = 6;
    const pushed = fc.record({
      branch: fc.constantFrom('main', 'feature'),
      values,
      /** How long CI takes, in pushes. */
      takes: fc.integer({ min: 1, max: 4 }),
      ends: fc.constantFrom('success', 'success', 'success', 'failure', 'cancelled'),
    });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(pushed, { minLength: 2, maxLength: 20 }), async (pushes) => {
        const model = new Model();
        /** What Hood has of the objects of each branch; their ids are not the same. */
        const hoods: Record<string, Model['hood']> = { main: new Map(), feature: new Map() };
        /** Of the branches, after each push. */
        const tips: Record<string, string>[] = [];
        const finished: { ended: number; ci: WorkflowRun; name: string; ends: string; branch: string }[] = [];
        for (const [number, { branch, values, takes, ends }] of pushes.entries()) {
          const name = model.commit(values, tips.at(-1)?.[branch]);
          tips.push({ ...tips.at(-1), [branch]: name });
          const ended = (number + takes) * 100 + 50;
          const ci = run(number * 100, name, { workflowId: CI, branch, updatedAt: at(ended) });
          finished.push({ ended, ci, name, ends, branch });
        }
        finished.sort((a, b) => a.ended - b.ended || a.ci.id - b.ci.id);
        const followers: WorkflowRun[] = [];
        for (const [index, { ended, ci, name, ends, branch }] of finished.entries()) {
          const id = 100_000 + index;
          const { main = name } = tips[Math.min(Math.floor(ended / 100), tips.length - 1)] ?? {};
          // Listed with the tip of main, whatever it is about.
          const times = { createdAt: at(ended + 1), updatedAt: at(ended + 10) };
          const { conclusion: _success, ...own } = run(id, main, { event: 'workflow_run', ...times });
          const ofCi = finished.map((each, number) => {
            const { conclusion: _ended, ...running } = each.ci;
            return number <= index ? each.ci : running;
          });
          const history = new RecordedHistory({
            commits: model.commits,
            runs: [...ofCi.filter(({ createdAt }) => createdAt < own.createdAt), ...followers, own],
          });
          const event = parseEvent({
            name: 'workflow_run',
            sha: own.headSha,
            runId: String(id),
            payload: payloadOf('workflow_run', {
              'workflow_run.id': ci.id,
              'workflow_run.workflow_id': CI,
              'workflow_run.event': 'push',
              'workflow_run.head_branch': ci.branch,
              'workflow_run.head_repository.id': REPOSITORY,
              'workflow_run.head_sha': ci.headSha,
              'workflow_run.conclusion': 'success',
            }),
          });
          const decision = await resolveBase({ kind: 'auto' }, event, ci.headSha, history);
          if (decision.kind === 'commit') compared += 1;
          followers.push({ ...own, conclusion: ends });
          const here = Object.assign(Object.create(model), { hood: hoods[branch] }) as Model;
          const chosen = here.chosen(name, decision);
          here.send(name, ends === 'success' ? chosen : chosen.slice(1));
          if (ends === 'success') here.expectSynced(name);
        }
      }),
      { numRuns: 300 },
    );
    // The property would hold, too, if everything were always taken.
    expect(compared).toBeGreaterThan(100);
  });
});
