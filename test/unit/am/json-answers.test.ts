/** AM's smaller answers: sessions, actions, server info and errors, by the same allow-list (design D4). */
import { describe, expect, test } from '@jest/globals';
import { personFields } from '../../../src/am/json/person.ts';
import { readCookieName, readSession, readVersion } from '../../../src/am/json/session.ts';
import { readAccessToken, readTokenId } from '../../../src/am/json/tokens.ts';
import { parseJson, readErrorMessage, readResult, WireError } from '../../../src/am/json/wire.ts';

const secret = 'SECRET';

describe('a session', () => {
  const wire = {
    username: 'bob',
    universalId: 'id=bob,ou=user',
    realm: '/alpha',
    sessionHandle: secret,
  };

  test('keeps what is known and nothing else', () => {
    const dates = { maxIdleExpirationTime: '2026-11-24T10:30:00Z', maxSessionExpirationTime: null };

    expect(readSession({ ...wire, ...dates })).toEqual({
      username: 'bob',
      universalId: 'id=bob,ou=user',
      realmPath: '/alpha',
      properties: new Map(),
      idleExpiresAt: new Date('2026-11-24T10:30:00Z'),
      expiresAt: null,
    });
  });

  test('keeps the properties that are texts', () => {
    const properties = { role: 'helpdesk', empty: '', level: 7, list: [secret], none: null };

    expect(readSession({ ...wire, properties })?.properties).toEqual(
      new Map([
        ['role', 'helpdesk'],
        ['empty', ''],
      ]),
    );
  });

  test.each([undefined, null, 'role=helpdesk', ['role'], 7])(
    'has no properties where AM tells %p',
    (properties) => {
      expect(readSession({ ...wire, properties })?.properties).toEqual(new Map());
    },
  );

  test('is none where AM says so', () => {
    expect(readSession({ valid: false })).toBeNull();
  });

  test.each([
    { label: 'no JSON', json: undefined },
    { label: 'no universal id', json: { username: 'bob', realm: '/' } },
    { label: 'a date in words', json: { ...wire, maxSessionExpirationTime: 'tomorrow' } },
    { label: 'a name that is a number', json: { ...wire, username: 7 } },
  ])('of $label is refused', ({ json }) => {
    expect(() => readSession(json)).toThrow(WireError);
  });
});

describe('small answers', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['', undefined],
    ['<html>', undefined],
    ['{"a":', undefined],
    ['null', null],
  ])('the body %p is %p', (body, json) => {
    expect(parseJson(body)).toEqual(json);
  });

  test.each([
    { json: { result: true }, result: true },
    { json: { result: false }, result: false },
  ])('an action answers $result', ({ json, result }) => {
    expect(readResult(json)).toBe(result);
  });

  test.each([undefined, {}, { result: [] }, { result: 'true' }])('no action answers %p', (json) => {
    expect(() => readResult(json)).toThrow(WireError);
  });

  test.each(['iPlanetDirectoryPro', 'f3a9c0d1e2b4a59', 'a.b-c_d'])(
    '%p names a cookie',
    (cookieName) => {
      expect(readCookieName({ cookieName, secureCookie: true })).toBe(cookieName);
    },
  );

  test.each(['', 'a b', 'a;b', 'a\r\nb', 'x'.repeat(129), 7, null])(
    '%p names none',
    (cookieName) => {
      expect(() => readCookieName({ cookieName })).toThrow(WireError);
    },
  );

  test.each([
    [{ message: 'User not permitted.' }, 'User not permitted.'],
    [{ message: 7 }, null],
    [{}, null],
    [undefined, null],
    [['message'], null],
  ])('the message of %p is %p', (json, message) => {
    expect(readErrorMessage(json)).toBe(message);
  });

  test('the attributes asked for hold no secret', () => {
    expect(personFields).toEqual([
      'uid',
      'username',
      'cn',
      'givenName',
      'sn',
      'mail',
      'inetUserStatus',
      'oath2faEnabled',
      'dn',
    ]);
  });
});

describe('a credential of the gateway’s own', () => {
  test('is the session of a sign-in', () => {
    expect(readTokenId({ tokenId: 'AQIC', successUrl: '/console', realm: '/' })).toBe('AQIC');
  });

  test.each([undefined, {}, { authId: secret, callbacks: [] }, { tokenId: 7 }])(
    'is not in the sign-in answer %p',
    (json) => {
      expect(() => readTokenId(json)).toThrow(WireError);
    },
  );

  test.each([
    [{ access_token: 'a', expires_in: 899, refresh_token: secret, scope: 'x' }, 899],
    [{ access_token: 'a' }, 60],
    [{ access_token: 'a', expires_in: null }, 60],
  ])('is the access token of %j for %p seconds', (json, expiresInSeconds) => {
    expect(readAccessToken(json)).toEqual({ token: 'a', expiresInSeconds });
  });

  test.each([undefined, {}, { access_token: 7 }, { access_token: 'a', expires_in: '60' }])(
    'is not in the token answer %p',
    (json) => {
      expect(() => readAccessToken(json)).toThrow(WireError);
    },
  );
});

test('a server’s version is its text', () => {
  expect(readVersion({ version: '8.0.1', fullVersion: 'x', revision: secret })).toBe('8.0.1');
  expect(() => readVersion({ fullVersion: 'x' })).toThrow(WireError);
});
