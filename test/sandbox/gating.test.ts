/** What AM asks for before a person may change their devices. */
import { expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { send, tokenOf } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';
import { ALL, devicePath, withToken } from './caller.ts';
import { describeFlavors } from './flavors.ts';
import { signInWithCode } from './hotp-client.ts';

const NOT_PERMITTED = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };
const AM = ['pingam', 'aic'] as const;

const canManage = ({ json }: AmAnswer): unknown =>
  fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus');

describeFlavors(AM, 'self-service gating', (get, _flavor, am) => {
  test('lets owners manage devices by default', async () => {
    const list = await am(`bob GET bob/oath${ALL}`);
    const removal = await am(`bob DELETE bob/oath/${deviceIds.bobOath}`);

    expect([canManage(list), removal.status]).toEqual([true, 200]);
  });

  test('refuses change after a password only', async () => {
    get().configure({ deviceManagement: 'SAME' });

    const list = await am(`bob GET bob/oath${ALL}`);
    const removal = await am(`bob DELETE bob/oath/${deviceIds.bobOath}`);
    const reset = await am('bob POST bob/oath?_action=reset', {});

    expect(canManage(list)).toBe(false);
    expect([removal.json, reset.json]).toEqual([NOT_PERMITTED, { result: true }]);
  });

  test('gates reset when it is told to', async () => {
    get().configure({ deviceManagement: 'SAME', gateReset: true });

    const refused = await am('bob POST bob/oath?_action=reset', {});
    const allowed = await am('amadmin POST bob/oath?_action=reset', {});

    expect([refused.json, allowed.json]).toEqual([NOT_PERMITTED, { result: true }]);
  });

  test.each([
    ['SAME', true, false],
    ['ANY', true, true],
  ] as const)('knows the device signed in with: %s', async (mode, ofOath, ofPush) => {
    get().configure({ deviceManagement: mode });
    const bob = withToken(get(), await signInWithCode(get(), 'bob', deviceIds.bobOath, 21));

    const oath = await bob('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);
    const push = await bob('GET', `${devicePath(get(), 'bob', 'push')}${ALL}`);

    expect([oath, push].map(canManage)).toEqual([ofOath, ofPush]);
  });
});

describeFlavors(['pingam', 'aic', 'openam'], 'a reset by cookie', (get, flavor, am) => {
  test.each([
    ['nothing beside', {}, flavor === 'openam' ? 200 : 403],
    ['a foreign origin', { Origin: 'https://evil.example' }, flavor === 'openam' ? 200 : 403],
    ['X-Requested-With', { 'X-Requested-With': 'anything' }, 200],
    ['Accept-API-Version', { 'Accept-API-Version': 'resource=1.0' }, 200],
  ])('with %s', async (_label, headers, status) => {
    const token = await tokenOf(get().url, 'alice');

    const answer = await send(get().url, `${devicePath(get(), 'alice', 'oath')}?_action=reset`, {
      method: 'POST',
      headers: { Cookie: `${get().cookieName}=${token}`, ...headers },
    });

    expect(answer.status).toBe(status);
  });

  test('is guarded, one by the header is not', async () => {
    expect((await am('alice POST alice/oath?_action=reset')).status).toBe(200);
  });
});
