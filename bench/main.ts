import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { isolation } from './isolation.ts';
import type { Section } from './markdown.ts';
import { faultRuns, realRun } from './over-http.ts';
import { aloneByMode, besideOthers, sharing } from './pacing.ts';
import { cancellation, startUp } from './process.ts';

const RESULTS = path.join(import.meta.dirname, '..', 'docs', 'bench-pacing.md');

const quick = process.argv.includes('--quick');
const seeds = (full: number): number => (quick ? Math.ceil(full / 20) : full);

const SECTIONS: readonly (() => Promise<Section>)[] = [
  () => aloneByMode(seeds(200)),
  () => besideOthers(seeds(200)),
  () => sharing(seeds(40)),
  ...(quick ? [] : [realRun]),
  () => isolation(seeds(400)),
  faultRuns,
  cancellation,
  () => startUp(quick ? 3 : 15),
];

const started = performance.now();
const sections: Section[] = [];
for (const make of SECTIONS) {
  const section = await make();
  console.log(`## ${section.title}\n\n${section.body}\n`);
  sections.push(section);
}

const minutes = Math.ceil((performance.now() - started) / 60_000);
const page = `# Sending at the limit: measurements

Made by \`npm run bench\` (about ${minutes} minutes; \`npm run bench -- --quick\` prints rough figures in one and writes nothing). Node ${process.version},
${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}.

Hood allows 10 requests a second and 150 a minute in fixed windows of unknown phase. The first three tables are simulations in virtual time over the
emulator's own windows (\`emulator/windows.ts\`), with round trips of 30 to 90 ms. The *optimum* is the shortest time in which anybody
could have the same requests accepted, knowing the windows and arriving at whatever instant it likes, plus one round trip.

${sections.map(({ title, body }) => `## ${title}\n\n${body}`).join('\n\n')}
`;
if (!quick) {
  mkdirSync(path.dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, page);
}
