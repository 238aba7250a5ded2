import { describe, expect, it } from '@jest/globals';
import { parseInputs } from '../src/inputs.ts';
import { type ResyncPorts, resync } from '../src/resync.ts';
import type { Repository } from '../src/selection/repository.ts';
import { RecordingLog } from './support/log.ts';
import { VirtualClock } from './support/virtual-clock.ts';

/** The core alone, with ports of the test's own. */

const COMMIT = 'c'.repeat(40);
const BASE = 'b'.repeat(40);

/** One file that changed, `1628-name.yml`, whose id stands in its name. */
const repository: Repository = {
  head: COMMIT,
  files: async () => [{ path: '1628-name.yml', kind: 'file', oid: 'new' }],
  filesAt: async () => [{ path: '1628-name.yml', kind: 'file', oid: 'old' }],
  changes: async () => [
    {
      path: '1628-name.yml',
      base: { path: '1628-name.yml', kind: 'file', oid: 'old' },
      head: { path: '1628-name.yml', kind: 'file', oid: 'new' },
    },
  ],
  read: async (versions) => versions.map(({ oid }) => Buffer.from(`name: ${oid}`)),
};

function ports(overrides: Partial<ResyncPorts>): ResyncPorts & { log: RecordingLog; sent: string[] } {
  const sent: string[] = [];
  return {
    lists: { checkout: '/nowhere', allowed: [] },
    clock: new VirtualClock(),
    startedAt: '2026-02-03T11:27:00.000Z',
    random: () => 0.5,
    cancel: new AbortController().signal,
    openTransport: () => ({
      send: async (body) => {
        sent.push(body);
        return { kind: 'answer', status: 204, headers: {}, problem: {} };
      },
      dispose() {},
    }),
    openRepository: async () => ({
      repository,
      root: '/nowhere',
      resolveBase: async () => ({ kind: 'commit', base: { sha: BASE, source: 'the test' }, warnings: [] }),
    }),
    ...overrides,
    log: new RecordingLog(),
    sent,
  };
}

const inputs = (values: Record<string, string>) =>
  parseInputs((name) => ({ token: 'a-token-that-nobody-has', ...values })[name] ?? '');

describe('the core', () => {
  it('selects, tells and sends', async () => {
    const given = ports({});
    const report = await resync(inputs({ integration: '*.yml' }), given);
    expect(report).toMatchObject({ result: 'synced', base: { sha: BASE }, head: { sha: COMMIT } });
    expect(given.sent).toEqual(['{"resync":{"integration":["1628"]}}']);
    expect(given.log.lines).toEqual(
      expect.arrayContaining([
        `Base: ${BASE}, the test`,
        'integration: 1 changed',
        'integration 1628 changed (1628-name.yml)',
      ]),
    );
  });

  it('sends nothing when it is cancelled while it chooses, or right after', async () => {
    for (const when of ['choosing', 'chosen'] as const) {
      const cancel = new AbortController();
      const given = ports({ cancel: cancel.signal });
      const open = given.openRepository;
      const stopping: ResyncPorts = {
        ...given,
        async openRepository() {
          const opened = await open();
          // Cancelled before the choice is made, or as it is told.
          if (when === 'choosing') cancel.abort();
          return opened;
        },
        log: {
          isDebug: false,
          debug() {},
          info: () => cancel.abort(),
          group: (_, body) => body(),
        },
      };
      const report = await resync(inputs({ integration: '*.yml' }), stopping);
      expect(report.result).toBe('cancelled');
      expect(given.sent).toEqual([]);
    }
  });
});
