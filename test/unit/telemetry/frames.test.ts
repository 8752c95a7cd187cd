/** The log shows where an error was thrown, and never its message (security E8). */
import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { framesOf } from '../../../src/telemetry/frames.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test.each<[string, RegExp, () => unknown]>([
  ['an error', /^Error\n +at /, () => new Error('SECRET')],
  ['an error without a message', /^TypeError\n +at /, () => new TypeError()],
  ['a message of several lines', /^Error\n +at /, () => new Error('a\n    at SECRET\nb\n SECRET')],
  ["V8's parser", /^SyntaxError\n +at /, () => thrownBy(() => JSON.parse('{"a": SECRET}'))],
  ["V8's encoder", /^URIError\n +at /, () => thrownBy(() => encodeURIComponent('SECRET\ud800'))],
  ['graphql-js', /^GraphQLError\n +at /, () => new GraphQLError('Expected SECRET')],
  [
    'an error with a code',
    /^TypeError ERR_INVALID_URL\n +at /,
    () => thrownBy(() => new URL('SECRET')),
  ],
  ['a cause', /^Error\n +at /, () => new Error('SECRET', { cause: new Error('SECRET') })],
  ['a text', /^no error but string$/, () => 'SECRET'],
  ['an object', /^no error but object$/, () => ({ tokenId: 'SECRET' })],
])('%s', (_label, expected, make) => {
  const frames = framesOf(make());

  expect(frames).toMatch(expected);
  expect(frames).not.toContain('SECRET');
});
