import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { reportJson } from '../../src/report/report.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { CONTEXT, SCENARIOS } from './reports.ts';

/**
 * Whole summaries and reports as they were read and found good, in `pages/`. `UPDATE_PAGES=1 npm test -- __tests__/report/pages.test.ts` writes
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

/** Reports, as machines have them. */
const reports: readonly (readonly [name: string, text: () => string])[] = [
  'ids',
  'plan',
  'everything, at a tag',
  'a shared file, and every fate',
  'cancelled before anything was chosen',
  'messages',
  'configuration',
].map((name) => [name, () => [...reportJson(made(name))].join('')]);

const fileOf = (name: string, ending: string): string => `${name.replaceAll(/[ ,]+/g, '-')}.${ending}`;

function holds(file: string, text: string): void {
  const absolute = path.join(PAGES, file);
  if (process.env['UPDATE_PAGES']) writeFileSync(absolute, text);
  expect(text).toBe(readFileSync(absolute, 'utf8'));
}

describe('the whole page', () => {
  it.each(pages)('of %s is as it was found good', (name, page) => holds(fileOf(name, 'md'), page()));
});

describe('the whole report', () => {
  it.each(reports)('of %s is as it was found good', (name, text) => holds(fileOf(name, 'json'), text()));
});

it('what was found good stands there for nothing that is no more', () => {
  const files = [...pages.map(([name]) => fileOf(name, 'md')), ...reports.map(([name]) => fileOf(name, 'json'))];
  expect(readdirSync(PAGES).toSorted()).toEqual(files.toSorted());
});
