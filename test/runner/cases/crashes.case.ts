import { test } from '@jest/globals';

test('ends its worker', () => {
  process.kill(process.pid, 'SIGKILL');
});
