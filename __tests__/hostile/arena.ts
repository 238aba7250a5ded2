import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { startEmulator } from '../../emulator/server.ts';
import { runStep, type StepResult } from '../../scripts/runner.ts';
import { OUTPUT_NAMES } from '../../src/report/outputs.ts';
import { GitHubApiServer } from '../support/github-api.ts';
import { linesOf, parseCommand, type RunnerCommand } from '../support/runner-commands.ts';
import { type Files, GITHUB_TOKEN, type HostileCase, OUTSIDE, type Place, type Rule, TOKEN } from './case.ts';

/** Longest that a step may take. */
const MOST_MS = 10_000;

/** Writes the process's peak memory, in KiB, when it ends. */
const PEAK_MEMORY = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS)));",
)}`;

const execute = promisify(execFile);
const GIT_ENVIRONMENT = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

/** Plays a case through the bundle, and holds it to what it expects and to what holds for all of them. */
export async function play(hostile: HostileCase): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hood-resync-hostile-'));
  const toClose: { close(): unknown }[] = [];
  try {
    const place = await makePlace(folder, (resource) => {
      toClose.push(resource);
      return resource;
    });
    const commits = await commit(place, hostile);
    const emulator = await startEmulator(
      typeof hostile.hood === 'function' ? await hostile.hood(place) : (hostile.hood ?? {}),
    );
    toClose.push(emulator);
    const { inputs: more, env, githubRoot, ...step } = (await hostile.prepare?.(place)) ?? {};
    const { intercept, ...options } = hostile.github ?? {};
    const github = hostile.github && (await GitHubApiServer.start({ root: githubRoot ?? place.workspace, ...options }));
    if (github) {
      toClose.push(github);
      if (intercept) github.intercept = intercept;
    }
    const inputs: Record<string, string> = {
      token: TOKEN,
      'github-token': GITHUB_TOKEN,
      'api-url': emulator.url,
      'rate-limit': '1000/s,100000/m',
      ...(hostile.inputs?.['integration'] === undefined &&
        hostile.inputs?.['conversion'] === undefined &&
        more?.['integration'] === undefined && { integration: '1' }),
      ...hostile.inputs,
      ...more,
    };
    const mostMs = hostile.mostMs ?? (hostile.slow ? 2 * MOST_MS : MOST_MS);
    const peak = path.join(folder, 'peak-memory');
    const watched = hostile.mostMb ? place.outside : folder;
    const before = await snapshot(watched);
    const result = await runStep({
      workspace: place.workspace,
      inputs,
      ...(commits && { sha: commits.head, event: push(commits) }),
      ...(hostile.event !== undefined && { event: hostile.event }),
      ...(hostile.eventName !== undefined && { eventName: hostile.eventName }),
      ...step,
      // What hangs is to fail, not to hang the others.
      onStart: (kill) => {
        const timer = setTimeout(() => kill('SIGKILL'), 2 * mostMs);
        toClose.push({ close: () => clearTimeout(timer) });
      },
      env: {
        // A port that nobody listens on, where GitHub is not to be asked.
        GITHUB_API_URL: github?.url ?? 'http://127.0.0.1:9',
        GITHUB_REPOSITORY: GitHubApiServer.REPOSITORY,
        ...(hostile.mostMb && { NODE_OPTIONS: `--import=${PEAK_MEMORY}`, PEAK_MEMORY_FILE: peak }),
        ...hostile.env,
        ...env,
      },
    });
    const mb = hostile.mostMb ? Number(await readFile(peak, 'utf8')) / 1024 : 0;
    await rm(peak, { force: true });
    if (mb > 0)
      process.stderr.write(`${hostile.name}: ${Math.round(mb)} MB at its peak, ${Math.round(result.durationMs)} ms\n`);
    const home = path.dirname(result.temp);
    toClose.push({ close: () => rm(home, { recursive: true, force: true }) });

    const reportPath = result.outputs['report'];
    const report = reportPath ? await readFile(reportPath, 'utf8').catch(() => '') : '';
    const log = readable(result);
    const says = [hostile.says].flat();
    const sent = emulator.requests.flatMap(({ ids }) => ids.map((id) => id.replace(/^integration\//, '')));
    const wanted = hostile.result ?? 'failed';
    const problems = [
      ...(result.durationMs > mostMs ? [`took ${Math.round(result.durationMs)} ms`] : []),
      ...(mb > (hostile.mostMb ?? 0) ? [`took ${Math.round(mb)} MB`] : []),
      ...says.filter((message) => !message.test(log)).map((message) => `does not say ${message}`),
      ...(hostile.exempt?.outputs ? [] : outputProblems(result)),
      ...(hostile.exempt?.report || report.includes(`"result": "${result.outputs['result']}"`) ? [] : ['no report']),
      ...secretProblems(hostile, inputs, await written(home, result)),
      ...commandProblems(hostile, inputs, result),
      ...touched(before, await snapshot(watched), hostile.exempt ?? {}),
      ...(await strayFiles(home)),
    ];
    expect({
      problems,
      result: result.outputs['result'],
      sent,
      log: problems.length > 0 ? log.slice(-3_000) : '',
    }).toEqual({
      problems: [],
      result: hostile.exempt?.outputs ? result.outputs['result'] : wanted,
      sent: hostile.sent === 'any' ? sent : (hostile.sent ?? []),
      log: '',
    });
    expect(result.outputs).toMatchObject(hostile.outputs ?? {});
    const succeeds = ['synced', 'planned', 'nothing-to-sync'].includes(wanted) && !hostile.fails;
    expect({ status: result.status, log: (result.status === 0) === succeeds ? '' : log }).toEqual({
      status: succeeds ? 0 : 1,
      log: '',
    });
    await hostile.check?.({ place, emulator, github, log, summary: result.summary, report });
  } finally {
    for (const resource of toClose.reverse()) await resource.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A git repository without a commit, made once and copied: `git init` and its settings take most of a small case's time. */
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'hood-resync-template-'));
  const git = (...args: string[]) => execute('git', args, { cwd: root, env: GIT_ENVIRONMENT });
  await git('init', '--quiet', '--initial-branch=main');
  await rm(path.join(root, '.git', 'hooks'), { recursive: true });
  for (const [key, value] of [
    ['user.name', 'Test'],
    ['user.email', 'test@example.com'],
    ['commit.gpgsign', 'false'],
    ['core.autocrlf', 'false'],
    ['gc.auto', '0'],
  ] as const) {
    await git('config', key, value);
  }
  return root;
}

/** Removes what `play` keeps for all cases. */
export async function tidy(): Promise<void> {
  if (template) await rm(await template, { recursive: true, force: true });
  template = undefined;
}

async function makePlace(folder: string, open: Place['open']): Promise<Place> {
  const workspace = path.join(folder, 'workspace');
  const outside = path.join(folder, 'outside');
  const canary = path.join(outside, 'canary');
  await mkdir(workspace);
  await mkdir(outside);
  await writeFile(path.join(outside, 'outside.yml'), `id: 666\nname: ${OUTSIDE}\n`);
  await writeFile(path.join(outside, 'outside.txt'), `666\n${OUTSIDE}\n`);
  // Of an environment the canary keeps what it was given, so that it can be looked through.
  await writeFile(canary, `#!/bin/sh\nenv > '${outside}'/environment-of-canary\nexit 1\n`, { mode: 0o755 });
  const run = async (command: string, ...args: readonly string[]) =>
    (await execute(command, [...args], { cwd: workspace, env: GIT_ENVIRONMENT })).stdout.trim();
  return { workspace, outside, canary, open, run, git: (...args) => run('git', ...args) };
}

