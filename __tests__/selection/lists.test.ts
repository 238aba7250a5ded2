import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEntries } from '../../src/selection/entries.ts';
import { isInside, readLists } from '../../src/selection/lists.ts';

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
    ['that is a directory', '@folder', /is not a regular file/],
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

describe('a list that a pull request may have put there', () => {
  const checkout = () => path.join(workspace, 'checkout');
  const refused = async (entry: string, message: string | RegExp) => {
    const { entries, problems } = await read(entry);
    expect(entries).toEqual([]);
    expect(problems).toEqual([
      typeof message === 'string' ? `\`conversion\`: the list "${entry}" ${message}` : expect.stringMatching(message),
    ]);
  };

  it('is followed by no link, neither to a file inside nor through a folder', async () => {
    const message = 'is reached by a symbolic link, and links are not followed. Name the file that it points to.';
    writeFileSync(path.join(checkout(), 'real.txt'), '1');
    mkdirSync(path.join(checkout(), 'lists'));
    writeFileSync(path.join(checkout(), 'lists/ids.txt'), '2');
    symlinkSync('real.txt', path.join(checkout(), 'link-inside.txt'));
    symlinkSync('lists', path.join(checkout(), 'folder-link'));
    await refused('@link-inside.txt', message);
    await refused('@folder-link/ids.txt', message);
    expect((await read('@lists/../real.txt, @lists/ids.txt')).entries).toHaveLength(2);
  });

  it('lies in no folder of git', async () => {
    mkdirSync(path.join(checkout(), '.git'));
    writeFileSync(path.join(checkout(), '.git/config'), '1');
    writeFileSync(path.join(checkout(), '.gitignore'), '1');
    await refused('@.git/config', 'lies in the folder of git. Move it out of there.');
    expect((await read('@.gitignore')).entries).toHaveLength(1);
  });

  it('may be reached by a workspace that is itself a link', async () => {
    const link = path.join(home, 'link-to-workspace');
    symlinkSync(workspace, link);
    writeFileSync(path.join(checkout(), 'here.txt'), '1');
    const { entries } = parseEntries('@here.txt', { input: 'conversion' });
    const lists = await readLists(entries, {
      checkout: path.join(link, 'checkout'),
      allowed: [link, '/no/such/folder'],
    });
    expect(lists).toMatchObject({ entries: [{ id: '1' }], problems: [] });
  });

  it('is named in the workspace\u2019s own root, and in no folder whose name only begins like it', async () => {
    writeFileSync(path.join(workspace, 'at-root.txt'), '1');
    mkdirSync(path.join(home, 'workspace-other'));
    writeFileSync(path.join(home, 'workspace-other/ids.txt'), '1');
    mkdirSync(path.join(checkout(), '..dots'));
    writeFileSync(path.join(checkout(), '..dots/ids.txt'), '1');
    expect((await read('@../at-root.txt, @..dots/ids.txt')).entries).toHaveLength(2);
    await refused(
      '@../../workspace-other/ids.txt',
      /lies outside the workspace and RUNNER_TEMP\. Move it into one of them\.$/,
    );
  });

  it('is told with a topic, and which list is meant', async () => {
    const { entries } = parseEntries('@none.txt', { input: 'integration' });
    expect((await readLists(entries, { checkout: workspace, allowed: [workspace] })).problems).toEqual([
      {
        topic: 'list-unreadable',
        message:
          '`integration`: the list "@none.txt" does not exist. A list is named relative to the checkout, or absolute.',
      },
    ]);
  });

  (process.getuid?.() === 0 ? it.skip : it)('that may not be read is told so', async () => {
    writeFileSync(path.join(checkout(), 'secret.txt'), '1', { mode: 0o000 });
    await refused('@secret.txt', /"@secret\.txt" cannot be read: EACCES.*\.$/);
  });
});

it.each([
  ['/w', '/w/a', true],
  ['/w', '/w', true],
  ['/w', '/w/..a', true],
  ['/w', '/', false],
  ['/w', '/v', false],
  ['/w/a', '/w', false],
])('below %s lies %s: %s', (root, file, inside) => {
  expect(isInside(root, file, path.posix)).toBe(inside);
});
