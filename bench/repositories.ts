import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultInputs } from '../scripts/runner.ts';
import { fixed, type Page, type Section, table } from './markdown.ts';

/** Large repositories: time and memory of a selection. */
export const repositories: Page = {
  file: 'bench-selection.md',
  title: 'Large repositories: measurements',
  intro: `Each row is the bundle (\`dist/\`) as a child process in a full clone, with \`dry-run: true\` and a \`base\`, beside a yardstick in the same repository:
\`git diff --raw\`, then each of those files read and parsed once with the package \`yaml\` (\`bench/yardstick.ts\`). A file is one object of about 250 bytes
of YAML, 1,000 to a folder. *CPU* is user and system time with that of git (each figure the least of the runs); *MB* is the most memory that the Node
process held at once.`,
  sections: (quick) => [() => growth(quick ? [1_000, 10_000] : [1_000, 10_000, 100_000], quick ? 1 : 3)],
};

/** Times in seconds. */
interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

const ROOT = path.dirname(import.meta.dirname);

function growth(sizes: readonly number[], mostRuns: number): Section {
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const repository = new LargeRepository(size);
    try {
      for (const changed of [...new Set([100, size / 100, size])].sort((a, b) => a - b)) {
        const base = repository.change(changed);
        // A minute of work is not told apart from the noise by doing it thrice.
        const runs = changed > 10_000 ? 1 : mostRuns;
        const yardstick = least(runs, () => measure(repository, [path.join(ROOT, 'bench', 'yardstick.ts'), base]));
        const action = least(runs, () => {
          const measured = measure(
            repository,
            [path.join(ROOT, 'dist', 'index.js')],
            stepEnvironment(repository, base),
          );
          const { objects } = JSON.parse(repository.takeReport());
          if (objects.length !== changed) throw new Error(`the action chose ${objects.length} of ${changed} objects`);
          return measured;
        });
        rows.push([
          size.toLocaleString('en-US'),
          changed.toLocaleString('en-US'),
          fixed(yardstick.seconds, 2),
          fixed(action.seconds, 2),
          fixed(yardstick.cpu, 2),
          fixed(action.cpu, 2),
          fixed(action.cpu / yardstick.cpu, 1),
          fixed(yardstick.megabytes, 0),
          fixed(action.megabytes, 0),
        ]);
      }
    } finally {
      repository.remove();
    }
  }
  const head = [
    'files',
    'changed',
    's, yardstick',
    's, action',
    'CPU s, yardstick',
    'CPU s, action',
    'times',
    'MB, yardstick',
    'MB, action',
  ];
  return {
    title: 'With a base',
    body: `${table(head, rows)}

What is paid for is what changed: with 100 changed files a repository a hundred times as large costs what git takes to look at its files, which the
yardstick pays as well. Two versions of each changed file are parsed, at the base and at the head, where the yardstick parses one, and each is checked
(keys that stand twice, aliases, depth) and hashed. Of the time of 10,000 changed files the parser \`yaml\` takes about half (\`node --cpu-prof\`); git's
listings, reading, comparing and reporting share the rest.

The memory of 100,000 changed files varies: 369, 467, 489 and 579 MB were seen. About 110 MB of it was in use as the last file had been parsed; the rest
is garbage that V8 had not collected yet. The aim of 400 MB is not met reliably.`,
  };
}

/** The least of each figure: everything else that the machine does only adds to it. */
function least(runs: number, measure: () => Measured): Measured {
  const all = Array.from({ length: runs }, measure);
  const of = (key: keyof Measured): number => Math.min(...all.map((one) => one[key]));
  return { seconds: of('seconds'), cpu: of('cpu'), megabytes: of('megabytes') };
}

