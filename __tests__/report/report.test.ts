import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome, Stop } from '../../src/hood/outcome.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { failedReport, type Report, type Result, reportJson, stepFails } from '../../src/report/report.ts';
import type { SelectedObject } from '../../src/selection/selection.ts';
import { BASE, HEAD, REFUSED, report, SCENARIOS, selected, selection, sent } from './reports.ts';

const two = selection([
  selected({ id: '1' }),
  selected({ id: '2' }),
  selected({ id: '3', selected: false, reason: 'unchanged' }),
]);
const none = selection([selected({ selected: false, reason: 'unchanged' })]);
const notSent = (): Outcome => ({ status: 'not-sent' });
const refuse = (id: string) => (object: SelectedObject) => (object.id === id ? REFUSED : undefined);
const cancelledStop: Stop = { cause: 'cancelled', message: 'The run was cancelled.' };
const statuses = ({ objects }: Report) => objects.map(({ id, status }) => `${id} ${status}`);

describe('the result', () => {
  it.each<[Result, string, Report]>([
    ['synced', 'everything selected was accepted', report({ selection: two, sent: sent(two) })],
    ['nothing-to-sync', 'nothing was selected', report({ selection: none })],
    ['nothing-to-sync', 'nothing was selected, in a dry run too', report({ selection: none, dryRun: true })],
    ['planned', 'a dry run', report({ selection: two, dryRun: true })],
    ['partial', 'one of two was refused', report({ selection: two, sent: sent(two, refuse('2')) })],
    ['failed', 'all were refused', report({ selection: two, sent: sent(two, () => REFUSED) })],
    ['failed', 'sending never began', report({ selection: two })],
    ['failed', 'the selection never ended', report({})],
    ['cancelled', 'cancelled before the selection ended', report({ cancelled: true })],
    ['cancelled', 'cancelled with an empty selection', report({ selection: none, cancelled: true })],
    ['cancelled', 'cancelled before anything was sent', report({ selection: two, cancelled: true })],
    [
      'cancelled',
      'cancelled while sending',
      report({ selection: two, sent: sent(two, notSent, { stop: cancelledStop }) }),
    ],
    [
      'cancelled',
      'cancelled while sending, some accepted',
      report({ selection: two, sent: sent(two, refuse('2'), { stop: cancelledStop }) }),
    ],
    ['synced', 'cancelled as the last answer came', report({ selection: two, cancelled: true, sent: sent(two) })],
  ])('is %s: %s', (result, _, made) => {
    expect(made.result).toBe(result);
  });

  it('makes the step fail unless all is done or nothing was to do', () => {
    const fails = (result: Result, ifNothingToSync: 'ignore' | 'warn' | 'error' = 'ignore') =>
      stepFails({ ...report({ selection: two }), result }, ifNothingToSync);
    expect((['synced', 'planned', 'nothing-to-sync'] as const).map((result) => fails(result))).toEqual([
      false,
      false,
      false,
    ]);
    expect((['partial', 'failed', 'cancelled'] as const).map((result) => fails(result))).toEqual([true, true, true]);
    expect([fails('nothing-to-sync', 'warn'), fails('nothing-to-sync', 'error')]).toEqual([false, true]);
    expect(fails('synced', 'error')).toBe(false);
  });

  it('tells of nothing to sync as loud as it was asked to', () => {
    const levels = (ifNothingToSync: 'ignore' | 'warn' | 'error', chosen = none) =>
      report({ selection: chosen, ifNothingToSync }).messages.map(({ level }) => level);
    expect([levels('ignore'), levels('warn'), levels('error')]).toEqual([[], ['warning'], ['error']]);
    expect(levels('error', two)).toEqual([]);
  });
});

describe('the status of an object', () => {
  it('is what sending says, and `skipped` for what was not selected', () => {
    expect(statuses(report({ selection: two, sent: sent(two, refuse('2')) }))).toEqual([
      '1 synced',
      '2 rejected',
      '3 skipped',
    ]);
  });

  it('is `planned` in a dry run', () => {
    expect(statuses(report({ selection: two, dryRun: true }))).toEqual(['1 planned', '2 planned', '3 skipped']);
  });

  it('is `not-sent` when nothing was sent, or sending says nothing of it', () => {
    expect(statuses(report({ selection: two, cancelled: true }))).toEqual(['1 not-sent', '2 not-sent', '3 skipped']);
    const silent = { ...sent(two), outcomes: new Map() };
    expect(statuses(report({ selection: two, sent: silent }))).toEqual(['1 not-sent', '2 not-sent', '3 skipped']);
  });
});

