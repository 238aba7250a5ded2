import {
  CURRENT_RUN,
  deployment,
  type History,
  mergeGroup,
  onBranch,
  pullRequest,
  push,
  release,
  tagPush,
  workflowRun,
} from './history.ts';

const one = { files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'c/3.yml': 'id: 3', 'c/4.yml': 'id: 4' } };
const change = (id: number, text = 'x') => ({ [`c/${id}.yml`]: `id: ${id}\nn: ${text}` });

/** A pull request: `trunk` is the target branch when the test merge was made, `fork` the point where it branched off. */
const PULL_REQUEST: Pick<History, 'commits' | 'refs'> = {
  commits: {
    fork: one,
    trunk: { files: change(1) },
    side: { parents: ['fork'], files: change(2) },
    head: { parents: ['side'], files: change(3) },
    merge: { parents: ['trunk', 'head'] },
    later: { parents: ['trunk'], files: change(4) },
  },
  refs: { 'refs/heads/main': 'later', 'refs/pull/1/head': 'head', 'refs/pull/1/merge': 'merge' },
};

const RUNS: Pick<History, 'commits' | 'event'> = {
  commits: { one, two: { files: change(1) }, three: { files: change(2) }, four: { files: change(3) } },
  event: push('three', 'four'),
};

/** Each event, and each shape of history that it may meet. */
export const events: Readonly<Record<string, History>> = {
  'a push of several commits': {
    commits: { one, two: { files: change(1) }, three: { files: change(2) } },
    event: push('one', 'three'),
    expected: { base: ['one', '`before` of the push'], integration: ['1 changed', '2 changed'] },
  },
  'a push of a merge': {
    commits: {
      one,
      side: { files: change(1) },
      main: { parents: ['one'], files: change(2) },
      merge: { parents: ['main', 'side'] },
    },
    event: push('main', 'merge'),
    expected: { base: ['main', '`before` of the push'], integration: ['1 changed'] },
  },
  'a push of an octopus merge': {
    commits: {
      one,
      a: { files: change(1) },
      b: { parents: ['one'], files: change(2) },
      c: { parents: ['one'], files: change(3) },
      main: { parents: ['one'], files: change(4) },
      merge: { parents: ['main', 'a', 'b', 'c'], files: { 'c/5.yml': 'id: 5' } },
    },
    event: push('main', 'merge'),
    expected: {
      base: ['main', '`before` of the push'],
      integration: ['1 changed', '2 changed', '3 changed', '5 added'],
    },
  },
  'a push back to an older commit': {
    commits: { one, two: { files: change(1) } },
    refs: { 'refs/heads/main': 'one' },
    event: push('two', 'one', { forced: true }),
    expected: { base: ['two', '`before` of the forced push'], integration: ['1 changed'] },
  },
  'a forced push, its `before` still to be had': {
    commits: { one, two: { files: change(1) }, three: { parents: ['one'], files: change(2) } },
    event: push('two', 'three', { forced: true }),
    expected: { base: ['two', '`before` of the forced push'], integration: ['1 changed', '2 changed'] },
    bundle: true,
  },
  'a forced push to a branch, its `before` gone': {
    commits: {
      one,
      main: { files: change(4) },
      two: { parents: ['one'], files: change(1) },
      three: { parents: ['one'], files: change(2) },
    },
    refs: { 'refs/heads/main': 'main', 'refs/heads/feature': 'three' },
    gone: ['two'],
    event: push('two', 'three', { branch: 'feature', forced: true }),
    expected: {
      base: ['one', 'merge-base with `main`, since `before` of the forced push is gone'],
      integration: ['2 changed'],
    },
  },
  'a push whose `before` is gone although it was not forced': {
    commits: { one, two: { files: change(1) }, three: { parents: ['one'], files: change(2) } },
    gone: ['two'],
    event: push('two', 'three'),
    expected: { problems: ['cannot be read: it is neither in the checkout nor on GitHub'] },
  },
  'a new branch': {
    commits: {
      one,
      main: { files: change(1) },
      later: { files: change(4) },
      side: { parents: ['main'], files: change(2) },
      tip: { parents: ['side'], files: change(3) },
    },
    refs: { 'refs/heads/main': 'later', 'refs/heads/feature/x': 'tip' },
    event: push(undefined, 'tip', { branch: 'feature/x' }),
    expected: {
      base: ['main', 'merge-base with `main`, since `feature/x` is new'],
      integration: ['2 changed', '3 changed'],
    },
    bundle: true,
  },
  'a new branch that was merged with the default branch crosswise': {
    commits: {
      one,
      a: { files: change(1) },
      b: { parents: ['one'], files: change(2) },
      main: { parents: ['a', 'b'] },
      side: { parents: ['b', 'a'] },
      tip: { parents: ['side'], files: change(3) },
    },
    refs: { 'refs/heads/main': 'main', 'refs/heads/feature': 'tip' },
    event: push(undefined, 'tip', { branch: 'feature' }),
    // Two commits are best common ancestors; whichever is taken, what the branch changed is in it.
    expected: {
      base: ['b', 'merge-base with `main`, since `feature` is new'],
      integration: ['1 changed', '3 changed'],
    },
  },
  'a new branch without a common ancestor': {
    commits: { one, other: { parents: [], files: { 'c/9.yml': 'id: 9' } } },
    refs: { 'refs/heads/main': 'one', 'refs/heads/pages': 'other' },
    event: push(undefined, 'other', { branch: 'pages' }),
    expected: {
      base: '`pages` is new, and it has no commit in common with `main`',
      integration: ['9 all'],
    },
  },
  'the first push of the default branch': {
    commits: { one },
    event: push(undefined, 'one'),
    expected: {
      base: '`main` is new, and it is the default branch',
      integration: ['1 all', '2 all', '3 all', '4 all'],
    },
  },
  'a push of a tag': {
    commits: {
      one,
      two: { files: change(1) },
      three: { files: change(2) },
      side: { parents: ['one'], files: change(3) },
    },
    refs: { 'refs/heads/main': 'three', 'refs/tags/v1': 'one', 'refs/tags/v2': 'three', 'refs/tags/other': 'side' },
    event: tagPush('v2', 'three'),
    expected: { base: ['one', 'tag `v1`, the nearest earlier one'], integration: ['1 changed', '2 changed'] },
  },
  'a release whose tags have messages, and one of them is a tag of a tag': {
    commits: { one, two: { files: change(1) }, three: { files: change(2) }, four: { files: change(3) } },
    refs: { 'refs/heads/main': 'four' },
    annotatedTags: { v1: 'one', 'v1.1': 'two', stable: 'v1.1', v2: 'four' },
    event: release('v2', 'four'),
    expected: { base: ['two', 'tag `v1.1`, the nearest earlier one'], integration: ['2 changed', '3 changed'] },
  },
  'a release of a tag of a tag, and the earlier one is one, too': {
    commits: { one, two: { files: change(1) }, three: { files: change(2) } },
    refs: { 'refs/heads/main': 'three' },
    annotatedTags: { inner: 'one', v1: 'inner', v2: 'three' },
    event: release('v2', 'three'),
    expected: { base: ['one', 'tag `v1`, the nearest earlier one'], integration: ['1 changed', '2 changed'] },
  },
  'the first tag of all': {
    commits: { one, two: { files: change(1) } },
    refs: { 'refs/heads/main': 'two', 'refs/tags/v1': 'two' },
    event: tagPush('v1', 'two'),
    expected: { base: 'no earlier commit has a tag', integration: ['1 all', '2 all', '3 all', '4 all'] },
  },
  "a pull request's merge commit": {
    ...PULL_REQUEST,
    event: pullRequest({ base: 'trunk', head: 'head', merge: 'merge' }),
    expected: {
      base: ['trunk', "first parent of the pull request's merge commit"],
      integration: ['2 changed', '3 changed'],
    },
    bundle: true,
  },
  "a pull request's head": {
    ...PULL_REQUEST,
    event: pullRequest({ base: 'trunk', head: 'head', merge: 'merge' }),
    checkedOut: 'head',
    expected: {
      base: ['fork', "merge-base with the pull request's base"],
      integration: ['2 changed', '3 changed'],
    },
  },
  'a pull request from a fork with `pull_request_target`, its head checked out': {
    ...PULL_REQUEST,
    event: pullRequest({ base: 'trunk', head: 'head', merge: 'merge' }, 'pull_request_target'),
    checkedOut: 'head',
    expected: {
      base: ['fork', "merge-base with the pull request's base"],
      integration: ['2 changed', '3 changed'],
    },
  },
  'a pull request whose branch merged the target branch in': {
    commits: {
      fork: one,
      trunk: { files: change(1) },
      side: { parents: ['fork'], files: change(2) },
      head: { parents: ['side', 'trunk'] },
      later: { parents: ['trunk'], files: change(4) },
      merge: { parents: ['later', 'head'] },
    },
    refs: { 'refs/heads/main': 'later', 'refs/pull/1/head': 'head', 'refs/pull/1/merge': 'merge' },
    event: pullRequest({ base: 'later', head: 'head', merge: 'merge' }),
    checkedOut: 'head',
    expected: { base: ['trunk', "merge-base with the pull request's base"], integration: ['2 changed'] },
  },
  'a merge group': {
    commits: { one, main: { files: change(1) }, first: { files: change(2) }, second: { files: change(3) } },
    refs: { 'refs/heads/main': 'main', 'refs/heads/gh-readonly-queue/main/pr-1': 'second' },
    event: mergeGroup('first', 'second'),
    expected: { base: ['first', '`base_sha` of the merge group'], integration: ['3 changed'] },
  },
  'a run by hand': {
    commits: { one, two: { files: change(1) } },
    event: onBranch('workflow_dispatch', 'two'),
    expected: {
      base: 'the event `workflow_dispatch` has nothing to compare with',
      integration: ['1 all', '2 all', '3 all', '4 all'],
    },
  },
  'a run by hand, from a branch that is named': {
    commits: { one, two: { files: change(1) }, three: { files: change(2) } },
    refs: { 'refs/heads/main': 'three', 'refs/heads/live': 'one' },
    event: onBranch('workflow_dispatch', 'three'),
    inputs: { base: 'live' },
    expected: { base: ['one', '`base: live`'], integration: ['1 changed', '2 changed'] },
  },
  'a base some steps back, over the second parent of a merge': {
    commits: {
      one,
      a: { files: change(1) },
      side: { parents: ['one'], files: change(2) },
      merge: { parents: ['a', 'side'] },
      tip: { files: change(3) },
    },
    event: onBranch('schedule', 'tip'),
    inputs: { base: 'HEAD~1^2~' },
    expected: { base: ['one', '`base: HEAD~1^2~`'], integration: ['1 changed', '2 changed', '3 changed'] },
  },
  'a base by the first digits of its SHA, of a tag with a message': {
    commits: { one, two: { files: change(1) } },
    annotatedTags: { 'release/1': 'one' },
    event: onBranch('schedule', 'two'),
    inputs: { base: 'release/1' },
    expected: { base: ['one', '`base: release/1`'], integration: ['1 changed'] },
  },
  'no base is wanted': {
    commits: { one, two: { files: change(1) } },
    event: push('one', 'two'),
    inputs: { base: 'none' },
    expected: { base: '`base: none`', integration: ['1 all', '2 all', '3 all', '4 all'] },
  },
  'the last success, after a run that failed': {
    ...RUNS,
    inputs: { base: 'last-success' },
    runs: (shas) => [
      { id: 1, head_sha: shas['one'] as string, created_at: '2026-01-01T00:01:00Z' },
      { id: 2, head_sha: shas['two'] as string, created_at: '2026-01-01T00:02:00Z', conclusion: 'cancelled' },
      { id: 3, head_sha: shas['three'] as string, created_at: '2026-01-01T00:03:00Z', conclusion: 'failure' },
      { id: CURRENT_RUN, head_sha: shas['four'] as string, created_at: '2026-01-01T00:04:00Z', conclusion: null },
    ],
    expected: {
      base: ['one', 'head of the last successful run on `main`'],
      integration: ['1 changed', '2 changed', '3 changed'],
    },
    bundle: true,
  },
  'the last success was before a rebase': {
    commits: { one, old: { files: change(1) }, rebased: { parents: ['one'], files: change(2) } },
    event: push('old', 'rebased', { forced: true }),
    inputs: { base: 'last-success' },
    runs: (shas) => [
      { id: 1, head_sha: shas['one'] as string, created_at: '2026-01-01T00:01:00Z' },
      { id: 2, head_sha: shas['old'] as string, created_at: '2026-01-01T00:02:00Z' },
      { id: CURRENT_RUN, head_sha: shas['rebased'] as string, created_at: '2026-01-01T00:03:00Z', conclusion: null },
    ],
    expected: {
      base: 'the last successful run on `main` was at {old}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again',
      integration: ['1 all', '2 all', '3 all', '4 all'],
    },
  },
  'the last success was one of a commit that is gone': {
    commits: { one, old: { files: change(1) }, rebased: { parents: ['one'], files: change(2) } },
    gone: ['old'],
    event: push('old', 'rebased', { forced: true }),
    inputs: { base: 'last-success' },
    runs: (shas) => [
      { id: 2, head_sha: shas['old'] as string, created_at: '2026-01-01T00:02:00Z' },
      { id: CURRENT_RUN, head_sha: shas['rebased'] as string, created_at: '2026-01-01T00:03:00Z', conclusion: null },
    ],
    expected: {
      base: 'the last successful run on `main` was at {old}, which is not an ancestor of the head: the history was rewritten, or an older commit is run again',
      integration: ['1 all', '2 all', '3 all', '4 all'],
    },
  },
  'a deployment': {
    ...RUNS,
    event: deployment(30, 'production', 'four'),
    deployments: (shas) => [
      { id: 10, sha: shas['one'] as string, environment: 'production', statuses: [{ state: 'success' }] },
      { id: 11, sha: shas['two'] as string, environment: 'production', statuses: [{ state: 'success' }] },
      { id: 12, sha: shas['three'] as string, environment: 'production', statuses: [{ state: 'failure' }] },
      { id: 13, sha: shas['three'] as string, environment: 'staging', statuses: [{ state: 'success' }] },
      { id: 30, sha: shas['four'] as string, environment: 'production', statuses: [{ state: 'in_progress' }] },
    ],
    expected: {
      base: ['two', 'last successful deployment to `production` (11)'],
      integration: ['2 changed', '3 changed'],
    },
  },
  'a run that follows another workflow': {
    ...RUNS,
    event: workflowRun(104, 'three', 'four'),
    checkedOut: 'three',
    runs: (shas) => [
      {
        id: 101,
        workflow_id: 2,
        head_sha: shas['one'] as string,
        created_at: '2026-01-01T00:01:00Z',
        updated_at: '2026-01-01T00:02:00Z',
      },
      {
        id: 104,
        workflow_id: 2,
        head_sha: shas['three'] as string,
        created_at: '2026-01-01T00:05:00Z',
        updated_at: '2026-01-01T00:06:00Z',
      },
      { id: 102, event: 'workflow_run', head_sha: shas['four'] as string, created_at: '2026-01-01T00:02:30Z' },
      {
        id: CURRENT_RUN,
        event: 'workflow_run',
        head_sha: shas['four'] as string,
        created_at: '2026-01-01T00:06:30Z',
        conclusion: null,
      },
    ],
    expected: {
      base: ['one', 'head of the last run on `main` that this workflow followed with success'],
      integration: ['1 changed', '2 changed'],
    },
  },
};
