/** Users and devices in the three products. test/contract covers OpenAM in detail. */
import { expect, test } from '@jest/globals';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import { foldSpelling } from '../../src/sandbox/people/spelling.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { realmPath, send } from './am-client.ts';
import { ALL, devicePath, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const USERS = `${realmPath('/alpha')}/users`;
const filter = (text: string): string => `${USERS}?_queryFilter=${encodeURIComponent(text)}`;

describeFlavors(EVERY_FLAVOR, 'users', (_get, flavor, am) => {
  const isOpenAm = flavor === 'openam';
  const statusesOf = async (...lines: string[]): Promise<number[]> =>
    (await Promise.all(lines.map((line) => am(line)))).map(({ status }) => status);

  test.each([
    ['uid eq "BOB"', ['bob']],
    ['mail co "li" or uid sw "p"', ['alice', 'peter']],
    ['!(uid pr) or (uid eq "dave" and inetUserStatus eq "Inactive")', ['dave']],
    ['uid eq "bob)(uid=*"', []],
  ])('finds users by %s', async (text, names) => {
    const { json } = await am(`amadmin GET ${filter(text)}`);

    expect(listAt(json, 'result').map((row) => listAt(row, 'uid')[0])).toEqual(names);
  });

  test('supports paging in AM, not in OpenAM', async () => {
    const { json } = await am(`amadmin GET ${USERS}${ALL}&_pageSize=3`);

    expect(listAt(json, 'result')).toHaveLength(isOpenAm ? 11 : 3);
    expect(fieldAt(json, 'pagedResultsCookie') === null).toBe(isOpenAm);
  });

  test('creates, deactivates and deletes a user', async () => {
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

  test('cannot be found by login name', async () => {
    expect((await am(`amadmin GET ${USERS}/bob`)).status).toBe(404);
  });

  test.each([
    ['fr:am:*', 200],
    ['fr:idm:*', 403],
  ])('with a bearer token of scope %s', async (scope, status) => {
    const path = `${devicePath(get(), 'bob', 'oath')}${ALL}`;

    expect((await send(get().url, path, { headers: await mint(scope) })).status).toBe(status);
  });

  test('are hidden from an expired bearer token', async () => {
    const headers = await mint('fr:am:*');

    get().advance(900_000);

    expect((await send(get().url, userPath(get(), 'bob'), { headers })).status).toBe(401);
  });
});

describeFlavors(['openam'], 'users of OpenAM', (_get, _flavor, am) => {
  test('serves other users what administrators have read', async () => {
    await am('amadmin GET bob?_fields=mail');
    const read = await am('carol GET bob?_fields=mail');
    const unread = await am('carol GET bob?_fields=cn');
    await am('amadmin POST bob/oath?_action=skip', { value: false });
    const written = await am('carol GET bob?_fields=mail');

    expect([read.status, unread.status, written.status]).toEqual([200, 403, 403]);
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

const leaks = (text: string): boolean => secretMarks.some((mark) => text.includes(mark));
const namesIn = (json: unknown, name: string): unknown[] =>
  listAt(json, 'result').map((row) => fieldAt(row, name));

describeFlavors(EVERY_FLAVOR, 'devices', (_get, flavor, am) => {
  const isOpenAm = flavor === 'openam';

  test('contain secrets only in lists of OpenAM', async () => {
    const lists = [await am(`bob GET bob/oath${ALL}`), await am(`bob GET bob/push${ALL}`)];

    expect(lists.map(({ text }) => leaks(text))).toEqual([isOpenAm, isOpenAm]);
  });

  test('contain all their secrets in the answer to a removal', async () => {
    const { status, json } = await am(`bob DELETE bob/oath/${deviceIds.bobOath}`);

    expect(status).toBe(200);
    expect(fieldAt(json, 'sharedSecret')).toMatch(/^5ec2e7c0de/);
    expect(listAt(json, 'recoveryCodes')).toHaveLength(10);
  });

  test.each(['carol', 'helen', 'oscar'])('of bob are refused to %s', async (name) => {
    const list = await am(`${name} GET bob/oath${ALL}`);
    const reset = await am(`${name} POST bob/oath?_action=reset`);

    expect([list.status, reset.status]).toEqual([403, 403]);
    expect(list.text.includes('ou=services')).toBe(isOpenAm);
  });

  test('of an unknown user give the product’s own error', async () => {
    const list = await am(`amadmin GET nobody/oath${ALL}`);
    const reset = await am('amadmin POST nobody/oath?_action=reset');

    expect([list.status, reset.status]).toEqual(isOpenAm ? [500, 500] : [404, 404]);
    expect(reset.text === '').toBe(isOpenAm);
  });
});

describeFlavors(['pingam', 'aic'], 'devices of AM 7 and newer', (get, _flavor, am) => {
  test.each([
    ['oath', deviceIds.bobOath, 'deviceName', 2],
    ['push', deviceIds.bobPush, 'deviceName', 1],
    ['webauthn', deviceIds.bobWebauthn, 'deviceName', 1],
    ['binding', deviceIds.bobBinding, 'deviceName', 1],
    ['profile', deviceIds.bobProfile, 'alias', 1],
  ])('of kind %s are listed without secrets and renamed', async (kind, id, label, count) => {
    const renamed = await am(`bob PUT bob/${kind}/${id}`, { [label]: 'Blue' });

    const { json, text } = await am(`bob GET bob/${kind}${ALL}`);
    expect(renamed.status).toBe(200);
    expect(namesIn(json, label)).toContain('Blue');
    expect(namesIn(json, label)).toHaveLength(count);
    expect(leaks(text)).toBe(false);
  });

  test('include a trusted device of bob', async () => {
    expect(namesIn((await am(`bob GET bob/trusted${ALL}`)).json, 'uuid')).toHaveLength(1);
  });

  test('have no push devices at the old path', async () => {
    const { status } = await am(`bob GET ${userPath(get(), 'bob')}/devices/push${ALL}`);

    expect(status).toBe(404);
  });
});
