/**
 * Mutation tests, a part of the sources at a time: `npm run mutation -- report`. A mutant is held against the unit tests of its part and
 * against the properties; what runs processes, the bundle or the real clock is left out, so a score is a lower bound.
 */
const PARTS = {
  selection: { mutate: ['src/selection/**/*.ts'], tests: ['selection/**/*.test.ts', 'properties/*.test.ts'] },
  hood: { mutate: ['src/hood/**/*.ts', 'src/batches.ts'], tests: ['hood/*.test.ts', 'properties/{answers,isolation}.test.ts'] },
  report: { mutate: ['src/report/**/*.ts'], tests: ['report/*.test.ts', 'properties/report.test.ts'] },
  git: { mutate: ['src/git/**/*.ts'], tests: ['git/*.test.ts', 'selection/select.test.ts'] },
  toolkit: { mutate: ['src/toolkit/**/*.ts'], tests: ['toolkit/*.test.ts'] },
  rest: { mutate: ['src/*.ts'], tests: ['*.test.ts'] },
};

const part = process.env.MUTATION_PART ?? 'report';
const { mutate, tests } = PARTS[part];
// Enough to kill what a property can kill; ten thousand for each mutant would take days.
process.env.PROPERTY_CASES ??= '100';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: process.env.MUTATION_FILES?.split(',') ?? mutate,
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
  mochaOptions: {
    spec: tests.map((folder) => `__tests__/${folder}`),
    require: ['./mutation/mocha.mjs'],
    'async-only': false,
  },
  // TypeScript 7 has no API for Stryker to rewrite the configuration with, and none of it is needed here.
  tsconfigFile: 'no-tsconfig.json',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: `build/mutation/${part}.incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: `build/mutation/${part}.json` },
  ignorePatterns: ['dist', 'build', 'coverage', 'docs'],
  tempDirName: '.stryker-tmp',
  allowEmpty: true,
};
