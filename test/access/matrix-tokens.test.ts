/** The matrix of access tokens. */
import { describe } from '@jest/globals';
import { tokensAt } from './cast.ts';
import { tryEveryWay } from './every-way.ts';
import { tokens } from './token-matrix.ts';

describe('on pingam, with a token of', () => {
  tryEveryWay('pingam', tokens, tokensAt);
});
