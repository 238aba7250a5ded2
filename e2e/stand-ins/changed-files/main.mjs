import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`];
const { before, after } = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
const diff = ['diff', '--name-only', '-z', '--diff-filter=ACMR', before, after, '--', `:(glob)${input('files')}`];
const files = execFileSync('git', diff, { encoding: 'utf8' }).split('\0').filter(Boolean);
const json = input('json') === 'true';
const list = json ? JSON.stringify(files) : files.join(input('separator'));
const printed = json && input('escape_json') === 'true' ? list.replaceAll('"', '\\"') : list;
if (input('write_output_files') === 'true') {
  mkdirSync(input('output_dir'), { recursive: true });
  // The file holds the list without backslashes in either case.
  writeFileSync(path.join(input('output_dir'), `all_changed_files.${json ? 'json' : 'txt'}`), list);
}
appendFileSync(
  process.env.GITHUB_OUTPUT,
  `any_changed=${files.length > 0}\nall_changed_files<<END_OF_LIST\n${printed}\nEND_OF_LIST\n`,
);
