import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { runStep, type Step, type StepResult } from '../../scripts/runner.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { onPosix } from '../support/platform.ts';

/** The bundle as a child process, driven as the runner drives it, over HTTP on loopback. */

jest.setTimeout(30_000);

const TOKEN = 'secret-token-1f9a7c';
/** All outputs of the contract. */
const OUTPUTS = [
  'result',
  'integration',
  'conversion',
  'failed-integration',
  'failed-conversion',
  'synced-count',
  'failed-count',
  'skipped-count',
  'request-count',
  'base',
  'head',
  'report',
];

let repository: ConfigRepository | undefined;
const emulators: Emulator[] = [];
afterEach(async () => {
  repository?.remove();
  repository = undefined;
  await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
});

async function hood(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ tokens: [TOKEN], ...options });
  emulators.push(emulator);
  return emulator;
}

/** Runs a step, and checks what holds for every step whatever it does. */
async function act(emulator: Emulator, inputs: Record<string, string>, step: Partial<Step> = {}): Promise<StepResult> {
  repository ??= new ConfigRepository();
  const result = await runStep({
    workspace: repository.root,
    inputs: { token: TOKEN, 'api-url': emulator.url, ...inputs },
    ...step,
  });
  expect(Object.keys(result.outputs).sort()).toEqual([...OUTPUTS].sort());
  const report = readFileSync(result.outputs['report'] as string, 'utf8');
  expect(path.dirname(result.outputs['report'] as string)).toBe(result.temp);
  expect(JSON.parse(report)).toMatchObject({ version: 1, result: result.outputs['result'] });
  expect(result.summary).not.toBe('');
  // The token is in no byte that is written, but in the command that masks it.
  const written = [
    result.log.replaceAll(`::add-mask::${TOKEN}\n`, ''),
    report,
    result.summary,
    JSON.stringify(result.outputs),
  ];
  expect(written.filter((text) => text.includes(TOKEN))).toEqual([]);
  expect(result.log).not.toMatch(/^\s+at .*\(?.*:\d+:\d+\)?$/m);
  return result;
}

const bodies = (emulator: Emulator) => emulator.requests.map(({ body }) => body);
const reportOf = (result: StepResult) => JSON.parse(readFileSync(result.outputs['report'] as string, 'utf8'));

