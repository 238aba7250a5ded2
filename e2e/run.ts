/**
 * Runs the workflows of `examples/` and of `.github/workflows/` for real, under `act` without a container engine, against the emulator
 * and GitHub's API on loopback: what a user pastes is what is run. `npm run e2e`, or with a part of a scenario's name or workflow to
 * run only those; `act` has to be on the PATH (`.ci/run` installs it).
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLES } from './examples.ts';
import { OWN_WORKFLOWS } from './own-workflows.ts';
import { ROOT } from './root.ts';
import { play, type Scenario } from './scenario.ts';

/** How many run side by side: the machines of CI have two cores. */
const AT_ONCE = 2;

const wanted = process.argv.slice(2);
const scenarios = [...OWN_WORKFLOWS, ...EXAMPLES].filter(({ name, workflow }) =>
  wanted.every((part) => `${workflow}: ${name}`.includes(part)),
);
const started = performance.now();
let failed = 0;
const queue = scenarios.values();
await Promise.all(Array.from({ length: AT_ONCE }, work));
for (const workflow of wanted.length === 0 ? neverRun() : []) {
  failed += 1;
  console.log(`FAILED ${workflow}: no scenario runs it`);
}
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`e2e: ${scenarios.length - failed} passed, ${failed} failed, in ${seconds} s`);
process.exitCode = failed > 0 || scenarios.length === 0 ? 1 : 0;

async function work(): Promise<void> {
  for (const scenario of queue) await report(scenario);
}

async function report(scenario: Scenario): Promise<void> {
  const began = performance.now();
  const problems = await play(scenario).catch((error: Error) => [error.stack ?? error.message]);
  if (problems.length > 0) failed += 1;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${scenario.workflow}: ${scenario.name} (${seconds} s)`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '       '));
}

/** Examples that no scenario runs. */
function neverRun(): readonly string[] {
  // The organisation's own workflow runs when it is called.
  const run = new Set([...scenarios.map(({ workflow }) => workflow), 'examples/reusable.yml']);
  return readdirSync(path.join(ROOT, 'examples'))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `examples/${name}`)
    .filter((workflow) => !run.has(workflow));
}
