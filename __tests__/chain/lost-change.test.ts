import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type Edit, versionOf } from './configuration.ts';
import { ACCEPTED, type Attempt, FAILED, LOST, REFUSED, type Source, World } from './world.ts';

/**
 * No change is ever lost: chains of runs with `base: last-success`, of which any may fail, be cancelled, end partial, be run again,
 * or overlap others, over histories in which objects come, go, move and become again what they were. More histories with
 * `FAST_CHECK_RUNS`.
 */

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 8);
jest.setTimeout(60_000 + RUNS * 10_000);

const id = fc.constantFrom('1', '2', '3', '4', '17236162066430100298');
const file = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('x', 'y');
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), id, value, file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), id, file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), file, to: file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('share' as const), file, value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('comment' as const) }) },
);

/** How an attempt goes on, once it has chosen what to send. */
const fate = fc.oneof(
  { weight: 3, arbitrary: fc.constant('accepted' as const) },
  fc.constantFrom('partly refused', 'failing', 'answers lost', 'cancelled', 'a later step fails'),
);
type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

const source = fc.constantFrom<Source>('full clone', 'clone of depth 1', 'no checkout');
const push = fc.record({
  kind: fc.constant('push' as const),
  commits: fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
  back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
  merged: fc.boolean(),
  isBroken: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, fc.constant(true)),
  run: fc.oneof(
    { weight: 6, arbitrary: fc.constant('starts' as const) },
    // A newer run took its place in the queue; or the push changed nothing that the workflow is about.
    fc.constantFrom('is called off', 'is none'),
  ),
  source,
});
const happening = fc.oneof(
  { weight: 4, arbitrary: push },
  // The next requests of an attempt that is at work, and what comes of them.
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('goes on' as const),
      which: fc.nat(),
      fate,
      most: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ends' as const), which: fc.nat(), fate }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('is run again' as const), which: fc.nat(), source }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(some: readonly T[], which: number): T | undefined => some[which % some.length];

async function goOn(world: World, attempt: Attempt, fate: Fate, most?: number): Promise<void> {
  if (fate === 'cancelled') attempt.cancel.abort();
  let number = 0;
  await world.answer(
    attempt,
    () => {
      number += 1;
      if (fate === 'partly refused' && number % 2 === 1) return REFUSED;
      if (fate === 'failing' && number > 1) return FAILED;
      if (fate === 'answers lost' && number > 1) return LOST;
      return ACCEPTED;
    },
    most,
  );
}

/** What Hood has of each object of a commit, beside what it should have. */
function lost(world: World, sha: string): string[] {
  const configuration = world.configurationAt(sha);
  return [...configuration.objects.keys()]
    .filter((object) => world.hood.get(object) !== versionOf(configuration, object))
    .map((object) => `${object}: Hood has ${world.hood.get(object)}, not ${versionOf(configuration, object)}`);
}

/** What the histories made happen: the property would hold, too, if everything were always taken, or if nothing ever failed. */
const seen = { compared: 0, unsettled: 0, failed: 0, overlapped: 0 };

async function end(world: World, attempt: Attempt, fate: Fate): Promise<void> {
  await goOn(world, attempt, fate);
  const conclusion = { cancelled: 'cancelled', 'a later step fails': 'failure' }[fate as string];
  const report = await world.end(attempt, conclusion);
  const isGreen = attempt.run.conclusion === 'success';
  if (!isGreen) seen.failed += 1;
  if (attempt.overlapped) seen.overlapped += 1;
  if (report?.base) seen.compared += 1;
  if (report?.base?.unsettled) seen.unsettled += 1;
  if (isGreen && !attempt.overlapped) expect(lost(world, attempt.run.head_sha)).toEqual([]);
  if (!report?.base || report.base.unsettled) return;
  // Nor is anything sent in vain: what the last success left is all there was.
  const [before, after] = [report.base.sha, attempt.run.head_sha].map((sha) => world.configurationAt(sha));
  if (!before || !after) return;
  const differing = [...after.objects.keys()].filter(
    (object) => versionOf(before, object) !== versionOf(after, object),
  );
  const chosen = report.objects.filter(({ status }) => status !== 'skipped').map((object) => object.id);
  expect(chosen.sort()).toEqual(differing.sort());
}

async function live(world: World, happenings: readonly Happening[]): Promise<void> {
  world.push([[{ kind: 'set', id: '1', value: 'x', file: 'a' }]]);
  await end(world, await world.start('full clone'), 'accepted');
  for (const happening of happenings) {
    if (happening.kind === 'push') {
      world.push(happening.commits, happening);
      if (happening.run === 'starts') await world.start(happening.source);
      if (happening.run === 'is called off') world.skip();
      continue;
    }
    if (happening.kind === 'is run again') {
      const run = pick(
        world.runs.filter(({ conclusion }) => conclusion !== null),
        happening.which,
      );
      if (run) await world.start(happening.source, run);
      continue;
    }
    const attempt = pick(world.inProgress, happening.which);
    if (attempt && happening.kind === 'goes on') await goOn(world, attempt, happening.fate, happening.most);
    if (attempt && happening.kind === 'ends') await end(world, attempt, happening.fate);
  }
  for (const attempt of world.inProgress) await end(world, attempt, 'accepted');
  // Whatever happened: when a run is green that had no other beside it, Hood has been told of every object as it is at its head.
  world.push([[{ kind: 'comment' }]]);
  await end(world, await world.start('full clone'), 'accepted');
  expect(world.runs.at(-1)?.conclusion).toBe('success');
  expect(lost(world, world.tip?.sha ?? '')).toEqual([]);
  expect(world.violations).toEqual([]);
}

it('after a run that is green, Hood was last told of each object as it is at the head', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 6, maxLength: 18 }), async (happenings) => {
      const world = await new World().open();
      try {
        await live(world, happenings);
      } finally {
        await world.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: process.env['FAST_CHECK_RUNS'] === undefined },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});