/** Writes the most memory that the process held, in KiB, to a file. */
const WATCH = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.BENCH_RSS, String(process.resourceUsage().maxRSS)));",
)}`;

/** Runs Node with its children timed by the shell, as Node does not tell what its children used. */
function measure(
  { root, scratch }: LargeRepository,
  args: readonly string[],
  env: Record<string, string> = {},
): Measured {
  const rss = path.join(scratch, 'rss');
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >"$BENCH_OUT"', 'bash', process.execPath, '--import', WATCH, ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', BENCH_RSS: rss, BENCH_OUT: path.join(scratch, 'out'), ...env },
    },
  );
  const [seconds = Number.NaN, user = 0, system = 0] = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  if (status !== 0)
    throw new Error(
      `${args.join(' ')} ended with ${status}: ${stderr}${readFileSync(path.join(scratch, 'out'), 'utf8')}`,
    );
  return { seconds, cpu: user + system, megabytes: Number(readFileSync(rss, 'utf8')) / 1024 };
}

function stepEnvironment({ root, scratch }: LargeRepository, base: string): Record<string, string> {
  const inputs = { ...defaultInputs(), integration: 'config/**', base, 'dry-run': 'true' };
  return {
    GITHUB_WORKSPACE: root,
    GITHUB_REPOSITORY: 'acme/config',
    GITHUB_OUTPUT: path.join(scratch, 'output'),
    GITHUB_STEP_SUMMARY: path.join(scratch, 'summary'),
    RUNNER_TEMP: scratch,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
}

/** A clone with many config files. */
class LargeRepository {
  readonly root = mkdtempSync(path.join(tmpdir(), 'hood-resync-large-'));
  readonly scratch = mkdtempSync(path.join(tmpdir(), 'hood-resync-scratch-'));
  readonly #size: number;
  readonly #base: string;

  constructor(size: number) {
    this.#size = size;
    this.#emptyOutputs();
    this.#git(['init', '--quiet', '--initial-branch=main']);
    this.#commit(size, 'first');
    this.#base = this.#git(['rev-parse', 'main']).trim();
    this.#git(['gc', '--quiet']);
  }

  /** Checks out a commit that changes so many files. @returns the commit before it */
  change(count: number): string {
    this.#commit(count, 'second', this.#base);
    this.#git(['reset', '--quiet', '--hard', 'main']);
    // So that nobody has to look into files that were written in the same second as the index.
    this.#git(['update-index', '--refresh', '--really-refresh']);
    return this.#base;
  }

  takeReport(): string {
    const file = path.join(this.scratch, 'hood-resync-report.json');
    const report = readFileSync(file, 'utf8');
    rmSync(file);
    this.#emptyOutputs();
    return report;
  }

  #emptyOutputs(): void {
    for (const name of ['output', 'summary']) writeFileSync(path.join(this.scratch, name), '');
  }

  remove(): void {
    for (const folder of [this.root, this.scratch]) rmSync(folder, { recursive: true });
  }

  /** Writes so many files, spread over all. */
  #commit(count: number, note: string, from?: string): void {
    const files = Array.from({ length: count }, (_, index) => Math.floor((index * this.#size) / count));
    const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
    this.#git(
      ['fast-import', '--quiet', '--force'],
      [
        'commit refs/heads/main\ncommitter Bench <bench@example.com> 1790000000 +0000\n',
        data(note),
        ...(from ? [`from ${from}\n`] : []),
        ...files.map(
          (file) => `M 100644 inline config/${Math.floor(file / 1000)}/${file}.yml\n${data(content(file, note))}`,
        ),
      ].join(''),
    );
  }

  #git(args: readonly string[], input = ''): string {
    return execFileSync('git', args, { cwd: this.root, input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  }
}

/** About 250 bytes. */
const content = (file: number, note: string): string => `# Who owns this: the ${note} team
id: ${1_000_000 + file}
name: Integration ${file}
type: sms
provider: twilio
settings:
  sender: "+4930${file}"
  region: eu-central-1
  retries: 3
  timeouts: {connect: 5, read: 30}
  note: ${note}
tags: [marketing, transactional, "${file % 10}"]
status: active
`;
