import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HostileCase, Place } from './case.ts';

const FILES = { 'c/a.yml': 'id: 1' };
const SHA = 'a'.repeat(40);

/** An event whose payload is not as GitHub writes it. */
const payload = (
  name: string,
  eventName: string,
  event: unknown,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  inputs: { integration: 'c/**' },
  files: FILES,
  eventName,
  event,
  says,
  ...more,
});

const push = (more: object) => ({
  ref: 'refs/heads/main',
  before: SHA,
  after: SHA,
  created: false,
  deleted: false,
  forced: false,
  repository: { default_branch: 'main' },
  ...more,
});

/** A payload by its bytes. */
const file = (
  name: string,
  content: string | Buffer,
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  ...payload(name, 'push', undefined, says, more),
  async prepare({ outside }) {
    const event = path.join(outside, 'event.json');
    await writeFile(event, content);
    return { env: { GITHUB_EVENT_PATH: event } };
  },
});

const MISSING = /The payload of the event `push` \(GITHUB_EVENT_PATH\) has no `ref`, so the base is not known/;
const NO_SHA = /`(?:before|after)` in the payload of the event `push` must be a full SHA, but is "/;

/** An environment that the runner does not make. */
const environment = (
  name: string,
  env: HostileCase['env'],
  says: HostileCase['says'],
  more: Partial<HostileCase> = {},
): HostileCase => ({
  name,
  env,
  says,
  ...more,
});

/** A payload that is no file. */
const noFile = (name: string, make: (place: Place) => Promise<string>): HostileCase => ({
  name: `whose payload is ${name}`,
  eventName: 'push',
  inputs: { integration: '**' },
  files: { 'a.yml': 'id: 1' },
  async prepare(place) {
    return { env: { GITHUB_EVENT_PATH: await make(place) } };
  },
  says: MISSING,
});

