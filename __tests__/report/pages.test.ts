import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { summaryOf } from '../../src/report/summary.ts';
import { CONTEXT, SCENARIOS } from './reports.ts';

/**
 * Whole pages as they were read and found good, in `pages/`. `UPDATE_PAGES=1 npm test -- __tests__/report/pages.test.ts` writes
 * them anew: then they have to be read again, and `npm run picture` shows them as GitHub does.
 */
const PAGES = path.join(import.meta.dirname, 'pages');

/** These are long for what they say. */
const LONG = ['long sending', '5,000 objects', 'cancelled', 'hostile names'];

const pages: readonly (readonly [name: string, page: () => string])[] = [
  ...Object.entries(SCENARIOS)
    .filter(([name]) => !LONG.includes(name))
    .map(([name, make]) => [name, () => summaryOf(make(), CONTEXT)] as const),
  ...['partial', 'a deletion beside what was set back', 'configuration'].map(
    (name) => [`${name}, without links or report`, () => summaryOf(made(name), { reportPath: '' })] as const,
  ),
];

function made(name: string) {
  const make = SCENARIOS[name];
  if (!make) throw new Error(`there is no scenario ${name}`);
  return make();
}

const fileOf = (name: string): string => `${name.replaceAll(/[ ,]+/g, '-')}.md`;

describe('the whole page', () => {
  it.each(pages)('of %s is as it was found good', (name, page) => {
    const file = path.join(PAGES, fileOf(name));
    if (process.env['UPDATE_PAGES']) writeFileSync(file, page());
    expect(page()).toBe(readFileSync(file, 'utf8'));
  });

  it('stands there for nothing that is no more', () => {
    expect(readdirSync(PAGES).toSorted()).toEqual(pages.map(([name]) => fileOf(name)).toSorted());
  });
});
