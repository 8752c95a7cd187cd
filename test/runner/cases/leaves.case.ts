import { expect, test } from '@jest/globals';

test('changes the environment', () => {
  process.env['LEFT_BY_A_CASE'] = '1';
  expect(process.env['LEFT_BY_A_CASE']).toBe('1');
});
