import { afterAll, describe, it, jest } from '@jest/globals';
import { play, tidy } from '../hostile/arena.ts';
import { VOLUME } from '../hostile/volume.ts';

/** What is meant to be a lot, through the bundle, in bounded memory. */

jest.setTimeout(600_000);
afterAll(tidy);

describe('by the million', () => {
  it.each(VOLUME.map((hostile) => [hostile.name, hostile] as const))('%s', (_, hostile) => play(hostile));
});
