/** Groups and session properties, by which staff are known. */
import { expect, test } from '@jest/globals';
import { deviceIds, personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { realmPath, send } from './am-client.ts';
import { ALL, callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const GROUPS = `${realmPath('/alpha')}/groups`;
const versioned = { headers: { 'Accept-API-Version': 'resource=2.0' } };
const act = async (caller: Caller, action: string): Promise<unknown> =>
  (await caller('POST', `${realmPath('/alpha')}/sessions?_action=${action}`, versioned)).json;

describeFlavors(EVERY_FLAVOR, 'staff', (get, flavor, am) => {
  const isOpenAm = flavor === 'openam';
  const idOf = (name: keyof typeof personUuids): string =>
    flavor === 'aic' ? `fr-idm-uuid=${personUuids[name]},` : `uid=${name},`;
  const membersOf = async (path: string): Promise<string[]> =>
    listAt((await am(`amadmin GET ${path}`)).json, 'uniqueMember').map(String);

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

  test('has no right in AM by being in helpdesk', async () => {
    const answers = [await am(`hugo GET ${GROUPS}/helpdesk`), await am(`hugo GET bob/oath${ALL}`)];

    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  test.each(['hugo', 'ada', 'vera', 'bella'] as const)(
    'and others have one OATH device: %s',
    async (name) => {
      const { json } = await am(`${name} GET ${name}/oath${ALL}`);

      expect(listAt(json, 'result').map((row) => fieldAt(row, 'uuid'))).toEqual([
        deviceIds[`${name}Oath`],
      ]);
    },
  );

  test('may be few among many', async () => {
    get().configure({ groupFillers: { helpdesk: 5000 } });

    const members = await membersOf(`${GROUPS}/helpdesk`);

    expect(new Set(members).size).toBe(5002);
    expect(members.at(-1)).toContain(idOf('hugo'));
    expect(await membersOf(`${GROUPS}/executives`)).toHaveLength(1);
  });

  test('shows by session properties, in every session', async () => {
    const [helen, hugo] = [await callerOf(get(), 'helen'), await callerOf(get(), 'hugo')];

    get().setSessionProperty('helen', 'role', 'help-desk');

    const sessions = [helen, await callerOf(get(), 'helen'), hugo];
    const own = await Promise.all(sessions.map((one) => act(one, 'getSessionProperties')));
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
    const hektor = await callerOf(get(), 'hektor', '/beta');
    const roleAfter = async (value: string | null): Promise<unknown> => {
      const body = JSON.stringify({ person: 'hektor', name: 'role', value });
      const set = await send(get().origin, '/sandbox/session-property', { method: 'POST', body });
      expect(set.json).toEqual({ done: true });
      return fieldAt(await act(hektor, 'getSessionProperties'), 'role');
    };

    expect([await roleAfter('help-desk'), await roleAfter(null)]).toEqual(['help-desk', undefined]);
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

    expect(await membersOf(`${GROUPS}/helpdesk`)).toHaveLength(2);
    const json = await act(await callerOf(get(), 'helen'), 'getSessionProperties');
    expect(fieldAt(json, 'role')).toBeUndefined();
  });
});
