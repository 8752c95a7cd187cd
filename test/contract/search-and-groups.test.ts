import { afterAll, describe, expect, test } from '@jest/globals';

import { listAt } from '../support/json.ts';
import { readDenied, refusal, textsOf } from './answers.ts';
import { openPeer } from './peer.ts';

const peer = await openPeer();
afterAll(() => peer.close());

function find(token: string, filter: string, more = ''): ReturnType<typeof peer.alpha> {
  const place = `users?_queryFilter=${encodeURIComponent(filter)}&_fields=uid${more}`;
  return peer.alpha(place, { token, resource: '3.0' });
}

function namesOf(body: unknown): readonly string[] {
  return textsOf(body, '_id');
}

describe('finding users (contract §18 U38, F9)', () => {
  test.each([
    { filter: 'uid eq "bob"', names: ['bob'] },
    { filter: 'uid eq "BOB"', names: ['bob'] },
    { filter: 'uid sw "bo"', names: ['bob'] },
    { filter: 'mail co "bob@"', names: ['bob'] },
    { filter: 'cn eq "Bob Example"', names: ['bob'] },
    { filter: 'uid eq "bob" or uid eq "carol"', names: ['bob', 'carol'] },
    { filter: 'uid eq "bob" and mail eq "alice@example.com"', names: [] },
    { filter: 'userName eq "bob"', names: [] },
    { filter: '_id eq "bob"', names: [] },
    { filter: 'uid eq "b*"', names: [] },
    { filter: 'uid eq "bob)(uid=*"', names: [] },
    { filter: 'false', names: [] },
  ])('$filter finds $names', async ({ filter, names }) => {
    const answer = await find(peer.admin, filter);

    expect(answer).toMatchObject({ status: 200, body: { resultCount: names.length } });
    expect(new Set(namesOf(answer.body))).toEqual(new Set(names));
  });

  test('an item has its fields, with username as text', async () => {
    const answer = await find(peer.admin, 'uid eq "bob"', ',username,realm');

    expect(listAt(answer.body, 'result')).toEqual([
      { _id: 'bob', _rev: expect.any(String), uid: ['bob'], username: 'bob', realm: '/alpha' },
    ]);
  });

  test('a delegated administrator finds users', async () => {
    const answer = await find(await peer.signIn('oscar'), 'uid eq "bob"');

    expect(namesOf(answer.body)).toEqual(['bob']);
  });

  test('a user gets a server error', async () => {
    const answer = await find(await peer.signIn('bob'), 'true');

    expect(answer).toMatchObject(
      refusal(
        500,
        expect.stringMatching(/^Permission to perform the read operation denied to id=bob/),
      ),
    );
  });
});

function readGroup(token: string, place: string): ReturnType<typeof peer.alpha> {
  return peer.alpha(`groups/${place}`, { token, resource: '3.0' });
}

describe('groups (contract §18 U32)', () => {
  test.each([
    { label: 'the super user', name: 'amadmin' },
    { label: 'a delegated administrator', name: 'oscar' },
  ])('$label reads the members', async ({ name }) => {
    const token = name === 'amadmin' ? peer.admin : await peer.signIn(name);

    const answer = await readGroup(token, 'helpdesk');

    expect(answer).toMatchObject({
      status: 200,
      body: {
        _id: 'helpdesk',
        username: 'helpdesk',
        realm: '/alpha',
        cn: ['helpdesk'],
        uniqueMember: expect.arrayContaining(['uid=helen,ou=people,dc=openam,dc=example,dc=org']),
      },
    });
  });

  test('a user may not read them', async () => {
    const answer = await readGroup(await peer.signIn('helen'), 'nothing?_fields=uniqueMember');

    expect(answer).toMatchObject(readDenied('helen'));
  });

  test('an unknown group is not found', async () => {
    expect(await readGroup(peer.admin, 'nothing')).toMatchObject(
      refusal(404, 'Resource cannot be found.'),
    );
  });
});
