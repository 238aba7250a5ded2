import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = path.dirname(import.meta.dirname);
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const PAGES = ['README.md', 'examples/README.md', 'docs/troubleshooting.md'];

/** The anchors of a page: its headings as GitHub names them, and those that are set. */
const anchorsOf = (page: string): string[] => [
  ...[...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ),
  ...[...page.matchAll(/<a id="([^"]*)">/g)].map(([, id = '']) => id),
];

it.each(PAGES)('every link within the repository leads somewhere: %s', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    expect([link, existsSync(path.join(ROOT, target))]).toEqual([link, true]);
    if (anchor) expect(anchorsOf(read(target))).toContain(anchor);
  }
});

it("the README's actions are those of the workflows, by the same commit", () => {
  const uses = (text: string) => text.match(/(?<=uses: )[\w./-]+@[0-9a-f]{40} # v\S+/g) ?? [];
  const folders = ['examples', '.github/workflows'];
  const tested = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder)).flatMap((file) => uses(read(path.join(folder, file)))),
  );
  const shown = uses(read('README.md'));
  expect(shown.length).toBeGreaterThan(1);
  for (const use of shown) expect(tested).toContain(use);
});
