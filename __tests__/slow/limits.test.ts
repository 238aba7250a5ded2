import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../../emulator/server.ts';
import { WINDOW_DEFAULTS, type WindowOptions } from '../../emulator/windows.ts';
import { runStep } from '../../scripts/runner.ts';

/**
 * The account's limits on the real clock: 300 requests take more than a minute, so these runs are no part of `npm test`;
 * `npm run test:slow` has them, and `.ci/run`. All modes run side by side, each against an account of its own.
 */
const IDS = Array.from({ length: 300 }, (_, i) => String(1000 + i));

const MODES: Partial<WindowOptions>[] = (['clock', 'first-request'] as const).flatMap((anchor) =>
  (['burst', 'steady', 'tighter', 'none'] as const).flatMap((headers) =>
    (['up', 'down'] as const).flatMap((resetRounding) =>
      headers === 'none' && resetRounding === 'down' ? [] : [{ anchor, headers, resetRounding }],
    ),
  ),
);

describe('300 ids with `batch-size: 1`, as the only client of the account', () => {
  it.concurrent.each(MODES)(
    'every id is accepted and nothing is answered 429: $anchor, headers $headers, rounded $resetRounding',
    async (mode) => {
      const emulator = await startEmulator({ windows: { ...WINDOW_DEFAULTS, ...mode }, latencyMs: [5, 60] });
      const workspace = mkdtempSync(path.join(tmpdir(), 'hood-resync-limits-'));
      try {
        const result = await runStep({
          workspace,
          inputs: {
            token: 'a-token-of-good-length',
            integration: IDS.join('\n'),
            'batch-size': '1',
            'api-url': emulator.url,
          },
        });
        const statuses = Map.groupBy(emulator.requests, ({ status }) => status);
        expect([...statuses].map(([status, some]) => `${some.length} × ${status}`)).toEqual(['300 × 204']);
        expect(result.status).toBe(0);
        expect(JSON.parse(result.outputs['integration'] as string)).toEqual(IDS);
      } finally {
        await emulator.close();
        rmSync(workspace, { recursive: true });
      }
    },
    300_000,
  );
});
