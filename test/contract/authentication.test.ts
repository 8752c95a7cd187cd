import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt, listAt, textAt } from '../support/json.ts';
import { hotpCode } from '../../src/sandbox/index.ts';
import { registerDevice, signInWithCode } from '../openam/hotp-sign-in.ts';
import { PASSWORD } from '../openam/layout.ts';
import { openPeer } from './peer.ts';
import { refusal } from './answers.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const CALL = { method: 'POST', resource: '2.0, protocol=1.0' } as const;

describe('zero-page sign-in (contract §8)', () => {
  test('name and password give a session', async () => {
    const answer = await peer.rest.authenticate('alpha', 'bob', PASSWORD);

    expect(answer).toMatchObject({ status: 200, body: { realm: '/alpha' } });
    expect(textAt(answer.body, 'tokenId')).toMatch(/^\S{20,}$/);
    expect(textAt(answer.body, 'successUrl')).toBe('/openam/console');
  });

  test('the session is also a cookie', async () => {
    const answer = await peer.rest.authenticate('alpha', 'bob', PASSWORD);

    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    expect(cookies).toEqual(
      expect.arrayContaining(['iPlanetDirectoryPro', 'amlbcookie', 'AMAuthCookie']),
    );
  });

  test.each([
    { label: 'a wrong password', realm: 'alpha', name: 'bob', password: 'wrong-password' },
    { label: 'an unknown name', realm: 'alpha', name: 'nobody', password: PASSWORD },
    { label: 'a person of another realm', realm: 'beta', name: 'bob', password: PASSWORD },
    { label: 'a pattern', realm: 'alpha', name: 'b*', password: PASSWORD },
    { label: 'a universal id', realm: 'alpha', name: 'id=bob,ou=user', password: PASSWORD },
    { label: 'a mail address', realm: 'alpha', name: 'bob@example.com', password: PASSWORD },
  ])('$label is refused', async ({ realm, name, password }) => {
    const answer = await peer.rest.authenticate(realm, name, password);

    expect(answer).toMatchObject(refusal(401, 'Authentication Failed'));
  });

  test('an inactive user is locked out', async () => {
    await peer.restore('dave');

    const answer = await peer.rest.authenticate('alpha', 'dave', PASSWORD);

    expect(answer).toMatchObject(refusal(401, 'Your account has been locked.'));
  });
});

describe('sign-in by form (contract §8)', () => {
  test.each([
    {
      label: 'asking anew with a session',
      query: '?ForceAuth=true',
      status: 400,
      body: {
        message: 'Session Upgrade fails since user is different than original authenticated user',
      },
    },
    {
      label: 'asking by a service with a session',
      query: '?authIndexType=service&authIndexValue=ldapService',
      status: 200,
      body: { realm: '/alpha' },
    },
    { label: 'asking as ever with a session', query: '', status: 200, body: { realm: '/alpha' } },
  ])('$label ends with $status', async ({ query, status, body }) => {
    const cookie = `iPlanetDirectoryPro=${await peer.signIn('bob')}`;

    const answer = await peer.alpha(`authenticate${query}`, {
      ...CALL,
      headers: { cookie, 'X-OpenAM-Username': 'bob', 'X-OpenAM-Password': PASSWORD },
      json: {},
    });

    expect(answer).toMatchObject({ status, body });
  });
});

describe('spellings of one name (F1)', () => {
  test.each([
    { label: 'upper case', typed: 'BOB', session: 'BOB' },
    { label: 'a space before', typed: ' bob', session: 'bob' },
    { label: 'a space behind', typed: 'bob ', session: 'bob' },
    { label: 'full width', typed: 'ｂｏｂ', session: 'ｂｏｂ' },
    { label: 'a soft hyphen', typed: 'bo\u00adb', session: 'bo\u00adb' },
  ])('$label signs in under its own name', async ({ typed, session }) => {
    const token = await peer.signIn(typed);

    const info = await peer.alpha('sessions?_action=getSessionInfo', {
      method: 'POST',
      token,
      resource: '2.0',
      json: {},
    });

    expect(info).toMatchObject({
      status: 200,
      body: {
        username: session,
        universalId: `id=${session},ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org`,
        realm: '/alpha',
      },
    });
  });
});

const PETER = { realm: 'alpha', name: 'peter', password: PASSWORD };

async function peterWithoutDevice(): Promise<void> {
  await peer.plant('peter', { oathDeviceProfiles: [], oath2faEnabled: ['0'] });
}

async function counterOfPeter(): Promise<unknown> {
  const { body } = await peer.list(peer.admin, { user: 'peter' });
  return fieldAt(listAt(body, 'result')[0], 'counter');
}

describe('a second factor by HOTP (contract §4.1, §18.3)', () => {
  test('registering creates one device at counter 1', async () => {
    await peterWithoutDevice();

    const { secret } = await registerDevice(peer.rest, PETER);

    expect(secret.length).toBeGreaterThanOrEqual(32);
    const { body } = await peer.list(peer.admin, { user: 'peter' });
    expect(listAt(body, 'result')).toMatchObject([
      { deviceName: 'OATH Device', counter: 1, lastLogin: 0, recoveryCodes: { length: 10 } },
    ]);
  });

  test('the next code signs in, once', async () => {
    await peterWithoutDevice();
    const { secret } = await registerDevice(peer.rest, PETER);

    const first = await signInWithCode(peer.rest, PETER, hotpCode(secret, 1));
    const again = await signInWithCode(peer.rest, PETER, hotpCode(secret, 1));

    expect([first.kind, again.kind]).toEqual(['signed in', 'code asked']);
    expect(await counterOfPeter()).toBe(2);
  });
});
