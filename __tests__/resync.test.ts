import { describe, expect, it } from '@jest/globals';
import { parseInputs } from '../src/inputs.ts';
import { type ResyncPorts, resync } from '../src/resync.ts';
import type { Change, Repository } from '../src/selection/repository.ts';
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

  it('sends nothing when it was cancelled before it began', async () => {
    const given = ports({ cancel: AbortSignal.abort() });
    const report = await resync(inputs({ integration: '*.yml' }), given);
    expect(report).toMatchObject({ result: 'cancelled', objects: [] });
    expect([given.sent, given.log.lines]).toEqual([[], []]);
  });

  it('does not take a dry run for done when it is cancelled as it is told', async () => {
    const cancel = new AbortController();
    const given = ports({ cancel: cancel.signal });
    given.log.info = () => cancel.abort();
    const report = await resync(inputs({ integration: '*.yml', 'dry-run': 'true' }), given);
    expect(report).toMatchObject({ result: 'cancelled', objects: [{ id: '1628' }] });
  });

  it('lets go of its connections, also after a failure of its own', async () => {
    let disposed = 0;
    const dispose = () => {
      disposed += 1;
    };
    const sent = ports({ openTransport: () => ({ send: ports({}).openTransport().send, dispose }) });
    expect((await resync(inputs({ integration: '7' }), sent)).result).toBe('synced');
    expect(disposed).toBe(1);
    const failing = ports({ openTransport: () => ({ send: () => Promise.reject(new Error('a bug')), dispose }) });
    await expect(resync(inputs({ integration: '7' }), failing)).rejects.toThrow('a bug');
    expect(disposed).toBe(2);
  });

  it('opens no connection where there is nothing to send, or nothing is to be sent', async () => {
    const openTransport = () => {
      throw new Error('opened');
    };
    const same: Partial<ResyncPorts> = {
      openRepository: async () => ({
        repository: { ...repository, changes: async () => [] },
        root: '/nowhere',
        resolveBase: async () => ({ kind: 'commit', base: { sha: BASE, source: 'the test' }, warnings: [] }),
      }),
    };
    const nothing = ports({ openTransport, ...same });
    expect((await resync(inputs({ integration: '*.yml' }), nothing)).result).toBe('nothing-to-sync');
    expect(nothing.log.lines).toEqual([`Head: ${COMMIT}`, `Base: ${BASE}, the test`]);
    const planned = ports({ openTransport });
    const report = await resync(inputs({ integration: '3 2 1', 'dry-run': 'true', 'batch-size': '2' }), planned);
    expect(report).toMatchObject({ result: 'planned', objects: [{}, {}, {}], plannedRequests: 2 });
  });

  it('measures its time by the clock that it is given', async () => {
    let time = 5_000;
    const given = ports({ clock: { now: () => time, sleep: async () => {} } });
    const slow: ResyncPorts = {
      ...given,
      openRepository() {
        time += 2_345.6;
        return given.openRepository();
      },
    };
    const report = await resync(inputs({ integration: '*.yml', 'dry-run': 'true' }), slow);
    expect(report).toMatchObject({ durationMs: 2_346, startedAt: '2026-02-03T11:27:00.000Z' });
  });

  it('warns that a dry run passes for a success of the workflow, only where that counts', async () => {
    const told = async (values: Record<string, string>) => {
      const given = ports({});
      return (await resync(inputs({ integration: '7', ...values }), given)).messages;
    };
    expect(await told({ 'dry-run': 'true', base: 'last-success' })).toEqual([
      {
        level: 'warning',
        topic: 'dry-success',
        message:
          'This dry run will pass for a success of this workflow: a later run of it on this branch with `base: last-success` does not cover what is planned here. Keep dry runs in a workflow of their own.',
      },
    ]);
    expect(await told({ 'dry-run': 'true' })).toEqual([]);
    expect(await told({ base: 'last-success' })).toEqual([]);
  });

  describe('tells what it chose', () => {
    const told = async (decision: object, values: Record<string, string> = {}, more: Partial<Repository> = {}) => {
      const given = ports({
        openRepository: async () => ({
          repository: { ...repository, ...more },
          root: '/nowhere',
          resolveBase: async () => ({ warnings: [], ...decision }) as never,
        }),
      });
      await resync(inputs({ integration: '*.yml', 'dry-run': 'true', ...values }), given);
      return given.log.lines;
    };

    it('with the age of the base, and what it was compared with besides', async () => {
      const unsettled = ['d'.repeat(40), 'e'.repeat(40)];
      const base = { sha: BASE, source: 'the last success', committedAt: '2026-02-01T11:26:00Z' };
      expect(await told({ kind: 'commit', base })).toEqual([
        `Head: ${COMMIT}`,
        `Base: ${BASE}, the last success, committed 2026-02-01T11:26:00Z, 2 d old`,
        'integration: 1 changed',
        'To sync: 1',
        'integration 1628 changed (1628-name.yml)',
      ]);
      const line = 'Compared as well with what may have been synced in part since then: ';
      expect(
        (await told({ kind: 'commit', base: { ...base, unsettled } })).filter((each) => each.startsWith(line)),
      ).toEqual([`${line}${unsettled.join(', ')}`]);
    });

    it('without a base', async () => {
      expect(await told({ kind: 'everything', why: 'there is no success yet' })).toEqual([
        `Head: ${COMMIT}`,
        'No base, everything counts: there is no success yet',
        'integration: 1 all',
        'To sync: 1',
        'integration 1628 all (1628-name.yml)',
      ]);
    });

    it('by type and reason, with what is left alone, and the places of each object', async () => {
      const file = (path: string, text: string) => ({ path, kind: 'file' as const, oid: text });
      const changes: Change[] = [
        { path: 'a.yml', base: file('a.yml', 'id: 1'), head: file('a.yml', 'x: 1\nid: 1') },
        { path: 'b.yml', base: file('b.yml', 'id: 2') },
        { path: 'c.yml', head: file('c.yml', '{id: 1}') },
      ];
      const lines = await told(
        { kind: 'commit', base: { sha: BASE, source: 'the test' } },
        { conversion: '9 8' },
        {
          files: async () => changes.flatMap(({ head }) => head ?? []),
          filesAt: async () => changes.flatMap(({ base }) => base ?? []),
          changes: async () => changes,
          read: async (versions) => versions.map(({ oid }) => Buffer.from(oid ?? '')),
        },
      );
      expect(lines).toEqual([
        `Head: ${COMMIT}`,
        `Base: ${BASE}, the test`,
        'integration: 1 changed; 1 deleted, left alone',
        'conversion: 2 listed',
        'To sync: 3',
        'integration 1 changed (a.yml:2, c.yml:1)',
        'conversion 8 listed',
        'conversion 9 listed',
      ]);
    });

    it.each([200, 201])('of %i objects no more than 200', async (count) => {
      const ids = Array.from({ length: count }, (_, index) => index + 1).join(' ');
      const lines = await told({ kind: 'everything', why: 'x' }, { integration: ids });
      expect(lines.filter((line) => line.startsWith('integration ')).length).toBe(200);
      expect(lines.slice(2 + 200)).toEqual(count > 200 ? ['… and 1 more; the report lists them all.'] : []);
    });
  });
});
