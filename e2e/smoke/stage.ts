/**
 * Prepares the job "uses ./" of `.github/workflows/ci.yml` on any system: an emulator that outlives this step, and a configuration
 * repository with a history in `smoke/`, checked out with the line ends of Windows. Needs Node 24 and git, and nothing installed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeMarketingConfig } from '../../demo/marketing-config.ts';
import { environment } from './environment.ts';

const MAIN = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));

const workspace = path.join(environment('GITHUB_WORKSPACE'), 'smoke');
mkdirSync(workspace);
const { before, after } = makeMarketingConfig(workspace);
const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace });
git('config', 'core.autocrlf', 'true');
rmSync(path.join(workspace, 'config'), { recursive: true });
git('checkout', '--quiet', '--', '.');

// Into a file: a pipe would end with this step, or keep it from ending.
const log = path.join(environment('RUNNER_TEMP'), 'emulator.log');
const file = openSync(log, 'w');
const emulator = spawn(process.execPath, [MAIN, '--port', '0', '--token', environment('TOKEN')], {
  detached: true,
  windowsHide: true,
  stdio: ['ignore', file, file],
});
emulator.unref();

const outputs = { before, after, log, pid: emulator.pid, 'api-url': await address() };
for (const [name, value] of Object.entries(outputs)) {
  console.log(`${name}: ${value}`);
  appendFileSync(environment('GITHUB_OUTPUT'), `${name}=${value}\n`);
}

/** Where the emulator listens, once it says so. */
async function address(): Promise<string> {
  for (let wait = 0; wait < 100; wait++) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8')) ?? [];
    if (url) return url;
    await delay(100);
  }
  throw new Error(`The emulator did not start:\n${readFileSync(log, 'utf8')}`);
}