const anyRun = fc
  .record({
    objects: fc.uniqueArray(
      fc.record({
        type: fc.constantFrom('integration', 'conversion'),
        id: fc.stringMatching(/^[1-9][0-9]{0,19}$/),
        selected: fc.boolean(),
      }),
      { selector: ({ type, id }) => `${type}/${id}` },
    ),
    outcomes: fc.infiniteStream(
      fc.constantFrom<Outcome['status']>('synced', 'rejected', 'unresolved', 'failed', 'not-sent'),
    ),
    dryRun: fc.boolean(),
    cancelled: fc.boolean(),
    sends: fc.boolean(),
    path: fc.string({ unit: 'binary' }),
  })
  .map(({ objects, outcomes, dryRun, cancelled, sends, path }) => {
    const chosen = selection(objects.map((object) => selected({ ...object, sources: [{ path, line: 1 }] })));
    const sending = { ...(sends && !dryRun && { sent: sent(chosen, () => ({ status: outcomes.next().value })) }) };
    return report({ selection: chosen, dryRun, cancelled, ...sending });
  });

it('accounts for every selected object: accepted, planned or failed, and never two of them', () => {
  fc.assert(
    fc.property(anyRun, (made) => {
      const { values } = outputsOf(made, '/tmp/report.json');
      const ids = (name: 'integration' | 'failed-integration' | 'conversion' | 'failed-conversion') =>
        JSON.parse(values[name]) as string[];
      for (const type of ['integration', 'conversion'] as const) {
        const chosen = made.objects.filter((object) => object.type === type && object.status !== 'skipped');
        expect([...ids(type), ...ids(`failed-${type}`)].sort()).toEqual(chosen.map(({ id }) => id).sort());
      }
      const failed = ids('failed-integration').length + ids('failed-conversion').length;
      expect(values['failed-count']).toBe(String(failed));
      expect(Number(values['synced-count']) + Number(values['failed-count']) + Number(values['skipped-count'])).toBe(
        made.objects.filter(({ status }) => status !== 'planned').length,
      );
      // A step is green only when nothing that was selected is missing.
      if (!stepFails(made, 'ignore')) expect(failed).toBe(0);
    }),
  );
});

describe('the JSON report', () => {
  it('is the report, whatever the paths hold', () => {
    fc.assert(fc.property(anyRun, (made) => expect(JSON.parse([...reportJson(made)].join(''))).toEqual(made)));
  });

  it('has the keys of the contract', () => {
    const chosen = selection(
      [
        selected({ id: '1628', sources: [{ path: 'config/integrations/twilio.yml', line: 3 }] }),
        selected({ type: 'conversion', id: '1000192', reason: 'added', sources: [] }),
      ],
      { base: { sha: BASE, source: 'before of the push' } },
    );
    const requests = { total: 3, accepted: 2, rejected: 1, retried: 0, throttled: 0 };
    const made = report({ selection: chosen, sent: sent(chosen, refuse('1000192'), { requests }) });
    expect(JSON.parse([...reportJson(made)].join(''))).toMatchObject({
      version: 1,
      result: 'partial',
      base: { sha: BASE, source: 'before of the push' },
      head: { sha: HEAD },
      objects: [
        {
          type: 'integration',
          id: '1628',
          status: 'synced',
          reason: 'changed',
          sources: [{ path: 'config/integrations/twilio.yml', line: 3 }],
        },
        {
          type: 'conversion',
          id: '1000192',
          status: 'rejected',
          reason: 'added',
          sources: [],
          error: {
            status: 400,
            title: 'Bad request.',
            message: 'The request body is not valid.',
            traceId: REFUSED.error?.traceId,
          },
        },
      ],
      files: [],
      requests,
      durationMs: 412,
    });
  });

  it('has a line for each object', () => {
    const made = SCENARIOS['partial']?.() ?? report({});
    const lines = [...reportJson(made)].join('').split('\n');
    for (const { id } of made.objects) expect(lines.filter((line) => line.includes(`"id":"${id}"`))).toHaveLength(1);
  });
});

it('reports a configuration that cannot be used as failed, with nothing selected', () => {
  const made = failedReport(
    [
      { topic: 'no-id', message: 'a.yml:3 has no id', path: 'a.yml', line: 3 },
      { topic: 'input-value', message: '`base` is odd' },
    ],
    { durationMs: 5 },
  );
  expect(made).toMatchObject({ result: 'failed', objects: [], requests: { total: 0 }, durationMs: 5 });
  expect(made.messages).toEqual([
    { level: 'error', topic: 'no-id', message: 'a.yml:3 has no id', path: 'a.yml', line: 3 },
    { level: 'error', topic: 'input-value', message: '`base` is odd' },
  ]);
  expect(stepFails(made, 'ignore')).toBe(true);
});
