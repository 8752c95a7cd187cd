import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt } from '../support/json.ts';
import { openPeer } from './peer.ts';
import { readDenied, refusal } from './answers.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const FIELDS = '_fields=uid,username,cn,givenName,sn,mail,inetUserStatus,oath2faEnabled,dn';

function read(token: string, place: string): ReturnType<typeof peer.alpha> {
  return peer.alpha(`users/${place}`, { token, resource: '3.0' });
}

describe('reading a user (contract §5.1, §18 U39, F2, F5, F7)', () => {
  const alice = {
    _id: 'alice',
    _rev: expect.any(String),
    uid: ['alice'],
    username: [],
    cn: ['Alice Example'],
    givenName: ['Alice'],
    sn: ['Example'],
    mail: ['alice@example.com'],
    inetUserStatus: ['Active'],
    oath2faEnabled: ['2'],
    dn: ['uid=alice,ou=people,dc=openam,dc=example,dc=org'],
  };

  test.each([
    { label: 'the person', name: 'alice' },
    { label: 'a delegated administrator', name: 'oscar' },
    { label: 'the super user', name: 'amadmin' },
  ])('$label gets exactly the named fields', async ({ name }) => {
    await peer.restore('alice');
    const token = name === 'amadmin' ? peer.admin : await peer.signIn(name);

    const answer = await read(token, `alice?${FIELDS}`);

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual(alice);
  });

  test('without fields the answer has scalars and all attributes', async () => {
    await peer.restore('alice');

    const answer = await read(await peer.signIn('alice'), 'alice');

    expect(answer).toMatchObject({
      status: 200,
      body: {
        _id: 'alice',
        username: 'alice',
        realm: '/alpha',
        roles: ['ui-self-service-user'],
        universalid: ['id=alice,ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org'],
      },
    });
    expect(answer.text).toContain('sharedSecret');
  });

  test.each([
    { label: 'a person', name: 'alice', roles: ['ui-self-service-user'] },
    {
      label: 'a delegated administrator',
      name: 'oscar',
      roles: ['ui-self-service-user', 'ui-realm-admin'],
    },
  ])('the roles of $label are their own', async ({ name, roles }) => {
    const own = await read(await peer.signIn(name), `${name}?_fields=roles`);
    const byAdmin = await read(peer.admin, `${name}?_fields=roles`);

    expect(fieldAt(own.body, 'roles')).toEqual(roles);
    expect(fieldAt(byAdmin.body, 'roles')).toEqual([]);
  });
});

describe('who may read (contract §18 U23, U40, F2, F6, F8)', () => {
  test('another user is refused an uncached entry', async () => {
    const token = await peer.signIn('alice');

    const answer = await read(token, `carol?_fields=never-read-${randomUUID()}`);

    expect(answer).toMatchObject(readDenied('alice'));
  });

  test.each(['nobody', 'b*', 'uid%3Dbob'])('%s is refused to a user', async (user) => {
    const answer = await read(await peer.signIn('alice'), `${user}?_fields=uid`);

    expect(answer).toMatchObject(readDenied('alice'));
  });

  test.each(['nobody', 'b*', '*', 'bob%29%28uid%3D*', 'uid%3Dbob'])(
    '%s is not found by the super user',
    async (user) => {
      const answer = await read(peer.admin, `${user}?_fields=uid`);

      expect(answer).toMatchObject(refusal(404, 'Resource cannot be found.'));
    },
  );

  test.each([
    { label: 'alice in beta', realm: 'beta', user: 'alice' },
    { label: 'mallory in alpha', realm: 'alpha', user: 'mallory' },
    { label: 'amadmin in alpha', realm: 'alpha', user: 'amadmin' },
  ])('$label is not found', async ({ realm, user }) => {
    const path = `/json/realms/root/realms/${realm}/users/${user}?_fields=uid`;

    const answer = await peer.rest.call(path, { token: peer.admin, resource: '3.0' });

    expect(answer).toMatchObject(refusal(404, 'Resource cannot be found.'));
  });

  test('the realm of the session decides', async () => {
    const path = `/json/realms/root/realms/beta/users/mallory?_fields=never-read-${randomUUID()}`;

    const answer = await peer.rest.call(path, { token: await peer.signIn('bob'), resource: '3.0' });

    expect(answer).toMatchObject(readDenied('bob'));
  });
});

describe('spellings of one user (contract §18 U22, F2)', () => {
  test.each([
    { label: 'upper case', user: 'BOB' },
    { label: 'a space before', user: ' bob' },
    { label: 'a space behind', user: 'bob ' },
    { label: 'full width', user: 'ｂｏｂ' },
    { label: 'a soft hyphen', user: 'bo\u00adb' },
    { label: 'a no-break space', user: 'bob\u00a0' },
  ])('$label reaches bob and is returned', async ({ user }) => {
    const answer = await read(peer.admin, `${encodeURIComponent(user)}?_fields=uid,dn`);

    expect(answer).toMatchObject({
      status: 200,
      body: { _id: user, uid: ['bob'], dn: ['uid=bob,ou=people,dc=openam,dc=example,dc=org'] },
    });
  });
});

describe('writing a user (contract §5.4)', () => {
  const write = async (by: string, user: string, json: object): ReturnType<typeof peer.alpha> => {
    const call = { method: 'PUT', resource: '3.0', headers: { 'If-Match': '*' } } as const;
    return peer.alpha(`users/${user}`, { ...call, token: await peer.signIn(by), json });
  };

  test('users may write their own flag', async () => {
    await peer.plant('carol', { oath2faEnabled: ['0'] });

    expect((await write('carol', 'carol', { oath2faEnabled: ['1'] })).status).toBe(200);

    expect(await peer.stored('carol', 'oath2faEnabled')).toMatchObject({
      body: { oath2faEnabled: ['1'] },
    });
  });

  test.each([
    { label: 'their own devices', user: 'bob', json: { oathDeviceProfiles: [] } },
    { label: "another person's flag", user: 'carol', json: { oath2faEnabled: ['1'] } },
  ])('users may not write $label', async ({ user, json }) => {
    // OpenAM reads the entry first; whether that is refused already depends on its cache.
    const message = /^Permission to perform the (?:edit|read) operation denied to id=bob,/;

    expect(await write('bob', user, json)).toMatchObject(
      refusal(403, expect.stringMatching(message)),
    );
  });
});