describe('a push', () => {
  const push = (before: string, after: string): Partial<Step> => ({
    sha: after,
    event: {
      ref: 'refs/heads/main',
      before,
      after,
      created: false,
      deleted: false,
      forced: false,
      repository: { default_branch: 'main' },
    },
  });
  const twelve = (): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: 12 }, (_, i) =>
        i % 2 === 0
          ? [`config/integrations/${i + 1}.yml`, `id: ${1000 + i}\nname: ${i}\n`]
          : [`config/conversions/${i + 1}.json`, `{"id": "${1000 + i}", "name": "${i}"}`],
      ),
    );

  it('that changes 2 of 12 config files sends one request with exactly their ids', async () => {
    repository = new ConfigRepository();
    const before = repository.commit(twelve());
    const after = repository.commit({
      'config/integrations/3.yml': 'id: 1002\nname: new\n',
      'config/conversions/4.json': '{"id": "1003", "name": "new"}',
    });
    const emulator = await hood();
    const result = await act(
      emulator,
      { integration: 'config/integrations/**', conversion: 'config/conversions/**' },
      push(before, after),
    );
    expect(result.status).toBe(0);
    expect(bodies(emulator)).toEqual([{ resync: { integration: ['1002'], conversion: ['1003'] } }]);
    expect(result.outputs).toMatchObject({
      result: 'synced',
      integration: '["1002"]',
      conversion: '["1003"]',
      'failed-integration': '[]',
      'failed-conversion': '[]',
      'synced-count': '2',
      'failed-count': '0',
      'request-count': '1',
      base: before,
      head: after,
    });
    expect(reportOf(result)).toMatchObject({
      base: { sha: before, source: '`before` of the push' },
      head: { sha: after },
      objects: [
        {
          type: 'integration',
          id: '1002',
          status: 'synced',
          reason: 'changed',
          sources: [{ path: 'config/integrations/3.yml', line: 1 }],
        },
        {
          type: 'conversion',
          id: '1003',
          status: 'synced',
          reason: 'changed',
          sources: [{ path: 'config/conversions/4.json', line: 1 }],
        },
      ],
      requests: { total: 1, accepted: 1, rejected: 0, retried: 0, throttled: 0 },
    });
  });

  it('that changes nothing for Hood sends nothing', async () => {
    repository = new ConfigRepository();
    const before = repository.commit(twelve());
    const after = repository.commit({
      'config/integrations/3.yml': '# a comment\nname: 2\nid: 1002\n',
      'README.md': 'x',
    });
    const emulator = await hood();
    const inputs = { integration: 'config/integrations/**' };
    const result = await act(emulator, inputs, push(before, after));
    expect([result.status, result.outputs['result'], emulator.requests.length]).toEqual([0, 'nothing-to-sync', 0]);
    const strict = await act(emulator, { ...inputs, 'if-nothing-to-sync': 'error' }, push(before, after));
    expect([strict.status, strict.outputs['result'], emulator.requests.length]).toEqual([1, 'nothing-to-sync', 0]);
    const warning = await act(emulator, { ...inputs, 'if-nothing-to-sync': 'warn' }, push(before, after));
    expect([warning.status, warning.log.includes('::warning')]).toEqual([0, true]);
  });

  it('whose base cannot be read is an error, never "nothing changed"', async () => {
    repository = new ConfigRepository();
    const after = repository.commit(twelve());
    const emulator = await hood();
    const result = await act(emulator, { integration: 'config/**' }, push('1'.repeat(40), after));
    expect([result.status, result.outputs['result'], emulator.requests.length]).toEqual([1, 'failed', 0]);
    expect(result.log).toMatch(/::error.*1{40}/);
    const named = await act(emulator, { integration: 'config/**', base: 'no-such-ref' }, push(after, after));
    expect([named.status, emulator.requests.length]).toEqual([1, 0]);
    expect(named.log).toMatch(/::error.*no-such-ref/);
  });

  it('without a readable payload is an error where the base depends on it, and only there', async () => {
    repository = new ConfigRepository();
    const sha = repository.commit(twelve());
    const emulator = await hood();
    const step = { sha, env: { GITHUB_EVENT_PATH: '/nowhere.json' } };
    const byEvent = await act(emulator, { integration: 'config/**' }, step);
    expect([byEvent.status, emulator.requests.length]).toEqual([1, 0]);
    expect(byEvent.log).toMatch(/::error.*GITHUB_EVENT_PATH/);
    expect((await act(emulator, { integration: 'config/**', base: 'none' }, step)).outputs['result']).toBe('synced');
  });

  it('in a dry run is a plan: no request, no token needed', async () => {
    repository = new ConfigRepository();
    const before = repository.commit(twelve());
    const after = repository.commit({ 'config/integrations/3.yml': 'id: 1002\nname: new\n' });
    const emulator = await hood();
    const result = await act(emulator, { integration: 'config/**', token: '', 'dry-run': 'true' }, push(before, after));
    expect(result.status).toBe(0);
    expect(emulator.requests).toEqual([]);
    expect(result.outputs).toMatchObject({
      result: 'planned',
      integration: '["1002"]',
      'synced-count': '0',
      'request-count': '0',
    });
  });
});

