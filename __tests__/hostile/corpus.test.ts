import { afterAll, describe, it, jest } from '@jest/globals';
import { play, tidy } from './arena.ts';
import type { HostileCase } from './case.ts';
import { CONFIG_FILES } from './config-files.ts';
import { ENTRIES } from './entries.ts';
import { EVENTS } from './events.ts';
import { GIT } from './git.ts';
import { GITHUB } from './github.ts';
import { INPUTS } from './inputs.ts';
import { SERVER } from './server.ts';
import { TLS_AND_PROXIES } from './tls-and-proxies.ts';
import { TOKENS } from './tokens.ts';

/**
 * What ill will can put into a step: each case is run through the bundle as the runner runs it, and held to its own message and
 * to what holds for all of them (`arena.ts`).
 */

/** A case waits for its turn, which counts as its time. */
jest.setTimeout(300_000);

/** As many as keep two cores busy. */
const AT_ONCE = 4;

const CORPUS: Readonly<Record<string, readonly HostileCase[]>> = {
  'the token': TOKENS,
  'an input': INPUTS,
  'an entry': ENTRIES,
  'a config file': CONFIG_FILES,
  'of the checkout': GIT,
  'an event': EVENTS,
  'of GitHub': GITHUB,
  'a server': SERVER,
  'on the way': TLS_AND_PROXIES,
};

afterAll(tidy);

let playing = 0;
const waiting: (() => void)[] = [];

async function inTurn(hostile: HostileCase): Promise<void> {
  if (playing >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  playing += 1;
  try {
    await play(hostile);
  } finally {
    playing -= 1;
    waiting.shift()?.();
  }
}

describe.each(Object.entries(CORPUS))('%s', (_, cases) => {
  for (const hostile of cases) it.concurrent(hostile.name, () => inTurn(hostile));
});
