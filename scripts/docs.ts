/**
 * Keeps the README's tables of inputs and outputs what `action.yml` says, and `docs/dependencies.md` what is locked and bundled:
 * `npm run docs` writes them, `npm run docs -- --check` fails when they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { dependenciesPage } from './dependencies.ts';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const README = path.join(ROOT, 'README.md');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

const { inputs, outputs } = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as Action;

const cell = (text: string): string =>
  text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const tables: Readonly<Record<string, string>> = {
  inputs: table(
    ['input', 'default', 'meaning'],
    Object.entries(inputs).map(([name, input]) => [
      `\`${name}\``,
      input.default === undefined ? '' : `\`${input.default}\``,
      input.description,
    ]),
  ),
  outputs: table(
    ['output', 'value'],
    Object.entries(outputs).map(([name, output]) => [`\`${name}\``, output.description]),
  ),
};

const before = readFileSync(README, 'utf8');
let after = before;
for (const [name, text] of Object.entries(tables)) {
  const block = new RegExp(`(<!-- ${name}:start[^>]*-->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!block.test(after))
    throw new Error(`README.md has no block between <!-- ${name}:start --> and <!-- ${name}:end -->`);
  after = after.replace(block, (_, start: string, end: string) => `${start}${text}\n${end}`);
}
const pages: readonly { file: string; before: string; after: string }[] = [
  { file: 'README.md', before, after },
  { file: 'docs/dependencies.md', before: current('docs/dependencies.md'), after: dependenciesPage() },
];
for (const page of pages.filter(({ before, after }) => before !== after)) {
  if (process.argv.includes('--check')) {
    console.error(`${page.file} is stale. Run \`npm run docs\` and commit it.`);
    process.exitCode = 1;
  } else writeFileSync(path.join(ROOT, page.file), page.after);
}

function current(file: string): string {
  try {
    return readFileSync(path.join(ROOT, file), 'utf8');
  } catch {
    return '';
  }
}
