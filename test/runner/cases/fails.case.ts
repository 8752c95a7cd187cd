import { expect, test } from '@jest/globals';

test('fails', () => {
  expect(1).toBe(2);
});

test('rejects after the others', async () => {
  await Promise.reject(new Error('rejected'));
});
