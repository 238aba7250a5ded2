import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DeploymentFixture, GitHubApiServer, type RunFixture } from '../__tests__/support/github-api.ts';
import { makeMarketingConfig, type PushedRepository } from '../demo/marketing-config.ts';
import { VERSION } from '../src/version.ts';
import { ROOT } from './root.ts';
import type { Stage } from './scenario.ts';

type Files = Readonly<Record<string, string>>;

const REPOSITORY = {
  full_name: GitHubApiServer.REPOSITORY,
  default_branch: 'main',
  html_url: `https://github.com/${GitHubApiServer.REPOSITORY}`,
};

/** A week's worth of commits, as they stand after the push that brought them. */
export function configuration(workspace: string): PushedRepository {
  return makeMarketingConfig(workspace, (root) =>
    writeFileSync(path.join(root, 'deploy.sh'), '#!/bin/sh\necho deployed\n', { mode: 0o755 }),
  );
}

/** Commits files. @returns the commit */
export function commit(workspace: string, message: string, files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), content);
  }
  git(workspace, 'add', '--all');
  return gitAsMara(workspace, 'commit', '--quiet', '--allow-empty', '-m', message);
}

/** The payload of a push. */
export function push(before: string, after: string): unknown {
  const branch = { ref: 'refs/heads/main', created: false, deleted: false, forced: false };
  return { ...branch, before, after, repository: REPOSITORY, head_commit: { id: after } };
}

/** The week's commits in one push. */
export function pushed(workspace: string): Stage {
  const { before, after } = configuration(workspace);
  return { payload: push(before, after) };
}

/** The run of the week before succeeded; that of the push before this one failed. */
export function pushedAfterFailure(workspace: string, files: Files = {}): Stage {
  const { before, after: failed } = configuration(workspace);
  const head = commit(workspace, 'One more', files);
  const outputs = { base: before, head };
  return {
    payload: push(failed, head),
    runs: [
      { id: 1, head_sha: before, conclusion: 'success', created_at: '2026-11-01T12:00:00Z' },
      { id: 2, head_sha: failed, conclusion: 'failure', created_at: '2026-11-02T12:00:00Z' },
      running(head),
    ],
    outputs: { resync: outputs },
  };
}

/** Nothing but this push, and a run that succeeded before it. */
export function pushedAfterSuccess(workspace: string): Stage {
  const { before, after } = configuration(workspace);
  return {
    payload: push(before, after),
    runs: [{ id: 1, head_sha: before, conclusion: 'success', created_at: '2026-11-01T12:00:00Z' }, running(after)],
  };
}

/** A push that changes both accounts' configuration. */
export function pushedForAccounts(workspace: string): Stage {
  configuration(workspace);
  const before = commit(workspace, 'Accounts', {
    'config/europe/integrations/sms.yml': 'id: 31\nname: Text messages\n',
    'config/europe/integrations/mail.yml': 'id: 32\nname: Mail\n',
    'config/europe/conversions/signup.yml': 'id: 33\nname: Sign-up\n',
    'config/americas/integrations/sms.yml': 'id: 41\nname: Text messages\n',
    'config/americas/conversions/signup.yml': 'id: 43\nname: Sign-up\n',
  });
  const after = commit(workspace, 'New names', {
    'config/europe/integrations/sms.yml': 'id: 31\nname: Texts\n',
    'config/europe/conversions/signup.yml': 'id: 33\nname: Registration\n',
    'config/americas/integrations/sms.yml': 'id: 41\nname: Texts\n',
  });
  return {
    payload: push(before, after),
    runs: [{ id: 1, head_sha: before, conclusion: 'success', created_at: '2026-11-01T12:00:00Z' }, running(after)],
  };
}

/** How many files `pushedManyFiles` pushes; their names take 142 KiB as JSON. */
export const MANY = 2500;

/** A push of so many files that a list of them is longer than the 128 KiB that an environment variable can hold. */
export function pushedManyFiles(workspace: string): Stage {
  const { after: before } = configuration(workspace);
  const folder = 'config/integrations/partners-of-the-house';
  const files = Array.from({ length: MANY }, (_, index) => [
    `${folder}/partner-${index + 1}.yml`,
    `id: ${index + 1}\n`,
  ]);
  return { payload: push(before, commit(workspace, 'Partners', Object.fromEntries(files))) };
}

