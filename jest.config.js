/** `npm test` without arguments: all tests, held against the bounds of coverage. One file alone is held against nothing. */
const whole = process.argv.length === 2;

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Tests start git by the dozen, and starting a process takes long on Windows and on a busy machine. Ten thousand cases take their time as well. None waits for this.
  testTimeout: 60_000,
  testMatch: ['**/__tests__/**/*.test.ts'],
  // `npm run test:slow` has those.
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/slow/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Only types are stripped: what the tests run is what Node runs.
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024' } }] },
  // The runs against the real clock wait most of the time; all of them may wait side by side.
  maxConcurrency: 20,
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/build', '<rootDir>/.stryker-tmp'],

  // What the tests' own processes run; the bundle's runs as child processes do not count. Paths of Windows are left out elsewhere, and
  // the other way round, so it is measured on Linux.
  collectCoverage: whole && process.platform === 'linux',
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'src/**/*.ts',
    // The process itself: signals and exit status. `__tests__/action` runs it as a child process.
    '!src/index.ts',
    // Types alone, of which nothing is left to run.
    '!src/log.ts',
    '!src/hood/transport.ts',
  ],
  coverageDirectory: 'coverage',
  coverageReporters: [['text', { skipFull: true }], 'text-summary', 'json'],
  coverageThreshold: { global: { lines: 97, branches: 97 } },
};
