import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../emulator/server.ts';
import { OUTPUT_NAMES } from '../src/report/outputs.ts';
import { VERSION } from '../src/version.ts';
import { ConfigRepository } from './support/config-repository.ts';
import { GitHubApiServer } from './support/github-api.ts';
import { clearFolders, folder, type StepTaken, SUMMARY, take } from './support/in-process.ts';

/** The whole action in this process; `action/action.test.ts` has the bundle. */

const TOKEN = 'a-token-that-nobody-has';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  clearFolders();
});

async function hood(): Promise<Emulator> {
  const emulator = await startEmulator({ tokens: [TOKEN], badIds: ['13'] });
  closers.push(() => emulator.close());
  return emulator;
}

function repository(): ConfigRepository {
  const made = new ConfigRepository();
  closers.push(() => made.remove());
  return made;
}

/** What holds for every step that could write its files. */
function checked(step: StepTaken): StepTaken {
  expect(Object.keys(step.outputs).toSorted()).toEqual([...OUTPUT_NAMES].toSorted());
  expect(step.report).toMatchObject({ version: 1, result: step.outputs['result'] });
  expect(step.summary).toMatch(/^### /);
  expect(step.log.startsWith(`::add-mask::${TOKEN}\n`)).toBe(step.log.includes(TOKEN));
  expect(
    [
      step.log.replaceAll(`::add-mask::${TOKEN}\n`, ''),
      step.summary,
      JSON.stringify(step.report),
      JSON.stringify(step.outputs),
    ].filter((text) => text.includes(TOKEN)),
  ).toEqual([]);
  return step;
}

describe('a step', () => {
  it('sends what is listed, and succeeds', async () => {
    const emulator = await hood();
    const step = checked(
      await take({
        inputs: { token: ` ${TOKEN}\n`, integration: '7, 5', conversion: '6', 'api-url': `${emulator.url}/` },
      }),
    );
    expect(step.succeeded).toBe(true);
    expect(emulator.requests.map(({ body }) => body)).toEqual([
      { resync: { integration: ['5', '7'], conversion: ['6'] } },
    ]);
    expect(emulator.requests[0]?.headers?.['user-agent'] ?? `hood-resync/${VERSION}`).toBe(`hood-resync/${VERSION}`);
    expect(step.outputs).toMatchObject({
      result: 'synced',
      integration: '["5","7"]',
      conversion: '["6"]',
      'request-count': '1',
    });
    expect(step.log).toMatch(/^Synced 2 integrations and 1 conversion \(1 request, .*\)\.$/m);
  });

  it('sends what a push changed, and links it', async () => {
    const emulator = await hood();
    const made = repository();
    const before = made.commit({ 'c/a.yml': 'id: 1\n', 'c/b.yml': 'id: 2\n' });
    const after = made.commit({ 'c/b.yml': 'id: 2\nx: 1\n' });
    const step = checked(
      await take({
        inputs: { token: TOKEN, integration: 'c/**', 'api-url': emulator.url },
        workspace: made.root,
        event: {
          ref: 'refs/heads/main',
          before,
          after,
          created: false,
          deleted: false,
          forced: false,
          repository: { default_branch: 'main' },
        },
        env: { GITHUB_SHA: after, GITHUB_REF: 'refs/heads/main' },
      }),
    );
    expect(step.outputs).toMatchObject({
      result: 'synced',
      integration: '["2"]',
      'skipped-count': '0',
      base: before,
      head: after,
    });
    expect(step.log).toContain(`Head: ${after}\nBase: ${before}, `);
    expect(step.log).toMatch(/^integration 2 changed \(c\/b\.yml:1\)$/m);
    expect(step.summary).toContain(`https://github.com/acme/marketing-config/commit/${before}`);
  });

  it('links nothing that is not what it should be', async () => {
    const made = repository();
    const head = made.commit({ 'c/a.yml': 'id: 1\n' });
    const inputs = { integration: 'c/**', base: 'none', 'dry-run': 'true' };
    const linked = await take({ inputs, workspace: made.root, env: { GITHUB_SHA: head } });
    expect(linked.summary).toContain(`(https://github.com/acme/marketing-config/blob/${head}/c/a.yml#L1)`);
    const env = { GITHUB_SERVER_URL: 'https://github.com)](javascript:x' };
    expect((await take({ inputs, workspace: made.root, env: { ...env, GITHUB_SHA: head } })).summary).not.toContain(
      '](',
    );
    // Without a checkout of its own the run knows the commit by GITHUB_SHA alone.
    const named = { integration: '@ids.txt', 'dry-run': 'true' };
    made.write({ 'ids.txt': '7' });
    const listed = await take({ inputs: named, workspace: made.root, env: { GITHUB_SHA: head } });
    expect(listed.summary).toContain(`/blob/${head}/ids.txt`);
    const odd = await take({ inputs: named, workspace: made.root, env: { GITHUB_SHA: 'x)](https://evil.example' } });
    expect(odd.summary).toContain('ids.txt');
    expect(odd.summary).not.toContain('](');
    expect(odd.summary).not.toContain('evil.example');
  });

  it('without a checkout reads the commit of the event through GitHub\u2019s API', async () => {
    const made = repository();
    const before = made.commit({ 'c/a.yml': 'things:\n- {key: 1}\n- {key: 2}\n', 'c/b.yml': 'things: [{key: 3}]' });
    const after = made.commit({ 'c/a.yml': 'things:\n- {key: 1}\n- {key: 2, x: 1}\n', 'c/b.yml': null });
    const github = await GitHubApiServer.start({ root: made.root });
    closers.push(() => github.close());
    const step = checked(
      await take({
        inputs: {
          integration: 'c/**',
          'id-path': '$.things[*].key',
          'dry-run': 'true',
          'github-token': 'ghs_loopbackOnly',
        },
        event: {
          ref: 'refs/heads/main',
          before,
          after,
          created: false,
          deleted: false,
          forced: false,
          repository: { default_branch: 'main' },
        },
        env: {
          GITHUB_SHA: after,
          GITHUB_REF: 'refs/heads/main',
          GITHUB_REPOSITORY: GitHubApiServer.REPOSITORY,
          GITHUB_API_URL: github.url,
        },
      }),
    );
    expect(step.outputs).toMatchObject({
      result: 'planned',
      integration: '["2"]',
      'skipped-count': '2',
      base: before,
      head: after,
    });
    expect(step.log).toMatch(/^integration: .*1 deleted, left alone/m);
  });

  it('outside a runner works in the folder that it is started in', async () => {
    const step = checked(
      await take({
        inputs: { integration: '7', conversion: '@no-such-list', 'dry-run': 'true' },
        env: { GITHUB_WORKSPACE: '', GITHUB_API_URL: '' },
      }),
    );
    expect(step.log).toMatch(/^::error.*"@no-such-list" does not exist/m);
  });

  it('that has one id refused reports which, and fails', async () => {
    const emulator = await hood();
    const step = checked(await take({ inputs: { token: TOKEN, conversion: '12 13 14', 'api-url': emulator.url } }));
    expect(step.succeeded).toBe(false);
    expect(step.outputs).toMatchObject({ result: 'partial', conversion: '["12","14"]', 'failed-conversion': '["13"]' });
    expect(step.log).toMatch(/^::error title=Hood refused conversion 13/m);
  });

  it('of a dry run plans without a token, and names at most 200 objects in the log', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => index + 1);
    const step = checked(await take({ inputs: { integration: JSON.stringify(ids), 'dry-run': 'true' } }));
    expect(step.succeeded).toBe(true);
    expect(step.outputs).toMatchObject({
      result: 'planned',
      integration: JSON.stringify(ids.map(String)),
      'request-count': '0',
    });
    expect(step.log).toMatch(/^integration 200 listed$/m);
    expect(step.log).not.toMatch(/^integration 201 /m);
    expect(step.log).toMatch(/^… and 50 more; the report lists them all\.$/m);
  });

  it('with nothing to sync does as it is told: succeeds, warns or fails', async () => {
    const made = repository();
    const head = made.commit({ 'c/a.yml': 'id: 1\n' });
    const inputs = { token: TOKEN, integration: 'c/*.json' };
    const steps = [];
    for (const wish of ['ignore', 'warn', 'error']) {
      steps.push(
        checked(
          await take({
            inputs: { ...inputs, base: 'none', 'if-nothing-to-sync': wish },
            workspace: made.root,
            env: { GITHUB_SHA: head },
          }),
        ),
      );
    }
    expect(steps.map(({ outputs }) => outputs['result'])).toEqual(Array(3).fill('nothing-to-sync'));
    expect(steps.map(({ succeeded }) => succeeded)).toEqual([true, true, false]);
    expect(steps.map(({ log }) => /^::(warning|error)[^:]*::The inputs led to no id/m.exec(log)?.[1])).toEqual([
      undefined,
      'warning',
      'error',
    ]);
  });

  it('that is cancelled before it began sends nothing, and says so', async () => {
    const emulator = await hood();
    const step = checked(
      await take({ inputs: { token: TOKEN, integration: '7', 'api-url': emulator.url }, cancel: AbortSignal.abort() }),
    );
    expect(step.succeeded).toBe(false);
    expect(step.outputs).toMatchObject({ result: 'cancelled', integration: '[]' });
    expect(emulator.requests).toEqual([]);
  });
});

