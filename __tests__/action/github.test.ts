import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { runStep, type Step, type StepResult } from '../../scripts/runner.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { type GitHubApiOptions, GitHubApiServer } from '../support/github-api.ts';

/** The bundle where the checkout does not suffice: shallow, without its remote, or not there at all. */

jest.setTimeout(30_000);

const TOKEN = 'secret-token-1f9a7c';
const GITHUB_TOKEN = 'ghs_loopbackOnly';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function origin(): { repository: ConfigRepository; before: string; after: string } {
  const repository = new ConfigRepository();
  closers.push(() => repository.remove());
  const before = repository.commit({ 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2', 'c/d.yml': 'id: 4' });
  const after = repository.commit({
    'c/a.yml': '# comment\nid: 1',
    'c/b.yml': 'id: 2\nn: x',
    'c/d.yml': null,
    'c/e.json': '{"id":5}',
  });
  return { repository, before, after };
}

function folder(): string {
  const created = mkdtempSync(path.join(tmpdir(), 'hood-resync-workspace-'));
  closers.push(() => rmSync(created, { recursive: true }));
  return created;
}

function clone({ root }: ConfigRepository, ...options: string[]): string {
  const workspace = folder();
  execFileSync('git', ['clone', '--quiet', ...options, `file://${root}`, workspace], { stdio: 'ignore' });
  return workspace;
}

async function github(options: GitHubApiOptions): Promise<GitHubApiServer> {
  const server = await GitHubApiServer.start(options);
  closers.push(() => server.close());
  return server;
}

async function hood(badIds: readonly string[] = []): Promise<Emulator> {
  const emulator = await startEmulator({ tokens: [TOKEN], badIds });
  closers.push(() => emulator.close());
  return emulator;
}

const push = (before: string, after: string, ref = 'refs/heads/main'): Pick<Step, 'event' | 'sha' | 'ref'> => ({
  sha: after,
  ref,
  event: {
    ref,
    before,
    after,
    created: /^0+$/.test(before),
    deleted: false,
    forced: false,
    commits: [{}],
    repository: { default_branch: 'main' },
  },
});

async function act(
  server: GitHubApiServer | undefined,
  emulator: Emulator,
  step: Omit<Step, 'inputs'>,
  inputs: Record<string, string> = {},
): Promise<StepResult> {
  const result = await runStep({
    ...step,
    inputs: { token: TOKEN, integration: 'c/**', 'api-url': emulator.url, 'github-token': GITHUB_TOKEN, ...inputs },
    env: {
      // A port that nobody listens on, where GitHub is not to be asked.
      GITHUB_API_URL: server?.url ?? 'http://127.0.0.1:9',
      GITHUB_REPOSITORY: GitHubApiServer.REPOSITORY,
      GITHUB_REPOSITORY_ID: String(GitHubApiServer.REPOSITORY_ID),
      ...step.env,
    },
  });
  expect(server?.violations ?? []).toEqual([]);
  expect(result.log.replaceAll(`::add-mask::${GITHUB_TOKEN}`, '')).not.toContain(GITHUB_TOKEN);
  return result;
}

const told = (result: StepResult): string[] =>
  JSON.parse(readFileSync(result.outputs['report'] as string, 'utf8')).objects.map(
    ({ id, reason, status }: { id: string; reason: string; status: string }) => `${id} ${reason} ${status}`,
  );
const EXPECTED = ['1 unchanged skipped', '2 changed synced', '4 deleted skipped', '5 added synced'];

describe('the same selection', () => {
  it('from a full clone, without GitHub', async () => {
    const { repository, before, after } = origin();
    const result = await act(undefined, await hood(), { workspace: clone(repository), ...push(before, after) });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
  });

  it('from a clone of depth 1, by a fetch, without GitHub', async () => {
    const { repository, before, after } = origin();
    const result = await act(undefined, await hood(), {
      workspace: clone(repository, '--depth=1'),
      ...push(before, after),
    });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
  });

  it('from a clone of depth 1 that cannot fetch (`persist-credentials: false`), through the API', async () => {
    const { repository, before, after } = origin();
    const workspace = clone(repository, '--depth=1');
    execFileSync('git', ['remote', 'set-url', 'origin', 'file:///nowhere'], { cwd: workspace });
    const server = await github({ root: repository.root });
    const result = await act(server, await hood(), { workspace, ...push(before, after) });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
  });

  it('from no checkout at all, through the API', async () => {
    const { repository, before, after } = origin();
    const server = await github({ root: repository.root });
    const result = await act(server, await hood(), { workspace: folder(), ...push(before, after) });
    expect([told(result), result.outputs['base'], result.outputs['head'], result.status]).toEqual([
      EXPECTED,
      before,
      after,
      0,
    ]);
  });
});

it('a new branch is compared with its merge-base with the default branch, from a clone of depth 1', async () => {
  const { repository, after: main } = origin();
  repository.git('checkout', '--quiet', '-b', 'feature');
  const feature = repository.commit({ 'c/b.yml': 'id: 2\nn: y' });
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ 'c/a.yml': 'id: 1\nn: later' });
  const server = await github({ root: repository.root });
  const workspace = clone(repository, '--depth=1', '--branch=feature');
  const result = await act(server, await hood(), { workspace, ...push('0'.repeat(40), feature, 'refs/heads/feature') });
  expect([told(result), result.outputs['base'], result.status]).toEqual([['2 changed synced'], main, 0]);
});

