import { expect, test } from '@jest/globals';
import { PERSON_UUIDS } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { authenticate, realmPath, send, tokenOf } from './am-client.ts';
import { type Caller, callerOf, userPath, withToken } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const MINUTE = 60_000;
const SESSIONS = `${realmPath('/alpha')}/sessions`;
const info = (caller: Caller) =>
  caller('POST', `${SESSIONS}?_action=getSessionInfo`, {
    headers: { 'Accept-API-Version': 'resource=2.0' },
  });

describeFlavors(EVERY_FLAVOR, 'sessions', (get, flavor) => {
  const isOpenAm = flavor === 'openam';

  test('describes the session of its caller', async () => {
    const { json } = await info(await callerOf(get(), 'bob'));

    const id = flavor === 'aic' ? PERSON_UUIDS.bob : 'bob';
    expect(fieldAt(json, 'username')).toBe(id);
    expect(fieldAt(json, 'realm')).toBe('/alpha');
    expect(textAt(json, 'universalId').startsWith(`id=${id},ou=user,o=alpha,ou=services,`)).toBe(
      true,
    );
  });

  test('moves idle time by checks in OpenAM only', async () => {
    const bob = await callerOf(get(), 'bob');

    get().advance(20 * MINUTE);
    await info(bob);
    get().advance(20 * MINUTE);
    const { status } = await info(bob);

    expect(status).toBe(isOpenAm ? 200 : 401);
  });

  test('keeps a busy session alive', async () => {
    const bob = await callerOf(get(), 'bob');

    get().advance(20 * MINUTE);
    await bob('GET', `${userPath(get(), 'bob')}?_fields=mail`);
    get().advance(20 * MINUTE);

    expect((await info(bob)).status).toBe(200);
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

  test('reads encoded words in sign-in headers', async () => {
    const { status } = await authenticate(
      get().url,
      '/alpha',
      `=?UTF-8?B?${Buffer.from('bob').toString('base64')}?=`,
      '=?UTF-8?Q?sandbox=2Dpassword?=',
    );

    expect(status).toBe(200);
  });

  test.each([
    ['a wrong password', 'bob', 'wrong'],
    ['an unknown name', 'nobody', 'sandbox-password'],
    ['a person of another realm', 'mallory', 'sandbox-password'],
    ['an inactive person', 'dave', 'sandbox-password'],
  ])('refuses the sign-in of %s', async (_, name, password) => {
    const { status } = await authenticate(get().url, '/alpha', name, password);

    expect(status).toBe(401);
  });

  test('checks credentials without a session', async () => {
    const { json, headers } = await send(
      get().url,
      `${realmPath('/alpha')}/authenticate?noSession=true`,
      {
        method: 'POST',
        headers: { 'X-OpenAM-Username': 'bob', 'X-OpenAM-Password': 'sandbox-password' },
      },
    );

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

describeFlavors(['pingam', 'aic'], 'sessions of AM', (get) => {
  test('resets idle time by the action for it', async () => {
    const bob = await callerOf(get(), 'bob');

    get().advance(20 * MINUTE);
    await bob('POST', `${SESSIONS}?_action=getSessionInfoAndResetIdleTime`);
    get().advance(20 * MINUTE);

    expect((await info(bob)).status).toBe(200);
  });

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
    const path = `${SESSIONS}?_action=getSessionInfo`;

    const admin = await (await callerOf(get(), 'amadmin'))('POST', path, { body });
    const alice = await (await callerOf(get(), 'alice'))('POST', path, { body });

    expect(fieldAt(admin.json, 'realm')).toBe('/alpha');
    expect(alice.status).toBe(403);
  });
});

describeFlavors(['openam'], 'sessions of OpenAM', (get) => {
  test('refuses two tokens that differ', async () => {
    const [bob, alice] = await Promise.all([
      tokenOf(get().url, 'bob'),
      tokenOf(get().url, 'alice'),
    ]);

    const answer = await withToken(get(), bob)('POST', `${SESSIONS}?_action=getSessionInfo`, {
      headers: { Cookie: `${get().cookieName}=${alice}` },
    });

    expect(answer.json).toEqual({ code: 403, reason: 'Forbidden', message: 'Forbidden' });
  });
});
