import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isolate, mostTrials, type Trial } from '../../src/hood/isolation.ts';
import { objects } from '../support/simulation.ts';
import { CASES } from './cases.ts';

/** A refused batch, with any of its ids bad, any request failing otherwise, and sending ending at any moment. */

const batch = fc.integer({ min: 2, max: 60 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    bad: fc.oneof(
      fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }),
    ),
    /** Requests, by their number, that fail for another reason. */
    failing: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 2 }),
    /** The request before which sending ends. */
    end: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    named: fc.boolean(),
  }),
);

it('settles each object once, keeps the bound, blames only on proof, and sends nothing once stopped', async () => {
  await fc.assert(
    fc.asyncProperty(batch, async ({ size, bad, failing, end, named }) => {
      const all = objects(size);
      const isBad = (id: string) => bad.some((place) => all[place]?.id === id);
      const settled: string[] = [];
      const alone = new Set<string>();
      let trials = 0;
      let stopped = false;
      const settle = (of: readonly { id: string }[]) => settled.push(...of.map(({ id }) => id));
      const error = {
        status: 400,
        title: 'Bad request.',
        ...(named && { message: `Unknown ids ${all[0]?.id}, ${all[1]?.id}` }),
      };
      await isolate(all, error, {
        async attempt(group): Promise<Trial> {
          expect(stopped).toBe(false);
          expect(group.length).toBeGreaterThan(0);
          trials += 1;
          if (trials === end) {
            stopped = true;
            return { kind: 'not-sent' };
          }
          if (failing.includes(trials)) {
            settle(group);
            return { kind: 'settled' };
          }
          if (group.some(({ id }) => isBad(id))) {
            if (group.length === 1) alone.add(group[0]?.id ?? '');
            return { kind: 'refused', error };
          }
          settle(group);
          return { kind: 'accepted' };
        },
        reject(object) {
          expect(alone.has(object.id)).toBe(true);
          settle([object]);
        },
        leave: settle,
        stopped: () => stopped,
      });
      expect(settled.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      expect(trials).toBeLessThanOrEqual(mostTrials(size));
      expect(trials).toBeLessThanOrEqual(Math.min(size, 4 * Math.log2(size) + 8));
    }),
    CASES,
  );
});
