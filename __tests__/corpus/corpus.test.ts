import { describe, expect, jest } from '@jest/globals';
import { onLinux, onPosix } from '../support/platform.ts';
import { CORPUS } from './corpus.ts';
import { play } from './play.ts';
import { clientOf } from './stage.ts';

/**
 * The same selection, and the right one, from every kind of clone and from none: `changes.ts`, `names.ts`, `events.ts` and
 * `checkouts.ts` say what happened and what is to be found.
 */

jest.setTimeout(60_000);

for (const [chapter, histories] of Object.entries(CORPUS)) {
  describe(chapter, () => {
    (chapter === 'names' ? onLinux : onPosix).each(Object.keys(histories))('%s', async (name) => {
      const { runs, expected } = await play(chapter, name, 'in process');
      for (const run of runs) {
        expect([clientOf(run), run.told]).toEqual([clientOf(run), expect.objectContaining(expected as object)]);
        // All the rest, too, which the data leaves out: lines, the base's age.
        expect([clientOf(run), run.told]).toEqual([clientOf(run), runs[0]?.told]);
        // Objects may come, and with the first commit that a shallow clone lacked its place at the end of what is there.
        const touched = run.touched.filter((file) => !/^(.*\/)?\.git\/shallow$/.test(file));
        expect([clientOf(run), touched]).toEqual([clientOf(run), []]);
      }
    });
  });
}
