import { globSync, readFileSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ownRuntime } from './runner/own-runtime.ts';
import { isFast } from './runner/tiers.ts';
import { instanceOf, ownPackages, packagesOfExamples, swcOptions } from './runner/sources.ts';

if (hasRoom('/dev/shm')) process.env.TMPDIR ??= '/dev/shm';

const { pattern, file: instanceOfFile } = instanceOf;

/** The checkout, whose paths follow `<rootDir>`. */
const rootDir = fileURLToPath(new URL('..', import.meta.url));

const common = {
  rootDir,
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
};

const needsMore = [
  'TRIALS',
  'IMAGE_ROOT',
  'OPERATING',
  'ROUTER',
  'POSTGRES',
  'PAGES_TESTS',
  'OPENAM',
];
const isEach = needsMore.some((name) => process.env[name]) || namesFiles(process.argv.slice(2));
const tier = isEach ? 'all' : (process.env.TEST_TIER ?? 'all');
// For the workers: a file of the fast tier that costs too much fails.
process.env.TEST_TIER = tier;

/** Whether arguments of Jest name files, in place of all. */
function namesFiles(given) {
  const withValue = /^(?:-t|-w|--(?:testNamePattern|testPathIgnorePatterns|maxWorkers|seed))$/;
  return given.some(
    (one, index) => !one.startsWith('-') && !withValue.test(given[index - 1] ?? ''),
  );
}

/** Each worker loads a module once, for all of its test files. */
export const shared = {
  ...common,
  transform: {},
  runtime: '<rootDir>/test/runner/shared-runtime.ts',
  testEnvironment: '<rootDir>/test/runner/shared-environment.ts',
};

const built = { globalSetup: '<rootDir>/test/support/global-setup.ts' };

/** The program is also installed, once, in a folder of its own. */
const installed = {
  globalSetup: '<rootDir>/test/support/installed-setup.ts',
  globalTeardown: '<rootDir>/test/support/installed-teardown.ts',
};

/** Jest's own runtime: each test file has its own modules. */
const own = {
  ...common,
  transform: {
    '\\.ts$': ['@swc/jest', { ...swcOptions({ tsx: false }), sourceMaps: 'inline' }],
    '\\.tsx$': ['@swc/jest', { ...swcOptions({ tsx: true }), sourceMaps: 'inline' }],
  },
  modulePaths: [`<rootDir>/${packagesOfExamples}`],
  moduleNameMapper: {
    [pattern]: `<rootDir>/${instanceOfFile}`,
    ...Object.fromEntries(
      Object.entries(ownPackages).map(([name, path]) => [`^${name}$`, `<rootDir>/${path}`]),
    ),
  },
};

/**
 * Nine runs share this file. `npm test` and `npm run test:all` need only npm. The others, those of
 * `runner/with.sh`, set a variable and run the tests that need more. The program is built first if
 * a selected test starts it.
 * @type {import('jest').Config}
 */
export default {
  rootDir,
  // For two cores: at most times more than half of the files wait.
  maxWorkers: 5,
  // Tests that run beside each other mostly wait.
  maxConcurrency: 12,
  testSequencer: '<rootDir>/test/runner/order.js',
  // A worker frees a gigabyte when it ends, which takes seconds while the others end, too.
  workerGracefulExitTimeout: 10_000,
  // For a busy machine; a test that hangs reports what it waits for (`until`).
  testTimeout: 60_000,
  projects: [
    { ...shared, ...installed, testMatch: chosen(isInstalled) },
    { ...shared, ...built, testMatch: chosen((name) => isBuilt(name) && !(name in ownRuntime)) },
    {
      ...shared,
      testMatch: chosen((name) => !isBuilt(name) && !isInstalled(name) && !(name in ownRuntime)),
    },
    { ...own, ...built, testMatch: chosen((name) => isBuilt(name) && name in ownRuntime) },
    { ...own, testMatch: chosen((name) => !isBuilt(name) && name in ownRuntime) },
  ].filter(({ testMatch }) => testMatch.length > 0),
};

/**
 * Whether the folders of tests can lie in memory, where SQLite need not wait for a disk with each
 * record. `test/ledger/sqlite/file.test.ts` has a ledger on a disk.
 */
function hasRoom(memory) {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 2 ** 31;
  } catch {
    return false;
  }
}

/** Whether a test file starts the built program, itself or by one of these helpers. */
function isBuilt(file) {
  if (isInstalled(file)) return false;
  return /(built-gateway|started-gateway|background|packed-package|checkout|pages-stage)\.ts'|dist\/main\.js/.test(
    readFileSync(file, 'utf8'),
  );
}

/** Whether a test file runs the installed program. */
function isInstalled(file) {
  return /(installation|installed-page)\.ts'/.test(readFileSync(file, 'utf8'));
}

/**
 * The part of the tests that need only npm: `fast` for `npm test`, `rest` for all others, `all` for
 * both. Who names files or folders gets all of them.
 */
function isInTier(file) {
  if (tier === 'all') return true;
  const isInFast = isFast(file) && !isBuilt(file) && !isInstalled(file) && !(file in ownRuntime);
  return isInFast === (tier === 'fast');
}

function chosen(isWanted) {
  return testFiles()
    .filter((file) => isWanted(file) && isInTier(file))
    .map((file) => `<rootDir>/${file}`);
}

function testFiles() {
  const all = globSync('test/**/*.test.{ts,tsx}', { exclude: ['**/node_modules'] });
  if (process.env.TRIALS) return all.filter((file) => file.startsWith('test/trials/'));
  if (process.env.IMAGE_ROOT) return all.filter((file) => file.startsWith('test/image/'));
  if (process.env.OPERATING) return all.filter((file) => file.startsWith('test/operating/'));
  if (process.env.ROUTER) return all.filter((file) => file.startsWith('test/router/'));
  const onStore =
    /^test\/(ledger\/(?!sqlite\/)|shared-signals\/(poll|processes)\.|installed\/postgres-)/;
  if (process.env.POSTGRES) return all.filter((file) => onStore.test(file));
  const inBrowser = (file) => file.startsWith('test/pages/browser/');
  const onOpenAm = (file) => file.startsWith('test/pages/browser/real-openam');
  const onBoth = /^test\/(contract|e2e|openam|installed)\/|^test\/operating\/page\./;
  if (process.env.PAGES_TESTS) return all.filter((file) => inBrowser(file) && !onOpenAm(file));
  if (process.env.OPENAM) return all.filter((file) => onBoth.test(file) || onOpenAm(file));
  const ofOthers =
    /^test\/((image|openam|operating|router|trials|ledger\/postgres)\/|installed\/postgres-)/;
  return all.filter((file) => !ofOthers.test(file) && !inBrowser(file));
}
