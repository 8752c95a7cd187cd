import { test } from '@jest/globals';

test('changes the environment', () => {
  process.env['LEFT_BY_A_CASE'] = '1';
});
