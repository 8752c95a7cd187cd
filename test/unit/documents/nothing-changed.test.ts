/** "Nothing was changed" is said of changes only, whatever the code. */
import { expect, test } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { nothingChangedOnlyByChanges } from '../../../src/documents/nothing-changed.ts';
import { errorCodes } from '../../../src/domain/values/failure.ts';

const { MUTATION, QUERY } = OperationTypeNode;
const whole = 'AM is away. Nothing was changed. Try again.';
const short = 'AM is away. Try again.';

const places = [
  ['a change', MUTATION, ['resetDevices'], whole],
  ['an operation of changes', MUTATION, undefined, whole],
  ['a read of a payload', MUTATION, ['resetDevices', 'user', 'history'], short],
  ['a read', QUERY, ['me'], short],
  ['an operation of reads', QUERY, undefined, short],
] as const;

test.each(
  errorCodes.flatMap((code) =>
    places.map(([label, ...place]) => [`${code} of ${label}`, code, place] as const),
  ),
)('%s', (_label, code, [operation, path, message]) => {
  const error = { message: whole, extensions: { code }, ...(path !== undefined && { path }) };

  const { errors } = nothingChangedOnlyByChanges({ errors: [error] }, operation);

  expect(errors).toEqual([{ ...error, message }]);
});

test('a result without errors stays', () => {
  expect(nothingChangedOnlyByChanges({ data: { me: null } }, QUERY)).toEqual({
    data: { me: null },
  });
});
