/** How a source becomes JavaScript; `tsx` is JSX in it. */
const swc = ({ tsx }) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true, tsx },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: false,
        useDefineForClassFields: true,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/**
 * Three runs share this file: `npm test` needs npm only; `npm run test:openam` sets OPENAM=1 and runs
 * the contract suite and the end-to-end suite against a real OpenAM; `npm run test:router` sets ROUTER=1
 * and runs what needs a real router.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  ...chosenTests(),
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc({ tsx: false }), '\\.tsx$': swc({ tsx: true }) },
  // The examples import the package by its name, as its users do.
  moduleNameMapper: { '^identity-gateway/client$': '<rootDir>/src/client/index.ts' },
  maxWorkers: 2,
  testTimeout: 20_000,
};

function chosenTests() {
  if (process.env.ROUTER) return { testMatch: ['**/router/**/*.test.ts'] };
  if (process.env.OPENAM) {
    return {
      testMatch: ['**/contract/**/*.test.ts', '**/e2e/**/*.test.ts', '**/openam/**/*.test.ts'],
    };
  }
  return {
    testMatch: ['**/*.test.{ts,tsx}'],
    testPathIgnorePatterns: ['/test/openam/', '/test/router/'],
  };
}
