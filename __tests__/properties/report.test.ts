import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { keyOf, type Outcome, type SendResult } from '../../src/hood/outcome.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { finalLines } from '../../src/report/final-lines.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { buildReport, type Report, type Run, reportJson } from '../../src/report/report.ts';
import { MAX_SUMMARY_BYTES, summaryOf } from '../../src/report/summary.ts';
import { shorten, visible } from '../../src/report/visible.ts';
import { RESOURCE_TYPES, type SelectedObject } from '../../src/selection/selection.ts';
import { harmless } from '../../src/toolkit/workflow.ts';
import { hostile } from '../report/hostile.ts';
import { CASES, id } from './cases.ts';

/** Whatever a run came to, with hostile texts wherever a text of others can stand. */

const REPOSITORY = 'https://github.com/acme/marketing-config';
const github = markdownIt({ html: true, linkify: true });

const sha = fc.stringMatching(/^[0-9a-f]{40}$/);
const line = fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined });
const source = fc.tuple(hostile, line).map(([path, line]) => ({ path, ...(line !== undefined && { line }) }));
const object: fc.Arbitrary<SelectedObject> = fc.record({
  type: fc.constantFrom(...RESOURCE_TYPES),
  id,
  reason: fc.constantFrom('added', 'changed', 'unchanged', 'deleted', 'listed', 'all'),
  selected: fc.boolean(),
  sources: fc.array(source, { maxLength: 5 }),
});
const error = fc
  .record({ status: fc.integer({ min: 100, max: 599 }), message: hostile, traceId: hostile }, { requiredKeys: [] })
  .chain((rest) => hostile.map((title) => ({ title, ...rest })));
const outcome: fc.Arbitrary<Outcome> = fc.record(
  { status: fc.constantFrom('synced', 'synced', 'rejected', 'unresolved', 'failed', 'not-sent'), error },
  { requiredKeys: ['status'] },
);
const message = fc.record(
  {
    level: fc.constantFrom('error', 'warning', 'notice'),
    topic: fc.constant('bug' as const),
    message: hostile.filter((text) => text !== ''),
    path: hostile,
    line: fc.integer({ min: 1 }),
  },
  { requiredKeys: ['level', 'topic', 'message'] },
);
const run: fc.Arbitrary<Run> = fc
  .record({
    objects: fc.uniqueArray(object, { maxLength: 6, selector: (object) => keyOf(object) }),
    outcomes: fc.array(outcome, { minLength: 6, maxLength: 6 }),
    complete: fc.boolean(),
    wasSent: fc.boolean(),
    dryRun: fc.boolean(),
    cancelled: fc.boolean(),
    ifNothingToSync: fc.constantFrom('ignore', 'warn', 'error'),
    base: fc.option(fc.record({ sha, source: hostile }), { nil: undefined }),
    noBase: fc.option(hostile, { nil: undefined }),
    files: fc.array(fc.record({ path: hostile, reason: hostile }), { maxLength: 3 }),
    messages: fc.array(message, { maxLength: 13 }),
    stop: fc.option(
      fc.record({
        cause: fc.constantFrom('token', 'deadline', 'cancelled', 'refused-alike', 'unreachable'),
        message: hostile,
      }),
      { nil: undefined },
    ),
    total: fc.nat(20),
  })
  .map(
    ({
      objects,
      outcomes,
      complete,
      wasSent,
      dryRun,
      cancelled,
      ifNothingToSync,
      base,
      noBase,
      files,
      messages,
      stop,
      total,
    }): Run => {
      const sent: SendResult = {
        outcomes: new Map(
          objects.flatMap((object, index) =>
            object.selected ? [[keyOf(object), outcomes[index] as Outcome] as const] : [],
          ),
        ),
        requests: { total, accepted: 0, rejected: 0, retried: 0, throttled: 0 },
        timeline: [],
        ...(stop && { stop }),
      };
      return {
        ...(complete && {
          selection: {
            objects,
            files,
            warnings: [],
            head: { sha: 'b7d20c51e8a94f36071d5ec2a98b34f06c1d7e8a' },
            ...(base && { base }),
            ...(noBase !== undefined && { noBase }),
          },
        }),
        ...(complete && wasSent && !dryRun && { sent }),
        ...{ dryRun, cancelled, ifNothingToSync, messages, durationMs: 1234 },
      };
    },
  );
const report = run.map(buildReport);

