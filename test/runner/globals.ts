/**
 * `@jest/globals` of tests that share their modules. The names are live bindings: modules that many
 * test files share, such as `test/support/stage.ts`, always see those of the file that runs.
 */
import type * as Jest from '@jest/globals';
import type { ModuleMocker } from 'jest-mock';

export let afterAll: typeof Jest.afterAll;
export let afterEach: typeof Jest.afterEach;
export let beforeAll: typeof Jest.beforeAll;
export let beforeEach: typeof Jest.beforeEach;
export let describe: typeof Jest.describe;
export let expect: typeof Jest.expect;
export let it: typeof Jest.it;
export let test: typeof Jest.test;
export let jest: Pick<ModuleMocker, 'fn' | 'spyOn' | 'restoreAllMocks'> & {
  setTimeout(ms: number): void;
};

/** Sets the globals of the test file that loads next. */
export function setCurrentGlobals(globals: Omit<typeof Jest, 'jest'>, ofJest: typeof jest): void {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globals);
  jest = ofJest;
}