export const EVENTS: readonly HostileCase[] = [
  noFile('a FIFO', async ({ outside, run }) => {
    const fifo = path.join(outside, 'fifo');
    await run('mkfifo', fifo);
    return fifo;
  }),
  noFile('a device', async () => '/dev/zero'),
  noFile('a directory', async ({ outside }) => outside),
  file('a payload that is no JSON', '{"ref": "refs/heads/main",\n::error::x\n##[error]y', MISSING),
  file('a payload that is empty', '', MISSING),
  file('a payload of bytes', Buffer.from([0xff, 0xfe, 0x00]), MISSING),
  file('a payload nested by the ten thousands', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, MISSING),
  file(
    'a payload of 100 MB',
    Buffer.from(`{"ref": "${'x'.repeat(100 * 1024 * 1024)}"}`),
    /`ref` in the payload of the event `push` must be/,
  ),
  file(
    'a payload of members of every object',
    '{"__proto__": {"ref": "refs/heads/main"}, "constructor": {"ref": 1}}',
    MISSING,
  ),
  payload('a payload that is null', 'push', null, MISSING),
  payload('a payload that is a list', 'push', [1, 2], MISSING),
  payload('a payload that is a text', 'push', 'refs/heads/main', MISSING),
  payload(
    'fields of other kinds',
    'push',
    push({ before: 1 }),
    /`before` in the payload of the event `push` must be a full SHA, but is 1\./,
  ),
  payload(
    'a list in the place of a flag',
    'push',
    push({ forced: [] }),
    /`forced` in the payload of the event `push` must be `true` or `false`/,
  ),
  payload('a SHA with an option', 'push', push({ before: '--upload-pack=touch x' }), NO_SHA),
  payload('a SHA with a command behind it', 'push', push({ after: `${SHA}\n::error::x` }), NO_SHA),
  payload('a SHA in capitals', 'push', push({ before: 'A'.repeat(40) }), NO_SHA),
  payload('a SHA with a suffix', 'push', push({ before: `${SHA}^{/x}` }), NO_SHA),
  payload(
    'a ref with a command',
    'push',
    push({ ref: 'refs/heads/x\n::set-output name=a::b' }),
    /`ref` in the payload of the event `push` must be a name/,
  ),
  payload(
    'a ref that is none',
    'push',
    push({ ref: '--exec=x' }),
    /`ref` in the payload of the event `push` must be a branch or tag/,
  ),
  payload(
    'a ref of 100 KB',
    'push',
    push({ ref: `refs/heads/${'x'.repeat(100_000)}` }),
    /`ref` in the payload of the event `push` must be a name/,
  ),
  payload(
    'a default branch that is an option',
    'push',
    push({ before: '0'.repeat(40), ref: 'refs/heads/x', repository: { default_branch: '--upload-pack=touch x' } }),
    /The default branch `--upload-pack=touch x` does not exist/,
    { github: {} },
  ),
  payload(
    'a default branch with a way out of its folder',
    'push',
    push({ before: '0'.repeat(40), ref: 'refs/heads/x', repository: { default_branch: '../../../etc/passwd' } }),
    /The default branch `\.\.\/\.\.\/\.\.\/etc\/passwd` does not exist/,
    { github: {} },
  ),
  payload(
    'a tag with signs of commands',
    'release',
    { release: { tag_name: 'v1\r::error::x' } },
    /`release\.tag_name` in the payload of the event `release` must be a name/,
  ),
  payload(
    'an environment with a line break',
    'deployment',
    { deployment: { id: 1, environment: 'x\n::error::y', sha: SHA } },
    /`deployment\.environment` in the payload of the event `deployment` must be a name, but is "x\\n::error::y"/,
  ),
  payload(
    'a deployment of an id that is none',
    'deployment',
    { deployment: { id: '1; rm', environment: 'x', sha: SHA } },
    /`deployment\.id` in the payload .* must be a whole number/,
  ),
  payload(
    'a run of an id beyond all ids',
    'workflow_run',
    { workflow_run: { id: 1e300, workflow_id: 1, event: 'push', head_sha: SHA } },
    /`workflow_run\.id` in the payload .* must be a whole number/,
  ),
  payload(
    'a pull request from nowhere',
    'pull_request',
    { pull_request: { head: { sha: '../../x' }, base: { sha: SHA } } },
    /`pull_request\.head\.sha` in the payload .* must be a full SHA/,
  ),
  payload(
    'a merge group of options',
    'merge_group',
    { merge_group: { base_sha: '-x', head_sha: SHA } },
    /`merge_group\.\w+` in the payload .* must be a full SHA/,
  ),
  payload('an event with the name of a member of every object', 'constructor', {}, /Synced 1 integration/, {
    result: 'synced',
    sent: ['1'],
  }),
  payload('an event with a command for its name', '::error::x\n##[error]y', {}, /Synced 1 integration/, {
    result: 'synced',
    sent: ['1'],
  }),
  payload('a payload that is not there', 'push', undefined, MISSING, {
    env: { GITHUB_EVENT_PATH: '/nowhere/event.json' },
  }),
  payload('a payload that is a folder', 'push', undefined, MISSING, { env: { GITHUB_EVENT_PATH: '/' } }),
  payload('a `GITHUB_SHA` that is an option', 'schedule', {}, /GITHUB_SHA must be a full SHA, but is "--output=x/, {
    env: { GITHUB_SHA: '--output=x\n::error::y' },
  }),
  payload('a `GITHUB_RUN_ID` that is none', 'schedule', {}, /GITHUB_RUN_ID must be a number, but is "1; rm -rf/, {
    env: { GITHUB_RUN_ID: '1; rm -rf /' },
  }),
  payload(
    'a `GITHUB_REPOSITORY` that is none',
    'workflow_dispatch',
    {},
    /GITHUB_REPOSITORY is "\.\.\/\.\.\\n::error::x"/,
    {
      env: { GITHUB_REPOSITORY: '../..\n::error::x' },
      inputs: { integration: 'c/**', base: 'last-success' },
    },
  ),
  payload('a `GITHUB_API_URL` that is none', 'schedule', {}, /GITHUB_API_URL is "::error::x\\n", which is not a URL/, {
    inputs: { integration: 'c/**', base: 'last-success' },
    env: { GITHUB_API_URL: '::error::x\n' },
  }),
  payload('a `GITHUB_SERVER_URL` with markup', 'schedule', {}, /Synced 1/, {
    env: { GITHUB_SERVER_URL: 'https://x/)<img src=x>[' },
    result: 'synced',
    sent: ['1'],
    check({ summary }) {
      if (summary.includes('<img')) throw new Error('the summary holds markup');
    },
  }),

  environment(
    'no GITHUB_OUTPUT',
    { GITHUB_OUTPUT: undefined },
    [/The outputs could not be written: GITHUB_OUTPUT is not set/, /Synced 1 integration/],
    {
      exempt: { outputs: 'they have no place', report: 'it is found by an output' },
      sent: ['1'],
    },
  ),
  environment(
    'a GITHUB_OUTPUT that does not exist',
    { GITHUB_OUTPUT: '/nowhere/output' },
    [/The outputs could not be written: Missing file at path: \/nowhere\/output/, /Synced 1 integration/],
    {
      exempt: { outputs: 'they have no place', report: 'it is found by an output' },
      sent: ['1'],
    },
  ),
  environment(
    'a GITHUB_OUTPUT that is a folder',
    { GITHUB_OUTPUT: '/' },
    [/The outputs could not be written: EISDIR/, /Synced 1 integration/],
    {
      exempt: { outputs: 'they have no place', report: 'it is found by an output' },
      sent: ['1'],
    },
  ),
  environment(
    'a full disk under GITHUB_OUTPUT',
    { GITHUB_OUTPUT: '/dev/full' },
    [/The outputs could not be written: ENOSPC: no space left on device/, /Synced 1 integration/],
    {
      exempt: { outputs: 'they have no place', report: 'it is found by an output' },
      sent: ['1'],
    },
  ),
  environment('no GITHUB_STEP_SUMMARY', { GITHUB_STEP_SUMMARY: undefined }, /Synced 1 integration/, {
    result: 'synced',
    sent: ['1'],
  }),
  environment(
    'a GITHUB_STEP_SUMMARY that is a folder',
    { GITHUB_STEP_SUMMARY: '/tmp' },
    [/warning: The job summary could not be written: EISDIR/, /Synced/],
    { result: 'synced', sent: ['1'] },
  ),
  environment(
    'a full disk under GITHUB_STEP_SUMMARY',
    { GITHUB_STEP_SUMMARY: '/dev/full' },
    [/warning: The job summary could not be written: ENOSPC/, /Synced/],
    { result: 'synced', sent: ['1'] },
  ),
  environment(
    'a RUNNER_TEMP that does not exist',
    { RUNNER_TEMP: '/nowhere\n::error::x' },
    [/The report could not be written: ENOENT/, /Synced/],
    {
      exempt: { report: 'it has no place' },
      result: 'synced',
      sent: ['1'],
      fails: true,
    },
  ),
  environment(
    'a RUNNER_TEMP that is a file',
    { RUNNER_TEMP: '/etc/passwd' },
    [/The report could not be written: ENOTDIR/, /Synced/],
    {
      exempt: { report: 'it has no place' },
      result: 'synced',
      sent: ['1'],
      fails: true,
    },
  ),
  {
    name: 'a file in the place of the report, which is left alone',
    async prepare({ workspace }) {
      await writeFile(path.join(workspace, 'hood-resync-report.json'), 'of somebody else');
      return { env: { RUNNER_TEMP: workspace } };
    },
    says: /Synced 1 integration/,
    result: 'synced',
    sent: ['1'],
    exempt: { 'workspace untouched': 'the report is written there' },
  },
  environment(
    'a GITHUB_WORKSPACE that does not exist',
    { GITHUB_WORKSPACE: '/nowhere\n::error::x' },
    /has no|There is no checkout|is not|GITHUB_SHA/,
    { inputs: { integration: '*.yml' } },
  ),
  environment(
    'variables of the loader',
    { LD_LIBRARY_PATH: '/nowhere', NODE_PATH: '/nowhere', NODE_NO_WARNINGS: '0' },
    /Synced/,
    { result: 'synced', sent: ['1'] },
  ),
  {
    name: 'GIT_* variables lead git to no other repository',
    inputs: { integration: 'c/**' },
    files: FILES,
    eventName: 'schedule',
    env: {
      GIT_DIR: '/nowhere',
      GIT_WORK_TREE: '/nowhere',
      GIT_INDEX_FILE: '/nowhere',
      GIT_OBJECT_DIRECTORY: '/nowhere',
      GIT_COMMON_DIR: '/nowhere',
      GIT_TRACE: '1',
      GIT_TRACE_SETUP: '1',
    },
    says: /Synced 1 integration/,
    result: 'synced',
    sent: ['1'],
  },
];
