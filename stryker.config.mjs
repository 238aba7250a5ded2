/**
 * Mutation tests, a part of the sources at a time: `npm run mutation -- report`. A mutant is held against the unit tests of its part and
 * against the properties; what runs processes, the bundle or the real clock is left out, so a score is a lower bound.
 */
const PARTS = {
  selection: {
    mutate: [
      'entries',
      'glob',
      'path',
      'text',
      'document',
      'config-file',
      'objects',
      'selection',
      'resolve',
      'lists',
      'event',
      'history',
      'base',
    ].map((name) => `src/selection/${name}.ts`),
    tests: [
      ...['entries', 'glob', 'path', 'config-file', 'lists', 'event', 'history', 'base'].map(
        (name) => `selection/${name}`,
      ),
      ...['entries', 'glob', 'paths', 'documents'].map((name) => `properties/${name}`),
    ],
  },
  hood: {
    mutate: [
      'answer',
      'retry',
      'isolation',
      'send',
      'courier',
      'ledger',
      'ending',
      'outcome',
      'outage',
      'progress',
    ].map((name) => `src/hood/${name}.ts`),
    tests: ['hood/answer', 'hood/retry', 'hood/isolation', 'hood/send', 'properties/answers', 'properties/isolation'],
  },
  report: {
    mutate: ['src/report/*.ts'],
    tests: ['report/*'],
  },
  git: { mutate: ['src/git/*.ts'], tests: ['git/*', 'selection/select'] },
  toolkit: { mutate: ['src/toolkit/*.ts'], tests: ['toolkit/*'] },
  rest: {
    mutate: ['src/inputs.ts', 'src/batches.ts', 'src/failure.ts', 'src/run.ts', 'src/resync.ts'],
    tests: ['inputs', 'run'],
  },
};

const part = process.env.MUTATION_PART ?? 'report';
const { mutate, tests } = process.env.MUTATION_FILES
  ? { mutate: process.env.MUTATION_FILES.split(','), tests: process.env.MUTATION_TESTS.split(',') }
  : PARTS[part];
// Enough to kill what a property can kill; ten thousand for each mutant would take days.
process.env.PROPERTY_CASES ??= '40';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate,
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
  mochaOptions: {
    spec: tests.map((name) => `__tests__/${name}.test.ts`),
    require: ['./mutation/mocha.mjs'],
    'async-only': false,
  },
  // TypeScript 7 has no API for Stryker to rewrite the configuration with, and none of it is needed here.
  tsconfigFile: 'no-tsconfig.json',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5_000,
  incremental: process.env.MUTATION_NAME === undefined,
  incrementalFile: `build/mutation/${part}.incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: `build/mutation/${process.env.MUTATION_NAME ?? part}.json` },
  ignorePatterns: ['dist', 'build', 'coverage', 'docs'],
  tempDirName: '.stryker-tmp',
  allowEmpty: true,
};