describe('entries', () => {
  it('ids are sent as they are', async () => {
    const emulator = await hood();
    const result = await act(emulator, { integration: '1628 1001' });
    expect(result.status).toBe(0);
    expect(bodies(emulator)).toEqual([{ resync: { integration: ['1001', '1628'] } }]);
  });

  it('by hand, every file that a glob matches counts', async () => {
    repository = new ConfigRepository();
    const sha = repository.commit({
      'c/a.yml': 'id: 17236162066430100298',
      'c/b.json': '{"id": 17236162066430100299}',
    });
    const emulator = await hood();
    const result = await act(
      emulator,
      { conversion: 'c/**' },
      { eventName: 'workflow_dispatch', event: { inputs: {} }, sha },
    );
    expect(bodies(emulator)).toEqual([{ resync: { conversion: ['17236162066430100298', '17236162066430100299'] } }]);
    expect(result.outputs).toMatchObject({ result: 'synced', base: '', head: sha });
  });

  it('a pull request is compared with the first parent of its merge commit', async () => {
    repository = new ConfigRepository();
    repository.commit({ 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    const head = repository.commit({ 'c/a.yml': 'id: 1\nn: x' });
    repository.git('checkout', '--quiet', 'main');
    const main = repository.commit({ 'c/b.yml': 'id: 2\nn: x' });
    repository.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'feature');
    const merge = repository.git('rev-parse', 'HEAD');
    const emulator = await hood();
    const result = await act(
      emulator,
      { integration: 'c/**' },
      {
        eventName: 'pull_request',
        ref: 'refs/pull/1/merge',
        sha: merge,
        event: {
          action: 'synchronize',
          number: 1,
          pull_request: { head: { sha: head }, base: { sha: main, ref: 'main' } },
          repository: { default_branch: 'main' },
        },
      },
    );
    expect(bodies(emulator)).toEqual([{ resync: { integration: ['1'] } }]);
    expect(result.outputs['base']).toBe(main);
  });
});

describe('a mistake in the inputs sends nothing, says what to do, and sets all outputs', () => {
  it.each([
    ['no entries', { integration: ' ', conversion: '# none' }, /::error.*are both empty/],
    ['no token', { integration: '1', token: '' }, /::error.*`token` is empty.*Dependabot.*dry-run/],
    ['a short token', { integration: '1', token: 'abc' }, /::error.*`token` has 3 characters/],
    ['a bad glob', { integration: 'config/{a,b' }, /::error.*"config\/\{a.*without its \}/],
    ['a path that does not exist', { integration: 'config/nope.yml' }, /::error.*"config\/nope\.yml" is neither/],
    ['escaped JSON', { integration: '[\\"a\\"]' }, /::error.*escape_json/],
    ['http to another host', { integration: '1', 'api-url': 'http://api.ocamba.com' }, /::error.*`api-url`/],
  ])('%s', async (_, inputs, message) => {
    repository = new ConfigRepository();
    const sha = repository.commit({ 'a.yml': 'id: 1' });
    const emulator = await hood();
    const result = await act(emulator, inputs, { eventName: 'workflow_dispatch', sha });
    expect(result.status).toBe(1);
    expect(emulator.requests).toEqual([]);
    expect(result.log).toMatch(message);
    expect(result.outputs).toMatchObject({
      result: 'failed',
      integration: '[]',
      'failed-integration': '[]',
      'request-count': '0',
    });
  });

  it('several at once', async () => {
    const emulator = await hood();
    const result = await act(emulator, {
      integration: '0',
      'batch-size': '0',
      'dry-run': 'maybe',
      'max-attempts': '99',
    });
    expect(result.log.match(/^::error/gm)).toHaveLength(4);
  });

  it('config files without an id, annotated at their lines, all at once', async () => {
    repository = new ConfigRepository();
    const sha = repository.commit({ 'c/a.yml': 'name: x', 'c/b.yml': '- id: 1\n- name: y\n', 'c/ok.yml': 'id: 5' });
    const emulator = await hood();
    const result = await act(emulator, { integration: 'c/**' }, { eventName: 'schedule', sha });
    expect([result.status, emulator.requests.length]).toEqual([1, 0]);
    expect(result.log).toMatch(/::error [^\n]*file=c\/a\.yml,line=1/);
    expect(result.log).toMatch(/::error [^\n]*file=c\/b\.yml,line=2/);
  });
});

describe('faults of the way to Hood', () => {
  it('500 twice, then 204: tried again, accepted', async () => {
    const emulator = await hood({ faults: ['500', '500'] });
    const result = await act(emulator, { integration: '1' });
    expect([result.status, result.outputs['request-count']]).toEqual([0, '3']);
    expect(reportOf(result)).toMatchObject({ requests: { total: 3, accepted: 1, retried: 2 } });
  });

  it('a reset connection: tried again, accepted', async () => {
    const emulator = await hood({ faults: ['reset'] });
    const result = await act(emulator, { integration: '1' });
    expect([result.status, result.outputs['result']]).toEqual([0, 'synced']);
  });

  it('a truncated answer: tried again, never a false success', async () => {
    const emulator = await hood({ faults: ['truncate'] });
    expect((await act(emulator, { integration: '1' })).outputs['result']).toBe('synced');
    const broken = await hood({ faults: () => 'truncate' });
    const result = await act(broken, { integration: '1', 'max-attempts': '1' });
    expect([result.status, result.outputs['result'], result.outputs['failed-integration']]).toEqual([
      1,
      'failed',
      '["1"]',
    ]);
  });

  it('no answer: ended by the deadline, told as not accepted', async () => {
    const emulator = await hood({ faults: () => 'hang' });
    const result = await act(emulator, { integration: '1', 'timeout-minutes': '0.02' });
    expect([result.status, result.outputs['failed-integration']]).toEqual([1, '["1"]']);
    expect(['failed', 'not-sent']).toContain(reportOf(result).objects[0].status);
  });

  it('a redirect: an error, and the token goes nowhere else', async () => {
    const other = await hood();
    const emulator = await hood({ faults: () => `redirect:${other.url}/v1/hood/resync` });
    const result = await act(emulator, { integration: '1' });
    expect([result.status, result.outputs['failed-integration'], other.requests.length]).toEqual([1, '["1"]', 0]);
  });

  it('nobody listens: told, and every id is named', async () => {
    const emulator = await hood();
    await emulator.close();
    emulators.length = 0;
    const result = await act(emulator, { integration: '1 2', 'max-attempts': '2' });
    expect([result.status, result.outputs['result'], result.outputs['failed-integration']]).toEqual([
      1,
      'failed',
      '["1","2"]',
    ]);
  });

  it('a refused token: stopped at once', async () => {
    const emulator = await hood({ tokens: ['another-token'] });
    const result = await act(emulator, { integration: '1 2 3', 'batch-size': '1' });
    expect([result.status, result.outputs['result'], result.outputs['failed-count']]).toEqual([1, 'failed', '3']);
    expect(result.log).toMatch(/::error.*token/);
  });

  it('a server that repeats the token in its message leaks nothing', async () => {
    const emulator = await hood({ faults: () => 'echo-token' });
    const result = await act(emulator, { integration: '1', 'max-attempts': '1' });
    expect(result.status).toBe(1);
  });
});

describe('refused ids', () => {
  it('do not hold back the others, and each one is told at its file and line', async () => {
    repository = new ConfigRepository();
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`c/${i}.yml`, `name: x\nid: ${100 + i}\n`]));
    const sha = repository.commit(files);
    const emulator = await hood({ badIds: ['integration/107'] });
    const result = await act(emulator, { integration: 'c/**' }, { eventName: 'schedule', sha });
    expect([result.status, result.outputs['result'], result.outputs['failed-integration']]).toEqual([
      1,
      'partial',
      '["107"]',
    ]);
    expect(result.outputs['synced-count']).toBe('19');
    expect(reportOf(result).objects.find((object: { id: string }) => object.id === '107')).toMatchObject({
      status: 'rejected',
      error: { status: 400, title: expect.any(String), traceId: expect.any(String) },
    });
    expect(result.log).toMatch(/::error [^\n]*file=c\/7\.yml,line=2/);
    // A last request holds the refused id alone.
    expect(bodies(emulator)).toContainEqual({ resync: { integration: ['107'] } });
  });
});

