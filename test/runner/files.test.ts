/** Tests that test files can share their modules, and that exceptions have a cause. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ownRuntime } from './own-runtime.ts';

const files = globSync('test/**/*.{ts,tsx}', { exclude: ['**/node_modules'] });
const helpers = files.filter((file) => !/\.(test|case)\.tsx?$/.test(file));

/** Declares a test or hook when the module is loaded, which is once for many test files. */
const declares =
  /^(?:(?:before|after)(?:Each|All)\(|(?:test|describe|jest)(?:\.\w+)*\(|(?:export )?const \w+ = use[A-Z]\w*\()/m;

test('a helper declares tests and hooks in functions, which each test file calls', () => {
  expect(helpers.length).toBeGreaterThan(100);
  expect(helpers.filter((file) => declares.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('each file that needs modules of its own exists', () => {
  expect(Object.keys(ownRuntime).filter((file) => !existsSync(file))).toEqual([]);
});
