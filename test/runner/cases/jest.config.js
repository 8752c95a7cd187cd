import { fileURLToPath } from 'node:url';
import { shared } from '../../jest.config.js';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs the cases of `runner.test.ts`, as tests run. */
export default {
  projects: [{ ...shared, rootDir, testMatch: ['<rootDir>/test/runner/cases/*.case.ts'] }],
  maxWorkers: 2,
};
