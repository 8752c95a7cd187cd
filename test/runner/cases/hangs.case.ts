import { test } from '@jest/globals';

test('hangs', () => new Promise(() => undefined), 300);
