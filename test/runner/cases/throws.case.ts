import { expect, test } from '@jest/globals';

if (Number('1') === 1) throw new Error('thrown while it loads');

test('is never declared', () => {
  expect(1).toBe(1);
});