/** @returns the commits, where the case has files */
async function commit(
  place: Place,
  { before, files }: HostileCase,
): Promise<{ readonly before: string; readonly head: string } | undefined> {
  if (!before && !files) return undefined;
  template ??= makeTemplate();
  await cp(await template, place.workspace, { recursive: true });
  const shas: string[] = [];
  for (const content of [before, files]) {
    if (!content) continue;
    if (shas.length > 0) await place.git('rm', '-r', '--quiet', '--ignore-unmatch', '.');
    await writeFiles(place.workspace, content);
    await place.git('add', '--all', '--force');
    await place.git('commit', '--quiet', '--allow-empty', '--message', 'A change');
    shas.push(await place.git('rev-parse', 'HEAD'));
  }
  return { before: shas.length > 1 ? (shas[0] as string) : '0'.repeat(40), head: shas.at(-1) as string };
}

async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

const push = ({ before, head }: { readonly before: string; readonly head: string }) => ({
  ref: 'refs/heads/main',
  before,
  after: head,
  created: /^0+$/.test(before),
  deleted: false,
  forced: false,
  commits: [{}],
  repository: { default_branch: 'main' },
});

/** The log as a person reads it: what commands carry, unescaped, and all else as it is. */
function readable({ stdout, stderr }: StepResult): string {
  return linesOf(`${stdout}\n${stderr}`)
    .map((line) => {
      const command = parseCommand(line);
      return command ? `${command.name}: ${command.data}` : line;
    })
    .filter((line) => line !== '' && !line.startsWith('add-mask: '))
    .join('\n');
}

