/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Tests start git by the dozen, and starting a process takes long on Windows and on a busy machine. None waits for this.
  testTimeout: 30_000,
  testMatch: ['**/__tests__/**/*.test.ts'],
  // `npm run test:slow` has those.
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/slow/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Only types are stripped: what the tests run is what Node runs.
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024' } }] },
  // The runs against the real clock wait most of the time; all of them may wait side by side.
  maxConcurrency: 20,
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/build'],
};
