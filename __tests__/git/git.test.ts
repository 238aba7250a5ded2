import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FETCH, Git, GitError } from '../../src/git/git.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { onPosix } from '../support/platform.ts';

const made: ConfigRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

function newRepository(): ConfigRepository {
  const repository = new ConfigRepository();
  made.push(repository);
  return repository;
}

it('a command that fails where it should not is told with what git said, on one line', async () => {
  const repository = newRepository();
  const git = new Git(repository.root);
  const failing = git.run(['cat-file', 'blob', 'nothing']);
  await expect(failing).rejects.toThrow(GitError);
  await expect(failing).rejects.toThrow(/^git cat-file failed: fatal: [^\n]+$/);
  expect(await git.ask(['cat-file', '-e', 'nothing'])).toMatchObject({ status: 128 });
  await expect(git.run(['cat-file', '-e', '1'.repeat(40)])).rejects.toThrow(/^git cat-file failed: it said nothing$/);
});

onPosix('git that a signal ends has not succeeded', async () => {
  const git = new Git(newRepository().root);
  expect(await git.ask(['-c', 'alias.end=!kill -9 $PPID', 'end'])).toMatchObject({ status: 1 });
});

describe('a program that the configuration names is not run', () => {
  /** A command that leaves a file behind, and whether it did. */
  const trap = (repository: ConfigRepository) => {
    const file = path.join(repository.root, '.git', 'it-ran');
    return { command: `touch '${file}'; cat`, hasRun: () => existsSync(file) };
  };

  onPosix.each(['clean', 'process'])('as the %s of a filter, also where git requires it', async (step) => {
    const repository = newRepository();
    repository.commit({ 'a.yml': 'id: 1' });
    const { command, hasRun } = trap(repository);
    repository.git('config', `filter.odd=name.${step}`, command);
    repository.git('config', 'filter.odd=name.required', 'true');
    repository.write({ '.git/info/attributes': '*.yml filter=odd=name\n', 'a.yml': 'id: 2' });
    // As long, and as old: only the content tells.
    const diff = ['diff-files', '-p', '--no-ext-diff', '--no-textconv'];
    expect((await new Git(repository.root).run(diff)).toString()).toContain('+id: 2');
    expect(hasRun()).toBe(false);
    // The trap is a good one.
    spawnSync('git', diff, { cwd: repository.root });
    expect(hasRun()).toBe(true);
  });

  onPosix("as the `uploadpack` of a remote: there is no fetch, which is better than somebody's program", async () => {
    const from = newRepository();
    const sha = from.commit({ 'a.yml': 'id: 1' });
    const repository = newRepository();
    repository.git('remote', 'add', 'origin', `file://${from.root}`);
    const git = () => new Git(repository.root).ask([...FETCH, 'origin', sha]);
    expect(await git()).toMatchObject({ status: 0 });
    const { command, hasRun } = trap(repository);
    repository.git('config', 'remote.origin.uploadpack', `${command} #`);
    const { status } = await git();
    expect([status === 0, hasRun()]).toEqual([false, false]);
  });
});

onPosix(
  'the environment of git holds no secret, and nothing that leads it elsewhere or makes it print what it sends',
  async () => {
    const git = new Git(newRepository().root);
    const secret = 's3cret-of-the-step';
    const taken = {
      INPUT_TOKEN: ` ${secret}\n`,
      INPUT_BASE: 'x',
      input_other: 'x',
      ACTIONS_RUNTIME_TOKEN: 'x',
      ELSEWHERE: `Bearer ${secret}`,
      ...Object.fromEntries(
        ['DIR', 'INDEX_FILE', 'OBJECT_DIRECTORY', 'ALTERNATE_OBJECT_DIRECTORIES', 'SHALLOW_FILE', 'NAMESPACE'].map(
          (name) => [`GIT_${name}`, '/elsewhere'],
        ),
      ),
      GIT_TRACE: '/elsewhere',
      GIT_TRACE_CURL: '1',
      GIT_CURL_VERBOSE: '1',
      GIT_EXTERNAL_DIFF: 'program',
      GIT_GRAFT_FILE: '/elsewhere',
      GIT_WORK_TREE: '/elsewhere',
      GIT_ASKPASS: 'program',
    };
    const kept = {
      MY_INPUT_X: 'x',
      GIT_SSH_COMMAND: 'ssh -v',
      GIT_SSL_CAINFO: '/ca.pem',
      GIT_HTTP_USER_AGENT: 'x',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROXY_SSL_CAINFO: '/ca.pem',
      LC_ALL: 'de_DE.UTF-8',
    };
    const saved = { ...process.env };
    Object.assign(process.env, taken, kept);
    try {
      const printed = (await git.run(['-c', 'alias.environment=!env -0', 'environment'])).toString();
      const environment = Object.fromEntries(
        printed.split('\0').map((line) => line.split(/=(.*)/s) as [string, string]),
      );
      expect(printed).not.toContain(secret);
      expect(environment).toMatchObject({
        ...kept,
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
        GIT_GRAFT_FILE: '/dev/null',
      });
      expect(Object.entries(environment).filter(([, value]) => value === '/elsewhere' || value === 'program')).toEqual(
        [],
      );
      // Git itself sets GIT_PREFIX and GIT_DIR for the command.
      const names = Object.keys(environment);
      for (const name of [
        'INPUT_TOKEN',
        'INPUT_BASE',
        'input_other',
        'ACTIONS_RUNTIME_TOKEN',
        'ELSEWHERE',
        'GIT_TRACE_CURL',
        'GIT_CURL_VERBOSE',
      ]) {
        expect(names).not.toContain(name);
      }
      // Without a token nothing is taken for one.
      delete process.env['INPUT_TOKEN'];
      expect((await git.run(['-c', 'alias.environment=!env -0', 'environment'])).toString()).toContain('ELSEWHERE=');
    } finally {
      for (const name of Object.keys({ ...taken, ...kept })) delete process.env[name];
      Object.assign(process.env, saved);
    }
  },
);

it('history is what the commits say, whatever is grafted or replaced', async () => {
  const repository = newRepository();
  const first = repository.commit({ 'a.yml': 'id: 1' });
  const second = repository.commit({ 'a.yml': 'id: 2' });
  const third = repository.commit({ 'a.yml': 'id: 3' });
  repository.write({ '.git/info/grafts': `${third} ${first}\n` });
  repository.git('replace', '--graft', third, first);
  const git = new Git(repository.root);
  const { status, stdout, stderr } = await git.ask(['rev-list', third]);
  expect([status, stdout.toString().trim().split('\n'), stderr]).toEqual([0, [third, second, first], '']);
});

it('git that cannot be started is an error', async () => {
  await expect(new Git('/no/such/folder').ask(['version'])).rejects.toThrow(/ENOENT/);
});
