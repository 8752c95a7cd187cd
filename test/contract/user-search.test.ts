import { afterAll, describe, expect, test } from '@jest/globals';

import { listAt } from '../support/json.ts';
import { refusal, textsOf } from './answers.ts';
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

describe('finding people (contract §18 U38, F9)', () => {
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

  test('an item has its fields, username a text', async () => {
    const answer = await find(peer.admin, 'uid eq "bob"', ',username,realm');

    expect(listAt(answer.body, 'result')).toEqual([
      { _id: 'bob', _rev: expect.any(String), uid: ['bob'], username: 'bob', realm: '/alpha' },
    ]);
  });

  test('a page size changes nothing', async () => {
    const answer = await find(peer.admin, 'true', '&_pageSize=2');

    expect(namesOf(answer.body)).toEqual(expect.arrayContaining(['alice', 'bob', 'carol', 'dave']));
    expect(answer).toMatchObject({ body: { pagedResultsCookie: null } });
  });

  test('a delegated administrator finds people', async () => {
    const answer = await find(await peer.signIn('oscar'), 'uid eq "bob"');

    expect(namesOf(answer.body)).toEqual(['bob']);
  });

  test('a person finds nobody, with a server error', async () => {
    const answer = await find(await peer.signIn('bob'), 'true');

    expect(answer).toMatchObject(
      refusal(
        500,
        expect.stringMatching(/^Permission to perform the read operation denied to id=bob/),
      ),
    );
  });

  test('an unreadable filter is refused', async () => {
    expect(await find(peer.admin, 'uid eq')).toMatchObject(
      refusal(400, expect.stringMatching(/could not be parsed as a valid query filter$/)),
    );
  });

  test('no filter is no query', async () => {
    expect(await peer.alpha('users', { token: peer.admin, resource: '3.0' })).toMatchObject(
      refusal(400, 'The resource collection  cannot be read'),
    );
  });
});
