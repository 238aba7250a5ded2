import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch } from '../../src/batches.ts';
import { isolate, mostTrials, type Trial } from '../../src/hood/isolation.ts';
import type { SendError } from '../../src/hood/outcome.ts';
import { seededRandom } from '../support/random.ts';
import { objects } from '../support/simulation.ts';

const REFUSAL: SendError = { status: 400, title: 'Bad request.', message: 'The request body is not valid.' };

interface Isolated {
  readonly accepted: string[];
  readonly rejected: string[];
  readonly unresolved: string[];
  readonly settled: string[];
  readonly trials: string[][];
}

/** Isolates a batch in which `bad` ids are refused. */
async function isolateIn(
  batch: Batch,
  bad: ReadonlySet<string>,
  error: SendError = REFUSAL,
  unusual: (group: Batch, trial: number) => Trial | undefined = () => undefined,
): Promise<Isolated> {
  const outcome: Isolated = { accepted: [], rejected: [], unresolved: [], settled: [], trials: [] };
  let stopped = false;
  const ids = (group: Batch) => group.map(({ id }) => id);
  await isolate(batch, error, {
    async attempt(group) {
      outcome.trials.push(ids(group));
      const other = unusual(group, outcome.trials.length);
      if (other?.kind === 'not-sent') stopped = true;
      if (other?.kind === 'settled') outcome.settled.push(...ids(group));
      if (other) return other;
      if (group.some(({ id }) => bad.has(id))) return { kind: 'refused', error };
      outcome.accepted.push(...ids(group));
      return { kind: 'accepted' };
    },
    reject: ({ id }) => outcome.rejected.push(id),
    leave: (group) => outcome.unresolved.push(...ids(group)),
    stopped: () => stopped,
  });
  return outcome;
}

const sorted = (ids: Iterable<string>) => [...ids].toSorted();
const badAt = (batch: Batch, ...places: number[]) => new Set(places.map((place) => batch[place]?.id ?? ''));

const anyBatch = fc.integer({ min: 2, max: 300 }).chain((size) => {
  const batch = objects(size);
  return fc.record({
    batch: fc.constant(batch),
    bad: fc
      .oneof(
        fc.subarray(batch, { minLength: 1, maxLength: Math.min(4, size) }),
        fc.subarray(batch, { minLength: 1, maxLength: size }),
      )
      .map((some) => new Set(some.map(({ id }) => id))),
  });
});

describe('isolation', () => {
  it('settles each object once, keeps the bound, and blames nobody without a request of its own', async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, async ({ batch, bad }) => {
        const { accepted, rejected, unresolved, trials } = await isolateIn(batch, bad);
        expect(sorted([...accepted, ...rejected, ...unresolved])).toEqual(sorted(batch.map(({ id }) => id)));
        expect(trials.length).toBeLessThanOrEqual(mostTrials(batch.length));
        expect(rejected.filter((id) => !bad.has(id))).toEqual([]);
        expect(accepted.filter((id) => bad.has(id))).toEqual([]);
        const alone = trials.filter((group) => group.length === 1).flat();
        expect(rejected.filter((id) => !alone.includes(id))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing open where up to three ids in a batch are bad', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 30, max: 1_000 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            bad: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
          }),
        ),
        async ({ size, bad }) => {
          const batch = objects(size);
          const { rejected, unresolved } = await isolateIn(batch, badAt(batch, ...bad));
          expect(unresolved).toEqual([]);
          expect(rejected).toHaveLength(bad.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds one of a hundred in at most nine further requests', async () => {
    const batch = objects(100);
    for (let place = 0; place < 100; place += 1) {
      const { rejected, accepted, trials } = await isolateIn(batch, badAt(batch, place));
      expect(rejected).toEqual([batch[place]?.id]);
      expect(accepted).toHaveLength(99);
      expect(trials.length).toBeLessThanOrEqual(9);
    }
  });

  it('sends the objects of a very small batch one by one', async () => {
    for (const size of [2, 3, 4]) {
      const batch = objects(size);
      const { rejected, unresolved, trials } = await isolateIn(batch, new Set(batch.map(({ id }) => id)));
      expect(rejected).toHaveLength(size);
      expect(unresolved).toEqual([]);
      expect(trials).toHaveLength(size);
    }
  });

  it('takes ids in the message for a hint, and needs two requests if it is right', async () => {
    const batch = objects(100);
    const error = { ...REFUSAL, message: 'Integration 1042 does not exist (code 7).' };
    const { rejected, accepted, trials } = await isolateIn(batch, new Set(['1042']), error);
    expect(rejected).toEqual(['1042']);
    expect(accepted).toHaveLength(99);
    expect(trials).toHaveLength(2);
    expect(trials[0]).toEqual(['1042']);
  });

  it('does not believe the message', async () => {
    const batch = objects(100);
    const error = { ...REFUSAL, message: 'Integration 1042 does not exist.' };
    const { rejected, accepted } = await isolateIn(batch, new Set(['1007']), error);
    expect(rejected).toEqual(['1007']);
    expect(accepted).toContain('1042');
    expect(accepted).toHaveLength(99);
  });

  it('an id that is accepted on its own is not blamed, whatever was inferred', async () => {
    const batch = objects(50);
    const { accepted, rejected } = await isolateIn(batch, new Set());
    expect(accepted).toHaveLength(50);
    expect(rejected).toEqual([]);
  });

  it('lets good ids through before it looks for the bad ones, where there are too many of those', async () => {
    const batch = objects(1_000);
    const random = seededRandom(1);
    for (const [bad, share] of [
      [5, 0.9],
      [10, 0.7],
      [20, 0.4],
    ] as const) {
      const accepted: number[] = [];
      for (let run = 0; run < 50; run += 1) {
        const places = Array.from({ length: bad }, () => Math.floor(1_000 * random()));
        accepted.push((await isolateIn(batch, badAt(batch, ...places))).accepted.length);
      }
      expect(accepted.reduce((sum, count) => sum + count, 0) / 50).toBeGreaterThan(share * 1_000);
    }
  });

  it('goes on when a part fails for another reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, fc.integer({ min: 1, max: 12 }), async ({ batch, bad }, failing) => {
        const outcome = await isolateIn(batch, bad, REFUSAL, (_, trial) =>
          trial === failing ? { kind: 'settled' } : undefined,
        );
        const { accepted, rejected, unresolved, settled } = outcome;
        expect(sorted([...accepted, ...rejected, ...unresolved, ...settled])).toEqual(
          sorted(batch.map(({ id }) => id)),
        );
      }),
    );
  });

  it('stops where sending stops, and leaves the rest open', async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, fc.integer({ min: 1, max: 12 }), async ({ batch, bad }, stopping) => {
        const outcome = await isolateIn(batch, bad, REFUSAL, (_, trial) =>
          trial === stopping ? { kind: 'not-sent' } : undefined,
        );
        const { accepted, rejected, unresolved, trials } = outcome;
        expect(sorted([...accepted, ...rejected, ...unresolved])).toEqual(sorted(batch.map(({ id }) => id)));
        expect(trials.length).toBeLessThanOrEqual(stopping);
      }),
    );
  });
});