describe('a cancelled run', () => {
  onPosix('writes outputs, report and summary, and ends soon', async () => {
    const emulator = await hood({ faults: () => 'hang' });
    let interrupt: (() => void) | undefined;
    const running = act(
      emulator,
      { integration: '1 2 3', 'batch-size': '1' },
      {
        onStart: (kill) => {
          interrupt = () => kill('SIGINT');
        },
      },
    );
    while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const cancelled = performance.now();
    interrupt?.();
    const result = await running;
    expect(performance.now() - cancelled).toBeLessThan(6000);
    expect([result.status, result.outputs['result'], result.outputs['failed-count']]).toEqual([1, 'cancelled', '3']);
  });
});

describe('what cannot be written', () => {
  it('keeps nothing else from being written: the summary', async () => {
    const emulator = await hood();
    const { status, outputs, log } = await runStep({
      workspace: tmpdir(),
      inputs: { token: TOKEN, 'api-url': emulator.url, integration: '1' },
      env: { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' },
    });
    expect([status, outputs['result']]).toEqual([0, 'synced']);
    expect(log).toMatch(/::warning.*job summary could not be written/);
    expect(log).toMatch(/Synced 1 integration/);
  });

  it.each([
    ['RUNNER_TEMP', /::error.*The report could not be written/],
    ['GITHUB_OUTPUT', /::error.*The outputs could not be written/],
  ])('is an error without a stack trace: %s', async (name, message) => {
    const emulator = await hood();
    const { status, log } = await runStep({
      workspace: tmpdir(),
      inputs: { token: TOKEN, 'api-url': emulator.url, integration: '1' },
      env: { [name]: '/nowhere/file' },
    });
    expect(status).toBe(1);
    expect(log).toMatch(message);
    expect(log).toMatch(/Synced 1 integration/);
    expect(log).not.toMatch(/^\s+at /m);
  });
});

describe('the log', () => {
  const step = () => {
    repository = new ConfigRepository();
    repository.commit({ 'config/1.yml': 'id: 1628\n', 'config/2.yml': 'id: 1001\n' });
    return { integration: 'config/*.yml\n!config/2.yml', conversion: '7' };
  };

  it('is quiet when all is well', async () => {
    const { log } = await act(await hood(), step(), { eventName: 'schedule' });
    expect(log.replace(/[0-9a-f]{40}|\d+ ms/g, '…')).toBe(
      [
        `::add-mask::${TOKEN}`,
        'Head: …',
        'No base, everything counts: the event `schedule` has nothing to compare with',
        'integration: 1 all',
        'conversion: 1 listed',
        '::group::To sync: 2',
        'integration 1628 all (config/1.yml:1)',
        'conversion 7 listed',
        '::endgroup::',
        'Synced 1 integration and 1 conversion (1 request, …).',
        '',
      ].join('\n'),
    );
  });

  it('with debug logging tells each entry and what it matched, each request and its answer', async () => {
    const { log } = await act(await hood(), step(), { eventName: 'schedule', env: { RUNNER_DEBUG: '1' } });
    for (const line of [
      /^::debug::`conversion`: ids named: 1 \(7\)$/m,
      /^::debug::`integration`: the glob "config\/\*\.yml" matches 2 \(config\/1\.yml, config\/2\.yml\); excluded of them: 1 \(config\/2\.yml\)$/m,
      /^::debug::Request 1: POST \{"resync":\{"integration":\["1628"\],"conversion":\["7"\]\}\}$/m,
      /^::debug::Request 1: 204 after \d+ ms; x-ratelimit-limit: 10; /m,
    ]) {
      expect(log).toMatch(line);
    }
  });
});

it('thousands of problems are told like one', async () => {
  repository = new ConfigRepository();
  repository.commit({ 'many.txt': Array.from({ length: 200_000 }, (_, i) => `0${i}`).join('\n') });
  const result = await act(await hood(), { integration: '@many.txt' });
  expect([result.status, result.log.match(/^::error/gm)?.length]).toEqual([1, 10]);
  expect(result.log).toMatch(/"00" is not an id/);
});

it('a report of an earlier step is not overwritten', async () => {
  const emulator = await hood();
  const first = await act(emulator, { integration: '1' });
  const second = await act(emulator, { integration: '2' }, { env: { RUNNER_TEMP: first.temp } }).catch(
    (error: unknown) => error,
  );
  // `act` looks for the report in its own RUNNER_TEMP; here it is to be in the first one's.
  expect(second).toBeInstanceOf(Error);
  expect(existsSync(first.outputs['report'] as string)).toBe(true);
  expect(JSON.parse(readFileSync(first.outputs['report'] as string, 'utf8')).objects[0].id).toBe('1');
});
