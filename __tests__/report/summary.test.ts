import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { renderPage } from '../../scripts/render-summary.ts';
import type { Outcome } from '../../src/hood/outcome.ts';
import { failedReport, type Report } from '../../src/report/report.ts';
import { MAX_SUMMARY_BYTES, type SummaryContext, summaryOf } from '../../src/report/summary.ts';
import { hostile } from './hostile.ts';
import { BASE, CONTEXT, HEAD, marketing, REFUSED, report, SCENARIOS, selected, selection, sent } from './reports.ts';

const github = markdownIt({ html: true, linkify: true });
const blob = (path: string, sha = HEAD) => `${CONTEXT.repositoryUrl}/blob/${sha}/${path}`;
const scenario = (name: string): string => summaryOf(SCENARIOS[name]?.() ?? report({}), CONTEXT);
const firstLine = (markdown: string) => markdown.split('\n', 1)[0];

describe('at a glance', () => {
  it.each([
    ['success', '### ✅ Synced 4 integrations and 1 conversion'],
    ['partial', '### ⚠️ Synced 9 of 12 objects: 2 refused, 1 failed'],
    ['token', '### ❌ Hood refused the token: none of 12 objects was synced'],
    ['plan', '### 📋 Plan: 7 integrations and 1 conversion would be synced'],
    ['cancelled', '### 🛑 Cancelled: synced 58 of 161 objects'],
    ['nothing to sync', '### 💤 Nothing to sync: no change in 12 integrations and 3 conversions'],
    ['configuration', '### ❌ Nothing was sent: 3 problems'],
  ])('one sentence tells of %s', (name, sentence) => {
    expect(firstLine(scenario(name))).toBe(sentence);
  });

  it.each([
    ['one object', [selected()], '### ❌ 1 integration was not synced: refused'],
    [
      'several for several reasons',
      [selected(), selected({ id: '7' })],
      '### ❌ None of 2 integrations was synced: 1 refused, 1 not sent',
    ],
  ])('one sentence tells of the failure of %s', (_, objects, sentence) => {
    const chosen = selection(objects);
    const made = report({
      selection: chosen,
      sent: sent(chosen, ({ id }) => (id === '7' ? { status: 'not-sent' } : REFUSED)),
    });
    expect(firstLine(summaryOf(made, CONTEXT))).toBe(sentence);
  });

  it('counts stand by type when something needs a person', () => {
    expect(scenario('partial')).toContain(
      [
        '|  | Synced | Refused | Failed | Left alone |',
        '|---|--:|--:|--:|--:|',
        '| Integrations | 9 | 1 | 1 | 23 |',
        '| Conversions | 0 | 1 | 0 | 2 |',
      ].join('\n'),
    );
  });

  it('base and head are links, with the source and the age of the base', () => {
    expect(scenario('success')).toContain(
      `Changes from [\`4f1c2ab\`](${CONTEXT.repositoryUrl}/commit/${BASE}) (\`before\` of the push, 2 h 15 min old) to [\`b7d20c5\`](${CONTEXT.repositoryUrl}/commit/${HEAD}) · [compare](${CONTEXT.repositoryUrl}/compare/${BASE}...${HEAD})`,
    );
  });

  it('says why everything counts when there is no base', () => {
    const chosen = {
      head: { sha: HEAD },
      noBase: 'no base for `schedule`',
      objects: [selected()],
      files: [],
      warnings: [],
    };
    expect(summaryOf(report({ selection: chosen, dryRun: true }), CONTEXT)).toContain(
      `Every file that matches, at [\`b7d20c5\`](${CONTEXT.repositoryUrl}/commit/${HEAD}): no base for \`schedule\``,
    );
  });

  it('says which shared file made everything count', () => {
    const chosen = selection([selected({ reason: 'all' })], { sharedChange: 'config/shared.yml' });
    expect(summaryOf(report({ selection: chosen, sent: sent(chosen) }), CONTEXT)).toContain(
      `[\`config/shared.yml\`](${blob('config/shared.yml')}) changed, so every file that matches counts`,
    );
  });

  it.each([
    ['with a base', selection([]), 'no file that the inputs name or match changed'],
    ['without one', { objects: [], files: [], warnings: [] }, 'the inputs led to no object'],
  ])('says why there is nothing to sync %s', (_, chosen, why) => {
    expect(firstLine(summaryOf(report({ selection: chosen }), CONTEXT))).toBe(`### 💤 Nothing to sync: ${why}`);
  });

  it('of a dry run is a plan: what would be sent, why, and in how many requests', () => {
    const chosen = selection([selected(), selected({ id: '7', reason: 'added' })]);
    const plan = summaryOf(report({ selection: chosen, dryRun: true, plannedRequests: 1 }), CONTEXT);
    expect(plan).toContain('A dry run: Hood was not contacted · sending takes 1 request');
    expect(plan).toContain('#### Would be synced (2): 1 changed, 1 added');
  });

  it('tells of retries and throttling', () => {
    const chosen = selection([selected()]);
    const requests = { total: 12, accepted: 1, rejected: 0, retried: 3, throttled: 2 };
    expect(
      summaryOf(
        report({ selection: chosen, durationMs: 61_000, sent: sent(chosen, undefined, { requests }) }),
        CONTEXT,
      ),
    ).toContain('12 requests in 1 min 1 s · 3 of them retries · 2 throttled (429)');
  });
});

