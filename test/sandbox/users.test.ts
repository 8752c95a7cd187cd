/** People as the three products show, find and change them; OpenAM to the letter is in test/contract. */
import { expect, test } from '@jest/globals';
import { personUuids } from '../../src/sandbox/index.ts';
import { foldSpelling } from '../../src/sandbox/people/spelling.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { realmPath, send } from './am-client.ts';
import { ALL, devicePath, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const USERS = `${realmPath('/alpha')}/users`;
const filter = (text: string): string => `${USERS}?_queryFilter=${encodeURIComponent(text)}`;

describeFlavors(EVERY_FLAVOR, 'users', (_get, flavor, am) => {
  const isOpenAm = flavor === 'openam';
  const idOf = (name: 'bob' | 'mallory'): string => (flavor === 'aic' ? personUuids[name] : name);
  const statusesOf = async (...lines: string[]): Promise<number[]> =>
    (await Promise.all(lines.map((line) => am(line)))).map(({ status }) => status);

  test('reads oneself with roles', async () => {
    const { json } = await am('bob GET bob');

    const wanted = { _id: idOf('bob'), username: 'bob', uid: ['bob'], mail: ['bob@example.com'] };
    expect(json).toMatchObject({ ...wanted, roles: ['ui-self-service-user'] });
  });

  test('tells strangers nothing, not even absence', async () => {
    expect(await statusesOf('carol GET bob', `carol GET ${USERS}/nobody`)).toEqual([403, 403]);
  });

  test('lets delegates read, query and see groups', async () => {
    const query = await am(`oscar GET ${filter('uid eq "bob"')}`);
    const group = await am(`oscar GET ${realmPath('/alpha')}/groups/helpdesk`);

    expect(await statusesOf('oscar GET bob')).toEqual([200]);
    expect(fieldAt(query.json, 'resultCount')).toBe(1);
    expect(String(listAt(group.json, 'uniqueMember')[0])).toContain(
      flavor === 'aic' ? personUuids.helen : 'uid=helen',
    );
  });

  test.each([
    ['uid eq "BOB"', ['bob']],
    ['mail co "li" or uid sw "p"', ['alice', 'peter']],
    ['!(uid pr) or (uid eq "dave" and inetUserStatus eq "Inactive")', ['dave']],
    ['uid eq "bob)(uid=*"', []],
  ])('finds people by %s', async (text, names) => {
    const { json } = await am(`amadmin GET ${filter(text)}`);

    expect(listAt(json, 'result').map((row) => listAt(row, 'uid')[0])).toEqual(names);
  });

  test('refuses a filter that is none', async () => {
    expect(await statusesOf(`amadmin GET ${filter('uid eq')}`)).toEqual([400]);
  });

  test('pages in AM, not in OpenAM', async () => {
    const { json } = await am(`amadmin GET ${USERS}${ALL}&_pageSize=3`);

    expect(listAt(json, 'result')).toHaveLength(isOpenAm ? 10 : 3);
    expect(fieldAt(json, 'pagedResultsCookie') === null).toBe(isOpenAm);
  });

  test('says who a session is', async () => {
    const { json } = await am(`mallory POST ${USERS}?_action=idFromSession`, {});

    expect(json).toMatchObject({ id: idOf('mallory'), realm: '/beta' });
  });

  test('keeps device attributes from their owners', async () => {
    const plant = await am('alice PUT alice', { oathDeviceProfiles: [] });
    const mail = await am('alice PUT alice', { mail: 'a@example.org' });

    expect([plant.status, mail.status]).toEqual([403, 200]);
  });

  test('creates, inactivates and deletes a person', async () => {
    const zoe = { username: 'zoe', userpassword: 'sandbox-password' };
    const created = await am(`amadmin POST ${USERS}?_action=create`, zoe);
    const path = `${USERS}/${textAt(created.json, '_id')}`;
    const changed = await am(`amadmin PUT ${path}`, { inetUserStatus: 'Inactive' });
    const deleted = await am(`amadmin DELETE ${path}`);

    expect([created.status, deleted.status]).toEqual([201, 200]);
    expect(listAt(changed.json, 'inetUserStatus')).toEqual(['Inactive']);
    expect(await statusesOf(`amadmin GET ${path}`)).toEqual([404]);
  });
});

describeFlavors(['aic'], 'users of AIC', (get, _flavor, am) => {
  const mint = async (scope: string): Promise<Record<string, string>> => {
    const body = JSON.stringify({ scope });
    const { json } = await send(get().origin, '/sandbox/bearer', { method: 'POST', body });
    return { Authorization: `Bearer ${textAt(json, 'access_token')}` };
  };

  test('are not known by login name', async () => {
    expect((await am(`amadmin GET ${USERS}/bob`)).status).toBe(404);
  });

  test.each([
    ['fr:am:*', 200],
    ['fr:idm:*', 403],
  ])('are shown to a bearer token of scope %s', async (scope, status) => {
    const path = `${devicePath(get(), 'bob', 'oath')}${ALL}`;

    expect((await send(get().url, path, { headers: await mint(scope) })).status).toBe(status);
  });

  test('are not shown to a bearer token that has expired', async () => {
    const headers = await mint('fr:am:*');

    get().advance(900_000);

    expect((await send(get().url, userPath(get(), 'bob'), { headers })).status).toBe(401);
  });
});

describeFlavors(['openam'], 'users of OpenAM', (_get, _flavor, am) => {
  test.each([
    ['BOB', 200],
    ['%20bob', 403],
    ['%EF%BD%82ob', 403],
  ])('lets bob read himself as %s: %i', async (spelling, status) => {
    expect((await am(`bob GET ${USERS}/${spelling}?_fields=uid`)).status).toBe(status);
  });

  test('serves strangers what administrators have read', async () => {
    await am('amadmin GET bob?_fields=mail');
    const read = await am('carol GET bob?_fields=mail');
    const unread = await am('carol GET bob?_fields=cn');
    await am('amadmin POST bob/oath?_action=skip', { value: false });
    const written = await am('carol GET bob?_fields=mail');

    expect([read.status, unread.status, written.status]).toEqual([200, 403, 403]);
  });

  test.each([
    ['uid eq "hugo"', ['hugo']],
    ['uid sw "h"', ['helen', 'hugo']],
    ['mail sw "ada@"', ['ada']],
    ['mail co "ve"', ['dave', 'vera']],
    ['uid sw "ca" or mail sw "ver"', ['carol', 'vera']],
    ['userName eq "hugo"', []],
  ])('are found by %s, whatever the page size', async (text, names) => {
    const { json } = await am(`amadmin GET ${filter(text)}&_pageSize=1`);

    expect(listAt(json, 'result').map((row) => fieldAt(row, 'username'))).toEqual(names);
  });
});

test.each([
  ['Bob', 'bob'],
  [' b  ob\u00A0', 'b ob'],
  ['\uFF22\u1D52b', 'bob'],
  ['Stra\u00DFe', 'strasse'],
  ['bo\u200Db', 'bob'],
  ['bo\u200Bb', 'bo\u200Bb'],
])('the spelling %j is folded to %j', (name, folded) => {
  expect(foldSpelling(name)).toBe(folded);
});
