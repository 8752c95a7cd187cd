import { expect, test } from '@jest/globals';

test('fails', () => {
  expect(1).toBe(2);
});

test('rejects', async () => {
  expect(await Promise.reject(new Error('rejected'))).toBe(1);
});
