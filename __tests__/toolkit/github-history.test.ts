import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/failure.ts';
import { GitHubApi } from '../../src/toolkit/github-api.ts';
import { GitHubHistory } from '../../src/toolkit/github-history.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { type GitHubApiOptions, GitHubApiServer, type RunFixture } from '../support/github-api.ts';
import { RecordingLog } from '../support/log.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

function repository(options?: ConstructorParameters<typeof ConfigRepository>[0]): ConfigRepository {
  const created = new ConfigRepository(options);
  toClose.push(() => created.remove());
  return created;
}

/** The history as the adapter sees it through the API; requests and answers are held to GitHub's description. */
async function throughApi(
  options: GitHubApiOptions,
): Promise<{ readonly history: GitHubHistory; readonly server: GitHubApiServer }> {
  const server = await GitHubApiServer.start(options);
  toClose.push(async () => {
    await server.close();
    expect(server.violations).toEqual([]);
  });
  const api = new GitHubApi({
    apiUrl: server.url,
    token: 'github-token-1234',
    repository: GitHubApiServer.REPOSITORY,
    userAgent: 'hood-resync/1.2.3',
    log: new RecordingLog(),
    secondMs: 1,
  });
  return { history: new GitHubHistory(api), server };
}

async function take<T>(all: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const taken: T[] = [];
  for await (const one of all) {
    taken.push(one);
    if (taken.length === most) break;
  }
  return taken;
}

const ids = (some: readonly { readonly id: number }[]): number[] => some.map(({ id }) => id);

const NOWHERE = 'f'.repeat(40);

describe('commit', () => {
  it.each(['sha1', 'sha256'] as const)('finds a commit by its %s', async (objectFormat) => {
    const git = repository({ objectFormat });
    const first = git.commit();
    const second = git.commit();
    const { history, server } = await throughApi({ root: git.root });
    const commit = await history.commit(second);
    expect(commit).toEqual({
      sha: second,
      parents: [first],
      committedAt: new Date(git.git('show', '-s', '--format=%cI', second)).toISOString(),
    });
    expect(await history.commit(second)).toEqual(commit);
    expect(server.asked).toEqual([`/git/commits/${second}`]);
  });

  it('finds a branch, a tag and a short SHA, whatever way they are named', async () => {
    const git = repository();
    const tagged = git.commit();
    git.git('tag', '--annotate', 'v1', '--message', 'One');
    const tip = git.commit();
    git.git('branch', 'feature/x');
    git.git('update-ref', 'refs/pull/7/head', tagged);
    const { history } = await throughApi({ root: git.root });
    for (const [name, sha] of [
      ['main', tip],
      ['origin/main', tip],
      ['heads/main', tip],
      ['refs/heads/main', tip],
      ['feature/x', tip],
      ['v1', tagged],
      ['refs/tags/v1', tagged],
      ['refs/pull/7/head', tagged],
      [tip.slice(0, 8), tip],
    ] as const) {
      expect([name, (await history.commit(name))?.sha]).toEqual([name, sha]);
    }
  });

  it('takes a tag before a branch of the same name, as git does', async () => {
    const git = repository();
    const tagged = git.commit();
    git.git('tag', 'same');
    git.commit();
    git.git('branch', 'same');
    const { history } = await throughApi({ root: git.root });
    expect((await history.commit('same'))?.sha).toBe(tagged);
  });

  it('says that there is none, when the repository can be read', async () => {
    const git = repository();
    git.commit();
    const { history } = await throughApi({ root: git.root });
    for (const name of [NOWHERE, 'nowhere', 'origin/nowhere', 'refs/heads/nowhere', 'deadbeef']) {
      expect(await history.commit(name)).toBeUndefined();
    }
  });

  it('is not taken for missing when the token may not read the repository', async () => {
    const git = repository();
    const { history, server } = await throughApi({ root: git.root });
    server.intercept = () => ({ status: 404, body: { message: 'Not Found' } });
    await expect(history.commit(NOWHERE)).rejects.toThrow(ConfigurationError);
  });
});

