import { keyOf, type Outcome, type SendResult, type Stop } from '../../src/hood/outcome.ts';
import { buildReport, failedReport, type Report, type Run } from '../../src/report/report.ts';
import type { SelectedObject, Selection } from '../../src/selection/selection.ts';

export const BASE = '4f1c2ab9d37e60518c94f2a7be03d6518e7a9c02';
export const HEAD = 'b7d20c51e8a94f36071d5ec2a98b34f06c1d7e8a';
export const CONTEXT = {
  repositoryUrl: 'https://github.com/acme/marketing-config',
  headSha: HEAD,
  reportPath: '/home/runner/work/_temp/hood-resync-report.json',
};

/** An object that the selection stage hands on. */
export const selected = (overrides: Partial<SelectedObject> = {}): SelectedObject => {
  const { type = 'integration', id = '1628' } = overrides;
  return {
    type,
    id,
    reason: 'changed',
    selected: true,
    sources: [{ path: `config/${type}s/${id}.yml`, line: 2 }],
    ...overrides,
  };
};

export const selection = (objects: readonly SelectedObject[], overrides: Partial<Selection> = {}): Selection => ({
  base: { sha: BASE, source: '`before` of the push', committedAt: '2026-02-03T09:12:00Z' },
  head: { sha: HEAD },
  objects,
  files: [],
  warnings: [],
  ...overrides,
});

/** What sending came to; whatever `outcome` says nothing of was accepted. */
export function sent(
  { objects }: Selection,
  outcome: (object: SelectedObject) => Outcome | undefined = () => undefined,
  overrides: Partial<SendResult> & { readonly stop?: Stop } = {},
): SendResult {
  const chosen = objects.filter((object) => object.selected);
  return {
    outcomes: new Map(chosen.map((object) => [keyOf(object), outcome(object) ?? { status: 'synced' }])),
    requests: { total: 1, accepted: 1, rejected: 0, retried: 0, throttled: 0 },
    timeline: [{ atMs: 0, status: 204 }],
    ...overrides,
  };
}

export const report = (run: Partial<Run>): Report =>
  buildReport({
    dryRun: false,
    ifNothingToSync: 'ignore',
    durationMs: 412,
    startedAt: '2026-02-03T11:27:00.000Z',
    rateLimit: [
      { limit: 10, windowMs: 1000 },
      { limit: 150, windowMs: 60_000 },
    ],
    ...run,
  });

const NAMES = [
  'twilio',
  'sendgrid',
  'infobip',
  'vonage',
  'mailgun',
  'onesignal',
  'airship',
  'bandwidth',
  'plivo',
  'sinch',
];

/** A team's configuration: `changed` of `total` integrations changed, and one conversion of three. */
export function marketing(changed: number, total: number): Selection {
  const integrations = Array.from({ length: total }, (_, i) =>
    selected({
      id: String(1600 + i * 7),
      reason: i >= changed ? 'unchanged' : i % 4 === 3 ? 'added' : 'changed',
      selected: i < changed,
      sources: [
        { path: `config/integrations/${NAMES[i % NAMES.length]}-${Math.floor(i / NAMES.length) + 1}.yml`, line: 3 },
      ],
    }),
  );
  const conversions = [0, 1, 2].map((i) =>
    selected({
      type: 'conversion',
      id: String(1_000_192 + i),
      reason: i === 0 ? 'changed' : 'unchanged',
      selected: i === 0,
      sources: [{ path: 'config/conversions/web-shop.json', line: 4 + i * 9 }],
    }),
  );
  return selection([...integrations, ...conversions], {
    files: [{ path: 'config/integrations/README.md', reason: 'neither JSON nor YAML' }],
  });
}

export const REFUSED: Outcome = {
  status: 'rejected',
  error: {
    status: 400,
    title: 'Bad request.',
    message: 'The request body is not valid.',
    traceId: '99a84211-f73d-4ff8-acdf-eb3e06bb9d62',
  },
};

