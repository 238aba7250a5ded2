import { describe, expect, it } from '@jest/globals';
import { MAX_READ_BYTES, readInOrder, upToFirstMissing } from '../../src/selection/repository.ts';

const MB = 1024 * 1024;

/** A large content that takes no memory of its own. */
const shared = Buffer.alloc(8 * MB);
const content = (megabytes: number): Buffer => shared.subarray(0, megabytes * MB);

describe('reading in order', () => {
  it('reads everything, each once and in order, when it is little', async () => {
    const asked: number[] = [];
    const items = Array.from({ length: 100 }, (_, i) => i);
    const contents = await readInOrder(items, 7, async (item) => {
      asked.push(item);
      // Later ones are ready sooner.
      for (let turn = item; turn < 100; turn += 10) await undefined;
      return Buffer.from(`${item}`);
    });
    expect(contents.map(String)).toEqual(items.map(String));
    expect(asked).toEqual(items);
  });

  it.each([
    ['one reader', 1],
    ['several', 5],
  ])('ends with the file that brings it to 64 MiB, and with what %s had begun', async (_, readers) => {
    let inFlight = 0;
    const contents = await readInOrder(new Array(100).fill('a file'), readers, async () => {
      inFlight += 1;
      expect(inFlight).toBeLessThanOrEqual(readers);
      await undefined;
      inFlight -= 1;
      return content(8);
    });
    const read = Buffer.concat(contents as Buffer[]).length;
    expect(read).toBeGreaterThanOrEqual(MAX_READ_BYTES);
    expect(read).toBeLessThan(MAX_READ_BYTES + readers * 8 * MB);
  });

  it('reads at least one, however large', async () => {
    expect(await readInOrder([1, 2], 1, async () => Buffer.alloc(MAX_READ_BYTES))).toHaveLength(1);
  });

  it('counts what cannot be read as nothing', async () => {
    const wrong = new Error('it is not a regular file');
    expect(await readInOrder(new Array(1000).fill(''), 3, async () => wrong)).toHaveLength(1000);
  });

  it('begins nothing more after a failure', async () => {
    const asked: number[] = [];
    const read = async (item: number) => {
      asked.push(item);
      if (item === 1) throw new Error('the connection is gone');
      await new Promise((resolve) => setImmediate(resolve));
      return content(1);
    };
    await expect(readInOrder([0, 1, 2, 3, 4, 5], 2, read)).rejects.toThrow('the connection is gone');
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual([0, 1]);
  });
});

describe('contents that did not come', () => {
  const [a, b] = [Buffer.from('a'), new Error('b')];
  it.each([
    ['none of them', [a, b], [a, b]],
    ['one in between', [a, undefined, b], [a]],
    ['the first', [undefined, a], []],
    ['nothing asked for', [], []],
  ])('%s', (_, contents, left) => expect(upToFirstMissing(contents)).toEqual(left));
});
