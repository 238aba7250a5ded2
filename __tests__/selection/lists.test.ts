import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEntries } from '../../src/selection/entries.ts';
import { readLists } from '../../src/selection/lists.ts';

let home: string;
let workspace: string;
let temp: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'hood-resync-lists-'));
  workspace = path.join(home, 'workspace');
  temp = path.join(home, 'temp');
  for (const folder of [workspace, temp, path.join(workspace, 'checkout')]) mkdirSync(folder);
});
afterAll(() => rmSync(home, { recursive: true }));

async function read(text: string) {
  const { entries } = parseEntries(text, { input: 'conversion' });
  const checkout = path.join(workspace, 'checkout');
  const lists = await readLists(entries, { checkout, allowed: [workspace, temp] });
  return { entries: lists.entries, problems: lists.problems.map(({ message }) => message) };
}

describe('a list', () => {
  it('puts its entries in its place, with the lines they stand in', async () => {
    writeFileSync(path.join(workspace, 'checkout/ids.txt'), '\ufeff# ids\n1, 2\n\nconfig/**\n');
    expect(await read('9\n@ids.txt\n10')).toEqual({
      problems: [],
      entries: [
        { kind: 'id', id: '9', origin: { input: 'conversion' } },
        { kind: 'id', id: '1', origin: { input: 'conversion', list: 'ids.txt', line: 2 } },
        { kind: 'id', id: '2', origin: { input: 'conversion', list: 'ids.txt', line: 2 } },
        { kind: 'path', text: 'config/**', origin: { input: 'conversion', list: 'ids.txt', line: 4 } },
        { kind: 'id', id: '10', origin: { input: 'conversion' } },
      ],
    });
  });

  it('may be JSON, and may lie in the workspace or in RUNNER_TEMP', async () => {
    for (const folder of [workspace, temp]) {
      const file = path.join(folder, 'ids.json');
      writeFileSync(file, '[17236162066430100298]\n');
      expect((await read(`@${file}`)).entries).toHaveLength(1);
    }
  });

  it('is refused beyond 64 MiB, unread', async () => {
    const file = path.join(temp, 'large.txt');
    writeFileSync(file, '');
    truncateSync(file, 64 * 1024 * 1024 + 1);
    expect((await read(`@${file}`)).problems).toEqual([
      expect.stringMatching(/large\.txt" has 67108865 bytes; at most 67108864 are read\./),
    ]);
  });

  it('may be empty', async () => {
    writeFileSync(path.join(workspace, 'checkout/empty.txt'), '');
    expect(await read('@empty.txt')).toEqual({ entries: [], problems: [] });
  });

  it('may hold a million ids', async () => {
    writeFileSync(path.join(temp, 'many.txt'), Array.from({ length: 1_000_000 }, (_, i) => i + 1).join('\n'));
    const lists = await readLists(parseEntries(`@${temp}/many.txt`, { input: 'conversion' }).entries, {
      checkout: workspace,
      allowed: [temp],
    });
    expect(lists.entries).toHaveLength(1_000_000);
  });
});

describe('a list is refused', () => {
  it.each([
    ['that does not exist', '@nowhere.txt', /"@nowhere\.txt" does not exist/],
    ['outside the workspace', `@${process.execPath}`, /lies outside the workspace and RUNNER_TEMP/],
    ['above the workspace', '@../../outside.txt', /lies outside/],
    ['behind a link that leads outside', '@link.txt', /lies outside/],
    ['that is a directory', '@folder', /is no regular file/],
    ['that is not UTF-8', '@latin1.txt', /is not UTF-8/],
    ['that holds a list', '@nested.txt', /\(nested\.txt:1\): "@ids\.txt": lists do not nest/],
  ])('%s', async (_, entry, problem) => {
    const checkout = path.join(workspace, 'checkout');
    writeFileSync(path.join(home, 'outside.txt'), '1');
    writeFileSync(path.join(checkout, 'latin1.txt'), Buffer.from([0x31, 0xe4]));
    writeFileSync(path.join(checkout, 'nested.txt'), '@ids.txt');
    mkdirSync(path.join(checkout, 'folder'), { recursive: true });
    rmSync(path.join(checkout, 'link.txt'), { force: true });
    symlinkSync(path.join(home, 'outside.txt'), path.join(checkout, 'link.txt'));
    const { entries, problems } = await read(entry);
    expect(entries).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toContain('`conversion`');
  });
});
