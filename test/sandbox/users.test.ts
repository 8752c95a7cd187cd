import { describe, expect, test } from '@jest/globals';
import { personUuids } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { foldSpelling } from '../../src/sandbox/people/spelling.ts';
import { fieldAt, listAt, realmPath, send, textAt } from './am-client.ts';
import { ALL, callerOf, devicePath, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const USERS = `${realmPath('/alpha')}/users`;
const filter = (text: string): string => `${USERS}?_queryFilter=${encodeURIComponent(text)}`;

describeFlavors(EVERY_FLAVOR, 'users', (get, flavor) => {
  const isOpenAm = flavor === 'openam';

  test('reads oneself with roles', async () => {
    const bob = await callerOf(get(), 'bob');

    const { json } = await bob('GET', userPath(get(), 'bob'));

    const wanted = { _id: flavor === 'aic' ? personUuids.bob : 'bob', username: 'bob' };
    expect(json).toMatchObject({ ...wanted, uid: ['bob'], mail: ['bob@example.com'] });
    expect(listAt(json, 'roles')).toEqual(['ui-self-service-user']);
  });

  test('tells strangers nothing, not even absence', async () => {
    const carol = await callerOf(get(), 'carol');

    const known = await carol('GET', userPath(get(), 'bob'));
    const unknown = await carol('GET', `${USERS}/nobody`);

    expect([known.status, unknown.status]).toEqual([403, 403]);
  });

  test('lets delegates read, query and see groups', async () => {
    const oscar = await callerOf(get(), 'oscar');

    const read = await oscar('GET', userPath(get(), 'bob'));
    const query = await oscar('GET', filter('uid eq "bob"'));
    const group = await oscar('GET', `${realmPath('/alpha')}/groups/helpdesk`);

    expect([read.status, fieldAt(query.json, 'resultCount')]).toEqual([200, 1]);
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
    const admin = await callerOf(get(), 'amadmin');

    const { json } = await admin('GET', filter(text));

    expect(listAt(json, 'result').map((row) => listAt(row, 'uid')[0])).toEqual(names);
  });

  test('refuses a filter that is none', async () => {
    const admin = await callerOf(get(), 'amadmin');

    expect((await admin('GET', filter('uid eq'))).status).toBe(400);
  });

  test('pages in AM, not in OpenAM', async () => {
    const admin = await callerOf(get(), 'amadmin');

    const { json } = await admin('GET', `${USERS}${ALL}&_pageSize=3`);

    expect(listAt(json, 'result')).toHaveLength(isOpenAm ? 10 : 3);
    expect(fieldAt(json, 'pagedResultsCookie') === null).toBe(isOpenAm);
  });

  test('says who a session is', async () => {
    const mallory = await callerOf(get(), 'mallory', '/beta');

    const { json } = await mallory('POST', `${USERS}?_action=idFromSession`, { body: {} });

    const id = flavor === 'aic' ? personUuids.mallory : 'mallory';
    expect(json).toMatchObject({ id, realm: '/beta' });
  });

  test('keeps device attributes from their owners', async () => {
    const alice = await callerOf(get(), 'alice');

    const plant = await alice('PUT', userPath(get(), 'alice'), {
      body: { oathDeviceProfiles: [] },
    });
    const mail = await alice('PUT', userPath(get(), 'alice'), { body: { mail: 'a@example.org' } });

    expect([plant.status, mail.status]).toEqual([403, 200]);
  });

  test('creates, inactivates and deletes a person', async () => {
    const admin = await callerOf(get(), 'amadmin');

    const created = await admin('POST', `${USERS}?_action=create`, {
      body: { username: 'zoe', userpassword: 'sandbox-password' },
    });
    const path = `${USERS}/${textAt(created.json, '_id')}`;
    const changed = await admin('PUT', path, { body: { inetUserStatus: 'Inactive' } });
    const deleted = await admin('DELETE', path);

    expect([created.status, deleted.status]).toEqual([201, 200]);
    expect(listAt(changed.json, 'inetUserStatus')).toEqual(['Inactive']);
    expect((await admin('GET', path)).status).toBe(404);
  });
});

describeFlavors(['aic'], 'users of AIC', (get) => {
  test('does not know people by login name', async () => {
    const admin = await callerOf(get(), 'amadmin');

    expect((await admin('GET', `${USERS}/bob`)).status).toBe(404);
  });

  test.each([
    ['fr:am:*', 200],
    ['fr:idm:*', 403],
  ])('takes a bearer token of scope %s', async (scope, status) => {
    const token = await mintBearer(get(), scope);

    const list = await send(get().url, `${devicePath(get(), 'bob', 'oath')}${ALL}`, {
      headers: { Authorization: `Bearer ${token}` },
    });

    expect(list.status).toBe(status);
  });

  test('lets a bearer token expire', async () => {
    const token = await mintBearer(get(), 'fr:am:*');

    get().advance(900_000);
    const { status } = await send(get().url, userPath(get(), 'bob'), {
      headers: { Authorization: `Bearer ${token}` },
    });

    expect(status).toBe(401);
  });
});

describeFlavors(['openam'], 'users of OpenAM', (get) => {
  test.each(['BOB', '%20bob', 'bob%09', '%EF%BD%82ob', 'b%C2%ADob', 'bob%C2%A0'])(
    'reaches bob as %s and echoes it',
    async (spelling) => {
      const admin = await callerOf(get(), 'amadmin');

      const { json } = await admin('GET', `${USERS}/${spelling}?_fields=uid`);

      expect(json).toMatchObject({ _id: decodeURIComponent(spelling), uid: ['bob'] });
    },
  );

  test.each([
    ['BOB', 200],
    ['%20bob', 403],
    ['%EF%BD%82ob', 403],
  ])('lets bob read himself as %s: %i', async (spelling, status) => {
    const bob = await callerOf(get(), 'bob');

    const answer = await bob('GET', `${USERS}/${spelling}?_fields=uid`);

    expect(answer.status).toBe(status);
  });

  test('looks in the root realm when asked for realm', async () => {
    const [admin, mallory] = await Promise.all([
      callerOf(get(), 'amadmin'),
      callerOf(get(), 'mallory', '/beta'),
    ]);
    const path = `${realmPath('/beta')}/users/mallory?_fields=uid,realm`;

    const statuses = [(await admin('GET', path)).status, (await mallory('GET', path)).status];

    expect(statuses).toEqual([404, 403]);
  });

  test('serves strangers what administrators have read', async () => {
    const [admin, carol] = await Promise.all([
      callerOf(get(), 'amadmin'),
      callerOf(get(), 'carol'),
    ]);
    const path = userPath(get(), 'bob');

    await admin('GET', `${path}?_fields=mail`);
    const read = await carol('GET', `${path}?_fields=mail`);
    const unread = await carol('GET', `${path}?_fields=cn`);
    await admin('POST', `${devicePath(get(), 'bob', 'oath')}?_action=skip`, {
      body: { value: false },
    });
    const written = await carol('GET', `${path}?_fields=mail`);

    expect([read.status, unread.status, written.status]).toEqual([200, 403, 403]);
  });
});

describe('spelling', () => {
  test.each([
    ['Bob', 'bob'],
    [' b  ob\u00A0', 'b ob'],
    ['\uFF22\u1D52b', 'bob'],
    ['Stra\u00DFe', 'strasse'],
    ['bo\u200Db', 'bob'],
    ['bo\u200Bb', 'bo\u200Bb'],
  ])('folds %j to %j', (name, folded) => {
    expect(foldSpelling(name)).toBe(folded);
  });
});

async function mintBearer(sandbox: Sandbox, scope: string): Promise<string> {
  const { json } = await send(sandbox.origin, '/sandbox/bearer', {
    method: 'POST',
    body: JSON.stringify({ scope }),
  });
  return textAt(json, 'access_token');
}
