import { expect, test } from '@jest/globals';

test('hangs', async () => {
  expect(await new Promise(() => undefined)).toBe(1);
}, 300);
