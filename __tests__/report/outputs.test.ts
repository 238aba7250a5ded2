import { describe, expect, it } from '@jest/globals';
import { OUTPUT_NAMES, outputsOf } from '../../src/report/outputs.ts';
import { failedReport } from '../../src/report/report.ts';
import { BASE, HEAD, REFUSED, report, SCENARIOS, selected, selection, sent } from './reports.ts';

const REPORT = '/runner/_temp/hood-resync-report.json';

describe('outputs', () => {
  it.each(Object.entries(SCENARIOS))('are all there: %s', (_, make) => {
    const { values } = outputsOf(make(), REPORT);
    expect(Object.keys(values)).toEqual([...OUTPUT_NAMES]);
    for (const value of Object.values(values)) expect(typeof value).toBe('string');
  });

  it('tell what was accepted, what was not, and what was left alone', () => {
    const chosen = selection([
      selected({ id: '9' }),
      selected({ id: '17236162066430100298' }),
      selected({ id: '20', selected: false, reason: 'unchanged' }),
      selected({ type: 'conversion', id: '5' }),
    ]);
    const made = report({
      selection: chosen,
      sent: sent(chosen, ({ id }) => (id === '9' ? REFUSED : id === '5' ? { status: 'unresolved' } : undefined)),
    });
    expect(outputsOf(made, REPORT)).toEqual({
      values: {
        result: 'partial',
        integration: '["17236162066430100298"]',
        conversion: '[]',
        'failed-integration': '["9"]',
        'failed-conversion': '["5"]',
        'synced-count': '1',
        'failed-count': '2',
        'skipped-count': '1',
        'request-count': '1',
        base: BASE,
        head: HEAD,
        report: REPORT,
      },
      warnings: [],
    });
  });

  it('of a dry run hold what would be sent, and count nothing as synced', () => {
    const chosen = selection([selected({ id: '9' }), selected({ type: 'conversion', id: '5' })]);
    expect(outputsOf(report({ selection: chosen, dryRun: true }), REPORT).values).toMatchObject({
      result: 'planned',
      integration: '["9"]',
      conversion: '["5"]',
      'failed-integration': '[]',
      'failed-conversion': '[]',
      'synced-count': '0',
      'failed-count': '0',
      'request-count': '0',
    });
  });

  it('of a configuration error are empty but set', () => {
    expect(outputsOf(failedReport([{ topic: 'bug', message: 'x' }], { durationMs: 1 }), '').values).toEqual({
      result: 'failed',
      integration: '[]',
      conversion: '[]',
      'failed-integration': '[]',
      'failed-conversion': '[]',
      'synced-count': '0',
      'failed-count': '0',
      'skipped-count': '0',
      'request-count': '0',
      base: '',
      head: '',
      report: '',
    });
  });

  it.each([
    // `["10000000",…]`: 11 bytes an id and one more.
    ['fits into 256 KiB', 23_831, false],
    ['is one id too long for it', 23_832, true],
  ])('an array that %s', (_, count, tooLong) => {
    const chosen = selection(Array.from({ length: count }, (_, i) => selected({ id: String(10_000_000 + i) })));
    const { values, warnings } = outputsOf(report({ selection: chosen, sent: sent(chosen) }), REPORT);
    expect(values.integration === '').toBe(tooLong);
    expect(values['synced-count']).toBe(String(count));
    expect(warnings.map(({ message }) => /`integration`.*`report`/.test(message))).toEqual(tooLong ? [true] : []);
    if (!tooLong) expect(JSON.parse(values.integration)).toHaveLength(count);
  });
});