const decode = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the summary', () => {
  const summary = (of: Report) => summaryOf(of, { repositoryUrl: REPOSITORY, reportPath: '/tmp/report.json' });

  it('shows every name literally, has no element, link or mention that is not ours, and stays below 900 KiB', () => {
    const ours =
      /^<(?:\/?(?:h3|h4|p|ul|li|table|thead|tbody|tr|th|td|code|strong|em|b|blockquote|details|summary)|(?:th|td) style="text-align:(?:left|right)"|br|\/a|a href="[^"<>]*")>$/;
    fc.assert(
      fc.property(report, (of) => {
        const text = summary(of);
        const html = github.render(text);
        const tags = html.match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
        expect(
          tags.filter(
            (tag) =>
              tag.startsWith('<a ') &&
              !/^<a href="https:\/\/github\.com\/(?:ocamba\/hood-resync\/blob\/v1\/docs\/troubleshooting\.md#[a-z-]+">$|acme\/marketing-config\/(?:blob|commit|compare)\/[0-9a-f]{40}[\w.\-~%/#]*">$)/.test(
                tag,
              ),
          ),
        ).toEqual([]);
        // Outside code and links of ours, nothing that GitHub would make one of.
        const bare = html.replace(/<code>.*?<\/code>|<[^>]*>/gs, ' ');
        expect(bare).not.toMatch(/[@[\]`\\]|:\/\/|www\.|#\d|\bGH-\d|\b(?=\w*\d)[0-9a-f]{7,40}\b/i);
        // Every name is shown literally, as code.
        const code = new Set([...html.matchAll(/<code>(.*?)<\/code>/gs)].map(([, text]) => decode(text ?? '')));
        for (const { id, sources } of of.objects) {
          expect(code).toContain(id);
          for (const { path, line } of sources.slice(0, 4)) {
            const shown = `${visible(shorten(path, 160))}${line ? `:${line}` : ''}`;
            if (shown !== '') expect(code).toContain(shown);
          }
        }
        expect(Buffer.byteLength(text)).toBeLessThan(MAX_SUMMARY_BYTES);
        expect(text).toMatch(/^### \p{Extended_Pictographic}/u);
        expect(text.isWellFormed()).toBe(true);
      }),
      CASES,
    );
  });
});

/** As the runner reads it (actions/runner, ActionCommand): lines at CR and LF; `::` first, or `##[` anywhere. */
const commands = (text: string): string[] =>
  text.split(/[\r\n]/).filter((line) => /^\s*::/.test(line) || /##\[/.test(line));

const MADE: Readonly<Record<string, (of: Report) => void>> = {
  'annotations are at most ten of a level, short enough to be shown whole, and tell of every failure': (of) => {
    const annotations = annotationsOf(of);
    for (const level of ['error', 'warning', 'notice'])
      expect(annotations.filter((one) => one.level === level).length).toBeLessThanOrEqual(10);
    for (const { message, path } of annotations) {
      expect(message.length).toBeLessThanOrEqual(4096);
      expect(message).not.toBe('');
      if (path !== undefined) expect(path).toMatch(/^[^/\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$|^$/u);
    }
    const failed = ['partial', 'failed', 'cancelled'].includes(of.result);
    const told =
      of.objects.length === 0 && of.result === 'failed' && of.messages.every(({ level }) => level !== 'error');
    if (failed && !told) expect(annotations.some(({ level }) => level === 'error')).toBe(true);
  },
  'outputs are complete, and say of each selected id once whether it was accepted': (of) => {
    const { values, warnings } = outputsOf(of, '/tmp/report.json');
    expect(warnings).toEqual([]);
    for (const type of RESOURCE_TYPES) {
      const accepted: string[] = JSON.parse(values[type]);
      const failed: string[] = JSON.parse(values[`failed-${type}`]);
      const selected = of.objects.filter((object) => object.type === type && object.status !== 'skipped');
      expect([...accepted, ...failed].toSorted()).toEqual(selected.map(({ id }) => id).toSorted());
      for (const id of accepted)
        expect(selected.find((object) => object.id === id)?.status).toMatch(/^(synced|planned)$/);
    }
    expect(Number(values['skipped-count']) + Number(values['synced-count']) + Number(values['failed-count'])).toBe(
      of.objects.filter(({ status }) => status !== 'planned').length,
    );
    expect(Object.values(values).join('')).not.toMatch(/[\r\n]/);
  },
  'the JSON report is the report, with each object on a line of its own': (of) => {
    const text = [...reportJson(of)].join('');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(of)));
    const lines = text.split('\n');
    for (const { type, id } of of.objects)
      expect(lines.filter((line) => line.startsWith(`    {"type":"${type}","id":"${id}",`))).toHaveLength(1);
  },
  'the log ends with lines that no text of others can break, or make a command of': (of) => {
    const lines = finalLines(of);
    expect(lines.filter((line) => /[\p{Cc}\u2028\u2029]/u.test(line))).toEqual([]);
    expect(commands(harmless(lines.join('\n')))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  },
};

it(`all that is made of a report: ${Object.keys(MADE).join('; ')}`, () => {
  fc.assert(
    fc.property(report, (of) => {
      for (const check of Object.values(MADE)) check(of);
    }),
    CASES,
  );
});

describe('the log', () => {
  it('holds no command in any text that is written to it', () => {
    const text = fc.oneof(
      hostile,
      fc
        .array(
          fc.constantFrom(
            '::',
            ':',
            '##[',
            '#',
            '[',
            '##',
            '\r',
            '\n',
            '\r\n',
            '\u2028',
            '\v',
            '\f',
            '\u0085',
            '\ufeff',
            '\u00a0',
            '\u3000',
            ' ',
            '\t',
            'error',
            'add-mask',
            'x',
          ),
          { maxLength: 14 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (text) => {
        expect(commands(harmless(text))).toEqual([]);
      }),
      CASES,
    );
  });
});