describe('`base: last-success`', () => {
  it('covers what a failed run left behind', async () => {
    const { repository, before, after: second } = origin();
    const third = repository.commit({ 'c/a.yml': 'id: 1\nn: third' });
    const run = (id: number, head_sha: string, conclusion: string | null) => ({
      id,
      workflow_id: 7,
      event: 'push',
      head_branch: 'main',
      head_sha,
      conclusion,
      created_at: `2026-11-0${id}T12:00:00Z`,
    });
    const emulator = await hood(['integration/2']);
    const inputs = { base: 'last-success' };

    const runs = [run(1, before, 'success'), run(2, second, null)];
    const failing = await act(
      await github({ root: repository.root, runs }),
      emulator,
      { workspace: clone(repository), ...push(before, second), env: { GITHUB_RUN_ID: '2' } },
      inputs,
    );
    expect([failing.outputs['result'], failing.outputs['base']]).toEqual(['partial', before]);

    const later = [run(1, before, 'success'), run(2, second, 'failure'), run(3, third, null)];
    const server = await github({ root: repository.root, runs: later });
    const next = await act(
      server,
      await hood(),
      { workspace: clone(repository), ...push(second, third), env: { GITHUB_RUN_ID: '3' } },
      inputs,
    );
    expect([next.outputs['result'], next.outputs['base']]).toEqual(['synced', before]);
    expect(told(next)).toContain('2 changed synced');
  });

  it('sends what a partial run synced and the next push set back, and says what it compared with', async () => {
    const repository = new ConfigRepository();
    closers.push(() => repository.remove());
    // Old enough to have an age, however fast the test is.
    const commits = ['x', 'y', 'x'].map((value) =>
      repository.commit({ 'c/a.yml': `id: 1\nn: ${value}` }, '2026-11-01T12:00:00Z'),
    );
    const [first = '', second = '', third = ''] = commits;
    const run = (id: number, conclusion: string | null) => ({
      id,
      workflow_id: 7,
      head_sha: commits[id - 1] ?? '',
      conclusion,
      created_at: `2026-11-0${id}T12:00:00Z`,
    });
    const server = await github({
      root: repository.root,
      runs: [run(1, 'success'), run(2, 'failure'), run(3, null)],
    });
    // The failed run's commit is not in the clone: it is fetched.
    const result = await act(
      server,
      await hood(),
      { workspace: clone(repository, '--depth=1'), ...push(second, third), env: { GITHUB_RUN_ID: '3' } },
      { base: 'last-success' },
    );
    expect([told(result), result.status]).toEqual([['1 changed synced'], 0]);
    const report = JSON.parse(readFileSync(result.outputs['report'] as string, 'utf8'));
    expect(report.base).toEqual({
      sha: first,
      source: 'head of the last successful run on `main`',
      committedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      unsettled: [second],
    });
    expect(result.log).toMatch(
      new RegExp(`Base: ${first}, head of the last successful run on \`main\`, committed .*, .* old`),
    );
    expect(result.log).toContain(`Compared as well with what may have been synced in part since then: ${second}`);
    expect(result.summary).toMatch(
      new RegExp(`${first.slice(0, 7)}.* old\\).*${second.slice(0, 7)}.*may have been synced in part since`),
    );
  });

  it('tells a dry run that it will pass for a success', async () => {
    const { repository, before, after } = origin();
    const runs = [{ id: 2, workflow_id: 7, head_sha: after, conclusion: null }];
    const result = await act(
      await github({ root: repository.root, runs }),
      await hood(),
      { workspace: clone(repository), ...push(before, after), env: { GITHUB_RUN_ID: '2' } },
      { base: 'last-success', 'dry-run': 'true' },
    );
    expect([result.outputs['result'], result.status]).toEqual(['planned', 0]);
    expect(result.log).toContain('This dry run will pass for a success of this workflow');
  });

  it('says which permission is missing, and sends nothing', async () => {
    const { repository, before, after } = origin();
    const server = await github({ root: repository.root });
    server.intercept = ({ path }) =>
      path.includes('/actions/')
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : undefined;
    const emulator = await hood();
    const result = await act(
      server,
      emulator,
      { workspace: clone(repository), ...push(before, after), env: { GITHUB_RUN_ID: '2' } },
      { base: 'last-success' },
    );
    expect([result.status, result.outputs['result'], emulator.requests.length]).toEqual([1, 'failed', 0]);
    expect(result.log).toMatch(/::error[^\n]*`actions: read`/);
  });
});

