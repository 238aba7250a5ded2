/**
 * `npm run mutation -- PART`: mutation tests of a part of the sources, as `stryker.config.mjs` has them. The report goes to
 * `build/mutation/`.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const [part, ...options] = process.argv.slice(2);
const stryker = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin',
  'stryker.js',
);
const { status } = spawnSync(process.execPath, [stryker, 'run', ...options], {
  stdio: 'inherit',
  env: { ...process.env, ...(part && { MUTATION_PART: part }) },
});
process.exitCode = status ?? 1;
