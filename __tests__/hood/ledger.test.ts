import { describe, expect, it } from '@jest/globals';
import { Ledger } from '../../src/hood/ledger.ts';

const A = { type: 'integration', id: '1' } as const;
const B = { type: 'conversion', id: '1' } as const;

describe('the books of a run', () => {
  it('hold one outcome for each object, and count them', () => {
    const ledger = new Ledger([A, B], 1000);
    ledger.settle([A], { status: 'synced' });
    expect(ledger.unsettled([A, B])).toEqual([B]);
    ledger.settle([B], { status: 'failed' });
    expect([...ledger.outcomes]).toEqual([
      ['integration/1', { status: 'synced' }],
      ['conversion/1', { status: 'failed' }],
    ]);
    expect([ledger.countOf('synced'), ledger.countOf('not-sent')]).toEqual([1, 0]);
  });

  it('take no object twice: that would be a bug of ours', () => {
    expect(() => new Ledger([A, A], 0)).toThrow('An object stands in two batches.');
    const ledger = new Ledger([A], 0);
    ledger.settle([A], { status: 'synced' });
    expect(() => ledger.settle([A], { status: 'failed' })).toThrow('integration/1 is settled twice');
    expect(() => ledger.settle([B], { status: 'failed' })).toThrow('was never to be sent');
  });

  it('hold requests in the order of sending, from the start on', () => {
    const ledger = new Ledger([A], 1000);
    ledger.request(1300, 204);
    ledger.request(1100, 0);
    ledger.count('retried');
    expect(ledger.timeline).toEqual([
      { atMs: 100, status: 0 },
      { atMs: 300, status: 204 },
    ]);
    expect(ledger.requests).toEqual({ total: 2, accepted: 0, rejected: 0, retried: 1, throttled: 0 });
  });
});
