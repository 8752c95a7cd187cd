/** The client room imports nothing of ours, so its codes are written for it; here they are compared. */
import { expect, test } from '@jest/globals';
import { errorCodes } from '../../packages/client/index.ts';
import { errorCodes as codesOfFailures } from '../../src/domain/failure.ts';
import { requestErrorCodes } from '../../src/execution/mask-errors.ts';

test('the client knows every code that it can meet, and no other', () => {
  const codes = new Set<string>([...codesOfFailures, ...requestErrorCodes]);

  expect(Object.keys(errorCodes).toSorted()).toEqual([...codes].toSorted());
  expect(Object.values(errorCodes)).toEqual(Object.keys(errorCodes));
});
