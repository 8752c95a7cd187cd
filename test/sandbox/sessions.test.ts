/** Sessions and sign-ins. The second factor is tested in test/e2e and test/contract. */
import { expect, test } from '@jest/globals';
import { personUuids, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { authenticate, realmPath, send, tokenOf } from './am-client.ts';
import { type Caller, callerOf, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { answerPage, stageOf, startSignIn } from './hotp-client.ts';

const MINUTE = 60_000;
const SESSIONS = `${realmPath('/alpha')}/sessions`;
const encoded = (name: string): string => `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
const info = (caller: Caller) =>
  caller('POST', `${SESSIONS}?_action=getSessionInfo`, {
    headers: { 'Accept-API-Version': 'resource=2.0' },
  });

describeFlavors(EVERY_FLAVOR, 'sessions', (get, flavor) => {
  const isOpenAm = flavor === 'openam';

  test.each([
    ['a check, in OpenAM only', info, isOpenAm ? 200 : 401],
    ['a read', (bob: Caller) => bob('GET', `${userPath(get(), 'bob')}?_fields=mail`), 200],
    [
      'the action for it, but in OpenAM',
      (bob: Caller) => bob('POST', `${SESSIONS}?_action=getSessionInfoAndResetIdleTime`),
      isOpenAm ? 401 : 200,
    ],
  ])('stays active by %s', async (_label, act, status) => {
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

  test('accepts a name and a password in encoded words', async () => {
    const answer = await authenticate(
      get().url,
      '/alpha',
      encoded('bob'),
      '=?UTF-8?Q?sandbox=2Dpassword?=',
    );

    expect(answer.status).toBe(200);
  });

  test('checks credentials without creating a session', async () => {
    const path = `${realmPath('/alpha')}/authenticate?noSession=true`;
    const credentials = { 'X-OpenAM-Username': 'bob', 'X-OpenAM-Password': 'sandbox-password' };

    const { json, headers } = await send(get().url, path, { method: 'POST', headers: credentials });

    expect(fieldAt(json, 'message')).toBe('Authentication Successful');
    expect(String(headers['set-cookie'])).not.toContain(`${get().cookieName}=AQIC`);
  });

  test('rejects a sign-in page that has expired', async () => {
    const path = `${realmPath('/alpha')}/authenticate`;
    const headers = { 'Content-Type': 'application/json' };
    const page = await send(get().url, path, { method: 'POST', headers, body: '{}' });

    get().advance(6 * MINUTE);
    const late = await send(get().url, path, { method: 'POST', headers, body: page.text });

    expect(fieldAt(late.json, 'message')).toBe('Session has timed out');
  });
});

describeFlavors(['pingam', 'aic'], 'sessions of AM', (get, _flavor, am) => {
  test('ends every session of a user, only for administrators', async () => {
    const body = { username: get().flavor === 'aic' ? personUuids.bob : 'bob' };
    const headers = { 'Accept-API-Version': 'resource=5.1' };
    const path = `${SESSIONS}?_action=logoutByUser`;
    const [bob, alice] = [await callerOf(get(), 'bob'), await callerOf(get(), 'alice')];
    const admin = await callerOf(get(), 'amadmin', '/');

    expect((await alice('POST', path, { body, headers })).status).toBe(403);
    expect((await info(bob)).status).toBe(200);
    expect((await admin('POST', path, { body, headers })).json).toEqual({ result: true });
    expect([(await info(bob)).status, (await info(alice)).status]).toEqual([401, 200]);
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

  test('describes another session only to administrators', async () => {
    const body = { tokenId: await tokenOf(get().url, 'bob') };

    const admin = await am(`amadmin POST ${SESSIONS}?_action=getSessionInfo`, body);
    const alice = await am(`alice POST ${SESSIONS}?_action=getSessionInfo`, body);

    expect(fieldAt(admin.json, 'realm')).toBe('/alpha');
    expect(alice.status).toBe(403);
  });
});

describeFlavors(EVERY_FLAVOR, 'a sign-in with a second factor', (get) => {
  test('ends after three wrong codes', async () => {
    let page = await startSignIn(get(), 'alice');
    const stages = [];

    for (let attempt = 1; attempt <= 3; attempt += 1) {
      page = await answerPage(get(), page.json, { IDToken1: '12345x' });
      stages.push(stageOf(page));
    }

    expect(stages).toEqual(['AuthenticatorOATH4', 'AuthenticatorOATH4', 'refused 401']);
  });

  test('accepts a recovery code only once', async () => {
    const first = await signIn(get(), 'SECRET-alice-1', 'alice');
    const done = await answerPage(get(), first.json, {});
    const second = await signIn(get(), 'SECRET-alice-1', 'alice');

    expect([first, done, second].map(stageOf)).toEqual([
      'AuthenticatorOATH6',
      'signed in',
      'AuthenticatorOATH4',
    ]);
  });

  test('remembers that the step was skipped', async () => {
    const page = await startSignIn(get(), 'peter');

    const skipped = await answerPage(get(), page.json, { IDToken1: 1 });
    const next = await startSignIn(get(), 'peter');

    expect([skipped, next].map(stageOf)).toEqual(['signed in', 'signed in']);
  });
});

async function signIn(sandbox: Sandbox, code: string, name = 'peter') {
  const page = await startSignIn(sandbox, name);
  return answerPage(sandbox, page.json, { IDToken1: code });
}
