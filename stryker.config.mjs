/** Mutation tests of one part of the sources; `mutation/main.ts` says which, and against which tests. */
const { MUTATION_NAME: name = 'part', MUTATION_FILES: files = '', MUTATION_TESTS: tests = '' } = process.env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: files.split(','),
  testRunner: 'mocha',
  // A mutant that gathers without end must not take the machine's memory.
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1024'],
  mochaOptions: {
    spec: tests.split(',').map((test) => `__tests__/${test}.test.ts`),
    require: ['./mutation/mocha.mjs'],
  },
  // TypeScript 7 has no API for Stryker to rewrite the configuration with, and none of it is needed here.
  tsconfigFile: 'no-tsconfig.json',
  coverageAnalysis: 'perTest',
  // What runs as a module is loaded cannot be switched off and on in one process.
  ignoreStatic: true,
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  timeoutMS: 5_000,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false, skipFull: true },
  jsonReporter: { fileName: `coverage/mutation/${name}.json` },
  ignorePatterns: ['dist', 'build', 'coverage', 'docs'],
  tempDirName: '.stryker-tmp',
  allowEmpty: true,
};
