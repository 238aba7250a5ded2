import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/failure.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { failedReport } from '../../src/report/report.ts';
import { REFUSED, report, SCENARIOS, selected, selection, sent } from './reports.ts';

const PAGE = 'https://github.com/ocamba/hood-resync/blob/v1/docs/troubleshooting.md';
const many = (count: number) => selection(Array.from({ length: count }, (_, i) => selected({ id: String(100 + i) })));

describe('annotations', () => {
  it.each(['success', 'ids', 'plan', 'nothing to sync', 'long sending'])('of %s: none', (name) => {
    expect(annotationsOf(SCENARIOS[name]?.() ?? report({}))).toEqual([]);
  });

  it('stand at the line of the problem', () => {
    const problems: Problem[] = [
      { topic: 'no-id', message: 'a.yml:3 has no id', path: 'a.yml', line: 3 },
      { topic: 'input-value', message: '`base` is odd.' },
    ];
    expect(annotationsOf(failedReport(problems, { durationMs: 1 }))).toEqual([
      { level: 'error', message: `a.yml:3 has no id. See ${PAGE}#no-id`, path: 'a.yml', line: 3 },
      { level: 'error', message: `\`base\` is odd. See ${PAGE}#input-value` },
    ]);
  });

  it('stand at the line of a refused id, with the answer and the trace id', () => {
    const chosen = many(3);
    const [annotation, ...rest] = annotationsOf(
      report({ selection: chosen, sent: sent(chosen, ({ id }) => (id === '101' ? REFUSED : undefined)) }),
    );
    expect(rest).toEqual([]);
    expect(annotation).toMatchObject({
      level: 'error',
      path: 'config/integrations/101.yml',
      line: 2,
      title: 'Hood refused integration 101',
    });
    expect(annotation?.message).toContain('400 Bad request. The request body is not valid. Trace id: 99a84211-');
  });

  it.each(['/runner/_temp/list.txt', 'C:\\temp\\list.txt'])('of an id from %s stand at no file', (path) => {
    const chosen = selection([selected({ sources: [{ path, line: 1 }] })]);
    const [annotation] = annotationsOf(report({ selection: chosen, sent: sent(chosen, () => REFUSED) }));
    expect(annotation).not.toHaveProperty('path');
  });

  it('tell why sending stopped first, and the ids that were not sent only with it', () => {
    const chosen = many(50);
    const made = report({
      selection: chosen,
      sent: sent(chosen, ({ id }) => (id === '100' ? REFUSED : { status: 'not-sent' }), {
        stop: { cause: 'deadline', message: 'The time was up.' },
      }),
    });
    expect(annotationsOf(made)).toMatchObject([
      {
        title: 'The time for sending was up: none of 50 integrations was synced',
        message: `The time was up. See ${PAGE}#deadline`,
      },
      { title: 'Hood refused integration 100', message: expect.stringMatching(/^integration 100: 400/) },
    ]);
  });

  it('tell what failed alike together', () => {
    const chosen = many(50);
    const made = report({
      selection: chosen,
      sent: sent(chosen, () => ({ status: 'failed', error: { status: 503, title: 'Unavailable' } })),
    });
    const [annotation, ...rest] = annotationsOf(made);
    expect(rest).toEqual([]);
    expect(annotation).toMatchObject({ level: 'error', title: 'Failed: 50 ids' });
    expect(annotation?.message).toMatch(/^503 Unavailable\. .* integration 100, .*, 30 more\. See .*#failed$/);
  });

  it.each([
    [10, 10, undefined],
    [11, 11, 'And 1 more error: '],
    [5000, 11, 'And 4,990 more errors: '],
  ])('of %i refused ids: ten at most, and one more that counts the rest', (count, shown, last) => {
    const chosen = many(count);
    const annotations = annotationsOf(report({ selection: chosen, sent: sent(chosen, () => REFUSED) }));
    expect(annotations).toHaveLength(shown);
    expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(10);
    expect(annotations.at(-1)?.message.startsWith('And ')).toBe(last !== undefined);
    if (last) expect(annotations.at(-1)?.message.startsWith(last)).toBe(true);
  });

  it('are limited in each level and in length', () => {
    const levels = ['error', 'warning', 'notice'] as const;
    const messages = levels.flatMap((level) =>
      Array.from({ length: 30 }, () => ({ level, topic: 'bug' as const, message: 'x'.repeat(9000) })),
    );
    const annotations = annotationsOf(report({ selection: many(1), dryRun: true, messages }));
    for (const level of levels) expect(annotations.filter((annotation) => annotation.level === level)).toHaveLength(10);
    for (const { message } of annotations) {
      expect(message.length).toBeLessThanOrEqual(4096);
      expect(message).toMatch(/#bug$|^And 20 more (error|warning|notice)s/);
    }
  });

  it('have room for what could not be put out, however many warnings there are', () => {
    const messages = Array.from({ length: 30 }, () => ({
      level: 'warning' as const,
      topic: 'glob-no-match' as const,
      message: 'x',
    }));
    const [first] = annotationsOf(report({ selection: many(1), dryRun: true, messages }), [
      { topic: 'output-too-large', message: 'The output `integration` is left empty.' },
    ]);
    expect(first).toMatchObject({ level: 'warning', message: expect.stringMatching(/^The output/) });
  });

  it('say that a run was cancelled although nothing had been selected yet', () => {
    expect(annotationsOf(report({ cancelled: true }))).toMatchObject([
      { level: 'error', message: expect.stringContaining('cancelled') },
    ]);
  });
});