describe('a checkout of another repository', () => {
  /** One whose origin leads to GitHub's `acme/other`, with changes, used by a workflow of `acme/marketing-config`. */
  function other(): { workspace: string; before: string; after: string } {
    const { repository, before, after } = origin();
    const workspace = clone(repository);
    execFileSync('git', ['remote', 'set-url', 'origin', 'https://github.com/Acme/other.git'], { cwd: workspace });
    return { workspace, before, after };
  }
  const elsewhere = ['e'.repeat(40), 'f'.repeat(40)] as const;

  it.each([
    ['auto', 'push'],
    ['last-success', 'workflow_dispatch'],
    ['last-deployment', 'schedule'],
  ])('is not compared with a commit of the workflow: %s', async (base, eventName) => {
    const emulator = await hood();
    const step = { workspace: other().workspace, ...push(...elsewhere), eventName };
    const result = await act(undefined, emulator, step, { base });
    expect([result.status, result.outputs['result'], emulator.requests.length]).toEqual([1, 'failed', 0]);
    expect(result.log).toContain(
      `The checkout is of Acme/other, but the event \`${eventName}\` and the runs of this workflow are about commits of ${GitHubApiServer.REPOSITORY}`,
    );
  });

  it('is compared with a base of its own, without a word of the commit of the event', async () => {
    const { workspace, before } = other();
    const result = await act(undefined, await hood(), { workspace, ...push(...elsewhere) }, { base: before });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
    expect(result.log).not.toMatch(/::warning/);
  });

  it('is read through the API as what it is', async () => {
    const { workspace } = other();
    const server = await github({ root: workspace });
    const asked: string[] = [];
    server.intercept = ({ path }) => {
      asked.push(path);
      return { status: 404, body: { message: 'Not Found' } };
    };
    const result = await act(server, await hood(), { workspace, ...push(...elsewhere) }, { base: 'v1' });
    expect(result.log).toMatch(/::error.*\(Acme\/other\): 404 Not Found/);
    for (const path of asked) expect(path).toMatch(/^\/repos\/Acme\/other/);
  });

  it('that is at a commit of the event is a fork, or was renamed', async () => {
    const { workspace, before, after } = other();
    const result = await act(undefined, await hood(), { workspace, ...push(before, after) });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
  });

  it('that a pull request comes from is no other, also at a newer commit than the event', async () => {
    const { workspace, before } = other();
    const [headSha, sha] = elsewhere;
    const event = {
      pull_request: { head: { sha: headSha, repo: { full_name: 'acme/OTHER' } }, base: { sha: before }, merged: false },
    };
    const result = await act(undefined, await hood(), { workspace, sha, event, eventName: 'pull_request' });
    expect([told(result), result.outputs['base'], result.status]).toEqual([EXPECTED, before, 0]);
    expect(result.log).toMatch(/::warning.*The checkout is at/);
  });

  it.each([
    ['https://github.com/acme/HOOD-config', false],
    ['git@github.com:acme/hood-config.git', false],
    ['ssh://git@github.com:22/acme/hood-config.git', false],
    ['https://gitlab.example/acme/other', false],
    ['/srv/git/acme/other', false],
    ['git@github.com:acme/other.git', true],
    ['https://x-access-token:pass@github.com/acme/other/', true],
    ['ssh://git@ssh.example:22/acme/other', false],
  ])('is known by its origin: %s', async (url, isOther) => {
    const { workspace } = other();
    execFileSync('git', ['remote', 'set-url', 'origin', url], { cwd: workspace });
    const result = await act(undefined, await hood(), { workspace, ...push(...elsewhere) });
    expect(result.log.includes('The checkout is of')).toBe(isOther);
    expect(result.log).not.toContain('pass@');
    expect(result.status).toBe(1);
  });
});

it('a base that exists nowhere is an error, never "nothing changed" and never "everything"', async () => {
  const { repository, after } = origin();
  const server = await github({ root: repository.root });
  const emulator = await hood();
  const result = await act(server, emulator, { workspace: clone(repository), ...push('1'.repeat(40), after) });
  expect([result.status, result.outputs['result'], emulator.requests.length]).toEqual([1, 'failed', 0]);
  expect(result.log).toMatch(/::error[^\n]*1{40}/);
});

describe('the chunk with octokit', () => {
  const DIST = path.join(import.meta.dirname, '..', '..', 'dist');
  const octokit = readdirSync(DIST).filter(
    (name) => name.endsWith('.index.js') && readFileSync(path.join(DIST, name), 'utf8').includes('plugin-throttling'),
  );
  /** Has the process tell every module that it loads. */
  const hook = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { console.error('loaded ' + url); return next(url, context); } });`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
  const loaded = ({ log }: StepResult) => octokit.filter((name) => log.includes(`/dist/${name}`));

  it('is not loaded by a run that needs no API, not even for a base to fetch', async () => {
    const { repository, before, after } = origin();
    const workspace = clone(repository, '--depth=1');
    const result = await act(undefined, await hood(), { workspace, ...push(before, after), env });
    expect(octokit).not.toEqual([]);
    expect([result.status, loaded(result)]).toEqual([0, []]);
    expect(result.log).toContain('/dist/index.js');
  });

  it('is loaded by one that does', async () => {
    const { repository, before, after } = origin();
    const server = await github({ root: repository.root });
    const result = await act(server, await hood(), { workspace: folder(), ...push(before, after), env });
    expect([result.status, loaded(result)]).toEqual([0, octokit]);
  });
});
