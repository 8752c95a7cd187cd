/** How staff are identified, and what AM requires before users can change their devices. */
import { expect, test } from '@jest/globals';
import { deviceIds, personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { type AmAnswer, realmPath, send, tokenOf } from './am-client.ts';
import { ALL, type Caller, callerOf, devicePath, withToken } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { signInWithCode } from './hotp-client.ts';

const GROUPS = `${realmPath('/alpha')}/groups`;
const versioned = { headers: { 'Accept-API-Version': 'resource=2.0' } };
const act = async (caller: Caller, action: string): Promise<unknown> =>
  (await caller('POST', `${realmPath('/alpha')}/sessions?_action=${action}`, versioned)).json;

describeFlavors(EVERY_FLAVOR, 'staff', (get, flavor, am) => {
  const isOpenAm = flavor === 'openam';
  const idOf = (name: keyof typeof personUuids): string =>
    flavor === 'aic' ? `fr-idm-uuid=${personUuids[name]},` : `uid=${name},`;
  const membersOf = async (path: string): Promise<string[]> =>
    listAt((await am(`amadmin GET ${path}`, undefined, '3.0')).json, 'uniqueMember').map(String);

  test.each([
    ['/alpha', 'helpdesk', ['helen', 'hugo']],
    ['/alpha', 'admins', ['oscar', 'ada']],
    ['/alpha', 'executives', ['vera']],
    ['/beta', 'helpdesk', ['hektor']],
  ] as const)('of %s is in group %s', async (realm, group, names) => {
    const members = await membersOf(`${realmPath(realm)}/groups/${group}`);

    expect(members.map((dn) => dn.slice(0, dn.indexOf(',') + 1))).toEqual(names.map(idOf));
    expect(members.map((dn) => /\bo?u?=beta\b/.test(dn))).toEqual(
      names.map(() => realm === '/beta'),
    );
  });

  test('lists members by name since version 4, which OpenAM lacks', async () => {
    const asked = await am(`amadmin GET ${GROUPS}/admins?_fields=members`, undefined, '4.0');
    const whole = await am(`amadmin GET ${GROUPS}/admins`, undefined, '4.0');

    const names = (['oscar', 'ada'] as const).map((name) =>
      flavor === 'aic' ? personUuids[name] : name,
    );
    expect([asked.status, whole.status]).toEqual(isOpenAm ? [404, 404] : [200, 200]);
    const told = isOpenAm ? undefined : { uniqueMember: names };
    expect([fieldAt(asked.json, 'members'), fieldAt(whole.json, 'members')]).toEqual([told, told]);
    expect(fieldAt(whole.json, 'uniqueMember')).toBeUndefined();
  });

  test('can be few among many members', async () => {
    get().configure({ groupFillers: { helpdesk: 5000 } });

    const members = await membersOf(`${GROUPS}/helpdesk`);

    expect(new Set(members).size).toBe(5002);
    expect(members.at(-1)).toContain(idOf('hugo'));
    expect(await membersOf(`${GROUPS}/executives`)).toHaveLength(1);
  });

  test('is identified by properties of every session', async () => {
    const [helen, hugo] = [await callerOf(get(), 'helen'), await callerOf(get(), 'hugo')];

    get().setSessionProperty('helen', 'role', 'help-desk');

    const sessions = [helen, await callerOf(get(), 'helen'), hugo];
    const own = await Promise.all(sessions.map((one) => act(one, 'getSessionProperties')));
    expect(own.map((json) => fieldAt(json, 'role'))).toEqual(['help-desk', 'help-desk', undefined]);
    expect(fieldAt(own[0], 'AMCtxId') === undefined).toBe(isOpenAm);
  });

  test('has them in the session itself, except in OpenAM', async () => {
    get().setSessionProperty('helen', 'role', 'help-desk');

    const json = await act(await callerOf(get(), 'helen'), 'getSessionInfo');

    const properties = { AMCtxId: expect.any(String), role: 'help-desk' };
    expect(fieldAt(json, 'properties')).toEqual(isOpenAm ? undefined : properties);
  });

  test('can lose a property, also by control', async () => {
    const hektor = await callerOf(get(), 'hektor', '/beta');
    const roleAfter = async (value: string | null): Promise<unknown> => {
      const body = JSON.stringify({ person: 'hektor', name: 'role', value });
      const set = await send(get().origin, '/sandbox/session-property', { method: 'POST', body });
      expect(set.json).toEqual({ done: true });
      return fieldAt(await act(hektor, 'getSessionProperties'), 'role');
    };

    expect([await roleAfter('help-desk'), await roleAfter(null)]).toEqual(['help-desk', undefined]);
  });

  test('sets no property for an unknown user', () => {
    expect(() => {
      get().setSessionProperty('nobody', 'role', 'help-desk');
    }).toThrow('nobody called nobody');
  });

  test('loses all settings with a reset', async () => {
    get().setSessionProperty('helen', 'role', 'help-desk');
    get().configure({ groupFillers: { helpdesk: 3 } });

    get().reset();

    expect(await membersOf(`${GROUPS}/helpdesk`)).toHaveLength(2);
    const json = await act(await callerOf(get(), 'helen'), 'getSessionProperties');
    expect(fieldAt(json, 'role')).toBeUndefined();
  });
});

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

  test('rejects a change after a sign-in with a password only', async () => {
    get().configure({ deviceManagement: 'SAME' });

    const list = await am(`bob GET bob/oath${ALL}`);
    const removal = await am(`bob DELETE bob/oath/${deviceIds.bobOath}`);
    const reset = await am('bob POST bob/oath?_action=reset', {});

    expect(canManage(list)).toBe(false);
    expect([removal.json, reset.json]).toEqual([NOT_PERMITTED, { result: true }]);
  });

  test('gates resets if configured', async () => {
    get().configure({ deviceManagement: 'SAME', gateReset: true });

    const refused = await am('bob POST bob/oath?_action=reset', {});
    const allowed = await am('amadmin POST bob/oath?_action=reset', {});

    expect([refused.json, allowed.json]).toEqual([NOT_PERMITTED, { result: true }]);
  });

  test.each([
    ['SAME', true, false],
    ['ANY', true, true],
  ] as const)('checks the device of the sign-in: %s', async (mode, ofOath, ofPush) => {
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

  test('is guarded; a token in the header is not', async () => {
    expect((await am('alice POST alice/oath?_action=reset')).status).toBe(200);
  });
});
