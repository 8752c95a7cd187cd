/** What a client sees of an error, and what it never sees (design D6). */
import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Failure } from '../../../src/domain/failure.ts';
import { failureIn, maskError, requestErrorCodes } from '../../../src/execution/mask-errors.ts';

const internal = 'Something went wrong here. Quote the correlation id when you ask for help.';
const leak = 'SECRET am.internal:8443';
const hidden = { code: 'INTERNAL' };
const badInput = { extensions: { code: 'BAD_USER_INPUT', host: leak, stacktrace: [leak] } };

/** An error as a resolver's throw reaches the mask: wrapped, with its place. */
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

  test('shows its code, message and facts, and where it was', () => {
    expect(mask(thrown(failure))).toEqual({
      message: 'Later.',
      path: ['me', 'oathDevices'],
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 2 },
    });
  });

  test('is found in what wraps it', () => {
    expect(failureIn(thrown(failure))).toBe(failure);
    expect(failureIn(failure)).toBe(failure);
    expect(failureIn(thrown(new Error('other')))).toBeNull();
    expect(failureIn('text')).toBeNull();
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
  ['a code of nobody', new GraphQLError(leak, { path: ['me'], extensions: { code: 'TEAPOT' } })],
  [
    'an error of the request that stands for a defect',
    new GraphQLError(leak, { originalError: new Error(leak), ...badInput }),
  ],
])('%s is one sentence', (_label, error) => {
  const masked = mask(error);

  const { path } = error;
  expect(masked).toEqual({ message: internal, ...(path && { path }), extensions: hidden });
  expect(JSON.stringify(masked)).not.toContain('SECRET');
});

test('what is no GraphQL error is one sentence, whatever it is shown as', () => {
  const shown = { message: leak, extensions: { code: 'BAD_REQUEST' } };

  expect(maskError(shown, new Error(leak))).toEqual({ message: internal, extensions: hidden });
});

test.each(requestErrorCodes)(
  'an error of the request, %s, shows its text and nothing beside',
  (code) => {
    const error = new GraphQLError('Cannot query field "x".', {
      extensions: { code, stacktrace: [leak] },
    });
    const locations = [{ line: 1, column: 3 }];

    expect(maskError({ ...error.toJSON(), locations }, error)).toEqual({
      message: 'Cannot query field "x".',
      locations,
      extensions: { code },
    });
  },
);