describe('secrets', () => {
  const ODD = 'odd"token\\with%signs';
  const GITHUB = 'ghs_ofTheRunner1234567890';

  it('are masked first of all, also as JSON and as a URL would hold them', async () => {
    const step = await take({ inputs: { token: ` ${ODD}\n`, 'github-token': ` ${GITHUB} `, integration: '0' } });
    // The toolkit escapes what it prints, and the runner unescapes it.
    const masks = step.log
      .split('\n')
      .filter((line) => line.startsWith('::add-mask::'))
      .map((line) => line.slice('::add-mask::'.length).replaceAll('%25', '%'));
    expect(masks).toEqual([ODD, JSON.stringify(ODD).slice(1, -1), encodeURIComponent(ODD), GITHUB]);
    expect(step.log.indexOf('::error')).toBeGreaterThan(step.log.lastIndexOf('::add-mask::'));
  });

  it('stand in nothing that is told, whichever input they were put into', async () => {
    const step = await take({
      inputs: { token: ODD, 'github-token': GITHUB, integration: `@x${ODD}`, conversion: `@y-${GITHUB}` },
    });
    for (const text of [step.log.replaceAll(/^::add-mask::.*$/gm, ''), step.summary, JSON.stringify(step.report)]) {
      expect(text).toContain('***');
      expect(text).not.toMatch(/odd|ofTheRunner/);
    }
  });
});

