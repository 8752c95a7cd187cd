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

  test('idle time ends before the session', async () => {
    const { body } = await act('getSessionInfo', { token: await peer.signIn('bob') });

    const idle = Date.parse(textAt(body, 'maxIdleExpirationTime') ?? '');
    const end = Date.parse(textAt(body, 'maxSessionExpirationTime') ?? '');
    expect(end - idle).toBeGreaterThan(80 * 60_000);
    expect(end - Date.now()).toBeGreaterThan(118 * 60_000);
  });

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

  test('the realm of the path does not matter', async () => {
    const path = '/json/realms/root/sessions?_action=getSessionInfo';
    const token = await peer.signIn('bob');

    const info = await peer.rest.call(path, { method: 'POST', token, resource: '2.0', json: {} });

    expect(info).toMatchObject({ status: 200, body: BOB });
  });

  test('a token in the body is ignored', async () => {
    const alice = await peer.signIn('alice');

    const info = await act('getSessionInfo', {
      token: await peer.signIn('bob'),
      json: { tokenId: alice },
    });

    expect(info).toMatchObject({ status: 200, body: BOB });
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

  test('two different tokens are forbidden', async () => {
    const headers = { Cookie: `${COOKIE_NAME}=${await peer.signIn('bob')}` };

    const info = await act('getSessionInfo', { token: peer.admin, headers });

    expect(info).toMatchObject(refusal(403, 'Forbidden'));
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

  test('other filters are refused', async () => {
    expect(await query(peer.admin, 'username eq "bob"')).toMatchObject(
      refusal(400, 'The query filter must specify the realm'),
    );
    expect(await query(peer.admin, 'true')).toMatchObject({ status: 500 });
    expect(await query(await peer.signIn('bob'), ofBob)).toMatchObject(refusal(403, 'Forbidden'));
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

  test('an invalid list of handles is refused, and logoutByUser is not implemented', async () => {
    const message =
      'The &quot;sessionHandles&quot; field is not defined in the request or it&#39;s not a JSON array';
    expect(await act('logoutByHandle', { token: peer.admin })).toMatchObject(refusal(400, message));
    expect(await act('logoutByUser', { token: peer.admin })).toMatchObject(
      refusal(501, 'Action logoutByUser not implemented for this resource'),
    );
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

  test.each(['garbage', 'the own token'])('validate with %s is not implemented', async (label) => {
    const token = label === 'garbage' ? label : await peer.signIn('bob');

    expect(await act('validate', { token })).toMatchObject(
      refusal(501, 'Action validate not implemented for this resource'),
    );
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
