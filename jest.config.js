/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['**/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Only types are stripped: what the tests run is what Node runs.
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024' } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/build'],
};
