/** What a client sees of an error, and what it never sees (design D6). */
import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Failure } from '../../../src/domain/failure.ts';
import { failureIn, maskError, requestErrorCodes } from '../../../src/execution/mask-errors.ts';

const internal = 'Something went wrong here. Quote the correlation id when you ask for help.';
const leak = 'SECRET am.internal:8443';

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

describe('everything else', () => {
  test.each([
    { label: 'an ordinary error', error: thrown(new Error(leak)) },
    { label: 'a type error', error: thrown(new TypeError(leak)) },
    {
      label: 'a GraphQL error that a resolver threw',
      error: thrown(new GraphQLError(leak, { extensions: { code: 'BAD_USER_INPUT', host: leak } })),
    },
    {
      label: 'one that a resolver threw with a code of the request',
      error: new GraphQLError(leak, {
        path: ['me'],
        extensions: { code: 'BAD_USER_INPUT', stacktrace: [leak] },
      }),
    },
    {
      label: 'one with a code of nobody',
      error: new GraphQLError(leak, { path: ['me'], extensions: { code: 'TEAPOT' } }),
    },
  ])('$label is one sentence', ({ error }) => {
    const masked = mask(error);

    expect(masked).toEqual({
      message: internal,
      path: error.path,
      extensions: { code: 'INTERNAL' },
    });
    expect(JSON.stringify(masked)).not.toContain('SECRET');
  });

  test('an error without a place has none', () => {
    expect(
      maskError({ message: leak, extensions: { code: 'BAD_REQUEST' } }, new Error(leak)),
    ).toEqual({
      message: internal,
      extensions: { code: 'INTERNAL' },
    });
  });
});

describe('an error of the request itself', () => {
  test.each(requestErrorCodes)('of %s shows its text and nothing beside', (code) => {
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

  test('is masked where it stands for a defect', () => {
    const error = new GraphQLError(leak, {
      originalError: new Error(leak),
      extensions: { code: 'BAD_USER_INPUT' },
    });

    expect(mask(error)).toEqual({ message: internal, extensions: { code: 'INTERNAL' } });
  });
});
