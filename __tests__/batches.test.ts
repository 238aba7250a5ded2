import { describe, expect, it } from '@jest/globals';
import { makeBatches, type ResourceKey } from '../src/batches.ts';

const integration = (id: string): ResourceKey => ({ type: 'integration', id: id as ResourceKey['id'] });
const conversion = (id: string): ResourceKey => ({ type: 'conversion', id: id as ResourceKey['id'] });

describe('batches', () => {
  const mixed = [
    conversion('9'),
    integration('10'),
    conversion('17236162066430100298'),
    integration('9'),
    conversion('1'),
  ];

  it('hold integrations first, ids ascending as numbers, whatever the order of the objects', () => {
    const ordered = [
      integration('9'),
      integration('10'),
      conversion('1'),
      conversion('9'),
      conversion('17236162066430100298'),
    ];
    expect(makeBatches(mixed, 100)).toEqual([ordered]);
    expect(makeBatches(mixed.toReversed(), 100)).toEqual([ordered]);
    expect(makeBatches(mixed, 5)).toEqual([ordered]);
    expect(makeBatches(mixed, 2)).toEqual([ordered.slice(0, 2), ordered.slice(2, 4), ordered.slice(4)]);
    expect(makeBatches(mixed, 1)).toEqual(ordered.map((object) => [object]));
  });

  it('are none where there is nothing to send', () => {
    expect(makeBatches([], 100)).toEqual([]);
  });
});