describe('what the user has to mend', () => {
  it('is told all at once, and nothing is sent', async () => {
    const step = checked(await take({ inputs: { integration: '0', 'batch-size': 'many' } }));
    expect(step.succeeded).toBe(false);
    expect(step.outputs).toMatchObject({ result: 'failed', 'request-count': '0' });
    expect(step.log.match(/^::error/gm)).toHaveLength(3);
  });

  it('in lists is told before anything is looked for', async () => {
    const step = checked(
      await take({ inputs: { token: TOKEN, integration: '@no-such-list', conversion: '@/etc/hostname' } }),
    );
    expect(step.log).toMatch(/^::error.*"@no-such-list" does not exist/m);
    expect(step.log).toMatch(/^::error.*"@\/etc\/hostname" lies outside the workspace/m);
  });

  it('is a `path` that leads out of the workspace, or to no checkout', async () => {
    const workspace = folder();
    symlinkSync(folder(), path.join(workspace, 'out'));
    mkdirSync(path.join(workspace, 'plain'));
    const inputs = { token: TOKEN, integration: 'c/**' };
    expect((await take({ inputs: { ...inputs, path: 'out' }, workspace })).log).toMatch(
      /^::error.*`path` is "out", which leads out of the workspace/m,
    );
    expect((await take({ inputs: { ...inputs, path: 'plain' }, workspace })).log).toMatch(
      /^::error.*`path` is "plain", but .* is not the folder of a checkout/m,
    );
    expect((await take({ inputs: { ...inputs, path: 'none' }, workspace })).log).toMatch(
      /^::error.*`path` is "none", but/m,
    );
  });

  it('is a missing checkout where no commit is known either', async () => {
    const step = checked(
      await take({ inputs: { token: TOKEN, integration: 'c/**' }, env: { GITHUB_EVENT_PATH: '/no/such/file' } }),
    );
    expect(step.log).toMatch(/^::error.*There is no checkout, and GITHUB_SHA is empty/m);
  });
});

it('what is wrong in a config file is told at its line', async () => {
  const made = repository();
  const head = made.commit({ 'c/a.yml': 'name: x\nid: 007x\n', 'c/b.json': '{"id": 1,}' });
  const step = checked(
    await take({
      inputs: { token: TOKEN, integration: 'c/**', base: 'none' },
      workspace: made.root,
      env: { GITHUB_SHA: head },
    }),
  );
  expect(step.log).toMatch(/^::error.*file=c\/a\.yml,line=2.*::c\/a\.yml:2 has "007x" for an id/m);
  expect(step.log).toMatch(/^::error.*file=c\/b\.json,line=1.*::c\/b\.json:1 is not valid JSON/m);
});

