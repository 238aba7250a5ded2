import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { runStep } from '../../scripts/runner.ts';
import { ConfigRepository } from '../support/config-repository.ts';
import { onPosix } from '../support/platform.ts';

/** SIGINT at every kind of moment of sending, to the bundle as the runner sends it. */

const IDS = Array.from({ length: 40 }, (_, index) => String(1_000 + index));

interface Moment {
  readonly options: Partial<EmulatorOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The signal comes when so many requests have reached the server, and the state has settled. */
  readonly requests: number;
  readonly settleMs?: number;
  readonly result: string;
}

const MOMENTS: readonly (readonly [string, Moment])[] = [
  [
    'waiting for a window to end',
    {
      options: { windows: { steady: { requests: 10, lengthMs: 60_000 } } },
      inputs: { 'batch-size': '1', 'rate-limit': '10/s,10/m' },
      requests: 10,
      result: 'cancelled',
    },
  ],
  [
    'with requests in flight that are answered in time',
    { options: { latencyMs: 1_000 }, inputs: { 'batch-size': '10' }, requests: 4, result: 'synced' },
  ],
  [
    'with requests in flight that are never answered',
    { options: { faults: () => 'hang' }, inputs: { 'batch-size': '10' }, requests: 4, result: 'cancelled' },
  ],
  ['backing off', { options: { faults: () => '503:20' }, requests: 1, result: 'cancelled' }],
  ['while halving', { options: { badIds: ['1007'], latencyMs: 400 }, requests: 3, settleMs: 100, result: 'cancelled' }],
];

describe('SIGINT', () => {
  let emulator: Emulator | undefined;
  const repository = new ConfigRepository();
  afterEach(() => emulator?.close());
  afterAll(() => repository.remove());

  onPosix.each(MOMENTS)(
    '%s: ends soon, sends nothing new, and tells the truth of every id',
    async (_, { options, inputs = {}, requests, settleMs = 300, result: expected }) => {
      const hood = await startEmulator(options);
      emulator = hood;
      let cancelledAt = 0;
      let seen = 0;
      const result = await runStep({
        workspace: repository.root,
        inputs: { token: 'a-token-of-good-length', 'api-url': hood.url, integration: IDS.join(' '), ...inputs },
        onStart: (kill) => {
          const timer = setInterval(() => {
            if (hood.requests.length < requests) return;
            clearInterval(timer);
            setTimeout(() => {
              cancelledAt = performance.now();
              seen = hood.requests.length;
              kill('SIGINT');
            }, settleMs);
          }, 5);
        },
      });
      expect(performance.now() - cancelledAt).toBeLessThan(6_000);
      // One more may have been under way to the server.
      expect(hood.requests.length).toBeLessThanOrEqual(seen + 1);

      const { outputs, status, summary } = result;
      expect([outputs['result'], status]).toEqual([expected, expected === 'synced' ? 0 : 1]);
      const accepted = hood.requests.filter((request) => request.status === 204).flatMap(({ ids }) => ids);
      const synced = JSON.parse(outputs['integration'] ?? '') as string[];
      const failed = JSON.parse(outputs['failed-integration'] ?? '') as string[];
      expect(synced.map((id) => `integration/${id}`).toSorted()).toEqual(accepted.toSorted());
      expect([...synced, ...failed].toSorted()).toEqual(IDS);
      expect(outputs['request-count']).toBe(String(hood.requests.length));

      const report = JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'));
      const statuses = new Map<string, string>(
        report.objects.map(({ id, status: of }: { id: string; status: string }) => [id, of]),
      );
      expect([...statuses.keys()].toSorted()).toEqual(IDS);
      for (const [id, of] of statuses) {
        expect(synced.includes(id) ? ['synced'] : ['not-sent', 'failed', 'unresolved', 'rejected']).toContain(of);
      }
      expect(summary).not.toBe('');
    },
    30_000,
  );
});
