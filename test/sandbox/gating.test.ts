import { expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, send, tokenOf } from './am-client.ts';
import { ALL, callerOf, devicePath, withToken } from './caller.ts';
import { describeFlavors } from './flavors.ts';
import { signInWithCode } from './hotp-client.ts';

const NOT_PERMITTED = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };
const AM = ['pingam', 'aic'] as const;

describeFlavors(AM, 'self-service gating', (get) => {
  test('lets owners manage devices by default', async () => {
    const bob = await callerOf(get(), 'bob');
    const path = devicePath(get(), 'bob', 'oath');

    const { json } = await bob('GET', `${path}${ALL}`);
    const deleted = await bob('DELETE', `${path}/${deviceIds.bobOath}`);

    expect(fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus')).toBe(true);
    expect(deleted.status).toBe(200);
  });

  test('refuses change after a password only', async () => {
    get().configure({ deviceManagement: 'SAME' });
    const bob = await callerOf(get(), 'bob');
    const path = devicePath(get(), 'bob', 'oath');

    const { json } = await bob('GET', `${path}${ALL}`);
    const deleted = await bob('DELETE', `${path}/${deviceIds.bobOath}`);
    const reset = await bob('POST', `${path}?_action=reset`, { body: {} });

    expect(fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus')).toBe(false);
    expect(deleted.json).toEqual(NOT_PERMITTED);
    expect(reset.json).toEqual({ result: true });
  });

  test('gates reset when it is told to', async () => {
    get().configure({ deviceManagement: 'SAME', gateReset: true });
    const bob = await callerOf(get(), 'bob');
    const admin = await callerOf(get(), 'amadmin');
    const path = `${devicePath(get(), 'bob', 'oath')}?_action=reset`;

    const refused = await bob('POST', path, { body: {} });
    const allowed = await admin('POST', path, { body: {} });

    expect(refused.json).toEqual(NOT_PERMITTED);
    expect(allowed.json).toEqual({ result: true });
  });

  test.each([
    ['SAME', true, false],
    ['ANY', true, true],
  ] as const)('knows the device signed in with: %s', async (mode, ofOath, ofPush) => {
    get().configure({ deviceManagement: mode });
    const token = await signInWithCode(get(), 'bob', deviceIds.bobOath, 21);
    const bob = withToken(get(), token);

    const oath = await bob('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);
    const push = await bob('GET', `${devicePath(get(), 'bob', 'push')}${ALL}`);

    const statuses = [oath, push].map(({ json }) =>
      fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus'),
    );
    expect(statuses).toEqual([ofOath, ofPush]);
  });
});

describeFlavors(AM, 'cross-site request guard', (get) => {
  test.each([
    ['neither header', {}, 403],
    ['X-Requested-With', { 'X-Requested-With': 'anything' }, 200],
    ['Accept-API-Version', { 'Accept-API-Version': 'resource=1.0' }, 200],
  ])('answers a token in the cookie with %s', async (_, headers, status) => {
    const token = await tokenOf(get().url, 'alice');

    const answer = await send(get().url, `${devicePath(get(), 'alice', 'oath')}?_action=reset`, {
      method: 'POST',
      headers: { Cookie: `${get().cookieName}=${token}`, ...headers },
    });

    expect(answer.status).toBe(status);
  });

  test('leaves a token in the header alone', async () => {
    const alice = await callerOf(get(), 'alice');

    const { status } = await alice('POST', `${devicePath(get(), 'alice', 'oath')}?_action=reset`);

    expect(status).toBe(200);
  });
});

describeFlavors(['openam'], 'no guard at all', (get) => {
  test('takes a reset by cookie alone', async () => {
    const token = await tokenOf(get().url, 'alice');

    const answer = await send(get().url, `${devicePath(get(), 'alice', 'oath')}?_action=reset`, {
      method: 'POST',
      headers: { Cookie: `${get().cookieName}=${token}`, Origin: 'https://evil.example' },
    });

    expect(answer.json).toEqual({ result: true });
  });
});
