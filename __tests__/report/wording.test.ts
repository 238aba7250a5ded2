import { describe, expect, it } from '@jest/globals';
import type { Outcome, Stop } from '../../src/hood/outcome.ts';
import { errorText } from '../../src/hood/outcome.ts';
import { failedReport, type Report } from '../../src/report/report.ts';
import {
  ageOf,
  countObjects,
  duration,
  ended,
  headline,
  inReasons,
  inTypes,
  number,
  place,
  plural,
} from '../../src/report/wording.ts';
import type { Reason, ResourceType } from '../../src/selection/selection.ts';
import { report, selected, selection, sent } from './reports.ts';

type Fate = Outcome['status'] | 'skipped';

/** A run in which objects of these types came to these fates, in their order. */
function run(fates: readonly (readonly [ResourceType, Fate])[], stop?: Stop, reason: Reason = 'unchanged'): Report {
  const chosen = selection(
    fates.map(([type, fate], i) =>
      selected({ type, id: `${i + 1}`, ...(fate === 'skipped' && { selected: false, reason }) }),
    ),
  );
  const outcome = ({ id }: { id: string }): Outcome => {
    const fate = fates[Number(id) - 1]?.[1];
    return fate === undefined || fate === 'synced' || fate === 'skipped'
      ? { status: 'synced' }
      : { status: fate, error: { title: 'x' } };
  };
  return report({ selection: chosen, sent: sent(chosen, outcome, stop && { stop }) });
}

const I = 'integration';
const C = 'conversion';
const stop = (cause: Stop['cause']): Stop => ({ cause, message: 'Stopped.' });

describe('one sentence', () => {
  it.each<[string, Report]>([
    ['Synced 1 integration', run([[I, 'synced']])],
    [
      'Synced 2 conversions',
      run([
        [C, 'synced'],
        [C, 'synced'],
        [C, 'skipped'],
      ]),
    ],
    [
      'Synced 1 integration and 1 conversion',
      run([
        [I, 'synced'],
        [C, 'synced'],
      ]),
    ],
    [
      'Synced 1 of 2 integrations: 1 refused',
      run([
        [I, 'synced'],
        [I, 'rejected'],
        [C, 'skipped'],
      ]),
    ],
    [
      'Synced 1 of 3 objects: 1 failed, 1 unresolved',
      run([
        [I, 'synced'],
        [C, 'unresolved'],
        [I, 'failed'],
      ]),
    ],
    ['1 conversion was not synced: failed', run([[C, 'failed']])],
    [
      'None of 2 objects was synced: not sent',
      run([
        [C, 'not-sent'],
        [I, 'not-sent'],
      ]),
    ],
    [
      'None of 3 integrations was synced: 2 refused, 1 failed',
      run([
        [I, 'rejected'],
        [I, 'failed'],
        [I, 'rejected'],
      ]),
    ],
    ['Hood refused the token: 1 integration was not synced', run([[I, 'not-sent']], stop('token'))],
    [
      'Hood did not answer: none of 2 integrations was synced',
      run(
        [
          [I, 'failed'],
          [I, 'not-sent'],
        ],
        stop('unreachable'),
      ),
    ],
    [
      'The time for sending was up: synced 1 of 2 integrations',
      run(
        [
          [I, 'synced'],
          [I, 'not-sent'],
        ],
        stop('deadline'),
      ),
    ],
    [
      'Hood refused the first requests alike: none of 2 objects was synced',
      run(
        [
          [I, 'rejected'],
          [C, 'not-sent'],
        ],
        stop('refused-alike'),
      ),
    ],
    [
      'Cancelled: synced 1 of 2 integrations',
      run(
        [
          [I, 'synced'],
          [I, 'not-sent'],
        ],
        stop('cancelled'),
      ),
    ],
    // It was over before the stop could do harm.
    ['Synced 1 integration', run([[I, 'synced']], stop('deadline'))],
    ['Cancelled before anything was sent', report({ cancelled: true })],
    ['Nothing to sync: no change in 1 integration', run([[I, 'skipped']])],
    [
      'Nothing to sync: 1 integration and 1 conversion left alone',
      run(
        [
          [I, 'skipped'],
          [C, 'skipped'],
        ],
        undefined,
        'deleted',
      ),
    ],
    ['Nothing was sent: 1 problem', failedReport([{ topic: 'bug', message: 'x' }], { durationMs: 1 })],
    [
      'Nothing was sent: 2 problems',
      failedReport(
        [
          { topic: 'bug', message: 'x' },
          { topic: 'bug', message: 'z' },
        ],
        { durationMs: 1 },
      ),
    ],
    ['Nothing was sent', failedReport([], { durationMs: 1 })],
  ])('%s', (sentence, made) => expect(headline(made)).toBe(sentence));
});