/** Whole runs, as a person meets them. */
export const SCENARIOS: Readonly<Record<string, () => Report>> = {
  success() {
    const chosen = marketing(4, 12);
    return report({ selection: chosen, sent: sent(chosen) });
  },
  ids() {
    const chosen: Selection = {
      objects: ['1001', '1628'].map((id) => selected({ id, reason: 'listed', sources: [] })),
      files: [],
      warnings: [],
    };
    return report({ selection: chosen, sent: sent(chosen) });
  },
  partial() {
    const chosen = marketing(11, 34);
    return report({
      selection: {
        ...chosen,
        warnings: [
          {
            topic: 'glob-no-match',
            message:
              '`conversion`: the glob "config/goals/**" matches no file. Patterns are relative to the checkout, with / between folders, and case counts.',
          },
        ],
      },
      sent: sent(
        chosen,
        ({ id }) =>
          id === '1607'
            ? REFUSED
            : id === '1000192'
              ? {
                  status: 'rejected',
                  error: {
                    status: 400,
                    title: 'Bad request.',
                    message: 'Unknown conversion "1000192".',
                    traceId: '0be1de53-22a6-4f5f-8f1a-91c7b3fb7b0c',
                  },
                }
              : id === '1635'
                ? { status: 'failed', error: { status: 503, title: 'HTTP status 503' } }
                : undefined,
        { requests: { total: 9, accepted: 4, rejected: 3, retried: 2, throttled: 0 } },
      ),
    });
  },
  token() {
    const chosen = marketing(11, 34);
    const error = { status: 401, title: 'Unauthorized' };
    return report({
      selection: chosen,
      sent: sent(chosen, () => ({ status: 'not-sent', error }), {
        requests: { total: 1, accepted: 0, rejected: 1, retried: 0, throttled: 0 },
        stop: {
          cause: 'token',
          message:
            'Hood refused the token (401 Unauthorized). Check that the secret holds a whole, current token of the right account: tokens are made under Profile, "API Tokens", and may have a start and an end date.',
        },
      }),
    });
  },
  plan: () => report({ selection: marketing(7, 21), dryRun: true }),
  cancelled() {
    const chosen = marketing(160, 200);
    return report({
      selection: chosen,
      durationMs: 21_400,
      sent: sent(
        chosen,
        ({ id }) =>
          Number(id) > 2000 || Number(id) < 1600
            ? { status: 'not-sent', error: { title: 'Not sent', message: 'The run was cancelled.' } }
            : undefined,
        {
          requests: { total: 58, accepted: 58, rejected: 0, retried: 0, throttled: 0 },
          stop: { cause: 'cancelled', message: 'The run was cancelled.' },
        },
      ),
    });
  },
  'nothing to sync'() {
    const chosen = marketing(0, 12);
    return report({
      selection: {
        ...chosen,
        objects: chosen.objects.map((object) => ({ ...object, reason: 'unchanged', selected: false })),
      },
    });
  },
  configuration: () =>
    failedReport(
      [
        {
          topic: 'bad-id',
          message:
            'config/integrations/twilio.yml:3 holds the id "16x8", which is not an id: decimal digits, the first of them not 0.',
          path: 'config/integrations/twilio.yml',
          line: 3,
        },
        {
          topic: 'file-syntax',
          message: 'config/conversions/shop.json:14 is not valid JSON: unexpected `}`.',
          path: 'config/conversions/shop.json',
          line: 14,
        },
        { topic: 'input-value', message: '`batch-size` got "many"; it takes a whole number from 1 to 10000.' },
      ],
      { durationMs: 80 },
    ),
  'long sending'() {
    const chosen = marketing(412, 440);
    const timeline = Array.from({ length: 413 }, (_, i) => ({
      atMs: Math.floor(i / 150) * 60_100 + Math.floor((i % 150) / 10) * 1010 + (i % 10) * 20,
      status: 204,
    }));
    return report({
      selection: chosen,
      durationMs: 126_000,
      sent: sent(chosen, undefined, {
        requests: { total: 413, accepted: 413, rejected: 0, retried: 0, throttled: 0 },
        timeline,
      }),
    });
  },
  '5,000 objects'() {
    const objects = Array.from({ length: 5000 }, (_, i) =>
      selected({
        id: String(10_000 + i),
        sources: [{ path: `config/integrations/${NAMES[i % 10]}/account-${i}.yml`, line: 3 }],
        selected: i < 4000,
        reason: i < 4000 ? 'changed' : 'unchanged',
      }),
    );
    const chosen = selection(objects);
    return report({
      selection: chosen,
      durationMs: 9_800,
      sent: sent(chosen, ({ id }) => (Number(id) % 90 === 0 ? REFUSED : undefined), {
        requests: { total: 482, accepted: 300, rejected: 182, retried: 0, throttled: 0 },
      }),
    });
  },
  'hostile names'() {
    const hostile = [
      'config/a|b|c.yml',
      'config/`tick`.yml',
      'config/<img src=x onerror=alert(1)>.yml',
      'config/](https://evil.example).yml',
      'config/@octocat please look.yml',
      'config/\u202egnp.exe.yml',
      'config/line\nbreak\t.yml',
      'config/caf\udce9.yml',
      'config/👩‍👩‍👧 family.yml',
      'config/##[error]owned.yml',
      `config/${'very-long-folder-name/'.repeat(20)}x.yml`,
    ];
    const objects = hostile.map((path, i) => selected({ id: String(100 + i), sources: [{ path, line: 1 }] }));
    const chosen = selection(objects, {
      base: { sha: BASE, source: 'merge-base with `feature/<b>x</b>|@all`', committedAt: '2026-01-01T00:00:00Z' },
      files: hostile.map((path) => ({ path, reason: 'neither JSON nor YAML' })),
      warnings: [
        {
          topic: 'glob-no-match',
          message:
            'The glob "conf/<script>*</script>" matches no file; see https://evil.example, #1 or @octocat, www.evil.example.',
        },
      ],
    });
    return report({
      selection: chosen,
      sent: sent(chosen, ({ id }) =>
        Number(id) % 2 === 0
          ? {
              status: 'rejected',
              error: {
                status: 400,
                title: '<b>Bad</b> | request',
                message: `see [here](https://evil.example/${id}) or mail a@evil.example ::error::x`,
                traceId: '`|<i>',
              },
            }
          : undefined,
      ),
    });
  },
  'everything, at a tag'() {
    const chosen: Selection = {
      head: { sha: HEAD },
      noBase: 'there is no tag before v1.0.0',
      objects: [
        selected({ reason: 'all', sources: Array.from({ length: 6 }, (_, i) => ({ path: `${i}.yml`, line: i + 1 })) }),
        selected({ id: '1629', reason: 'all', sources: ['a', 'b', 'c', 'd'].map((path) => ({ path: `${path}.yml` })) }),
        selected({ type: 'conversion', id: '7', reason: 'all' }),
      ],
      files: [],
      warnings: [],
    };
    return report({ selection: chosen, dryRun: true, plannedRequests: 2 });
  },
  'a deletion beside what was set back'() {
    const chosen = selection(
      [
        selected({ reason: 'deleted', selected: false, sources: [{ path: 'config/gone.yml', line: 2 }] }),
        selected({ id: '1629', reason: 'unchanged', selected: false }),
        selected({ id: '1630', reason: 'listed', sources: [{ path: '/runner/_temp/ids.txt', line: 3 }] }),
        selected({ id: '1631' }),
      ],
      { base: { sha: BASE, source: 'the last success', unsettled: ['a'.repeat(40), 'c'.repeat(40)] } },
    );
    return report({
      selection: chosen,
      durationMs: 61_000,
      sent: sent(chosen, undefined, {
        requests: { total: 12, accepted: 2, rejected: 0, retried: 3, throttled: 7 },
      }),
    });
  },
  'a shared file, and every fate'() {
    const fates: Outcome['status'][] = ['synced', 'rejected', 'failed', 'unresolved', 'not-sent'];
    const chosen = selection(
      fates.flatMap((_, i) => [
        selected({ id: String(10 + i), reason: 'all', sources: [] }),
        selected({ type: 'conversion', id: String(20 + i) }),
      ]),
      { sharedChange: 'config/shared.yml' },
    );
    return report({
      selection: chosen,
      sent: sent(
        chosen,
        ({ id, type }) => {
          const status = fates[Number(id) % 10] ?? 'synced';
          if (status === 'synced') return { status };
          return {
            status,
            error: { status: 503, title: 'Unavailable', ...(type === 'conversion' && { traceId: `t-${id}` }) },
          };
        },
        { stop: { cause: 'deadline', message: 'The deadline of 30 minutes passed' } },
      ),
    });
  },
  'refused alike'() {
    const chosen = marketing(16, 16);
    return report({
      selection: chosen,
      sent: sent(
        chosen,
        ({ type }) => (type === 'conversion' ? { status: 'not-sent', error: { title: 'Not sent' } } : REFUSED),
        {
          requests: { total: 2, accepted: 0, rejected: 2, retried: 0, throttled: 0 },
          stop: { cause: 'refused-alike', message: 'The first two batches were refused alike.' },
        },
      ),
    });
  },
  'fifteen refused'() {
    const chosen = marketing(15, 15);
    return report({
      selection: chosen,
      sent: sent(chosen, ({ type }) => (type === 'conversion' ? undefined : REFUSED)),
    });
  },
  'cancelled before anything was chosen': () => report({ cancelled: true }),
  messages: () =>
    report({
      selection: {
        head: { sha: HEAD },
        objects: [],
        files: [],
        warnings: [
          { topic: 'no-id', message: 'config/a.yml:3 has no id', path: 'config/a.yml', line: 3 },
          { topic: 'no-id', message: 'Look here', path: 'config/b.yml' },
        ],
      },
      ifNothingToSync: 'error',
      messages: [
        { level: 'notice', topic: 'bug', message: 'A notice' },
        { level: 'error', topic: 'bug', message: 'An error.' },
      ],
    }),
};
