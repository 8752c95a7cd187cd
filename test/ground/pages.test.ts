/** The pages of docs say what is so. */
import { expect, test } from '@jest/globals';
import { isUnionType } from 'graphql';
import { errorCodes } from '../../src/domain/failure.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { requestErrorCodes } from '../../src/execution/mask-errors.ts';
import { rowsOf } from './rows-of.ts';

test('the errors page lists exactly the codes', async () => {
  const listed = (await rowsOf('docs/errors.md')).map(([name = '']) => name);
  const unions = Object.values((await createSchema()).getTypeMap()).filter(isUnionType);
  const typed = new Set(unions.flatMap((union) => union.getTypes().map(({ name }) => name)));

  const codes = new Set<string>([...errorCodes, ...requestErrorCodes]);
  expect(listed.toSorted()).toEqual([...codes, ...typed].toSorted());
});