describe('ancestry', () => {
  /** `main` and `side` fork at `fork`; `other` has nothing in common with them. */
  function forked() {
    const git = repository();
    const fork = git.commit();
    git.git('checkout', '--quiet', '-b', 'side');
    const side = git.commit({ 'side.yml': '1' });
    git.git('checkout', '--quiet', 'main');
    const main = git.commit({ 'main.yml': '1' });
    git.git('checkout', '--quiet', '--orphan', 'other');
    const other = git.commit();
    return { git, fork, side, main, other };
  }

  it('is what git says', async () => {
    const { git, ...commits } = forked();
    const { history } = await throughApi({ root: git.root });
    const shas = Object.values(commits);
    for (const a of shas) {
      for (const b of shas) {
        const ancestors = git.git('rev-list', b).split('\n');
        expect(await history.isAncestor(a, b)).toBe(ancestors.includes(a));
      }
    }
    expect(await history.mergeBase(commits.main, commits.side)).toBe(commits.fork);
    expect(await history.mergeBase(commits.fork, commits.side)).toBe(commits.fork);
    expect(await history.mergeBase(commits.main, commits.other)).toBeUndefined();
  });

  it('asks for no changed files', async () => {
    const { git, main, side } = forked();
    const { history, server } = await throughApi({ root: git.root });
    await history.mergeBase(main, side);
    expect(server.asked).toEqual([`/compare/${main}...${side}?page=2&per_page=1`]);
  });

  it('is denied to a commit that is gone', async () => {
    const { git, main } = forked();
    const { history } = await throughApi({ root: git.root });
    expect(await history.isAncestor(NOWHERE, main)).toBe(false);
  });

  it('cannot be told for a head that GitHub does not have', async () => {
    const { git, main } = forked();
    const { history } = await throughApi({ root: git.root });
    const problem = `The commit ${NOWHERE} is not on GitHub, so its history cannot be told by the API. Push it, or give actions/checkout \`fetch-depth: 0\`.`;
    await expect(history.isAncestor(main, NOWHERE)).rejects.toThrow(new ConfigurationError('commit-unknown', problem));
    await expect(history.mergeBase(main, NOWHERE)).rejects.toThrow(new ConfigurationError('commit-unknown', problem));
    await expect(history.mergeBase(NOWHERE, main)).rejects.toThrow(new ConfigurationError('commit-unknown', problem));
  });
});

describe('nearestEarlierTag', () => {
  it('is the first tag on the way back, not one at the commit itself', async () => {
    const git = repository();
    git.commit();
    git.git('tag', 'v1.0.0');
    const nearest = git.commit();
    git.git('tag', '--annotate', 'v1.1.0', '--message', 'Release');
    git.git('tag', 'v1');
    git.commit();
    const head = git.commit();
    git.git('tag', 'v1.2.0');
    git.git('tag', 'latest');
    const { history } = await throughApi({ root: git.root });
    expect(await history.nearestEarlierTag(head)).toEqual({ name: 'v1.1.0', sha: nearest });
  });

  it('does not count tags of other branches', async () => {
    const git = repository();
    git.commit();
    git.git('checkout', '--quiet', '-b', 'side');
    git.commit();
    git.git('tag', 'side-1');
    git.git('checkout', '--quiet', 'main');
    const { history } = await throughApi({ root: git.root });
    expect(await history.nearestEarlierTag(git.commit())).toBeUndefined();
  });

  it('walks no history when there is no other tag', async () => {
    const git = repository();
    const head = git.commit();
    git.git('tag', 'v1');
    const { history, server } = await throughApi({ root: git.root });
    expect(await history.nearestEarlierTag(head)).toBeUndefined();
    expect(server.asked).toEqual(['/tags?per_page=100&page=1']);
  });

  it('goes on through pages of tags and of commits', async () => {
    const git = repository();
    const first = git.commit();
    const input = ['reset refs/heads/main', `from ${first}`, ''];
    for (let i = 0; i < 230; i++) {
      input.push('commit refs/heads/main', `committer T <t@example.com> ${1_700_000_000 + i} +0000`, 'data 1', 'c', '');
    }
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: git.root, input: input.join('\n') });
    for (let i = 0; i < 130; i++) git.git('update-ref', `refs/tags/old-${i}`, first);
    const { history, server } = await throughApi({ root: git.root });
    const head = git.git('rev-parse', 'main');
    expect(await history.nearestEarlierTag(head)).toEqual({ name: 'old-99', sha: first });
    expect(server.asked).toEqual([
      '/tags?per_page=100&page=1',
      '/tags?per_page=100&page=2',
      ...[1, 2, 3].map((page) => `/commits?sha=${head}&per_page=100&page=${page}`),
    ]);
  });
});

