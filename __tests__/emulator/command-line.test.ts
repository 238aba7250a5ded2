import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readCommandLine } from '../../emulator/command-line.ts';
import { FAULT_HELP } from '../../emulator/faults.ts';
import { startEmulator } from '../../emulator/server.ts';
import { WINDOW_DEFAULTS } from '../../emulator/windows.ts';
import { onPosix } from '../support/platform.ts';
import { post, TOKEN } from './post.ts';

describe('the switches', () => {
  it('left out, leave the emulator as it is by default', () => {
    expect(readCommandLine([])).toEqual({
      options: {
        port: 8787,
        tokens: [],
        forbiddenTokens: [],
        windows: WINDOW_DEFAULTS,
        maxInFlight: Number.POSITIVE_INFINITY,
        maxBatch: Number.POSITIVE_INFINITY,
        badIds: [],
        knownIds: [],
        unknownIds: 'accept',
        refusalStatus: 400,
        latencyMs: 0,
        faults: [],
      },
    });
  });

  it('set every option', () => {
    const line =
      '--port 0 --token a --token b --forbidden-token c --burst 5 --steady 50 --anchor first-request --phase 250 ' +
      '--headers steady --reset down --remaining-error=-2 --count-refused --max-in-flight 4 --max-batch 100 ' +
      '--bad-id 1 --bad-id conversion/2 --known-id 3 --unknown-ids refuse --refusal-status 422 --latency 20-200 ' +
      '--fault 500 --fault ok --fault redirect:http://127.0.0.1:9/';
    expect(readCommandLine(line.split(' '))).toEqual({
      options: {
        port: 0,
        tokens: ['a', 'b'],
        forbiddenTokens: ['c'],
        windows: {
          burst: { requests: 5, lengthMs: 1_000 },
          steady: { requests: 50, lengthMs: 60_000 },
          anchor: 'first-request',
          phaseMs: 250,
          headers: 'steady',
          resetRounding: 'down',
          remainingError: -2,
          countRefused: true,
        },
        maxInFlight: 4,
        maxBatch: 100,
        badIds: ['1', 'conversion/2'],
        knownIds: ['3'],
        unknownIds: 'refuse',
        refusalStatus: 422,
        latencyMs: [20, 200],
        faults: ['500', 'ok', 'redirect:http://127.0.0.1:9/'],
      },
    });
  });

  it('are refused with all problems at once', () => {
    const line =
      '--port 70000 --burst 0 --steady 1.5 --anchor noon --bad-id x/1 --refusal-status 500 --latency 9-3 --fault boom';
    expect(readCommandLine(line.split(' '))).toEqual({
      problems: [
        '--port takes a whole number from 0 to 65535, got "70000".',
        '--burst takes a whole number from 1 to 1000000, got "0".',
        '--steady takes a whole number from 1 to 1000000, got "1.5".',
        '--anchor takes clock or first-request, got "noon".',
        '--bad-id takes an id such as 1628 or integration/1628, got "x/1".',
        '--refusal-status takes a whole number from 400 to 499, got "500".',
        '--latency takes milliseconds such as 20 or 20-200, got "9-3".',
        expect.stringMatching(/^--fault: "boom" is no fault\. Faults are: ok, /),
      ],
    });
  });

  it.each([
    [['--anchr', 'clock'], "Unknown option '--anchr'"],
    [['--port'], "'--port"],
  ])('%j is refused', (line, why) => {
    expect(readCommandLine(line)).toEqual({ problems: [expect.stringContaining(why)] });
  });

  it('are refused without repeating what may be a token', () => {
    for (const line of [
      [TOKEN],
      ['--token', 'a', TOKEN],
      ['--token', `${TOKEN} x`],
      ['--forbidden-token', `\n${TOKEN}`],
    ]) {
      const read = readCommandLine(line);
      expect(read).toEqual({ problems: [expect.any(String)] });
      expect(JSON.stringify(read)).not.toContain(TOKEN);
    }
  });

  it('are explained, and so is every fault', () => {
    const read = readCommandLine(['--port', 'x', '--help']);
    const help = 'help' in read ? read.help : '';
    for (const name of ['--port N', '--anchor clock|first-request', ...FAULT_HELP.map(([usage]) => usage)]) {
      expect(help).toContain(`  ${name} `);
    }
  });
});

describe('the command', () => {
  const main = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** Runs it, with what it has printed so far and its end. */
  function run(...args: readonly string[]) {
    const child = spawn(process.execPath, [main, ...args]);
    children.push(child);
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      printed.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      printed.stderr += chunk;
    });
    const said = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const match = pattern.exec(printed.stdout);
        if (match) return match[0];
        await once(child.stdout, 'data');
      }
    };
    return { child, printed, said, ended: once(child, 'close').then(([code]) => code as number | null) };
  }

  onPosix.each(['SIGINT', 'SIGTERM'] as const)(
    'serves, prints a line per request and no token, and ends on %s',
    async (signal) => {
      const { child, printed, said, ended } = run('--port', '0', '--token', TOKEN, '--fault', 'slow-body');
      const url = await said(/http:\/\/127\.0\.0\.1:\d+/);
      await said(/Requests:/);
      const unending = await post(url);
      await post(url);
      await post(url, { token: 'unknown-token' });
      await fetch(`${url}/v1/${TOKEN}?token=${TOKEN}`);
      await said(/404/);
      child.kill(signal);
      expect(await ended).toBe(0);
      await expect(unending.text()).rejects.toThrow('terminated');

      const lines = printed.stdout
        .slice(printed.stdout.indexOf('Requests:'))
        .split('\n')
        .filter((line) => line.includes('#'));
      expect(lines.map((line) => line.replace(/^[0-9:.]{12} {2}#\d {2}/, '')).toSorted()).toEqual([
        '<token 1>  1 integration, 0 conversions  →  204  accepted',
        '<token 1>  1 integration, 0 conversions  →  500  fault slow-body',
        '<token 2>  1 integration, 0 conversions  →  401  token not accepted',
        'no token  GET /v1/…  →  404  no such path',
      ]);
      expect(printed.stdout).toContain('Stopped. 4 requests came in.');
      expect(printed.stdout + printed.stderr).not.toContain(TOKEN);
    },
  );

  it('prints a curl that works and the step for a workflow', async () => {
    const { said, printed } = run('--port', '0');
    const url = await said(/http:\/\/127\.0\.0\.1:\d+/);
    await said(/Requests:/);
    expect(printed.stdout).toContain(`      api-url: ${url}\n`);

    const curl = /curl -i .*\}'/s.exec(printed.stdout)?.[0] ?? '';
    const headers = [...curl.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]);
    const [, target = '', body = ''] = /^curl -i (\S+) .*-d '([^']+)'$/s.exec(curl) ?? [];
    const { status } = await fetch(target, { method: 'POST', headers: Object.fromEntries(headers), body });
    expect(status).toBe(204);
  });

  it('refuses what it does not take, with exit status 2', async () => {
    const { printed, ended } = run('--steady', 'many');
    expect(await ended).toBe(2);
    expect(printed.stdout).toBe('');
    expect(printed.stderr).toBe(
      '--steady takes a whole number from 1 to 1000000, got "many".\n' +
        'Run "npm run emulator -- --help" to see what it takes.\n',
    );
  });

  it('says so when its port is in use', async () => {
    const { url, close } = await startEmulator();
    const { port } = new URL(url);
    const { printed, ended } = run('--port', port);
    expect(await ended).toBe(1);
    expect(printed.stderr).toBe(`Port ${port} is in use. Choose another with --port; 0 takes any that is free.\n`);
    await close();
  });
});
