import { expect, test } from '@jest/globals';

test('ends its worker', () => {
  expect(process.kill(process.pid, 'SIGKILL')).toBe(true);
});