describe('runs', () => {
  const runs: RunFixture[] = Array.from({ length: 250 }, (_, index) => ({
    id: 1000 + index,
    head_sha: NOWHERE,
    conclusion: index % 5 === 0 ? 'failure' : 'success',
    created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString().replace('.000Z', 'Z'),
  }));

  it('come newest first, from all pages', async () => {
    const { history, server } = await throughApi({ runs });
    expect(ids(await take(history.runs({ workflowId: 1 })))).toEqual(ids(runs).reverse());
    expect(server.requests).toHaveLength(3);
  });

  it('are asked for only as far as they are wanted', async () => {
    const { history, server } = await throughApi({ runs });
    expect(await take(history.runs({ workflowId: 1 }), 100)).toHaveLength(100);
    expect(server.requests).toHaveLength(1);
  });

  it('are those of a workflow and a branch', async () => {
    const { history } = await throughApi({
      runs: [
        { id: 1, head_sha: NOWHERE, created_at: '2026-01-01T00:00:01Z' },
        { id: 2, head_sha: NOWHERE, created_at: '2026-01-01T00:00:02Z', head_branch: 'a/b & c' },
        { id: 3, head_sha: NOWHERE, created_at: '2026-01-01T00:00:03Z', workflow_id: 2 },
        { id: 4, head_sha: NOWHERE, created_at: '2026-01-01T00:00:04Z', conclusion: 'cancelled' },
      ],
    });
    expect(ids(await take(history.runs({ workflowId: 1, branch: 'main' })))).toEqual([4, 1]);
    expect(ids(await take(history.runs({ workflowId: 1, branch: 'a/b & c' })))).toEqual([2]);
    expect(ids(await take(history.runs({ workflowId: 2 })))).toEqual([3]);
  });

  it('carry what the search for the base needs', async () => {
    const { history } = await throughApi({
      runs: [
        {
          id: 1,
          head_sha: NOWHERE,
          created_at: '2026-01-01T00:00:01Z',
          // Of its second attempt.
          run_started_at: '2026-01-01T00:00:05Z',
          updated_at: '2026-01-01T00:00:08Z',
          head_repository_id: 99,
        },
        {
          id: 2,
          head_sha: NOWHERE,
          created_at: '2026-01-01T00:00:02Z',
          updated_at: '2026-01-01T00:00:09Z',
          head_branch: null,
          conclusion: null,
        },
      ],
    });
    const common = { workflowId: 1, event: 'push', headSha: NOWHERE };
    expect(await history.run(1)).toEqual({
      ...common,
      id: 1,
      branch: 'main',
      headRepositoryId: 99,
      conclusion: 'success',
      createdAt: '2026-01-01T00:00:01Z',
      startedAt: '2026-01-01T00:00:05Z',
      updatedAt: '2026-01-01T00:00:08Z',
    });
    expect(await history.run(2)).toEqual({
      ...common,
      id: 2,
      headRepositoryId: GitHubApiServer.REPOSITORY_ID,
      createdAt: '2026-01-01T00:00:02Z',
      startedAt: '2026-01-01T00:00:02Z',
      updatedAt: '2026-01-01T00:00:09Z',
    });
  });

  it('say which permission is missing', async () => {
    const { history, server } = await throughApi({ runs });
    server.intercept = () => ({ status: 403, body: { message: 'Resource not accessible by integration' } });
    await expect(take(history.runs({ workflowId: 1 }))).rejects.toThrow(/Grant the job the permission `actions: read`/);
    await expect(history.run(1000)).rejects.toThrow(/Grant the job the permission `actions: read`/);
  });
});

describe('deployments', () => {
  const deployments = Array.from({ length: 120 }, (_, index) => ({
    id: index + 1,
    sha: NOWHERE,
    environment: index % 2 === 0 ? 'production' : 'staging',
    statuses: [{ state: 'success', log_url: `https://github.com/acme/hood-config/actions/runs/${index}/job/1` }],
  }));

  it('come newest first, from all pages, with their environment', async () => {
    const { history } = await throughApi({ deployments });
    const all = await take(history.deployments({}));
    expect(ids(all)).toEqual(ids(deployments).reverse());
    const production = await take(history.deployments({ environment: 'production' }));
    expect(production).toHaveLength(60);
    expect(production[0]).toEqual({ id: 119, sha: NOWHERE, environment: 'production' });
  });

  it('have the newest of their statuses, or none yet', async () => {
    const { history } = await throughApi({
      deployments: [
        {
          id: 1,
          sha: NOWHERE,
          environment: 'p',
          statuses: [{ state: 'inactive' }, { state: 'success', log_url: 'https://example.com/1' }],
        },
        { id: 2, sha: NOWHERE, environment: 'p', statuses: [{ state: 'success', log_url: 'https://example.com/2' }] },
        { id: 3, sha: NOWHERE, environment: 'p', statuses: [] },
      ],
    });
    expect(await history.deploymentStatus(1)).toEqual({ state: 'inactive' });
    expect(await history.deploymentStatus(2)).toEqual({ state: 'success', logUrl: 'https://example.com/2' });
    expect(await history.deploymentStatus(3)).toBeUndefined();
  });

  it('say which permission is missing', async () => {
    const { history, server } = await throughApi({ deployments });
    server.intercept = () => ({ status: 403, body: { message: 'Resource not accessible by integration' } });
    await expect(take(history.deployments({}))).rejects.toThrow(/the permission `deployments: read`/);
    await expect(history.deploymentStatus(1)).rejects.toThrow(/the permission `deployments: read`/);
  });
});

describe('defaultBranch', () => {
  it('is asked for once', async () => {
    const { history, server } = await throughApi({ defaultBranch: 'trunk' });
    expect(await Promise.all([history.defaultBranch(), history.defaultBranch()])).toEqual(['trunk', 'trunk']);
    expect(server.requests).toHaveLength(1);
  });
});
