import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt } from '../support/json.ts';
import { openPeer } from './peer.ts';
import { readDenied, refusal } from './answers.ts';

const peer = await openPeer();
afterAll(() => peer.close());

function read(token: string, place: string): ReturnType<typeof peer.alpha> {
  return peer.alpha(`groups/${place}`, { token, resource: '3.0' });
}

describe('groups (contract §18 U32)', () => {
  test.each([
    { label: 'the super user', name: 'amadmin' },
    { label: 'a delegated administrator', name: 'oscar' },
  ])('$label reads the members', async ({ name }) => {
    const token = name === 'amadmin' ? peer.admin : await peer.signIn(name);

    const answer = await read(token, 'helpdesk');

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

  test('a person may not read them', async () => {
    const answer = await read(await peer.signIn('helen'), 'nothing?_fields=uniqueMember');

    expect(answer).toMatchObject(readDenied('helen'));
  });

  test('an unknown group is not found', async () => {
    expect(await read(peer.admin, 'nothing')).toMatchObject(
      refusal(404, 'Resource cannot be found.'),
    );
  });

  test('fields are honoured, spelling is echoed', async () => {
    const answer = await read(peer.admin, 'HELPDESK?_fields=cn');

    expect(answer.body).toEqual({ _id: 'HELPDESK', _rev: expect.any(String), cn: ['helpdesk'] });
  });

  test('membership is not on the person', async () => {
    const answer = await peer.stored('helen', 'memberOf', 'isMemberOf', 'groups');

    expect(fieldAt(answer.body, 'memberOf')).toEqual([]);
    expect(fieldAt(answer.body, 'isMemberOf')).toEqual([]);
    expect(fieldAt(answer.body, 'groups')).toEqual([]);
  });
});
