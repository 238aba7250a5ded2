import { chmod, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GITHUB_TOKEN, type HostileCase, type Outcome, type Place, TOKEN } from './case.ts';

/** Settings of the checkout; `CANARY` stands for the program that leaves a mark when it is run. */
type Settings = readonly (readonly [key: string, value: string])[];

const BEFORE = { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2', '.gitattributes': '* text filter=x diff=x merge=x' };
const AFTER = { ...BEFORE, 'c/b.yml': 'id: 2\nname: new' };

/** What every case here comes to: the same as without the settings. */
const SAME: Pick<HostileCase, 'inputs' | 'before' | 'files' | 'says' | 'result' | 'sent'> = {
  inputs: { integration: 'c/**' },
  before: BEFORE,
  files: AFTER,
  says: /Synced 1 integration/,
  result: 'synced',
  sent: ['2'],
};

async function configure({ git, canary }: Place, settings: Settings): Promise<void> {
  for (const [key, value] of settings) await git('config', '--replace-all', key, value.replaceAll('CANARY', canary));
}

/** A checkout that has all that is asked for. */
const local = (name: string, settings: Settings, more?: (place: Place) => Promise<void>): HostileCase => ({
  ...SAME,
  name: `${name} is not run`,
  async prepare(place) {
    await configure(place, settings);
    await more?.(place);
    // As new as the index, so that git has to look into the files to know whether they are as they were.
    await place.run('touch', '--date=now', 'c/a.yml', 'c/b.yml', '.git/index');
    return undefined;
  },
});

/** Makes the checkout one of depth 1, whose base has to be fetched from a repository in the folder outside. */
async function makeShallow({ workspace, outside, run }: Place): Promise<string> {
  const origin = path.join(outside, 'origin');
  const clone = path.join(outside, 'clone');
  await run('git', 'clone', '--quiet', '--bare', workspace, origin);
  await run('git', '-C', origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  await run('git', 'clone', '--quiet', '--depth=1', `file://${origin}`, clone);
  await rm(path.join(workspace, '.git'), { recursive: true });
  await rename(path.join(clone, '.git'), path.join(workspace, '.git'));
  await rm(clone, { recursive: true });
  return origin;
}

/** A checkout of depth 1, where the base has to be fetched; where that is not possible, GitHub's API gives it. */
const fetching = (
  name: string,
  settings: Settings,
  more?: (place: Place, origin: string) => Promise<void>,
): HostileCase => ({
  ...SAME,
  name: `${name} is not run by a fetch`,
  github: {},
  async prepare(place) {
    const origin = await makeShallow(place);
    await configure(place, settings);
    await more?.(place, origin);
    return { githubRoot: origin };
  },
  exempt: { 'workspace untouched': 'a fetch brings objects' },
});

/** By these a fetch authenticates, so they are run; of the token they get nothing. */
const permitted = (name: string, settings: Settings, why: string): HostileCase => ({
  ...fetching(name, settings),
  name: `${name} is run by a fetch, since ${why}, and finds no secret in its environment`,
  env: { ELSEWHERE: `--token=${TOKEN}`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-s3cret', GIT_TRACE_CURL: '1' },
  exempt: { 'workspace untouched': 'a fetch brings objects', canary: why },
  check: expectCleanEnvironment,
});

async function expectCleanEnvironment({ place }: Outcome): Promise<void> {
  const environment = await readFile(path.join(place.outside, 'environment-of-canary'), 'utf8');
  for (const secret of [TOKEN, GITHUB_TOKEN, 'INPUT_', 'runner-s3cret', 'GIT_TRACE']) {
    if (environment.includes(secret)) throw new Error(`the environment of the program holds ${secret}`);
  }
}

const HOOKS = [
  ...['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'pre-auto-gc', 'post-checkout', 'post-merge'],
  ...['applypatch-msg', 'pre-commit', 'post-rewrite', 'proc-receive', 'update', 'pre-receive', 'post-update'],
];

async function hooks(folder: string, canary: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const hook of HOOKS) {
    await copyFile(canary, path.join(folder, hook));
    await chmod(path.join(folder, hook), 0o755);
  }
}

/** An HTTP server that asks for a password, which makes git look for a program that knows one. */
const ASKING = 'http://127.0.0.1:9/acme/config.git';

export const GIT: readonly HostileCase[] = [
  local('a hook of the checkout', [], ({ workspace, canary }) => hooks(path.join(workspace, '.git/hooks'), canary)),
  local('a hook of `core.hooksPath`', [['core.hooksPath', 'hooks']], ({ workspace, canary }) =>
    hooks(path.join(workspace, '.git/../hooks'), canary),
  ),
  local('`core.fsmonitor`', [['core.fsmonitor', 'CANARY']]),
  local('`core.fsmonitor` of version 1', [
    ['core.fsmonitor', 'CANARY'],
    ['core.fsmonitorHookVersion', '1'],
  ]),
  local('`diff.external`', [
    ['diff.external', 'CANARY'],
    ['diff.x.command', 'CANARY'],
    ['diff.trustExitCode', 'true'],
  ]),
  local('`diff.x.textconv`', [
    ['diff.x.textconv', 'CANARY'],
    ['diff.x.cachetextconv', 'true'],
    ['diff.x.binary', 'true'],
  ]),
  local('`filter.x.clean`', [['filter.x.clean', 'CANARY']]),
  local('`filter.x.clean`, required', [
    ['filter.x.clean', 'CANARY'],
    ['filter.x.required', 'true'],
  ]),
  local('`filter.x.smudge`', [['filter.x.smudge', 'CANARY']]),
  local('`filter.x.process`', [
    ['filter.x.process', 'CANARY'],
    ['filter.x.required', 'true'],
  ]),
  local('a filter with a `=` in its name', [['filter.a=b.c.clean', 'CANARY']], ({ workspace }) =>
    writeFile(path.join(workspace, '.git/info/attributes'), '* filter=a=b.c\n'),
  ),
  local(
    'a filter of `core.attributesFile`',
    [
      ['core.attributesFile', 'a.txt'],
      ['filter.y.clean', 'CANARY'],
    ],
    ({ workspace }) => writeFile(path.join(workspace, '.git/info/attributes'), '* filter=y\n'),
  ),
  local('a filter of `include.path`', [['include.path', 'more']], ({ workspace, canary }) =>
    writeFile(
      path.join(workspace, '.git/more'),
      `[filter "x"]\n\tclean = ${canary}\n[core]\n\tfsmonitor = ${canary}\n`,
    ),
  ),
  local("a filter of a work tree's own settings", [['extensions.worktreeConfig', 'true']], ({ workspace, canary }) =>
    writeFile(
      path.join(workspace, '.git/config.worktree'),
      `[filter "x"]\n\tclean = ${canary}\n[core]\n\tfsmonitor = ${canary}\n`,
    ),
  ),
  local('`core.pager`', [
    ['core.pager', 'CANARY'],
    ['pager.ls-files', 'CANARY'],
    ['pager.config', 'CANARY'],
    ['pager.rev-list', 'true'],
  ]),
  local('`core.editor`', [
    ['core.editor', 'CANARY'],
    ['sequence.editor', 'CANARY'],
  ]),
  local(
    '`alias.*`',
    ['diff-index', 'diff-files', 'ls-files', 'ls-tree', 'cat-file', 'rev-parse', 'config', 'merge-base'].map(
      (name) => [`alias.${name}`, '!CANARY'] as const,
    ),
  ),
  local('`gpg.program`', [
    ['gpg.program', 'CANARY'],
    ['gpg.ssh.program', 'CANARY'],
    ['log.showSignature', 'true'],
    ['commit.gpgsign', 'true'],
  ]),
  local('`merge.x.driver`', [
    ['merge.x.driver', 'CANARY %A'],
    ['mergetool.x.cmd', 'CANARY'],
  ]),
  local('`uploadpack.packObjectsHook`', [['uploadpack.packObjectsHook', 'CANARY']]),
  local('`credential.helper`', [
    ['credential.helper', '!CANARY'],
    ['core.askPass', 'CANARY'],
  ]),
  local('`trace2`', [
    ['trace2.eventTarget', '/dev/stderr'],
    ['core.trace', '1'],
  ]),
  {
    ...local('the setting of a submodule', []),
    async prepare({ workspace, canary, run, git }) {
      const inner = path.join(workspace, 'c/inner');
      await run('git', 'init', '--quiet', inner);
      await run(
        'git',
        '-C',
        inner,
        '-c',
        'user.name=x',
        '-c',
        'user.email=x',
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        'x',
      );
      await git('add', 'c/inner');
      await run('git', '-C', inner, 'config', 'core.fsmonitor', canary);
      await git('config', 'submodule.c/inner.update', `!${canary}`);
      return undefined;
    },
    says: /Synced 1 integration/,
  },
  {
    ...SAME,
    name: '`core.worktree` leads to no other folder',
    async prepare({ git, outside }) {
      await mkdir(path.join(outside, 'c'));
      await writeFile(path.join(outside, 'c/secret.yml'), 'id: 666');
      await git('config', 'core.worktree', outside);
      return undefined;
    },
    check: ({ log }) => expectNothingOf(log, 'secret'),
  },
  {
    ...SAME,
    name: '`core.bare` makes no difference',
    async prepare({ git }) {
      await git('config', 'core.bare', 'true');
      return undefined;
    },
  },
  ...(
    [
      ['file', async (workspace, elsewhere) => writeFile(path.join(workspace, '.git'), `gitdir: ${elsewhere}\n`)],
      ['link', async (workspace, elsewhere) => symlink(elsewhere, path.join(workspace, '.git'))],
    ] as readonly (readonly [string, (workspace: string, elsewhere: string) => Promise<void>])[]
  ).map(
    ([kind, point]): HostileCase => ({
      ...SAME,
      name: `a \`.git\` that is a ${kind} and leads out of the workspace is refused`,
      async prepare({ workspace, outside }) {
        const elsewhere = path.join(outside, 'repository');
        await rename(path.join(workspace, '.git'), elsewhere);
        await point(workspace, elsewhere);
        return undefined;
      },
      says: /keeps its repository outside the workspace, in .*\/outside\/repository, and nothing is read from there/,
      result: 'failed',
      sent: [],
    }),
  ),
  {
    ...SAME,
    name: 'a `.git` that is a broken file is refused',
    async prepare({ workspace }) {
      await rm(path.join(workspace, '.git'), { recursive: true });
      await writeFile(path.join(workspace, '.git'), 'gitdir: \n::error::x\n##[error]y\n');
      return undefined;
    },
    says: /has no commit that can be read \(git: fatal: [^\n]*\)\. Check it out with actions\/checkout/,
    result: 'failed',
    sent: [],
  },
  {
    ...SAME,
    name: 'settings that are none are refused',
    async prepare({ workspace }) {
      await writeFile(path.join(workspace, '.git/config'), '[core\n::error::x\n');
      return undefined;
    },
    says: /has no commit that can be read \(git: fatal: bad config line 1/,
    result: 'failed',
    sent: [],
  },
  {
    ...SAME,
    name: 'objects that are broken are an error',
    async prepare({ workspace, run }) {
      await run('sh', '-c', `find ${workspace}/.git/objects -type f -exec chmod u+w {} + -exec truncate -s 3 {} +`);
      return undefined;
    },
    says: /has no commit that can be read/,
    result: 'failed',
    sent: [],
  },
  {
    ...SAME,
    name: 'replaced objects count as what they replace',
    async prepare({ git }) {
      const head = await git('rev-parse', 'HEAD');
      await git('replace', head, await git('rev-parse', 'HEAD~1'));
      return undefined;
    },
  },
  {
    ...SAME,
    name: 'refs that look like options and like the base are not taken for it',
    async prepare({ git }) {
      const before = await git('rev-parse', 'HEAD~1');
      const head = await git('rev-parse', 'HEAD');
      // A branch that is called like the commit that is the base.
      await git('update-ref', `refs/heads/${before}`, head);
      await git('update-ref', 'refs/heads/--output=x', head);
      return undefined;
    },
  },

  fetching('`remote.origin.uploadpack`', [['remote.origin.uploadpack', 'CANARY']]),
  fetching('`remote.origin.vcs`', [['remote.origin.vcs', 'ext']], async ({ git, canary }) => {
    await git('config', 'remote.origin.url', `${canary} %S`);
  }),
  fetching(
    'an `ext::` address',
    [
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
    ],
    async ({ git, canary }) => {
      await git('config', 'remote.origin.url', `ext::${canary}`);
    },
  ),
  fetching('`url.*.insteadOf` with `ext::`', [
    ['url.ext::CANARY .insteadOf', 'file://'],
    ['protocol.ext.allow', 'always'],
  ]),
  fetching('an address of a transport of its own', [['remote.origin.url', 'fd::17']]),
  fetching('an address that looks like an option', [], async ({ git, canary }) => {
    await git('config', 'remote.origin.url', `--upload-pack=${canary}`);
  }),
  fetching('an address of ssh that looks like an option', [['core.sshCommand', 'true']], async ({ git, canary }) => {
    await git('config', 'remote.origin.url', `ssh://-oProxyCommand=${canary}/x`);
  }),
  fetching('`core.gitProxy`', [['core.gitProxy', 'CANARY']], async ({ git }) => {
    await git('config', 'remote.origin.url', 'git://127.0.0.1/x');
  }),
  fetching('`core.askPass`', [['core.askPass', 'CANARY']], async ({ git }) => {
    await git('config', 'remote.origin.url', ASKING);
  }),
  fetching(
    '`core.alternateRefsCommand`',
    [['core.alternateRefsCommand', 'CANARY']],
    async ({ workspace, outside, run }) => {
      await run(
        'git',
        'clone',
        '--quiet',
        '--bare',
        '--depth=1',
        `file://${outside}/origin`,
        path.join(outside, 'alternate'),
      );
      await writeFile(path.join(workspace, '.git/objects/info/alternates'), path.join(outside, 'alternate/objects\n'));
    },
  ),
  fetching(
    'a hook',
    [
      ['core.hooksPath', 'hooks'],
      ['fetch.recurseSubmodules', 'true'],
      ['gc.auto', '1'],
      ['maintenance.auto', 'true'],
      ['fetch.writeCommitGraph', 'true'],
    ],
    ({ workspace, canary }) => hooks(path.join(workspace, 'hooks'), canary),
  ),
  fetching(
    'the program of a remote that promised objects',
    [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'evil'],
      ['remote.evil.promisor', 'true'],
      ['remote.evil.partialclonefilter', 'blob:none'],
      ['remote.evil.uploadpack', 'CANARY'],
    ],
    async ({ git, outside }) => {
      await git('config', 'remote.evil.url', `file://${outside}/origin`);
    },
  ),
  permitted(
    '`core.sshCommand`',
    [
      ['remote.origin.url', 'ssh://git@127.0.0.1/acme/config.git'],
      ['core.sshCommand', 'CANARY'],
    ],
    'actions/checkout sets it for its `ssh-key`',
  ),
];

function expectNothingOf(log: string, text: string): void {
  if (log.includes(text)) throw new Error(`the log holds ${text}`);
}
