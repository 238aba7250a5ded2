import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { runStep } from '../../scripts/runner.ts';

/** A port of loopback that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('an API that refuses connections at first, and is up later, gets every id', async () => {
  const port = await freePort();
  const workspace = mkdtempSync(path.join(tmpdir(), 'hood-resync-late-'));
  let emulator: Emulator | undefined;
  const later = setTimeout(async () => {
    emulator = await startEmulator({ port });
  }, 1_500);
  try {
    const result = await runStep({
      workspace,
      inputs: {
        token: 'a-token-of-good-length',
        'api-url': `http://127.0.0.1:${port}`,
        integration: '1 2 3 4 5 6',
        'batch-size': '2',
        'max-attempts': '20',
      },
    });
    expect([result.status, result.outputs['result'], result.outputs['synced-count']]).toEqual([0, 'synced', '6']);
    expect(Number(result.outputs['request-count'])).toBeGreaterThan(3);
    expect(emulator?.requests.map(({ status }) => status)).toEqual([204, 204, 204]);
  } finally {
    clearTimeout(later);
    await emulator?.close();
    rmSync(workspace, { recursive: true });
  }
}, 60_000);
