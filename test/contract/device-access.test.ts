import { afterAll, describe, expect, test } from '@jest/globals';

import { type AmAnswer } from '../openam/am-rest.ts';
import { fieldAt } from '../support/json.ts';
import { KINDS, openPeer } from './peer.ts';
import { ACCESS_DENIED, notAuthorized, refusal, uuidsOf } from './answers.ts';
import { anOathDevice, aPushDevice } from './stored-devices.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const EMPTY_500 = { status: 500, text: '' };

const CALLS = [
  { label: 'list', send: (token: string, user: string) => peer.list(token, { user }) },
  {
    label: 'list push',
    send: (token: string, user: string) => peer.list(token, { user, kind: KINDS.push }),
  },
  {
    label: 'list trusted',
    send: (token: string, user: string) => peer.list(token, { user, kind: KINDS.trusted }),
  },
  {
    label: 'reset',
    send: (token: string, user: string) => peer.act(token, { user, action: 'reset' }),
  },
  {
    label: 'reset push',
    send: (token: string, user: string) =>
      peer.act(token, { user, action: 'reset', kind: KINDS.push }),
  },
  {
    label: 'check',
    send: (token: string, user: string) => peer.act(token, { user, action: 'check' }),
  },
  {
    label: 'skip',
    send: (token: string, user: string) =>
      peer.act(token, { user, action: 'skip', call: { json: { value: true } } }),
  },
  { label: 'delete', send: deleteSomething },
];

function deleteSomething(token: string, user: string): Promise<AmAnswer> {
  const place = `users/${user}/devices/2fa/oath/11111111-1111-4111-8111-111111111111`;
  return peer.alpha(place, { method: 'DELETE', token, resource: '1.0' });
}

async function plantCarol(): Promise<void> {
  await peer.plant('carol', {
    oathDeviceProfiles: [anOathDevice().text],
    pushDeviceProfiles: [aPushDevice().text],
    oath2faEnabled: ['2'],
  });
}

const signInAs = (name: string, realm?: string) => (): Promise<string> => peer.signIn(name, realm);

describe.each([
  ['a stranger', signInAs('alice'), notAuthorized('alice')],
  ['a delegated administrator', signInAs('oscar'), notAuthorized('oscar')],
  ['a user of another realm', signInAs('mallory', 'beta'), notAuthorized('mallory', 'beta')],
  ['a caller without a session', async (): Promise<string> => 'garbage', ACCESS_DENIED],
] as const)('%s (contract §2, §18 U31, U40)', (_caller, signIn, expected) => {
  test.each(CALLS)('may not $label', async ({ send }) => {
    await plantCarol();

    expect(await send(await signIn(), 'carol')).toMatchObject(expected);

    const { body } = await peer.stored('carol', 'oath2faEnabled', 'oathDeviceProfiles');
    expect(fieldAt(body, 'oath2faEnabled')).toEqual(['2']);
    expect(fieldAt(body, 'oathDeviceProfiles')).toHaveLength(1);
  });
});

describe('an unknown user (contract §18 U23, U24)', () => {
  test.each(['nobody', '*', 'b*', 'bob%29%28uid%3D*', 'uid%3Dbob'])(
    'the super user lists %s with a 500 and a message',
    async (user) => {
      const answer = await peer.list(peer.admin, { user });

      const message = `getIdentity : User ${decodeURIComponent(user)} is not found`;
      expect(answer).toMatchObject(refusal(500, message));
    },
  );

  test.each(CALLS.slice(3))('the super user gets an empty 500 to $label', async ({ send }) => {
    expect(await send(peer.admin, 'nobody')).toMatchObject(EMPTY_500);
  });

  test.each(CALLS)('a person gets an empty 500 to $label', async ({ send }) => {
    expect(await send(await peer.signIn('bob'), 'nobody')).toMatchObject(EMPTY_500);
  });
});

describe('spellings of one user (contract §18 U22, F1)', () => {
  test.each(['CAROL', '%20carol', 'carol%20'])('the owner resets as %s', async (user) => {
    await plantCarol();

    const answer = await peer.act(await peer.signIn('carol'), { user, action: 'reset' });

    expect(answer).toMatchObject({ status: 200, body: { result: true } });
    expect(uuidsOf((await peer.list(peer.admin, { user: 'carol' })).body)).toEqual([]);
  });

  test.each(['CAROL', '%20carol', encodeURIComponent('ｃａｒｏｌ'), 'car%C2%ADol', 'carol%C2%A0'])(
    'the super user lists and resets as %s',
    async (user) => {
      await plantCarol();

      const list = await peer.list(peer.admin, { user, query: '&_fields=uuid' });
      const reset = await peer.act(peer.admin, { user, action: 'reset' });

      expect(uuidsOf(list.body)).toHaveLength(1);
      expect(reset).toMatchObject({ status: 200, body: { result: true } });
      expect(uuidsOf((await peer.list(peer.admin, { user: 'carol' })).body)).toEqual([]);
    },
  );

  test.each([
    { label: 'upper case', typed: 'CAROL', owns: true },
    { label: 'full width', typed: 'ｃａｒｏｌ', owns: false },
  ])('a session in $label owns carol: $owns', async ({ typed, owns }) => {
    await plantCarol();

    const answer = await peer.list(await peer.signIn(typed), { user: 'carol' });

    expect(answer).toMatchObject(owns ? { status: 200 } : notAuthorized(typed));
  });
});

describe('realms (contract §18 U40, F6)', () => {
  test.each([
    { label: 'the own name in another realm', realm: 'beta', user: 'bob', expected: EMPTY_500 },
    {
      label: 'an unknown realm',
      realm: 'gamma',
      user: 'bob',
      expected: refusal(404, 'Realm &quot;/gamma&quot; not found'),
    },
    {
      label: 'a person of another realm',
      realm: 'beta',
      user: 'mallory',
      expected: notAuthorized('bob'),
    },
  ])('$label is refused', async ({ realm, user, expected }) => {
    const path = `/json/realms/root/realms/${realm}/users/${user}/devices/2fa/oath`;

    const answer = await peer.rest.call(`${path}?_queryFilter=true`, {
      token: await peer.signIn('bob'),
      resource: '1.0',
    });

    expect(answer).toMatchObject(expected);
  });

  test('a user of alpha is not in beta', async () => {
    const path = '/json/realms/root/realms/beta/users/alice/devices/2fa/oath?_queryFilter=true';

    const answer = await peer.rest.call(path, { token: peer.admin, resource: '1.0' });

    expect(answer).toMatchObject(refusal(500, 'getIdentity : User alice is not found'));
  });

  test('the root realm contains the users of alpha', async () => {
    await plantCarol();
    const path = '/json/realms/root/users/carol/devices/2fa/oath?_queryFilter=true&_fields=uuid';
    const carol = await peer.signIn('carol');

    const own = await peer.rest.call(path, { token: carol, resource: '1.0' });
    const byAdmin = await peer.rest.call(path, { token: peer.admin, resource: '1.0' });

    expect(own).toMatchObject(notAuthorized('carol'));
    expect(uuidsOf(byAdmin.body)).toHaveLength(1);
  });
});
