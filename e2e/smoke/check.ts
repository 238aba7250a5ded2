/** Ends the emulator that `stage.ts` started, and looks at what the action put out and what the emulator got. */
import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { environment } from './environment.ts';

process.kill(Number(environment('PID')));

const outputs = JSON.parse(environment('OUTPUTS'));
const report = JSON.parse(readFileSync(outputs.report, 'utf8'));
// The times and the account's label in the lines are of no interest.
const requests = [...readFileSync(environment('LOG'), 'utf8').matchAll(/#\d+ .*?(\d+ integrations?, .*)$/gm)];

deepEqual(
  {
    result: outputs.result,
    integration: JSON.parse(outputs.integration),
    conversion: JSON.parse(outputs.conversion),
    base: outputs.base,
    head: outputs.head,
    sources: report.objects
      .filter(({ status }: { status: string }) => status === 'synced')
      .map(({ sources: [source] }: { sources: { path: string; line: number }[] }) => `${source?.path}:${source?.line}`),
    requests: requests.map(([, request]) => request?.trim()),
  },
  {
    result: 'synced',
    integration: ['1628'],
    conversion: ['1001201', '17236162066430100298'],
    base: environment('BEFORE'),
    head: environment('AFTER'),
    sources: [
      'config/integrations/twilio.yml:2',
      'config/conversions/campaigns.yml:5',
      'config/conversions/campaigns.yml:3',
    ],
    requests: ['1 integration, 2 conversions  →  204  accepted'],
  },
);
console.log('The action sent what changed, and nothing else.');
