/** The matrix of areas (A34): each guarded field, for people inside, outside and unknown. */
import { describe } from '@jest/globals';
import { areas, areaStaffAt } from './area-matrix.ts';
import { tryEveryWay } from './every-way.ts';

describe('on pingam, with a token of', () => {
  tryEveryWay('pingam', areas, areaStaffAt);
});

describe('on aic, with a token of', () => {
  tryEveryWay('aic', areas, areaStaffAt);
});
