import { afterEach, expect, it } from '@jest/globals';
import { Git, GitError } from '../../src/git/git.ts';
import { ConfigRepository } from '../support/config-repository.ts';

const made: ConfigRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

it('a command that fails where it should not is told with what git said, on one line', async () => {
  const repository = new ConfigRepository();
  made.push(repository);
  const git = new Git(repository.root);
  const failing = git.run(['cat-file', 'blob', 'nothing']);
  await expect(failing).rejects.toThrow(GitError);
  await expect(failing).rejects.toThrow(/^git cat-file failed: fatal: [^\n]+$/);
  expect(await git.ask(['cat-file', '-e', 'nothing'])).toMatchObject({ status: 128 });
});

it('git that cannot be started is an error', async () => {
  await expect(new Git('/no/such/folder').ask(['version'])).rejects.toThrow(/ENOENT/);
});
