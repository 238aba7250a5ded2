import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigurationError } from '../../src/failure.ts';
import { isSha, parseEvent } from '../../src/selection/event.ts';
import { examplesOf, payloadOf } from '../support/webhooks.ts';

const SHA = 'a'.repeat(40);
const BEFORE = 'b'.repeat(40);
const ZERO = '0'.repeat(40);

const parse = (name: string, payload: unknown, sha = SHA, runId = '77') => parseEvent({ name, sha, runId, payload });

/** What is wrong, in words. */
function problemOf(name: string, payload: unknown, sha = SHA, runId = '77'): string {
  try {
    parse(name, payload, sha, runId);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

describe("GitHub's own examples", () => {
  it.each([
    'push',
    'pull_request',
    'merge_group',
    'deployment',
    'deployment_status',
    'workflow_run',
    'release',
    'workflow_dispatch',
    'repository_dispatch',
    'create',
    'delete',
    'issues',
    'pull_request_review',
  ])('of `%s` are all complete', (name) => {
    for (const example of examplesOf(name)) {
      expect(parse(name, example)).toMatchObject({ name, runId: 77, kind: expect.not.stringMatching('incomplete') });
    }
  });
});

describe('push', () => {
  const push = (values: Record<string, unknown>) =>
    parse('push', payloadOf('push', { ref: 'refs/heads/feature/x', before: BEFORE, after: SHA, ...values }));

  it('to a branch', () => {
    expect(push({})).toEqual({
      kind: 'push-branch',
      name: 'push',
      commit: SHA,
      runId: 77,
      branch: 'feature/x',
      before: BEFORE,
      forced: false,
      broughtCommits: false,
      defaultBranch: 'master',
    });
  });

  it('that made a branch has no `before`', () => {
    expect(push({ before: ZERO, created: true })).not.toHaveProperty('before');
    expect(push({ before: '0'.repeat(64), created: true })).not.toHaveProperty('before');
  });

  it('that was forced, and brought commits', () => {
    expect(push({ forced: true, commits: [{ id: SHA }] })).toMatchObject({ forced: true, broughtCommits: true });
  });

  it('of a tag', () => {
    expect(push({ ref: 'refs/tags/v1/β' })).toEqual({
      kind: 'push-tag',
      name: 'push',
      commit: SHA,
      runId: 77,
      tag: 'v1/β',
    });
  });

  it.each(['refs/heads/gone', 'refs/tags/gone'])('that deleted %s', (ref) => {
    // GITHUB_SHA is then the default branch's newest commit.
    expect(push({ ref, after: ZERO, deleted: true })).toEqual({
      kind: 'deletion',
      name: 'push',
      commit: SHA,
      runId: 77,
      ref,
    });
  });

  it('to anything else is none that GitHub makes', () => {
    expect(() => push({ ref: 'refs/notes/commits' })).toThrow(
      'must be a branch or tag (`refs/heads/…`, `refs/tags/…`), but is "refs/notes/commits"',
    );
  });

  it('in a repository with SHA-256', () => {
    const after = 'c'.repeat(64);
    expect(
      parse('push', payloadOf('push', { ref: 'refs/heads/m', before: 'd'.repeat(64), after }), after),
    ).toMatchObject({ commit: after, before: 'd'.repeat(64) });
  });
});

describe('pull_request', () => {
  const values = {
    'pull_request.head.sha': SHA,
    'pull_request.base.sha': BEFORE,
    'pull_request.merge_commit_sha': 'c'.repeat(40),
    'pull_request.merged': false,
    'pull_request.commits': 3,
  };

  it("is about the commit of GITHUB_SHA, GitHub's test merge", () => {
    expect(parse('pull_request', payloadOf('pull_request', values), 'c'.repeat(40))).toEqual({
      kind: 'pull-request',
      name: 'pull_request',
      commit: 'c'.repeat(40),
      runId: 77,
      headSha: SHA,
      baseSha: BEFORE,
      baseBranch: 'master',
      headRepository: 'Codertocat/Hello-World',
      mergeSha: 'c'.repeat(40),
      merged: false,
      commits: 3,
    });
  });

  it("as `pull_request_target` is about the pull request's head, since GITHUB_SHA is the target branch", () => {
    expect(parse('pull_request_target', payloadOf('pull_request', values), BEFORE)).toMatchObject({
      kind: 'pull-request',
      commit: SHA,
    });
  });

  it('may have no merge commit yet', () => {
    const payload = payloadOf('pull_request', { ...values, 'pull_request.merge_commit_sha': null });
    expect(parse('pull_request', payload)).not.toHaveProperty('mergeSha');
  });
});

describe('the other events of the table', () => {
  it('merge_group', () => {
    const values = { 'merge_group.head_sha': SHA, 'merge_group.base_sha': BEFORE };
    expect(parse('merge_group', payloadOf('merge_group', values), 'e'.repeat(40))).toEqual({
      kind: 'merge-group',
      name: 'merge_group',
      runId: 77,
      commit: SHA,
      baseSha: BEFORE,
    });
  });

  it.each(['deployment', 'deployment_status'])('%s', (name) => {
    const values = { 'deployment.id': 5, 'deployment.sha': SHA, 'deployment.environment': 'prod' };
    expect(parse(name, payloadOf(name, values), '')).toEqual({
      kind: 'deployment',
      name,
      runId: 77,
      commit: SHA,
      id: 5,
      environment: 'prod',
    });
  });

  it('workflow_run', () => {
    const values = {
      'workflow_run.id': 5,
      'workflow_run.workflow_id': 6,
      'workflow_run.event': 'push',
      'workflow_run.head_branch': 'main',
      'workflow_run.head_repository.id': 7,
      'workflow_run.head_sha': SHA,
      'workflow_run.conclusion': 'success',
    };
    const run = { id: 5, workflowId: 6, event: 'push', branch: 'main', headRepositoryId: 7, conclusion: 'success' };
    expect(parse('workflow_run', payloadOf('workflow_run', values), BEFORE)).toEqual({
      kind: 'workflow-run',
      headRepository: 'octo-org/octo-repo',
      name: 'workflow_run',
      runId: 77,
      commit: SHA,
      run,
    });
    const detached = { ...values, 'workflow_run.head_branch': null, 'workflow_run.conclusion': null };
    expect(parse('workflow_run', payloadOf('workflow_run', detached))).toMatchObject({
      run: { id: 5, workflowId: 6, event: 'push', headRepositoryId: 7 },
    });
  });

  it('release', () => {
    expect(parse('release', payloadOf('release', { 'release.tag_name': 'v1.2.0' }))).toEqual({
      kind: 'release',
      name: 'release',
      runId: 77,
      commit: SHA,
      tag: 'v1.2.0',
    });
  });

  it.each(['schedule', 'workflow_dispatch', 'repository_dispatch', 'issue_comment', 'constructor', 'toString', ''])(
    'every other, like %j',
    (name) => {
      expect(parse(name, {})).toEqual({ kind: 'other', name, commit: SHA, runId: 77 });
    },
  );
});

describe('a payload that lacks something', () => {
  it.each([
    ['push', {}, 'ref'],
    ['push', { ref: 'refs/heads/main', after: SHA }, 'before'],
    ['push', null, 'ref'],
    ['push', 'text', 'ref'],
    ['push', [], 'ref'],
    ['pull_request', {}, 'pull_request.head.sha'],
    ['pull_request', { pull_request: { head: { sha: SHA } } }, 'pull_request.base.sha'],
    ['merge_group', { merge_group: 'x' }, 'merge_group.base_sha'],
    ['deployment', { deployment: { id: 1 } }, 'deployment.environment'],
    ['workflow_run', {}, 'workflow_run.id'],
    ['release', { release: null }, 'release.tag_name'],
  ])('%s %j says what', (name, payload, missing) => {
    expect(parse(name, payload)).toEqual({ kind: 'incomplete', name, commit: SHA, runId: 77, missing });
  });

  it('is no obstacle to an event that needs none', () => {
    expect(parse('schedule', undefined).kind).toBe('other');
  });

  it('may lack what is of use only sometimes', () => {
    expect(parse('push', { ref: 'refs/heads/m', before: BEFORE, after: SHA })).toEqual({
      kind: 'push-branch',
      name: 'push',
      commit: SHA,
      runId: 77,
      branch: 'm',
      before: BEFORE,
      forced: false,
      broughtCommits: false,
    });
  });
});

describe('a hostile payload', () => {
  it.each([
    ['push', { ref: 5 }],
    ['push', { ref: '' }],
    ['push', { ref: 'refs/heads/' }],
    ['push', { ref: 'refs/heads/a\n::error::b' }],
    ['push', { ref: `refs/heads/${'x'.repeat(2000)}` }],
    ['push', { before: 'main' }],
    ['push', { before: '--upload-pack=touch /tmp/x' }],
    ['push', { before: BEFORE.slice(1) }],
    ['push', { before: BEFORE.toUpperCase() }],
    ['push', { after: [SHA] }],
    ['push', { forced: 'true' }],
    ['push', { commits: {} }],
    ['push', { 'repository.default_branch': { length: 1 } }],
    ['pull_request', { 'pull_request.head.sha': `${SHA}\n` }],
    ['pull_request', { 'pull_request.merge_commit_sha': '' }],
    ['pull_request', { 'pull_request.merged': 1 }],
    ['pull_request', { 'pull_request.commits': -1 }],
    ['merge_group', { 'merge_group.base_sha': '' }],
    ['deployment', { 'deployment.id': '5' }],
    ['deployment', { 'deployment.id': 2 ** 60 }],
    ['deployment', { 'deployment.environment': '' }],
    ['workflow_run', { 'workflow_run.workflow_id': 1.5 }],
    ['workflow_run', { 'workflow_run.head_sha': 'HEAD' }],
    ['release', { 'release.tag_name': {} }],
  ])('%s %j is refused with the field and what GitHub writes there', (name, values) => {
    const base =
      name === 'push' ? { ref: 'refs/heads/main', before: BEFORE, after: SHA } : ({} as Record<string, unknown>);
    const [field] = Object.keys(values);
    const problem = problemOf(name, payloadOf(name, { ...base, ...values }));
    expect(problem).toMatch(
      new RegExp(
        `^\`${String(field).replaceAll('.', '\\.')}\` in the payload of the event \`${name}\` must be .+, but is `,
      ),
    );
    expect(problem).not.toMatch(/\n/);
    expect(problem.length).toBeLessThan(400);
  });

  it('finds nothing in what every object inherits', () => {
    const payload = Object.create({ ref: 'refs/heads/main', before: BEFORE, after: SHA });
    expect(parse('push', payload)).toMatchObject({ kind: 'incomplete', missing: 'ref' });
  });

  it('of any kind is read, called incomplete, or refused as the user can mend it', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constant(SHA), fc.constant('refs/heads/main'));
    const payload = fc.oneof(
      fc.record({ ref: value, before: value, after: value, forced: value, commits: value }, { requiredKeys: [] }),
      fc.record({
        pull_request: fc.record({ head: value, base: fc.record({ sha: value }), merged: value }, { requiredKeys: [] }),
        merge_group: fc.record({ head_sha: value, base_sha: value }, { requiredKeys: [] }),
        deployment: fc.record({ id: value, sha: value, environment: value }, { requiredKeys: [] }),
        workflow_run: fc.record({ id: value, workflow_id: value, event: value, head_sha: value }, { requiredKeys: [] }),
        release: value,
      }),
      fc.anything(),
    );
    const names = [
      'push',
      'pull_request',
      'pull_request_target',
      'merge_group',
      'deployment',
      'workflow_run',
      'release',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), payload, (name, hostile) => {
        try {
          const event = parse(name, hostile);
          expect(event.commit === undefined || isSha(event.commit)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the environment', () => {
  it('may tell neither commit nor run', () => {
    expect(parse('schedule', {}, '', '')).toEqual({ kind: 'other', name: 'schedule' });
  });

  it.each(['HEAD', SHA.slice(1), `${SHA} `, 'A'.repeat(40)])('is refused with GITHUB_SHA=%j', (sha) => {
    expect(problemOf('schedule', {}, sha)).toMatch(/^The environment variable GITHUB_SHA must be a full SHA, but is "/);
  });

  it.each(['x', '1 2', '-1', '9'.repeat(16)])('is refused with GITHUB_RUN_ID=%j', (runId) => {
    expect(problemOf('schedule', {}, SHA, runId)).toMatch(
      /^The environment variable GITHUB_RUN_ID must be a number, but is "/,
    );
  });
});
