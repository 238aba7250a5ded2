import { symlink } from '../support/origin.ts';
import { type History, push } from './history.ts';

const before = ['one', '`before` of the push'] as const;
const LINK = 'a symbolic link, which is not followed';

const usual: Pick<History, 'commits' | 'event'> = {
  commits: {
    one: { files: { 'c/1.yml': 'id: 1\n', 'c/2.yml': 'id: 2\n', 'c/3.yml': 'id: 3\n', 'd/4.yml': 'id: 4\n' } },
    two: { files: { 'c/2.yml': 'id: 2\nn: x\n', 'c/3.yml': null } },
  },
  event: push('one', 'two'),
};

/** Checkouts that are not as actions/checkout leaves them by default, and what earlier steps did to them. */
export const checkouts: Readonly<Record<string, History>> = {
  'at another commit than the event': {
    commits: { ...usual.commits, three: { files: { 'c/1.yml': 'id: 1\nn: x\n' } } },
    event: push('one', 'two'),
    checkedOut: 'three',
    expected: {
      base: before,
      integration: ['1 changed', '2 changed', '-3 deleted'],
      warnings: ['The checkout is used as it is.'],
    },
  },
  'before the base': {
    ...usual,
    event: push('two', 'two'),
    checkedOut: 'one',
    expected: {
      base: ['two', '`before` of the push'],
      integration: ['2 changed', '3 added'],
      warnings: ['The checkout is used as it is.'],
    },
  },
  'in a folder of the workspace': {
    ...usual,
    checkout: { path: 'nested/config repository' },
    inputs: { path: 'nested/config repository' },
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
  // Of one outside the workspace nothing is read: `__tests__/hostile/git.ts`.
  'a worktree of a repository elsewhere in the workspace': {
    ...usual,
    checkout: { path: 'linked', worktree: true },
    inputs: { path: 'linked' },
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
  'sparse, without the config files': {
    ...usual,
    checkout: { sparse: ['d'] },
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
  'sparse, and everything is wanted': {
    ...usual,
    checkout: { sparse: ['d'] },
    inputs: { base: 'none', integration: '**' },
    expected: { base: '`base: none`', integration: ['1 all', '2 all', '4 all'] },
  },
  'with a sparse index': {
    ...usual,
    checkout: { sparse: ['d'], config: { 'index.sparse': 'true' } },
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
  'with line ends turned to CRLF': {
    ...usual,
    checkout: { config: { 'core.autocrlf': 'true' } },
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
  'by rules of its .gitattributes': {
    commits: {
      one: { files: { '.gitattributes': '*.yml text eol=crlf\n', 'c/1.yml': 'id: 1\n', 'c/2.yml': 'id: 2\n' } },
      two: { files: { 'c/2.yml': 'id: 2\nn: |\n  a\n  b\n' } },
    },
    event: push('one', 'two'),
    checkout: {},
    expected: { base: before, integration: ['2 changed'] },
  },
  'files changed, added and removed by an earlier step': {
    ...usual,
    checkout: {
      work: { 'c/1.yml': 'id: 1\nn: generated\n', 'c/2.yml': null, 'c/5.yml': 'id: 5\n', 'c/deep/6.json': '{"id":6}' },
    },
    expected: { base: before, integration: ['1 changed', '-2 deleted', '-3 deleted', '5 added', '6 added'] },
  },
  'files that an earlier step wrote, and git ignores': {
    commits: { ...usual.commits, two: { files: { '.gitignore': 'c/build/\n' } } },
    event: push('one', 'two'),
    checkout: { work: { 'c/build/5.yml': 'id: 5\n' } },
    expected: { base: before, integration: ['5 added'] },
  },
  'a file put back as it was at the base': {
    ...usual,
    checkout: { work: { 'c/2.yml': 'id: 2\n' } },
    expected: { base: before, integration: ['-2 unchanged', '-3 deleted'] },
  },
  'changes in the index': {
    ...usual,
    checkout: {
      work: { 'c/5.yml': 'id: 5\n', 'c/1.yml': null },
      commands: [
        ['add', '--all'],
        ['rm', '--quiet', '--cached', 'c/2.yml'],
      ],
    },
    expected: { base: before, integration: ['-1 deleted', '2 changed', '-3 deleted', '5 added'] },
  },
  'a commit that an earlier step made': {
    ...usual,
    checkout: {
      work: { 'c/1.yml': 'id: 1\nn: x\n' },
      commands: [
        ['add', '--all'],
        ['-c', 'user.name=x', '-c', 'user.email=x', 'commit', '--quiet', '--message', 'x'],
      ],
    },
    expected: {
      base: before,
      integration: ['1 changed', '2 changed', '-3 deleted'],
      warnings: ['The checkout is used as it is.'],
    },
  },
  'another repository inside': {
    ...usual,
    checkout: { commands: [['init', '--quiet', 'c/inner']], work: { 'c/inner/9.yml': 'id: 9\n' } },
    expected: {
      base: before,
      integration: ['2 changed', '-3 deleted'],
      skipped: { 'c/inner': 'a submodule or another repository' },
    },
  },
  'links to the outside': {
    commits: { ...usual.commits, two: { files: { 'c/l.yml': symlink('/etc/hostname'), 'c/out': symlink('/etc') } } },
    event: push('one', 'two'),
    checkout: { config: { 'core.symlinks': 'false' } },
    expected: { base: before, skipped: { 'c/l.yml': LINK, 'c/out': LINK } },
  },
  'of a repository with SHA-256': {
    ...usual,
    objectFormat: 'sha256',
    expected: { base: before, integration: ['2 changed', '-3 deleted'] },
  },
};
