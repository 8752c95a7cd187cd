import { expect, test } from '@jest/globals';
import { personUuids } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { authenticate, realmPath, send, tokenOf } from './am-client.ts';
import { callerOf, userPath } from './caller.ts';
import type { Caller } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const MINUTE = 60_000;
const SESSIONS = `${realmPath('/alpha')}/sessions`;
const encoded = (name: string): string => `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
const info = (caller: Caller) =>
  caller('POST', `${SESSIONS}?_action=getSessionInfo`, {
    headers: { 'Accept-API-Version': 'resource=2.0' },
  });

describeFlavors(EVERY_FLAVOR, 'sessions', (get, flavor) => {
  const isOpenAm = flavor === 'openam';

  test('describes the session of its caller', async () => {
    const { json } = await info(await callerOf(get(), 'bob'));

    const id = flavor === 'aic' ? personUuids.bob : 'bob';
    const universalId = expect.stringMatching(`^id=${id},ou=user,o=alpha,ou=services,`);
    expect(json).toMatchObject({ username: id, realm: '/alpha', universalId });
  });

  test.each([
    ['a check, in OpenAM only', info, isOpenAm ? 200 : 401],
    ['a read', (bob: Caller) => bob('GET', `${userPath(get(), 'bob')}?_fields=mail`), 200],
    [
      'the action for it, but in OpenAM',
      (bob: Caller) => bob('POST', `${SESSIONS}?_action=getSessionInfoAndResetIdleTime`),
      isOpenAm ? 401 : 200,
    ],
  ])('is kept from being idle by %s', async (_label, act, status) => {
    const bob = await callerOf(get(), 'bob');

    get().advance(20 * MINUTE);
    await act(bob);
    get().advance(20 * MINUTE);

    expect((await info(bob)).status).toBe(status);
  });

  test('ends every session after its maximum time', async () => {
    const bob = await callerOf(get(), 'bob');

    for (let passed = 0; passed < 120; passed += 20) {
      await bob('GET', `${userPath(get(), 'bob')}?_fields=mail`);
      get().advance(20 * MINUTE);
    }

    expect((await info(bob)).json).toEqual({
      code: 401,
      reason: 'Unauthorized',
      message: 'Access Denied',
    });
  });

  test('ends a session by logout', async () => {
    const bob = await callerOf(get(), 'bob');

    const logout = await bob('POST', `${SESSIONS}?_action=logout`);

    expect(logout.json).toEqual({ result: 'Successfully logged out' });
    expect((await info(bob)).status).toBe(401);
  });

  test.each([
    ['encoded words', encoded('bob'), '=?UTF-8?Q?sandbox=2Dpassword?=', 200],
    ['a wrong password', 'bob', 'wrong', 401],
    ['an unknown name', 'nobody', 'sandbox-password', 401],
    ['a person of another realm', 'mallory', 'sandbox-password', 401],
    ['an inactive person', 'dave', 'sandbox-password', 401],
  ])('answers the sign-in of %s', async (_label, name, password, status) => {
    expect((await authenticate(get().url, '/alpha', name, password)).status).toBe(status);
  });

  test('checks credentials without a session', async () => {
    const path = `${realmPath('/alpha')}/authenticate?noSession=true`;
    const credentials = { 'X-OpenAM-Username': 'bob', 'X-OpenAM-Password': 'sandbox-password' };

    const { json, headers } = await send(get().url, path, { method: 'POST', headers: credentials });

    expect(fieldAt(json, 'message')).toBe('Authentication Successful');
    expect(String(headers['set-cookie'])).not.toContain(`${get().cookieName}=AQIC`);
  });

  test('lets a stale sign-in page time out', async () => {
    const path = `${realmPath('/alpha')}/authenticate`;
    const headers = { 'Content-Type': 'application/json' };
    const page = await send(get().url, path, { method: 'POST', headers, body: '{}' });

    get().advance(6 * MINUTE);
    const late = await send(get().url, path, { method: 'POST', headers, body: page.text });

    expect(fieldAt(late.json, 'message')).toBe('Session has timed out');
  });
});

describeFlavors(['pingam', 'aic'], 'sessions of AM', (get, _flavor, am) => {
  test('validates any token without a caller', async () => {
    const validate = async (tokenId: string) => {
      const { json } = await send(get().url, `${SESSIONS}?_action=validate`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ tokenId }),
      });
      return fieldAt(json, 'valid');
    };

    const token = await tokenOf(get().url, 'bob');

    expect([await validate(token), await validate('garbage')]).toEqual([true, false]);
  });

  test('describes another session to administrators only', async () => {
    const body = { tokenId: await tokenOf(get().url, 'bob') };

    const admin = await am(`amadmin POST ${SESSIONS}?_action=getSessionInfo`, body);
    const alice = await am(`alice POST ${SESSIONS}?_action=getSessionInfo`, body);

    expect(fieldAt(admin.json, 'realm')).toBe('/alpha');
    expect(alice.status).toBe(403);
  });
});
