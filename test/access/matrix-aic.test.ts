/** The matrix on aic. */
import { describe } from '@jest/globals';
import { tryEveryWay } from './every-way.ts';

describe('on aic', () => {
  tryEveryWay('aic');
});
