/**
 * Two runs share this file: `npm test` needs npm only; `npm run test:openam` sets OPENAM=1 and runs
 * the contract suite and the end-to-end suite against a real OpenAM.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  testMatch: process.env.OPENAM
    ? ['**/contract/**/*.test.ts', '**/e2e/**/*.test.ts', '**/openam/**/*.test.ts']
    : ['**/*.test.ts'],
  testPathIgnorePatterns: process.env.OPENAM ? [] : ['/test/openam/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: false,
            useDefineForClassFields: true,
          },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  maxWorkers: 2,
  testTimeout: 20_000,
};
