/** The part of an error that a client sees (design D6). */
import { describe, expect, test } from '@jest/globals';
import { graphql, GraphQLError, GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Failure } from '../../../src/domain/values/failure.ts';
import { maskError } from '../../../src/documents/mask-errors.ts';
import { requestErrorCodes } from '../../../src/domain/values/failure.ts';

const internal = 'Something went wrong here. Quote the correlation id when you ask for help.';
const leak = 'SECRET am.internal:8443';
const hidden = { code: 'INTERNAL' };
const badInput = { extensions: { code: 'BAD_USER_INPUT', host: leak, stacktrace: [leak] } };

/** Returns the error of a resolver as graphql-js wraps it. */
function thrown(original: Error): GraphQLError {
  return new GraphQLError(original.message, {
    path: ['me', 'oathDevices'],
    originalError: original,
  });
}

const mask = (error: GraphQLError): object => maskError(error.toJSON(), error);

describe('a failure', () => {
  const failure = new Failure('RATE_LIMITED', 'Later.', {
    detail: leak,
    cause: new Error(leak),
    facts: { retryAfterSeconds: 2 },
  });

  test('shows its code, message, facts and path', () => {
    expect(mask(thrown(failure))).toEqual({
      message: 'Later.',
      path: ['me', 'oathDevices'],
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 2 },
    });
  });
});

test.each([
  ['an ordinary error', thrown(new Error(leak))],
  ['a type error', thrown(new TypeError(leak))],
  ['a GraphQL error that a resolver threw', thrown(new GraphQLError(leak, badInput))],
  [
    'one that a resolver threw with a code of the request',
    new GraphQLError(leak, { path: ['me'], ...badInput }),
  ],
  ['an unknown code', new GraphQLError(leak, { path: ['me'], extensions: { code: 'TEAPOT' } })],
  [
    'an error of the request that stands for a defect',
    new GraphQLError(leak, { originalError: new Error(leak), ...badInput }),
  ],
])('%s becomes the fixed message', (_label, error) => {
  const masked = mask(error);

  const { path } = error;
  expect(masked).toEqual({ message: internal, ...(path && { path }), extensions: hidden });
  expect(JSON.stringify(masked)).not.toContain('SECRET');
});

test('an error that is not a GraphQLError becomes the fixed message', () => {
  const shown = { message: leak, extensions: { code: 'BAD_REQUEST' } };

  expect(maskError(shown, new Error(leak))).toEqual({ message: internal, extensions: hidden });
});

test.each(requestErrorCodes)('an invalid request, %s, shows its message only', (code) => {
  const error = new GraphQLError('Cannot query field "x".', {
    extensions: { code, stacktrace: [leak] },
  });
  const locations = [{ line: 1, column: 3 }];

  expect(maskError({ ...error.toJSON(), locations }, error)).toEqual({
    message: 'Cannot query field "x".',
    locations,
    extensions: { code },
  });
});

test('the value of a leaf that cannot be serialized, which graphql-js quotes, is masked', async () => {
  const fields = { count: { type: GraphQLInt, resolve: () => 'a secret' } };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });

  const { errors = [] } = await graphql({ schema, source: '{ count }' });

  expect(errors.map(mask)).toMatchObject([{ message: internal, extensions: hidden }]);
  expect(JSON.stringify(errors.map(mask))).not.toContain('a secret');
});
