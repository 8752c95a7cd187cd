import { expect, test } from '@jest/globals';
import { deviceIds, personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, realmPath, send } from './am-client.ts';
import { ALL, callerOf, devicePath } from './caller.ts';
import type { Caller } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const GROUPS = `${realmPath('/alpha')}/groups`;
const SESSIONS = `${realmPath('/alpha')}/sessions`;
const act = async (caller: Caller, action: string) =>
  (
    await caller('POST', `${SESSIONS}?_action=${action}`, {
      headers: { 'Accept-API-Version': 'resource=2.0' },
    })
  ).json;

describeFlavors(EVERY_FLAVOR, 'staff', (get, flavor) => {
  const isOpenAm = flavor === 'openam';
  const idOf = (name: keyof typeof personUuids) =>
    flavor === 'aic' ? `fr-idm-uuid=${personUuids[name]},` : `uid=${name},`;

  test.each([
    ['/alpha', 'helpdesk', ['helen', 'hugo']],
    ['/alpha', 'admins', ['oscar', 'ada']],
    ['/alpha', 'executives', ['vera']],
    ['/beta', 'helpdesk', ['hektor']],
  ] as const)('of %s is in group %s', async (realm, group, names) => {
    const admin = await callerOf(get(), 'amadmin');

    const { json } = await admin('GET', `${realmPath(realm)}/groups/${group}`);

    const ids = names.map(idOf);
    const members = listAt(json, 'uniqueMember').map(String);
    expect(members.map((dn) => dn.slice(0, dn.indexOf(',') + 1))).toEqual(ids);
    expect(new Set(members.map((dn) => /\bo?u?=beta\b/.test(dn)))).toEqual(
      new Set([realm === '/beta']),
    );
  });

  test('has no right in AM by being in helpdesk', async () => {
    const hugo = await callerOf(get(), 'hugo');

    const group = await hugo('GET', `${GROUPS}/helpdesk`);
    const devices = await hugo('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);

    expect([group.status, devices.status]).toEqual([403, 403]);
  });

  test.each([
    ['hugo', '/alpha'],
    ['ada', '/alpha'],
    ['vera', '/alpha'],
    ['bella', '/beta'],
  ] as const)('and others have one OATH device: %s', async (name, realm) => {
    const own = await callerOf(get(), name, realm);
    const path = devicePath(get(), name, 'oath').replace('/alpha/', `${realm}/`);

    const { json } = await own('GET', `${path}${ALL}`);

    expect(listAt(json, 'result').map((row) => fieldAt(row, 'uuid'))).toEqual([
      deviceIds[`${name}Oath`],
    ]);
  });

  test('may be few among many', async () => {
    get().configure({ groupFillers: { helpdesk: 5000 } });
    const admin = await callerOf(get(), 'amadmin');

    const { json } = await admin('GET', `${GROUPS}/helpdesk`);
    const others = await admin('GET', `${GROUPS}/executives`);

    const members = listAt(json, 'uniqueMember').map(String);
    expect(new Set(members).size).toBe(5002);
    expect(members.at(-1)).toContain(idOf('hugo'));
    expect(listAt(others.json, 'uniqueMember')).toHaveLength(1);
  });

  test('shows by session properties, in every session', async () => {
    const helen = await callerOf(get(), 'helen');
    const hugo = await callerOf(get(), 'hugo');

    get().setSessionProperty('helen', 'role', 'help-desk');
    const again = await callerOf(get(), 'helen');

    const own = await Promise.all(
      [helen, again, hugo].map((one) => act(one, 'getSessionProperties')),
    );
    expect(own.map((json) => fieldAt(json, 'role'))).toEqual(['help-desk', 'help-desk', undefined]);
    expect(fieldAt(own[0], 'AMCtxId') === undefined).toBe(isOpenAm);
  });

  test('shows them in the session itself, but for OpenAM', async () => {
    get().setSessionProperty('helen', 'role', 'help-desk');

    const json = await act(await callerOf(get(), 'helen'), 'getSessionInfo');

    const properties = { AMCtxId: expect.any(String), role: 'help-desk' };
    expect(fieldAt(json, 'properties')).toEqual(isOpenAm ? undefined : properties);
  });

  test('loses a property again, by control too', async () => {
    const set = (value: string | null) =>
      send(get().origin, '/sandbox/session-property', {
        method: 'POST',
        body: JSON.stringify({ person: 'hektor', name: 'role', value }),
      });
    const hektor = await callerOf(get(), 'hektor', '/beta');

    const given = await set('help-desk');
    const before = await act(hektor, 'getSessionProperties');
    await set(null);
    const after = await act(hektor, 'getSessionProperties');

    expect(given.json).toEqual({ done: true });
    expect([before, after].map((json) => fieldAt(json, 'role'))).toEqual(['help-desk', undefined]);
  });

  test('gives no property to nobody', () => {
    expect(() => {
      get().setSessionProperty('nobody', 'role', 'help-desk');
    }).toThrow('nobody called nobody');
  });

  test('and everything set is gone after a reset', async () => {
    get().setSessionProperty('helen', 'role', 'help-desk');
    get().configure({ groupFillers: { helpdesk: 3 } });
    get().reset();

    const admin = await callerOf(get(), 'amadmin');
    const group = await admin('GET', `${GROUPS}/helpdesk`);
    const json = await act(await callerOf(get(), 'helen'), 'getSessionProperties');

    expect(listAt(group.json, 'uniqueMember')).toHaveLength(2);
    expect(fieldAt(json, 'role')).toBeUndefined();
  });
});

describeFlavors(['openam'], 'search of OpenAM', (get) => {
  test.each([
    ['uid eq "hugo"', ['hugo']],
    ['uid sw "h"', ['helen', 'hugo']],
    ['mail sw "ada@"', ['ada']],
    ['mail co "ve"', ['dave', 'vera']],
    ['uid sw "ca" or mail sw "ver"', ['carol', 'vera']],
    ['userName eq "hugo"', []],
  ])('by %s', async (filter, names) => {
    const admin = await callerOf(get(), 'amadmin');

    const { json } = await admin(
      'GET',
      `${realmPath('/alpha')}/users?_queryFilter=${encodeURIComponent(filter)}&_pageSize=1`,
    );

    expect(listAt(json, 'result').map((row) => fieldAt(row, 'username'))).toEqual(names);
  });
});
