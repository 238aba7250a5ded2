import { describe, expect, jest } from '@jest/globals';
import { onLinux, onPosix } from '../support/platform.ts';
import { CORPUS } from './corpus.ts';
import { play } from './play.ts';
import { clientOf } from './stage.ts';

/** A part of the corpus through `dist/index.js`, as the runner runs it. */

jest.setTimeout(120_000);

for (const [chapter, histories] of Object.entries(CORPUS)) {
  const some = Object.keys(histories).filter((name) => histories[name]?.bundle);
  if (some.length === 0) continue;
  describe(`${chapter}, by the bundle`, () => {
    (chapter === 'names' ? onLinux : onPosix).each(some)('%s', async (name) => {
      const { runs, expected } = await play(chapter, name, 'bundle');
      for (const run of runs) {
        expect([clientOf(run), run.told]).toEqual([clientOf(run), expect.objectContaining(expected as object)]);
        expect([clientOf(run), run.told]).toEqual([clientOf(run), runs[0]?.told]);
      }
    });
  });
}