/** A deployment after one that failed; a week ago one succeeded. */
export function deployed(state: 'success' | 'in_progress', environment = 'production'): (workspace: string) => Stage {
  return (workspace) => {
    const { before, after: failed } = configuration(workspace);
    const head = commit(workspace, 'One more', { 'config/integrations/new.yml': 'id: 1999\nname: New\n' });
    const deployment = (id: number, sha: string, status: string): DeploymentFixture => ({
      ...{ id, sha, environment },
      statuses: [{ state: status }],
    });
    return {
      payload: {
        deployment: { id: 3, ref: 'main', sha: head, environment },
        deployment_status: { state },
        repository: REPOSITORY,
      },
      deployments: [deployment(1, before, 'success'), deployment(2, failed, 'failure'), deployment(3, head, state)],
      ...(state === 'success' && { outputs: { resync: { base: before, head } } }),
    };
  };
}

/** A pull request of a stranger, checked out as it would be merged; the target branch has moved on meanwhile. */
export function forkedPullRequest(workspace: string): Stage {
  const { after } = configuration(workspace);
  git(workspace, 'checkout', '--quiet', '-b', 'patch-1');
  const head = commit(workspace, 'Shorter', {
    'config/integrations/mailgun.yml': 'id: 1263\nname: Mail\ntype: email\n',
  });
  git(workspace, 'checkout', '--quiet', 'main');
  const base = commit(workspace, 'Meanwhile', {
    'config/integrations/apns.yml': 'id: 1705\nname: Apple\ntype: push\n',
  });
  git(workspace, 'checkout', '--quiet', '--detach');
  const merge = gitAsMara(workspace, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'patch-1');
  const stranger = { full_name: 'stranger/hood-config', fork: true };
  return {
    payload: {
      action: 'synchronize',
      number: 7,
      pull_request: {
        number: 7,
        merge_commit_sha: merge,
        head: { ref: 'patch-1', sha: head, repo: stranger },
        base: { ref: 'main', sha: after, repo: REPOSITORY },
      },
      repository: REPOSITORY,
    },
    outputs: { plan: { base, head: merge } },
  };
}

/** This repository as it stands in its folder, with the bundle that was built last, and the payload of a pushed branch. */
export function thisRepository(workspace: string): Stage {
  const after = commitThisRepository(workspace);
  return { payload: push('0'.repeat(40), after) };
}

/** This repository with the changelog that its version's release needs, and the payload of a pushed tag. */
export function releasedRepository(tag: string): (workspace: string) => Stage {
  return (workspace) => {
    const changelog = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8');
    const after = commitThisRepository(workspace, {
      'CHANGELOG.md': changelog.replace('## Unreleased', `## ${VERSION} - 2026-11-24`),
    });
    return { payload: { ...(push('0'.repeat(40), after) as object), ref: `refs/tags/${tag}` } };
  };
}

function commitThisRepository(workspace: string, changed: Files = {}): string {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  for (const name of git(ROOT, ...list).split('\0')) {
    const [from, to] = [path.join(ROOT, name), path.join(workspace, name)];
    // Deleted here, but not committed yet; or the workflow itself, which may be edited.
    if (name === '' || !existsSync(from) || existsSync(to)) continue;
    mkdirSync(path.dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  git(workspace, 'init', '--quiet', '--initial-branch=main');
  return commit(workspace, 'This repository', changed);
}

/** A branch as it stands, and an event that pushed nothing. */
export function standing(payload: unknown): (workspace: string) => Stage {
  return (workspace) => {
    configuration(workspace);
    return { payload: { ref: 'refs/heads/main', repository: REPOSITORY, ...(payload as object) } };
  };
}

const running = (head: string): RunFixture => ({
  id: 3,
  head_sha: head,
  conclusion: null,
  created_at: '2026-11-03T12:00:00Z',
});

function git(workspace: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: workspace, encoding: 'utf8' }).trim();
}

function gitAsMara(workspace: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Mara', '-c', 'user.email=mara@shop.example', '-c', 'commit.gpgsign=false'];
  git(workspace, ...identity, ...args);
  return git(workspace, 'rev-parse', 'HEAD');
}
