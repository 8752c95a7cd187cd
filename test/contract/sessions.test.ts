import { afterAll, describe, expect, test } from '@jest/globals';

import { type AmCall, COOKIE_NAME } from '../openam/am-rest.ts';
import { listAt, textAt } from '../support/json.ts';
import { openPeer } from './peer.ts';
import { ACCESS_DENIED, refusal } from './answers.ts';

const peer = await openPeer();
afterAll(() => peer.close());

function act(action: string, call: AmCall): ReturnType<typeof peer.alpha> {
  const place = `sessions?_action=${action}`;
  return peer.alpha(place, { method: 'POST', resource: '2.0', json: {}, ...call });
}

const BOB = {
  username: 'bob',
  universalId: 'id=bob,ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org',
  realm: '/alpha',
};

describe('getSessionInfo (contract §6.2, §18 U37)', () => {
  test('the session names its user', async () => {
    const info = await act('getSessionInfo', { token: await peer.signIn('bob') });

    expect(info).toMatchObject({ status: 200, body: BOB });
    expect(textAt(info.body, 'sessionHandle')).toMatch(/^shandle:/);
  });

  test.each(['latestAccessTime', 'maxIdleExpirationTime', 'maxSessionExpirationTime'])(
    '%s is UTC to the second',
    async (name) => {
      const info = await act('getSessionInfo', { token: await peer.signIn('bob') });

      expect(textAt(info.body, name)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    },
  );

  test('the super user belongs to the root', async () => {
    const info = await act('getSessionInfo', { token: peer.admin });

    expect(info).toMatchObject({
      status: 200,
      body: {
        username: 'amadmin',
        universalId: 'id=amadmin,ou=user,dc=openam,dc=example,dc=org',
        realm: '/',
      },
    });
  });

  test.each([
    { label: 'no token', call: {} },
    { label: 'an unknown token', call: { token: 'garbage' } },
    { label: 'an unknown cookie', call: { headers: { Cookie: `${COOKIE_NAME}=garbage` } } },
  ])('$label is denied', async ({ call }) => {
    expect(await act('getSessionInfo', call)).toMatchObject(ACCESS_DENIED);
  });

  test('the cookie is enough', async () => {
    const headers = { Cookie: `${COOKIE_NAME}=${await peer.signIn('bob')}` };

    expect(await act('getSessionInfo', { headers })).toMatchObject({ status: 200, body: BOB });
  });
});

describe("a user's sessions (contract §6)", () => {
  const query = (token: string, filter: string): ReturnType<typeof peer.alpha> =>
    peer.alpha(`sessions?_queryFilter=${encodeURIComponent(filter)}`, { token, resource: '2.0' });
  const ofBob = 'username eq "bob" and realm eq "/alpha"';
  const handleOf = async (token: string): Promise<string> =>
    textAt((await act('getSessionInfo', { token })).body, 'sessionHandle') ?? '';

  test.each([
    [ofBob, true],
    ['realm eq "/alpha" and username eq "BOB"', true],
    ['username eq "alice" and realm eq "/alpha"', false],
    ['username eq "bob" and realm eq "/beta"', false],
    ['username eq "b*" and realm eq "/alpha"', false],
  ])('%s finds bob: %s', async (filter, isFound) => {
    const handle = await handleOf(await peer.signIn('bob'));

    const { status, body } = await query(peer.admin, filter);

    expect(status).toBe(200);
    expect(
      listAt(body, 'result')
        .map((one) => textAt(one, 'sessionHandle'))
        .includes(handle),
    ).toBe(isFound);
  });

  test('a session ends by its handle, also twice; others do not', async () => {
    const [token, other] = [await peer.signIn('bob'), await peer.signIn('bob')];
    const handle = await handleOf(token);
    const json = { sessionHandles: [handle, 'garbage'] };
    const end = { status: 200, body: { result: { [handle]: true, garbage: false } } };

    expect(await act('logoutByHandle', { token: other, json })).toMatchObject(
      refusal(403, 'Forbidden'),
    );
    expect(await act('logoutByHandle', { token: peer.admin, json })).toMatchObject(end);
    expect(await act('logoutByHandle', { token: peer.admin, json })).toMatchObject(end);
    expect(await act('getSessionInfo', { token })).toMatchObject(ACCESS_DENIED);
    expect(await act('getSessionInfo', { token: other })).toMatchObject({ status: 200 });
  });
});

describe('other actions (contract §6, §18 U37)', () => {
  test('logout ends the session everywhere', async () => {
    const token = await peer.signIn('bob');

    const logout = await act('logout', { token });

    expect(logout).toMatchObject({ status: 200, body: { result: 'Successfully logged out' } });
    expect(await act('getSessionInfo', { token })).toMatchObject(ACCESS_DENIED);
    expect(await peer.list(token, { user: 'bob' })).toMatchObject(ACCESS_DENIED);
    const reset = await peer.act(token, { user: 'bob', action: 'reset' });
    expect(reset).toMatchObject(ACCESS_DENIED);
  });

  test('idFromSession returns only the user', async () => {
    const token = await peer.signIn('bob');

    const answer = await peer.alpha('users?_action=idFromSession', {
      method: 'POST',
      token,
      resource: '3.0',
      json: {},
    });

    expect(answer).toMatchObject({
      status: 200,
      body: { id: 'bob', realm: '/alpha', dn: BOB.universalId, successURL: '/openam/console' },
    });
  });
});
