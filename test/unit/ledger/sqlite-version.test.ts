/** Versions of SQLite that can corrupt a WAL file are rejected (decision 27). */
import { expect, test } from '@jest/globals';
import { isUnsafeSqlite } from '../../../src/store/engines/sqlite-version.ts';

test.each([
  ['3.6.23', false],
  ['3.7.0', true],
  ['3.44.5', true],
  ['3.44.6', false],
  ['3.45.0', true],
  ['3.50.6', true],
  ['3.50.7', false],
  ['3.51.2', true],
  ['3.51.3', false],
  ['3.53.4', false],
  ['4.0.0', false],
])('%s is unsafe: %s', (version, unsafe) => {
  expect(isUnsafeSqlite(version)).toBe(unsafe);
});