it('counts tell of each type and status', () => {
  const counts = countObjects(
    run([
      [I, 'synced'],
      [I, 'synced'],
      [I, 'failed'],
      [C, 'rejected'],
      [C, 'skipped'],
    ]).objects,
  );
  expect(counts.integration).toEqual({
    synced: 2,
    planned: 0,
    rejected: 0,
    failed: 1,
    unresolved: 0,
    'not-sent': 0,
    skipped: 0,
  });
  expect(counts.conversion).toEqual({
    synced: 0,
    planned: 0,
    rejected: 1,
    failed: 0,
    unresolved: 0,
    'not-sent': 0,
    skipped: 1,
  });
});

it('objects are told by type', () => {
  expect(
    [[], [I], [C, C], [C, I, I]].map((types) => inTypes(types.map((type) => ({ type: type as ResourceType })))),
  ).toEqual(['nothing', '1 integration', '2 conversions', '2 integrations and 1 conversion']);
});

it.each<[string, Reason[]]>([
  ['', []],
  ['', ['all', 'all']],
  ['added', ['added', 'added']],
  ['2 changed, 1 added', ['changed', 'added', 'changed']],
  ['1 all, 1 listed', ['all', 'listed']],
])('reasons read "%s"', (text, reasons) => {
  const objects = reasons.map((reason) => selected({ reason }));
  expect(inReasons(report({ selection: selection(objects), dryRun: true }).objects)).toBe(text);
});

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [3_240, '3.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [3_661_000, '1 h 1 min'],
  [86_399_000, '23 h 59 min'],
  [86_400_000, '1 d'],
  // Two units that follow one another, and none that is nothing.
  [86_400_000 * 3 + 59_000, '3 d'],
  [86_400_000 * 3 + 7_200_000, '3 d 2 h'],
])('%d ms read "%s"', (ms, text) => expect(duration(ms)).toBe(text));

it('an age is told from one second on', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
  expect([0, 999, 1000, 120_000, -5000].map((ms) => ageOf(at(0), at(ms)))).toEqual(['', '', '1.0 s', '2 min', '']);
  expect(ageOf('', at(0))).toBe('');
});

it('numbers have their thousands apart', () => {
  expect([0, 999, 1000, 12_345, 1_234_567, 123_456_789].map(number)).toEqual([
    '0',
    '999',
    '1,000',
    '12,345',
    '1,234,567',
    '123,456,789',
  ]);
  expect([0, 1, 1000].map((count) => plural(count, 'file'))).toEqual(['0 files', '1 file', '1,000 files']);
});

it.each([
  [{ title: 'connection reset' }, 'connection reset'],
  [{ status: 400, title: 'Bad request.', message: 'No.' }, '400 Bad request. No.'],
  [{ status: 503, title: 'HTTP status 503' }, 'HTTP status 503'],
  [{ status: 503, title: 'Unavailable', message: 'Later.' }, '503 Unavailable: Later.'],
  [{ title: 'v1.2 is gone', message: 'Later.' }, 'v1.2 is gone: Later.'],
])('an error %j reads "%s"', (error, text) => expect(errorText(error)).toBe(text));

it.each([
  ['so it is', 'so it is.'],
  ['so it is.', 'so it is.'],
  ['is it?', 'is it?'],
  ['he said "so."', 'he said "so."'],
  ['he said "so"', 'he said "so".'],
  ['a.b', 'a.b.'],
  ['no stop here.)', 'no stop here.)'],
  ['v1.x', 'v1.x.'],
])('"%s" ends as a sentence: "%s"', (text, sentence) => expect(ended(text)).toBe(sentence));

it('a place has its line when it is known', () => {
  expect([place({ path: 'a.yml', line: 3 }), place({ path: 'a.yml' }), place({ path: 'a\n.yml' })]).toEqual([
    'a.yml:3',
    'a.yml',
    'a\\n.yml',
  ]);
});