function outputProblems({ outputs }: StepResult): string[] {
  const missing = OUTPUT_NAMES.filter((name) => outputs[name] === undefined);
  const others = Object.keys(outputs).filter((name) => !OUTPUT_NAMES.some((known) => known === name));
  return [...missing.map((name) => `output ${name} is not set`), ...others.map((name) => `output ${name} is set`)];
}

/** A secret as it is and in the forms in which it, or what the action makes of it, could stand somewhere. */
function formsOf(secret: string): string[] {
  const bytes = [secret, `Bearer ${secret}`, `token ${secret}`, `x-access-token:${secret}`].map((text) =>
    Buffer.from(text),
  );
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...bytes.flatMap((each) => [each.toString('base64'), each.toString('base64url')]),
    Buffer.from(secret).toString('hex'),
  ].map((form) => form.replace(/=+$/, ''));
}

function secretsOf(hostile: HostileCase, inputs: Readonly<Record<string, string>>): string[] {
  const token = inputs['token'] ?? '';
  const lines = token.split(/\r\n|\n|\r/).map((line) => line.trim());
  // A token of a character or two stands everywhere; that such a one is refused is what its case shows.
  return [...new Set([token.trim(), ...lines, inputs['github-token'] ?? '', ...(hostile.secrets ?? [])])].filter(
    (secret) => secret.length >= 5,
  );
}

/** Every byte that a step wrote, by where it stands; in the log without the commands that mask a secret. */
async function written(home: string, { stdout, stderr }: StepResult): Promise<[string, Buffer][]> {
  const unmasked = linesOf(stdout).filter((line) => parseCommand(line)?.name !== 'add-mask');
  const files = (await filesBelow(home)).filter((file) => path.basename(file) !== 'event.json');
  return [
    ['standard output', Buffer.from(unmasked.join('\n'))],
    ['standard error', Buffer.from(stderr)],
    ...(await Promise.all(
      files.map(async (file): Promise<[string, Buffer]> => [path.basename(file), await readFile(file)]),
    )),
  ];
}

function secretProblems(
  hostile: HostileCase,
  inputs: Readonly<Record<string, string>>,
  pieces: readonly [string, Buffer][],
): string[] {
  const forms = new Set(hostile.exempt?.secrets ? [] : secretsOf(hostile, inputs).flatMap(formsOf));
  return pieces.flatMap(([where, bytes]) => [
    ...[...forms].filter((form) => bytes.includes(form)).map((form) => `${where} holds the secret ${form}`),
    ...(bytes.includes(OUTSIDE) ? [`${where} holds text from outside the workspace`] : []),
  ]);
}

