/**
 * Keeps the pages that are made from the sources what the sources say: the README's workflow (`examples/`)
 * and its tables of inputs and outputs (`action.yml`), docs/troubleshooting.md (`src/troubleshooting.ts`), and docs/dependencies.md
 * (what is locked and bundled). `npm run docs` writes them; `npm run docs -- --check` fails when they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { TROUBLES, type Trouble } from '../src/troubleshooting.ts';
import { dependenciesPage } from './dependencies.ts';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

const cell = (text: string): string =>
  text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** The README with its workflow and its tables filled in. */
function readme(before: string): string {
  const { inputs, outputs } = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as Action;
  const blocks: Readonly<Record<string, string>> = {
    'example config-push': `\n\`\`\`yaml\n${readFileSync(path.join(ROOT, 'examples/config-push.yml'), 'utf8')}\`\`\`\n`,
    examples: readFileSync(path.join(ROOT, 'examples/README.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replace(/\]\((?=[\w-]+\.yml\))/g, '](examples/'))
      .join('\n'),
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
  let after = before;
  for (const [name, text] of Object.entries(blocks)) {
    const block = new RegExp(`(<!-- ${name}:start[^>]*-->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
    if (!block.test(after))
      throw new Error(`README.md has no block between <!-- ${name}:start --> and <!-- ${name}:end -->`);
    after = after.replace(block, (_, start: string, end: string) => `${start}${text}\n${end}`);
  }
  return after;
}

/** What a message says, as code that holds backticks itself (CommonMark, "Code spans"). */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

function troubleshooting(): string {
  const chapters = Object.entries<Readonly<Record<string, Trouble>>>(TROUBLES).map(([title, troubles]) => {
    const rows = Object.entries(troubles).map(([topic, { says, because, todo }]) => [
      `<a id="${topic}"></a>${says.map(code).join('<br>')}`,
      because,
      todo,
    ]);
    return `## ${title}\n\n${table(['the log says', 'because', 'do'], rows)}\n`;
  });
  return [
    '<!-- Made from src/troubleshooting.ts by `npm run docs`. -->\n',
    '# Troubleshooting\n',
    'Every message with which the action asks for attention, what it means, and what to do. Each message links to its row here; `…` stands for what differs from case to case. Where a message comes from a config file, it is shown at its line.\n',
    'More than a message tells stands in the log with [debug logging](https://docs.github.com/en/actions/how-tos/monitor-workflows/enable-debug-logging): re-run the job with "Enable debug logging" ticked. Tokens are never in it.\n',
    ...chapters,
  ].join('\n');
}

const pages: Readonly<Record<string, (before: string) => string>> = {
  'README.md': readme,
  'docs/troubleshooting.md': troubleshooting,
  'docs/dependencies.md': dependenciesPage,
};

for (const [name, make] of Object.entries(pages)) {
  const file = path.join(ROOT, name);
  const before = readFileSync(file, 'utf8');
  const after = make(before);
  if (after === before) continue;
  if (process.argv.includes('--check')) {
    console.error(`${name} is not what the sources say. Run \`npm run docs\` and commit it.`);
    process.exitCode = 1;
  } else writeFileSync(file, after);
}