describe('what needs a person', () => {
  it('has its id, its file and line at the head, reason, answer, trace id, and what to do', () => {
    const summary = scenario('partial');
    expect(summary).toContain(
      `- integration&nbsp;\`1607\` · [\`config/integrations/sendgrid-1.yml:3\`](${blob('config/integrations/sendgrid-1.yml#L3')}) · changed<br>400 Bad request. The request body is not valid. (trace id \`99a84211-f73d-4ff8-acdf-eb3e06bb9d62\`)`,
    );
    expect(summary).toMatch(/^#### Refused \(2\)$[\s\S]*\*\*What to do:\*\* Check in Hood that the id exists/m);
    expect(summary).toMatch(/^#### Failed \(1\)$[\s\S]*HTTP status 503[\s\S]*`1635`/m);
    expect(summary).toContain('`failed-integration`');
  });

  it('comes before what is well, and what is well is folded then', () => {
    const titles = [...scenario('partial').matchAll(/^(?:#### |<details><summary><b>)(\w+ ?\w*)/gm)].map(([, title]) =>
      title?.trim(),
    );
    expect(titles).toEqual(['Refused', 'Failed', 'Warnings', 'Synced', 'Left alone', 'Skipped files']);
    expect(scenario('partial')).not.toContain('#### Synced');
  });

  it('tells an answer that all got, and why sending stopped, once', () => {
    expect(scenario('5,000 objects').match(/The request body is not valid/g)).toHaveLength(1);
    expect(scenario('token').match(/Check that the secret holds a whole/g)).toHaveLength(1);
  });

  it('is folded as a whole when it was not sent for one cause, which stands at the top with its trace id', () => {
    const chosen = marketing(40, 40);
    const error = { status: 401, title: 'Unauthorized', traceId: 'abc-1' };
    const stop = { cause: 'token' as const, message: 'Hood refused the token.' };
    const summary = summaryOf(
      report({ selection: chosen, sent: sent(chosen, () => ({ status: 'not-sent', error }), { stop }) }),
      CONTEXT,
    );
    expect(summary).toMatch(/^### .*\n\nHood refused the token\. Trace id: `abc-1`\. \[Help\]/);
    expect(summary.match(/abc-1/g)).toHaveLength(1);
    const [open = '', folded = ''] = summary.split('<details><summary>Show all 41</summary>');
    expect(open).not.toMatch(/^- integration/m);
    expect(folded.match(/^- (integration|conversion)/gm)).toHaveLength(41);
  });

  it('tells a trace id that all share once', () => {
    const chosen = marketing(3, 3);
    const error = { status: 503, title: 'Unavailable', traceId: 'abc-1' };
    const summary = summaryOf(
      report({ selection: chosen, sent: sent(chosen, () => ({ status: 'failed', error })) }),
      CONTEXT,
    );
    expect(summary).toContain('The answer: 503 Unavailable. Trace id: `abc-1`. **What to do:**');
    expect(summary.match(/abc-1/g)).toHaveLength(1);
  });

  it('keeps a trace id beside its object where others have none', () => {
    const chosen = selection([selected(), selected({ id: '7' })]);
    const error = { status: 400, title: 'Bad request' };
    const summary = summaryOf(
      report({
        selection: chosen,
        sent: sent(chosen, ({ id }) => ({
          status: 'rejected',
          error: { ...error, ...(id === '7' && { traceId: 'abc-1' }) },
        })),
      }),
      CONTEXT,
    );
    expect(summary).toMatch(/^- integration&nbsp;`7` .* · trace id `abc-1`$/m);
    expect(summary).not.toContain('Trace id:');
  });

  it('tells the trace ids of a few batches once, and those of single ids beside them', () => {
    const chosen = marketing(40, 40);
    const summary = summaryOf(
      report({
        selection: chosen,
        sent: sent(chosen, ({ id }) => ({
          status: id.endsWith('7') ? 'rejected' : 'unresolved',
          error: {
            status: 400,
            title: 'Bad request',
            traceId: id.endsWith('7') ? `own-${id}` : `batch-${Number(id) % 3}`,
          },
        })),
      }),
      CONTEXT,
    );
    const [refused = '', unresolved = ''] = summary.split('#### Unresolved');
    expect(refused).toContain('· changed · trace id `own-1607`');
    expect(unresolved).toMatch(/Trace ids: `batch-\d`, `batch-\d`.*\. \*\*What to do/);
    expect(unresolved).not.toContain('· trace id');
  });

  it('shows ten, and folds the rest', () => {
    const [open = '', folded = ''] = scenario('5,000 objects').split('… and 34 more');
    expect(open.match(/^- integration/gm)).toHaveLength(10);
    expect(folded.split('</details>')[0]?.match(/^- integration/gm)).toHaveLength(34);
  });

  it("in a configuration is linked at its line of the event's commit", () => {
    expect(scenario('configuration')).toContain(
      `- [\`config/integrations/twilio.yml:3\`](${blob('config/integrations/twilio.yml#L3')}) holds the id "16x8", which is not an id`,
    );
    expect(scenario('configuration')).toContain('- `batch-size` got "many"; it takes');
  });
});

describe('links', () => {
  it('of a deleted id lead to the base', () => {
    const chosen = selection([selected({ reason: 'deleted', sources: [{ path: 'gone.yml', line: 4 }] })]);
    expect(summaryOf(report({ selection: chosen, dryRun: true }), CONTEXT)).toContain(`(${blob('gone.yml#L4', BASE)})`);
  });

  it('are left out for files outside of the repository, and without a repository', () => {
    const chosen = selection([selected({ sources: [{ path: '/runner/_temp/list.txt', line: 1 }] })]);
    const made = report({ selection: chosen, dryRun: true });
    expect(summaryOf(made, CONTEXT)).toContain('| `/runner/_temp/list.txt:1` |');
    expect(summaryOf(made, { reportPath: '' })).not.toContain('](');
  });

  it('encode the bytes of the name', () => {
    const chosen = selection([selected({ sources: [{ path: 'a b/(é)\udcff#?.yml', line: 1 }] })]);
    expect(summaryOf(report({ selection: chosen, dryRun: true }), CONTEXT)).toContain(
      `(${blob('a%20b/%28%C3%A9%29%FF%23%3F.yml#L1')})`,
    );
  });
});

it('names every object, once', () => {
  for (const make of Object.values(SCENARIOS)) {
    const made = make();
    const summary = summaryOf(made, CONTEXT);
    const shown = [...summary.matchAll(/^(?:\| |- )(integration|conversion)&nbsp;`(\d+)`/gm)].map(
      ([, type, id]) => `${type}/${id}`,
    );
    expect(shown.sort()).toEqual(made.objects.map(({ type, id }) => `${type}/${id}`).sort());
  }
});

it('shows every place of an id that stands in several files, up to four', () => {
  const sources = Array.from({ length: 6 }, (_, i) => ({ path: `${i}.yml`, line: 1 }));
  const summary = summaryOf(report({ selection: selection([selected({ sources })]), dryRun: true }), CONTEXT);
  expect(summary).toMatch(/`0\.yml:1`.*<br>.*`3\.yml:1`.*<br>and 2 more/);
});

it('draws the sending when it took longer than a window', () => {
  expect(scenario('long sending')).toMatch(/^```mermaid\n%%\{init.*\nxychart-beta\n[\s\S]*\n```$/m);
  expect(scenario('success')).not.toContain('mermaid');
});

describe('hostile names and messages', () => {
  /** A run in which every text that comes from files or servers is the one given. */
  const run = (text: string): Report => {
    const path = `config/${text}.yml`;
    const error = { status: 400, title: `Bad ${text}`, message: text, traceId: `x${text}` };
    const statuses: Outcome['status'][] = ['synced', 'rejected', 'rejected', 'failed', 'unresolved', 'not-sent'];
    const chosen = selection(
      [
        ...statuses.map((_, i) => selected({ id: String(i + 1), sources: [{ path, line: 1 }, { path: `2/${path}` }] })),
        selected({ id: '99', selected: false, reason: 'unchanged', sources: [{ path }] }),
      ],
      {
        base: { sha: BASE, source: `merge-base with ${text}` },
        files: [{ path, reason: `odd: ${text}` }],
        warnings: [
          { topic: 'no-id', message: `Look: ${text}`, path, line: 2 },
          { topic: 'bug', message: `Look: ${text}` },
        ],
      },
    );
    return report({
      selection: chosen,
      messages: [{ level: 'notice', topic: 'bug', message: `${path}:7 ${text}`, path, line: 7 }],
      sent: sent(
        chosen,
        ({ id }) => {
          const status = statuses[Number(id) - 1] ?? 'synced';
          return status === 'synced' ? { status } : { status, error: id === '2' ? { title: 'Another' } : error };
        },
        { stop: { cause: 'deadline', message: `Stopped: ${text}` } },
      ),
    });
  };
  /** The elements of a page. Only how many words of a text become code depends on the text. */
  const elements = (markdown: string): string[] =>
    (github.render(markdown).match(/<[^>]*>/g) ?? [])
      .filter((tag) => !/^<\/?code>$/.test(tag))
      .map((tag) => tag.replace(/href="[^"]*"/, 'href'));

  it('bring no element, link, column, row or chapter into the page', () => {
    const expected = elements(summaryOf(run('plain'), CONTEXT));
    expect(expected.filter((tag) => tag === '<a href>').length).toBeGreaterThan(10);
    fc.assert(
      fc.property(hostile, (text) => expect(elements(summaryOf(run(text), CONTEXT))).toEqual(expected)),
      { numRuns: 300 },
    );
  });

  it('leave every link within the repository, and no plain text that GitHub would turn into one', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const html = github.render(summaryOf(run(text), CONTEXT));
        for (const [, href] of html.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(
            /^https:\/\/github\.com\/(acme\/marketing-config\/|ocamba\/hood-resync\/blob\/v1\/docs\/troubleshooting\.md#[a-z-]+$)/,
          );
        expect(html.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, '')).not.toMatch(/@|#\d|:\/\/|www\.|:\w+:/);
      }),
      { numRuns: 300 },
    );
  });

  it('leave no command for the runner in the file', () => {
    fc.assert(fc.property(hostile, (text) => expect(summaryOf(run(text), CONTEXT)).not.toMatch(/##\[|^\s*::/m)));
  });
});

describe('a large run', () => {
  const large = (
    count: number,
    outcome: (i: number) => Outcome | undefined,
    path = (i: number) => `config/integrations/account-${i}.yml`,
  ) => {
    const chosen = selection(
      Array.from({ length: count }, (_, i) =>
        selected({ id: String(1_000_000 + i), sources: [{ path: path(i), line: 3 }] }),
      ),
    );
    return report({ selection: chosen, sent: sent(chosen, ({ id }) => outcome(Number(id) - 1_000_000)) });
  };
  const size = (made: Report, context: SummaryContext = CONTEXT) => Buffer.byteLength(summaryOf(made, context));
  const notSent: Outcome = { status: 'not-sent', error: { title: 'Not sent' } };

  it.each<[string, Report]>([
    ['100,000 synced', large(100_000, () => undefined)],
    ['100,000 refused', large(100_000, () => REFUSED)],
    [
      '100,000 refused, each with an answer of its own',
      large(100_000, (i) => ({ status: 'rejected', error: { title: `No ${i}`, message: '|`é'.repeat(160) } })),
    ],
    ['a mixture', large(100_000, (i) => (i % 3 === 0 ? REFUSED : i % 3 === 1 ? notSent : undefined))],
    [
      'long names of wide letters',
      large(
        20_000,
        () => notSent,
        (i) => `${'文'.repeat(80)}/`.repeat(16) + i,
      ),
    ],
    [
      '100,000 problems',
      failedReport(
        Array.from({ length: 100_000 }, (_, i) => ({
          topic: 'no-id' as const,
          message: `a${i}.yml:3 has no id`,
          path: `a${i}.yml`,
          line: 3,
        })),
        { durationMs: 1 },
      ),
    ],
    [
      '100,000 unchanged',
      report({
        selection: selection(
          Array.from({ length: 100_000 }, (_, i) =>
            selected({ id: String(1 + i), selected: false, reason: 'unchanged' }),
          ),
        ),
      }),
    ],
  ])('of %s stays below 900 KiB, and says what was cut and where the report lies', (_, made) => {
    const summary = summaryOf(made, CONTEXT);
    expect(Buffer.byteLength(summary)).toBeLessThan(MAX_SUMMARY_BYTES);
    // The room is used, not given away.
    expect(Buffer.byteLength(summary)).toBeGreaterThan(MAX_SUMMARY_BYTES * 0.9);
    const [, cut = '', all = ''] = /cut to what GitHub shows: ([\d,]+) of ([\d,]+) rows/.exec(summary) ?? [];
    const rows = summary.match(/^(?:\| (?:integration|conversion)&nbsp;|- )/gm)?.length ?? 0;
    expect(rows + Number(cut.replaceAll(',', ''))).toBe(Number(all.replaceAll(',', '')));
    expect(summary).toContain(CONTEXT.reportPath);
    // It is a whole page still.
    expect(summary.match(/<details>/g)?.length ?? 0).toBe(summary.match(/<\/details>/g)?.length ?? 0);
  });

  it('is not cut at 5,000 objects', () => {
    const summary = scenario('5,000 objects');
    expect(summary).not.toContain('cut');
    expect(size(SCENARIOS['5,000 objects']?.() ?? report({}))).toBeLessThan(MAX_SUMMARY_BYTES / 2);
  });

  it('is cut from the end: what needs a person goes first', () => {
    const summary = summaryOf(
      large(100_000, (i) => (i >= 99_000 ? REFUSED : undefined)),
      CONTEXT,
    );
    expect(summary.match(/^- integration/gm)).toHaveLength(1000);
    expect(summary).toMatch(/\*[\d,]+ of these 99,000 rows are cut here\.\*/);
  });
});

describe('the page', () => {
  it("is the summary in GitHub's look, self-contained", () => {
    const html = renderPage(scenario('long sending'), { title: 'a <b>' });
    expect(html).toContain('<title>a &lt;b&gt;</title>');
    expect(html).toContain('prefers-color-scheme');
    expect(html).toContain('GitHub draws this as a chart');
    expect(html).not.toMatch(/<link|<script|src=/);
  });

  it('can be had in one theme alone', () => {
    expect(renderPage('x', { title: 'x', theme: 'dark' })).not.toContain('prefers-color-scheme');
  });
});