describe('where something cannot be written', () => {
  const inputs = { integration: '7', 'dry-run': 'true' };

  it('the report takes the next name that is free', async () => {
    const step = checked(
      await take({
        inputs,
        before: (files) => writeFileSync(path.join(files, 'temp', 'hood-resync-report.json'), 'of an earlier step'),
      }),
    );
    expect(path.basename(step.outputs['report'] ?? '')).toBe('hood-resync-report-2.json');
    expect(readFileSync(path.join(path.dirname(step.outputs['report'] ?? ''), 'hood-resync-report.json'), 'utf8')).toBe(
      'of an earlier step',
    );
  });

  it('the report goes to the folder for temporary files where the runner names none', async () => {
    const step = await take({ inputs, env: { RUNNER_TEMP: '' } });
    const file = step.outputs['report'] ?? '';
    closers.push(() => rmSync(file));
    expect(path.dirname(file)).toBe(tmpdir());
    expect(step.report).toMatchObject({ result: 'planned' });
  });

  it('a report that is lost fails the step; all else is written', async () => {
    const step = await take({ inputs, before: (files) => rmSync(path.join(files, 'temp'), { recursive: true }) });
    expect(step.succeeded).toBe(false);
    expect(step.outputs).toMatchObject({ result: 'planned', integration: '["7"]', report: '' });
    expect(step.log).toMatch(/^::error.*The report could not be written: ENOENT/m);
    expect(step.summary).toMatch(/^### /);
  });

  it('outputs that are lost fail the step, a summary does not', async () => {
    const lost = await take({ inputs, env: { GITHUB_OUTPUT: '/no/such/folder/output' } });
    expect(lost.succeeded).toBe(false);
    expect(lost.log).toMatch(/^::error.*The outputs could not be written/m);

    const without = await take({ inputs, env: { GITHUB_STEP_SUMMARY: '' } });
    expect(without).toMatchObject({ succeeded: true, summary: '' });
    const readOnly = await take({
      inputs,
      before() {
        rmSync(SUMMARY);
        mkdirSync(SUMMARY);
      },
    });
    expect(readOnly.succeeded).toBe(true);
    expect(readOnly.log).toMatch(/^::warning.*The job summary could not be written/m);
  });
});

describe('a bug of ours', () => {
  const environment = (thrown: unknown) => (env: NodeJS.ProcessEnv) =>
    new Proxy(env, {
      get(target, name) {
        if (name === 'GITHUB_WORKSPACE') throw thrown;
        return Reflect.get(target, name);
      },
    });

  it('is told as what it is; its stack is for the debug log alone, and the step fails', async () => {
    const step = checked(
      await take({
        inputs: { integration: '7', 'dry-run': 'true' },
        environment: environment(new Error('flux')),
        env: { RUNNER_DEBUG: '1' },
      }),
    );
    expect(step.succeeded).toBe(false);
    expect(step.outputs['result']).toBe('failed');
    expect(step.log).toMatch(
      /^::error::The action failed where it should not: flux\. Run again with debug logging on, and report what it shows at https:\/\/github\.com\/ocamba\/hood-resync\/issues\./m,
    );
    expect(step.report).toMatchObject({ result: 'failed', durationMs: expect.any(Number) });
    expect(step.report.durationMs).toBeLessThan(60_000);
    expect(step.log).toMatch(/^::debug::Error: flux/m);
    expect(step.log.replace(/^::debug::.*$/gm, '')).not.toMatch(/^\s+at /m);
  });

  it('shows no stack without debug logging', async () => {
    const inputs = { integration: '7', 'dry-run': 'true' };
    expect((await take({ inputs, environment: environment(new Error('flux')) })).log).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it('may throw anything', async () => {
    const step = checked(
      await take({ inputs: { integration: '7', 'dry-run': 'true' }, environment: environment('flux') }),
    );
    expect(step.log).toMatch(/^::error.*The action failed where it should not: flux\./m);
  });
});

it('the version is that of package.json', () => {
  expect(VERSION).toBe(JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'package.json'), 'utf8')).version);
});
