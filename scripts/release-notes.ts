/**
 * Prints what `CHANGELOG.md` says of a version, for its release: `node scripts/release-notes.ts v1.2.3`. Fails when the tag is not that
 * of the version in `package.json` and `src/version.ts`, or the changelog does not tell of it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../src/version.ts';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

const [tag = ''] = process.argv.slice(2);
const version = tag.replace(/^v/, '');
const [, notes = ''] = sectionOf(read('CHANGELOG.md'), version) ?? [];
const problems = [
  ...(JSON.parse(read('package.json')).version === version ? [] : [`package.json has another version than ${tag}.`]),
  ...(VERSION === version ? [] : [`src/version.ts has another version than ${tag}: ${VERSION}.`]),
  ...(notes.trim() ? [] : [`CHANGELOG.md has nothing under "## ${version} - DATE".`]),
];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else console.log(notes.trim());

/** The text below `## 1.2.3 - 2026-11-24`, or with the version in brackets, up to the next version. */
function sectionOf(changelog: string, wanted: string): RegExpExecArray | null {
  const heading = `## \\[?${wanted.replaceAll('.', '\\.')}\\]? - \\d{4}-\\d{2}-\\d{2}`;
  return new RegExp(`^${heading}\\n([\\s\\S]*?)(?=^## |^\\[|$(?![\\s\\S]))`, 'm').exec(changelog);
}
