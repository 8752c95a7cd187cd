/** `sslmode` is read as the driver reads it, and prints no warning. */
import { expect, test } from '@jest/globals';
import { withFullMode } from '../../../src/store/engines/postgres.ts';

const url = 'postgres://me:a%40b@db.example.com/ledger?application_name=x';

test.each([
  ['', ''],
  ['&sslmode=disable', '&sslmode=disable'],
  ['&sslmode=no-verify', '&sslmode=no-verify'],
  ['&sslmode=prefer', '&sslmode=verify-full'],
  ['&sslmode=require', '&sslmode=verify-full'],
  ['&sslmode=verify-ca', '&sslmode=verify-full'],
  ['&sslmode=require&uselibpqcompat=true', '&sslmode=require&uselibpqcompat=true'],
])('%s becomes %s', (given, used) => {
  expect(withFullMode(`${url}${given}`)).toBe(`${url}${used}`);
});
