/** A token shows itself to nobody but the one who reveals it. */
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { isTokenText, SessionToken } from '../../../src/am/session/session-token.ts';

const text = 'AQIC5wM2LY4Sfc.*AAJTSQACMDE.*';

test.each<[string, (token: SessionToken) => string]>([
  ['a text', (token) => String(token)],
  ['JSON', (token) => JSON.stringify({ token })],
  ['a dump', (token) => inspect(token, { showHidden: true, depth: 9 })],
  ['an error', (token) => String(new Error('no', { cause: token }).cause)],
])('it is not seen in %s', (_label, show) => {
  expect(show(new SessionToken(text))).not.toContain('AQIC5');
});

test('it is revealed on purpose', () => {
  expect(new SessionToken(text).reveal()).toBe(text);
});

test.each([
  [text, true],
  ['a'.repeat(4096), true],
  ['eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJ4In0.c2ln+/=', true],
  ['', false],
  ['a'.repeat(4097), false],
  ['a b', false],
  ['a\r\nx-evil: 1', false],
  ['a;b', false],
  ['a,b', false],
  ['"a"', false],
  ['é', false],
])('%p can be a token: %p', (candidate, can) => {
  expect(isTokenText(candidate)).toBe(can);
});
