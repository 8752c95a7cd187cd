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
  // The examples import the package by its name, as its users do.
  moduleNameMapper: {
    '^@identity-gateway/client$': '<rootDir>/packages/client/index.ts',
    '^@identity-gateway/client/msw$': '<rootDir>/packages/client/msw.ts',
  },
};

/**
 * Seven runs share this file: `npm test` needs npm only; `npm run test:openam` sets OPENAM=1 and runs
 * the contract suite, the end-to-end suite, a browser's and the operator's page against a real OpenAM; `npm run test:router` sets ROUTER=1
 * and runs what needs a real router; `npm run test:postgres` sets POSTGRES=1 and runs the suite of the ledger on
 * PostgreSQL in place of SQLite; `npm run test:pages` sets PAGES_TESTS=1 and runs what needs a browser; `npm run test:image`
 * builds an image and runs what looks at it; `npm run test:operating` sets OPERATING=1 and runs what needs nginx. The program is built
 * first when a test that starts it is among those that run.
 * @type {import('jest').Config}
 */
export default {
  maxWorkers: 2,
  // For a busy machine; a test that hangs is told by what it waits for (`until`).
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

/** Whether a test file starts the built program; each of these helpers does. */
function isBuilt(file) {
  return /(built-gateway|started-gateway|packed-package|checkout|pages-stage)\.ts'/.test(
    readFileSync(file, 'utf8'),
  );
}

function chosen(isWanted) {
  return testFiles()
    .filter(isWanted)
    .map((file) => `<rootDir>/${file}`);
}

function testFiles() {
  const all = globSync('test/**/*.test.{ts,tsx}');
  if (process.env.IMAGE_ROOT) return all.filter((file) => file.startsWith('test/image/'));
  if (process.env.OPERATING) return all.filter((file) => file.startsWith('test/operating/'));
  if (process.env.ROUTER) return all.filter((file) => file.startsWith('test/router/'));
  if (process.env.POSTGRES) return all.filter((file) => /^test\/ledger\/(?!sqlite\/)/.test(file));
  const inBrowser = (file) => file.startsWith('test/pages/browser/');
  const onOpenAm = (file) => file.startsWith('test/pages/browser/real-openam');
  const onBoth = /^test\/(contract|e2e|openam)\/|^test\/operating\/page\./;
  if (process.env.PAGES_TESTS) return all.filter((file) => inBrowser(file) && !onOpenAm(file));
  if (process.env.OPENAM) return all.filter((file) => onBoth.test(file) || onOpenAm(file));
  return all.filter(
    (file) =>
      !/^test\/(image|openam|operating|router|ledger\/postgres)\//.test(file) && !inBrowser(file),
  );
}
