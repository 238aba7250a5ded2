/**
 * Mutation tests: `npm run mutation`, or of some files alone `npm run mutation -- glob entries`. Each file is held against the unit tests
 * that speak of it; what starts processes, opens sockets or runs the bundle is left out, so a score is a lower bound.
 * `MUTATION_CASES` is the most cases of each property (60), for files whose tests simulate hours.
 * Reports go to `coverage/mutation/`; those of all files that were ever run make `docs/mutation.md`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const FOLDER = path.join(ROOT, 'coverage', 'mutation');

/** Sources, and the tests that speak of them. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'src/selection/entries.ts': ['selection/entries'],
  'src/selection/glob.ts': ['selection/glob'],
  'src/selection/path.ts': ['selection/path'],
  'src/selection/resolve.ts': ['selection/resolve', 'windows'],
  'src/selection/document.ts': ['selection/document', 'selection/config-file'],
  'src/selection/config-file.ts': ['selection/config-file', 'selection/select-ports'],
  'src/selection/objects.ts': ['selection/objects'],
  'src/selection/lists.ts': ['selection/lists', 'windows'],
  'src/selection/event.ts': ['selection/event'],
  'src/selection/history.ts': ['selection/history', 'selection/base'],
  'src/selection/base.ts': ['selection/base'],
  'src/selection/repository.ts': ['selection/repository', 'git/checkout', 'toolkit/github-repository'],
  'src/selection/select.ts': ['selection/select-ports'],
  'src/batches.ts': ['batches'],
  'src/hood/answer.ts': ['hood/answer'],
  'src/hood/courier.ts': ['hood/send', 'hood/trace'],
  'src/hood/ending.ts': ['hood/ending', 'hood/send'],
  'src/hood/in-flight.ts': ['hood/in-flight'],
  'src/hood/isolation.ts': ['hood/isolation'],
  'src/hood/ledger.ts': ['hood/ledger'],
  'src/hood/outage.ts': ['hood/outage'],
  'src/hood/outcome.ts': ['hood/send', 'report/report'],
  'src/hood/pacer.ts': ['hood/send', 'hood/pacer'],
  'src/hood/progress.ts': ['hood/progress'],
  'src/hood/retry.ts': ['hood/retry'],
  'src/hood/send.ts': ['hood/send'],
  'src/hood/sharing.ts': ['hood/send', 'hood/pacer'],
  'src/hood/trace.ts': ['hood/trace'],
  'src/hood/window.ts': ['hood/window', 'hood/send', 'hood/pacer'],
  'src/report/annotations.ts': ['report/annotations'],
  'src/report/chart.ts': ['report/chart'],
  'src/report/final-lines.ts': ['report/final-lines'],
  'src/report/markdown.ts': ['report/markdown', 'report/pages'],
  'src/report/outputs.ts': ['report/outputs'],
  'src/report/page.ts': ['report/page', 'report/pages'],
  'src/report/report.ts': ['report/pages', 'report/report'],
  'src/report/summary.ts': ['report/pages', 'report/summary'],
  'src/report/visible.ts': ['report/markdown'],
  'src/report/wording.ts': ['report/wording', 'report/pages', 'report/annotations', 'report/final-lines'],
  'src/git/checkout.ts': ['git/checkout'],
  'src/git/git.ts': ['git/git', 'git/checkout', 'git/local-graph'],
  'src/git/listings.ts': ['git/listings'],
  'src/git/local-graph.ts': ['git/local-graph'],
  'src/toolkit/github-api.ts': ['toolkit/github-api'],
  'src/toolkit/github-history.ts': ['toolkit/github-history'],
  'src/toolkit/github-repository.ts': ['toolkit/github-repository'],
  'src/toolkit/http.ts': ['toolkit/http'],
  'src/toolkit/octokit.ts': ['toolkit/github-api'],
  'src/toolkit/workflow.ts': ['toolkit/workflow'],
  'src/failure.ts': ['selection/history', 'troubleshooting'],
  'src/inputs.ts': ['inputs', 'windows'],
  'src/open-repository.ts': ['run'],
  'src/resync.ts': ['resync', 'run'],
  'src/run.ts': ['run'],
  'src/scrub.ts': ['scrub'],
  'src/troubleshooting.ts': ['troubleshooting'],
};

const nameOf = (file: string): string => file.slice('src/'.length, -'.ts'.length).replaceAll('/', '-');
const reportOf = (file: string): string => path.join(FOLDER, `${nameOf(file)}.json`);

interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** Killed, and all that could be: mutants that no test can reach without loading the sources anew are left out. */
function count(file: string): { killed: number; all: number } | undefined {
  if (!existsSync(reportOf(file))) return undefined;
  const { files } = JSON.parse(readFileSync(reportOf(file), 'utf8')) as MutationReport;
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const killed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  return { killed, all: killed + statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length };
}

const score = ({ killed, all }: { killed: number; all: number }): string => `${((100 * killed) / all).toFixed(1)} %`;
function writePage(): void {
  const counted = Object.keys(PARTS).flatMap((file) => {
    const counts = count(file);
    return counts && counts.all > 0 ? [{ file, ...counts }] : [];
  });
  const folders = Map.groupBy(counted, ({ file }) => path.dirname(file));
  const sum = (of: readonly { killed: number; all: number }[]) => ({
    killed: of.reduce((total, { killed }) => total + killed, 0),
    all: of.reduce((total, { all }) => total + all, 0),
  });
  const row = (name: string, counts: { killed: number; all: number }) =>
    `| ${name} | ${counts.all} | ${counts.killed} | ${score(counts)} |`;
  writeFileSync(
    path.join(ROOT, 'docs', 'mutation.md'),
    `# Mutation tests

Written by \`npm run mutation\`. A mutant is a small fault put into the sources; it is killed when a test fails for it. Each file is held against the unit
tests that speak of it alone, without the properties and the runs of the whole (\`mutation/main.ts\`), so a score is a lower bound. Files that are not listed were not measured.

| | mutants | killed | score |
| --- | --: | --: | --: |
${[...folders].flatMap(([folder, of]) => [row(`**${folder}/**`, sum(of)), ...of.map((one) => row(`\`${one.file}\``, one))]).join('\n')}
${row('**all**', sum(counted))}
`,
  );
}

const wanted = process.argv.slice(2);
const files = Object.keys(PARTS).filter((file) => wanted.length === 0 || wanted.includes(path.basename(file, '.ts')));
mkdirSync(FOLDER, { recursive: true });
const stryker = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js',
);
for (const file of files) {
  const { status } = spawnSync(process.execPath, [stryker, 'run'], {
    stdio: 'inherit',
    cwd: ROOT,
    env: {
      ...process.env,
      MUTATION_NAME: nameOf(file),
      MUTATION_FILES: file,
      MUTATION_TESTS: (PARTS[file] ?? []).join(','),
    },
  });
  if (status !== 0) process.exitCode = 1;
  writePage();
}
