import type { Scenario } from './scenario.ts';
import {
  forkedPullRequest,
  MANY,
  pushed,
  pushedAfterFailure,
  pushedAfterSuccess,
  pushedForAccounts,
  pushedManyFiles,
  standing,
} from './stages.ts';

/** What the week's commits mean for Hood: everything else about them is none of its business. */
const WEEK = ['integration/1628', 'conversion/1001201', 'conversion/17236162066430100298'];
const WEEK_OUTPUTS = { integration: '["1628"]', conversion: '["1001201","17236162066430100298"]' };

/** The lists of `changed-files.yml`, and the outputs that hold the same. */
const LIST_FILE = /'@\.hood\/(\w+)\/all_changed_files\.json'/g;
const listOutput = (_: string, step: string): string => `\${{ steps.${step}.outputs.all_changed_files }}`;

/** The workflows of `examples/`, run as a user has pasted them. */
export const EXAMPLES: readonly Scenario[] = [
  {
    name: 'a push sends what the last run that succeeded did not cover',
    workflow: 'examples/config-push.yml',
    event: 'push',
    stage: (workspace) => pushedAfterFailure(workspace, { 'config/integrations/new.yml': 'id: 1999\nname: New\n' }),
    succeeds: true,
    outputs: {
      resync: {
        result: 'synced',
        integration: '["1628","1999"]',
        conversion: WEEK_OUTPUTS.conversion,
        'request-count': '1',
      },
    },
    accepted: [...WEEK, 'integration/1999'],
    requests: 1,
    log: /Synced 2 integrations and 2 conversions/,
  },
  {
    name: 'one bad id holds nothing back, and the run fails',
    workflow: 'examples/config-push.yml',
    event: 'push',
    stage: pushedAfterSuccess,
    hood: { badIds: ['conversion/1001201'] },
    succeeds: false,
    outputs: { resync: { result: 'partial', 'failed-conversion': '["1001201"]', 'failed-integration': '[]' } },
    accepted: ['integration/1628', 'conversion/17236162066430100298'],
  },
  {
    name: 'after a deploy, what was named is sent, and what failed is handed on',
    workflow: 'examples/after-deploy.yml',
    event: 'push',
    stage: pushed,
    hood: { badIds: ['conversion/1000293'] },
    succeeds: false,
    outputs: { resync: { result: 'partial', 'failed-conversion': '["1000293"]' } },
    accepted: ['integration/1001', 'integration/1628', 'conversion/1000192'],
    log: /Not synced - integrations \[\], conversions \["?1000293"?\]/,
  },
  {
    name: 'the pull request of a fork is planned against its target branch, without any secret',
    workflow: 'examples/plan-on-pull-request.yml',
    event: 'pull_request',
    stage: forkedPullRequest,
    secrets: false,
    succeeds: true,
    outputs: { plan: { result: 'planned', integration: '["1263"]', conversion: '[]', 'request-count': '0' } },
    accepted: [],
    requests: 0,
    log: /Plan: 1 integration would be synced/,
  },
  {
    name: 'by hand, everything that matches is sent',
    workflow: 'examples/by-hand.yml',
    event: 'workflow_dispatch',
    stage: standing({ inputs: { integration: 'config/integrations/*.json', conversion: '', 'dry-run': 'false' } }),
    succeeds: true,
    outputs: { resync: { result: 'synced', integration: '["1001","1704"]', base: '' } },
    accepted: ['integration/1001', 'integration/1704'],
    requests: 1,
  },
  {
    name: 'by hand, a dry run sends nothing',
    workflow: 'examples/by-hand.yml',
    event: 'workflow_dispatch',
    stage: standing({ inputs: { integration: 'config/integrations/**', conversion: '1', 'dry-run': 'true' } }),
    succeeds: true,
    outputs: { resync: { result: 'planned', conversion: '["1"]' } },
    accepted: [],
    requests: 0,
    log: /Plan: 6 integrations and 1 conversion would be synced/,
  },
  {
    name: 'every night, everything is sent, and the report is kept',
    workflow: 'examples/nightly.yml',
    event: 'schedule',
    stage: standing({ schedule: '23 3 * * *' }),
    succeeds: true,
    outputs: { resync: { result: 'synced', 'synced-count': '12', 'failed-count': '0' } },
    accepted: [
      ...['1001', '1263', '1628', '1704', '1705', '2201'].map((id) => `integration/${id}`),
      ...['1000192', '1000293', '1001123', '1001200', '1001201', '17236162066430100298'].map(
        (id) => `conversion/${id}`,
      ),
    ],
    artifacts: { 'hood-resync-report/hood-resync-report.json': /"result": ?"synced"/ },
  },
  {
    name: 'a night on which the token is refused leaves a report, too',
    workflow: 'examples/nightly.yml',
    event: 'schedule',
    stage: standing({ schedule: '23 3 * * *' }),
    hood: { tokens: ['the token of another day'] },
    succeeds: false,
    outputs: { resync: { result: 'failed' } },
    accepted: [],
    requests: 1,
    artifacts: { 'hood-resync-report/hood-resync-report.json': /"result": ?"failed"/ },
  },
  {
    name: 'each account gets what is its own',
    workflow: 'examples/accounts.yml',
    event: 'push',
    stage: pushedForAccounts,
    succeeds: true,
    outputs: {
      'resync (europe)': { result: 'synced', integration: '["31"]', conversion: '["33"]' },
      'resync (americas)': { result: 'synced', integration: '["41"]', conversion: '[]' },
    },
    accepted: ['integration/31', 'conversion/33', 'integration/41'],
    requests: 2,
  },
  {
    name: "one account's trouble is not another's",
    workflow: 'examples/accounts.yml',
    event: 'push',
    stage: pushedForAccounts,
    hood: { badIds: ['31', '33'] },
    succeeds: false,
    outputs: {
      'resync (europe)': { result: 'failed', 'failed-integration': '["31"]', 'failed-conversion': '["33"]' },
      'resync (americas)': { result: 'synced', integration: '["41"]' },
    },
    accepted: ['integration/41'],
  },
  {
    name: 'a second try gets through what the first could not',
    workflow: 'examples/retry.yml',
    event: 'push',
    stage: pushedAfterSuccess,
    // The five attempts at the first try's only request.
    hood: { faults: ['503', '503', '503', '503', '503'] },
    variables: { HOOD_RETRY_AFTER_SECONDS: '0' },
    succeeds: true,
    outputs: {
      first: { result: 'failed', 'failed-integration': '["1628"]', 'failed-count': '3' },
      second: { result: 'synced', ...WEEK_OUTPUTS },
    },
    accepted: WEEK,
    requests: 6,
  },
  {
    name: 'what Hood refuses twice fails the run; the rest is sent once',
    workflow: 'examples/retry.yml',
    event: 'push',
    stage: pushedAfterSuccess,
    hood: { badIds: ['integration/1628'] },
    variables: { HOOD_RETRY_AFTER_SECONDS: '0' },
    succeeds: false,
    outputs: {
      first: { result: 'partial', 'failed-integration': '["1628"]' },
      second: { result: 'failed', 'failed-integration': '["1628"]', 'failed-conversion': '[]' },
    },
    accepted: WEEK.slice(1),
  },
  {
    name: 'a first try that fails before it has ids fails the run',
    workflow: 'examples/retry.yml',
    event: 'push',
    stage: pushedAfterSuccess,
    secrets: false,
    succeeds: false,
    outputs: { first: { result: 'failed', 'failed-count': '0' }, second: { result: 'failed' } },
    accepted: [],
    requests: 0,
  },
  {
    name: 'files that another action lists are sent whole',
    workflow: 'examples/changed-files.yml',
    event: 'push',
    stage: pushed,
    succeeds: true,
    // 1001 and 1001200 as well: that action knows files, not objects.
    outputs: {
      resync: {
        result: 'synced',
        integration: '["1001","1628"]',
        conversion: '["1001200","1001201","17236162066430100298"]',
      },
    },
    accepted: [...WEEK, 'integration/1001', 'conversion/1001200'],
    requests: 1,
  },
  {
    name: 'files that another action lists: one path a line, as an output',
    workflow: 'examples/changed-files.yml',
    edit: (workflow) =>
      workflow
        .replaceAll(/ {10}(json|escape_json|write_output_files): \w+\n/g, '')
        .replaceAll(/output_dir: \S+/g, 'separator: "\\n"')
        .replaceAll(LIST_FILE, listOutput),
    event: 'push',
    stage: pushed,
    succeeds: true,
    outputs: { resync: { result: 'synced', integration: '["1001","1628"]' } },
    accepted: [...WEEK, 'integration/1001', 'conversion/1001200'],
  },
  {
    name: "files that another action lists: JSON with backslashes, that action's default, is an error that says so",
    workflow: 'examples/changed-files.yml',
    edit: (workflow) => workflow.replaceAll(/ {10}escape_json: \w+\n/g, '').replaceAll(LIST_FILE, listOutput),
    event: 'push',
    stage: pushed,
    succeeds: false,
    outputs: { resync: { result: 'failed' } },
    accepted: [],
    requests: 0,
    log: /escape/,
  },
  {
    name: 'a push without any such file sends nothing, and is no error',
    workflow: 'examples/changed-files.yml',
    event: 'push',
    stage: (workspace) => {
      const { payload } = pushed(workspace);
      const { after } = payload as { after: string };
      return { payload: { ...(payload as object), before: after } };
    },
    succeeds: true,
    accepted: [],
    requests: 0,
  },
  {
    name: 'files that another action lists: more than an input can hold',
    workflow: 'examples/changed-files.yml',
    event: 'push',
    stage: pushedManyFiles,
    succeeds: true,
    outputs: { resync: { result: 'synced', 'synced-count': String(MANY), 'request-count': String(MANY / 100) } },
    accepted: Array.from({ length: MANY }, (_, index) => `integration/${index + 1}`),
  },
  {
    name: "the organisation's workflow is called, and tells its caller",
    workflow: 'examples/call-reusable.yml',
    event: 'push',
    stage: pushedAfterFailure,
    succeeds: true,
    outputs: { resync: { result: 'synced', ...WEEK_OUTPUTS } },
    accepted: WEEK,
    requests: 1,
    log: /Hood resync - synced\. Not accepted - integrations \[\], conversions \[\]/,
  },
  {
    // act does not get to the caller's next job when the called workflow failed.
    name: "the organisation's workflow fails its caller",
    workflow: 'examples/call-reusable.yml',
    event: 'push',
    stage: pushedAfterFailure,
    hood: { badIds: ['integration/1628'] },
    succeeds: false,
    outputs: { resync: { result: 'partial', 'failed-integration': '["1628"]' } },
    accepted: WEEK.slice(1),
  },
];
