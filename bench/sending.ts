import { isolation } from './isolation.ts';
import type { Page } from './markdown.ts';
import { faultRuns, realRun } from './over-http.ts';
import { aloneByMode, besideOthers, sharing } from './pacing.ts';
import { cancellation, startUp } from './process.ts';

const seeds = (full: number, quick: boolean): number => (quick ? Math.ceil(full / 20) : full);

/** Pacing, isolation, faults, cancellation and start-up. */
export const sending: Page = {
  file: 'bench-pacing.md',
  title: 'Sending at the limit: measurements',
  intro: `Hood allows 10 requests a second and 150 a minute in fixed windows of unknown phase. The first three tables are simulations in virtual time over the
emulator's own windows (\`emulator/windows.ts\`), with round trips of 30 to 90 ms. The *optimum* is the shortest time in which anybody
could have the same requests accepted, knowing the windows and arriving at whatever instant it likes, plus one round trip.`,
  sections: (quick) => [
    () => aloneByMode(seeds(200, quick)),
    () => besideOthers(seeds(200, quick)),
    () => sharing(seeds(40, quick)),
    ...(quick ? [] : [realRun]),
    () => isolation(seeds(400, quick)),
    faultRuns,
    cancellation,
    () => startUp(quick ? 3 : 15),
  ],
};
