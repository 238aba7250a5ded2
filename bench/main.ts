import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Page, Section } from './markdown.ts';
import { repositories } from './repositories.ts';
import { sending } from './sending.ts';

const DOCS = path.join(import.meta.dirname, '..', 'docs');
const PAGES: Readonly<Record<string, Page>> = { sending, repositories };

const quick = process.argv.includes('--quick');
const names = process.argv.slice(2).filter((argument) => argument !== '--quick');
const unknown = names.filter((name) => !Object.hasOwn(PAGES, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(PAGES).join(' and ')}.`);
  process.exit(1);
}

for (const [name, page] of Object.entries(PAGES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const started = performance.now();
  const sections: Section[] = [];
  for (const make of page.sections(quick)) {
    const section = await make();
    console.log(`## ${section.title}\n\n${section.body}\n`);
    sections.push(section);
  }
  if (quick) continue;
  const minutes = Math.ceil((performance.now() - started) / 60_000);
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(
    path.join(DOCS, page.file),
    `# ${page.title}

Made by \`npm run bench -- ${name}\` (about ${minutes} minutes; with \`--quick\` it prints rough figures sooner and writes nothing). Node ${process.version},
${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}.

${page.intro}

${sections.map(({ title, body }) => `## ${title}\n\n${body}`).join('\n\n')}
`,
  );
}
