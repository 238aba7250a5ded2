/** What nobody can go below by much: `git diff --raw`, and those files read and parsed once. `node yardstick.ts BASE` */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const [base = ''] = process.argv.slice(2);
const raw = execFileSync('git', ['diff', '--raw', '-z', '--no-renames', base], { maxBuffer: 2 ** 30 }).toString();
const paths = raw.split('\0').filter((_, index) => index % 2 === 1);
let parsed = 0;
for (const path of paths) if (parse(readFileSync(path, 'utf8'))) parsed += 1;
console.log(parsed);
