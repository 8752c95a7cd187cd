/**
 * The matrix of areas (A34): each guarded field, for people inside, outside and unknown. Areas by
 * group and by attribute on the other products are in test/e2e/areas.test.ts.
 */
import { describe } from '@jest/globals';
import { areas, areaStaffAt } from './area-matrix.ts';
import { tryEveryWay } from './every-way.ts';

describe('on pingam, with a token of', () => {
  tryEveryWay('pingam', areas, areaStaffAt);
});
