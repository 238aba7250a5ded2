import { expect, it } from '@jest/globals';
import { traced } from '../../src/hood/trace.ts';
import type { Answer, TransportFailure } from '../../src/hood/transport.ts';
import { RecordingLog } from '../support/log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const answers: (Answer | TransportFailure)[] = [
  {
    kind: 'answer',
    status: 429,
    headers: { 'retry-after': '3', 'set-cookie': 'session=hidden', 'x-ratelimit-limit': undefined },
    problem: { title: 'Too many requests', traceId: 't-1' },
  },
  { kind: 'failure', cause: 'reset', message: 'socket hang up.' },
  { kind: 'answer', status: 204, headers: {}, problem: {} },
];

it('every request and every answer stands in the debug log, and passes unchanged', async () => {
  const log = new RecordingLog();
  const clock = new VirtualClock();
  const sent: string[] = [];
  const left = [...answers];
  const transport = traced(
    async (body) => {
      sent.push(body);
      await clock.sleep(40);
      return left.shift() as Answer;
    },
    log,
    clock,
  );
  for (const answer of answers) {
    expect(await clock.run(transport('{"resync":{}}', new AbortController().signal))).toBe(answer);
  }
  expect(sent).toEqual(answers.map(() => '{"resync":{}}'));
  expect(log.debugLines).toEqual([
    'Request 1: POST {"resync":{}}',
    'Request 1: 429 after 40 ms; retry-after: 3; title "Too many requests"; traceId "t-1"',
    'Request 2: POST {"resync":{}}',
    'Request 2: no answer after 40 ms (reset): socket hang up.',
    'Request 3: POST {"resync":{}}',
    'Request 3: 204 after 40 ms',
  ]);
  expect(log.lines).toEqual([]);
});