const HARMLESS: ReadonlySet<string> = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup']);

/** Every command that the runner would find in what the step printed, but for those that it is to find. */
function commandProblems(
  hostile: HostileCase,
  inputs: Readonly<Record<string, string>>,
  { stdout, stderr }: StepResult,
): string[] {
  const masks = new Set(
    secretsOf(hostile, inputs)
      .concat(inputs['token'] ?? '', (inputs['token'] ?? '').trim())
      .flatMap(formsOf),
  );
  const found = (output: string) =>
    linesOf(output).flatMap((line) => {
      const command = parseCommand(line);
      return command ? [{ command, line }] : [];
    });
  const wrong = ({ name, properties, data }: RunnerCommand, line: string): boolean => {
    if (name === 'add-mask') return !masks.has(data.replace(/=+$/, '')) && !masks.has(data);
    if (!HARMLESS.has(name) || !line.startsWith('::')) return true;
    if (Object.keys(properties).some((key) => !['title', 'file', 'line'].includes(key))) return true;
    const { file = '' } = properties;
    if (path.isAbsolute(file) || file.split('/').includes('..') || /[\r\n]|##\[/.test(file)) return true;
    // What the toolkit unescapes stands in an annotation, where nothing looks for commands any more.
    return name === 'group' ? !/^To sync: \d+$/.test(data) : name === 'endgroup' && data !== '';
  };
  return [
    ...found(stdout).flatMap(({ command, line }) =>
      wrong(command, line) ? [`prints the command ${line.slice(0, 200)}`] : [],
    ),
    ...found(stderr).map(({ line }) => `prints the command ${line.slice(0, 200)} to standard error`),
    ...(!hostile.exempt?.['stack trace'] && /^\s+at .*:\d+:\d+\)?$/m.test(`${stdout}\n${stderr}`)
      ? ['prints a stack trace']
      : []),
    ...(hostile.exempt?.['token masked'] || linesOf(stdout).some((line) => line.startsWith('::add-mask::'))
      ? []
      : ['masks nothing']),
  ];
}

/** What lies below a folder: kind, mode and content, by path. Nothing is followed, and nothing but regular files is opened. */
async function snapshot(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const look = async (file: string): Promise<void> => {
    const stat = await lstat(file);
    const kind = `${stat.mode.toString(8)} ${stat.mtimeMs}`;
    if (stat.isDirectory()) {
      found.set(file, stat.mode.toString(8));
      for (const name of await readdir(file, 'buffer'))
        await look(`${file}/${name.toString('latin1')}`).catch(() => found.set(`${file}/?`, ''));
    } else if (stat.isSymbolicLink()) found.set(file, `${kind} ${await readlink(file)}`);
    else if (stat.isFile() && stat.size < 1024 * 1024) {
      found.set(
        file,
        `${kind} ${createHash('sha256')
          .update(await readFile(file))
          .digest('hex')}`,
      );
    } else found.set(file, `${kind} ${stat.size}`);
  };
  await look(folder);
  return found;
}

function touched(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  exempt: Partial<Record<Rule, string>>,
): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .filter((file) => before.get(file) !== after.get(file))
    .filter((file) => !(exempt.canary && file.includes('/outside/environment-of-canary')))
    .filter(
      (file) => !(exempt['workspace untouched'] && /\/workspace\/(?:\.git\/|hood-resync-report-2\.json$)/.test(file)),
    )
    .map((file) => `touches ${file}`);
}

/** The runner's own files, and the report: nothing else is to be written. */
async function strayFiles(home: string): Promise<string[]> {
  const known = /\/(?:event\.json|output|summary\.md|state|env|temp\/hood-resync-report\.json)$/;
  return (await filesBelow(home)).filter((file) => !known.test(file)).map((file) => `writes ${file}`);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}
