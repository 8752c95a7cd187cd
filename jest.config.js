import { globSync, readFileSync } from 'node:fs';

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

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc({ tsx: false }), '\\.tsx$': swc({ tsx: true }) },
  // The examples import packages by their names, as their users do.
  modulePaths: ['<rootDir>/test/trials/node_modules'],
  moduleNameMapper: {
    '/jsutils/instanceOf\\.js$': '<rootDir>/test/support/graphql-instance-of.cjs',
    '^@identity-gateway/client$': '<rootDir>/packages/client/index.ts',
    '^@identity-gateway/client/msw$': '<rootDir>/packages/client/msw.ts',
  },
};

/**
 * Eight runs share this file. `npm test` needs only npm. The others set a variable and run the
 * tests that need more: `test:trials` (TRIALS, the packages of `test/trials`), `test:openam`
 * (OPENAM, a real OpenAM), `test:router` (ROUTER, a real router), `test:postgres` (POSTGRES, the
 * ledger on PostgreSQL instead of SQLite), `test:pages` (PAGES_TESTS, a browser), `test:image`
 * (IMAGE_ROOT, an image), `test:operating` (OPERATING, nginx). The program is built first if a
 * selected test starts it.
 * @type {import('jest').Config}
 */
export default {
  // For two cores: at most times more than half of the files wait.
  maxWorkers: 5,
  testSequencer: '<rootDir>/test/support/mixed-order.js',
  // A worker frees a gigabyte when it ends, which takes seconds while the others end, too.
  workerGracefulExitTimeout: 10_000,
  // For a busy machine; a test that hangs reports what it waits for (`until`).
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      testMatch: chosen(isBuilt),
      globalSetup: '<rootDir>/test/support/global-setup.ts',
    },
    { ...common, testMatch: chosen((file) => !isBuilt(file)) },
  ].filter(({ testMatch }) => testMatch.length > 0),
};

/** Whether a test file starts the built program, itself or by one of these helpers. */
function isBuilt(file) {
  return /(built-gateway|started-gateway|page-gateway|packed-package|checkout|pages-stage)\.ts'|dist\/main\.js/.test(
    readFileSync(file, 'utf8'),
  );
}

function chosen(isWanted) {
  return testFiles()
    .filter(isWanted)
    .map((file) => `<rootDir>/${file}`);
}

function testFiles() {
  const all = globSync('test/**/*.test.{ts,tsx}', { exclude: ['**/node_modules'] });
  if (process.env.TRIALS) return all.filter((file) => file.startsWith('test/trials/'));
  if (process.env.IMAGE_ROOT) return all.filter((file) => file.startsWith('test/image/'));
  if (process.env.OPERATING) return all.filter((file) => file.startsWith('test/operating/'));
  if (process.env.ROUTER) return all.filter((file) => file.startsWith('test/router/'));
  const onStore = /^test\/(ledger\/(?!sqlite\/)|shared-signals\/(poll|processes)\.)/;
  if (process.env.POSTGRES) return all.filter((file) => onStore.test(file));
  const inBrowser = (file) => file.startsWith('test/pages/browser/');
  const onOpenAm = (file) => file.startsWith('test/pages/browser/real-openam');
  const onBoth = /^test\/(contract|e2e|openam)\/|^test\/operating\/page\./;
  if (process.env.PAGES_TESTS) return all.filter((file) => inBrowser(file) && !onOpenAm(file));
  if (process.env.OPENAM) return all.filter((file) => onBoth.test(file) || onOpenAm(file));
  return all.filter(
    (file) =>
      !/^test\/(image|openam|operating|router|trials|ledger\/postgres)\//.test(file) &&
      !inBrowser(file),
  );
}
