/** The matrix on openam. */
import { describe } from '@jest/globals';
import { tryEveryWay } from './every-way.ts';

describe('on openam', () => {
  tryEveryWay('openam');
});
