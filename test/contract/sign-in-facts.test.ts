/** What OpenAM reports about the sign-in of a session, and who may read it (contract U46, U47). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { hotpCode } from '../../src/sandbox/index.ts';
import {
  beginTwoFactor,
  registerDevice,
  signInWithCode,
  type TwoFactorStep,
} from '../openam/hotp-sign-in.ts';
import { type AmAnswer, realmPath } from '../openam/am-rest.ts';
import { PASSWORD } from '../openam/layout.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { openPeer, type Peer } from './peer.ts';

const PETER = { realm: 'alpha', name: 'peter', password: PASSWORD };
const properties = ['AuthType', 'authInstant', 'Service'];

let peer: Peer;
beforeAll(async () => {
  peer = await openPeer();
});
afterAll(() => peer.close());

/** Calls an action about the session of a token. */
function act(
  action: string,
  {
    of,
    by,
    json,
    realm = 'alpha',
  }: Readonly<{ of: string; by: string; json: object; realm?: string }>,
): Promise<AmAnswer> {
  const query = new URLSearchParams({ _action: action, tokenId: of });
  const path = `${realmPath(realm)}/sessions/?${query.toString()}`;
  return peer.rest.call(path, { method: 'POST', token: by, resource: '1.1', json });
}

function tokenIn(step: TwoFactorStep): string {
  if (step.kind !== 'signed in') throw new Error(`The sign-in ended with: ${step.kind}`);
  return step.token;
}

async function signInByCode(): Promise<string> {
  await peer.plant('peter', { oathDeviceProfiles: [], oath2faEnabled: ['0'] });
  const { secret } = await registerDevice(peer.rest, PETER);
  return tokenIn(await signInWithCode(peer.rest, PETER, hotpCode(secret, 1)));
}

/** Signs in as a user who may skip the step: OpenAM asks for no code. */
async function signInSkipping({ hasDevice }: { readonly hasDevice: boolean }): Promise<string> {
  await peer.plant('peter', { oathDeviceProfiles: [], oath2faEnabled: ['0'] });
  if (hasDevice) await registerDevice(peer.rest, PETER);
  await peer.plant('peter', { oath2faEnabled: ['1'] });
  return tokenIn(await beginTwoFactor(peer.rest, PETER));
}

describe('getProperty', () => {
  const code = { AuthType: 'oath|DataStore', Service: 'twofactor' };

  test.each([
    {
      label: 'a password',
      signIn: () => peer.signIn('bob'),
      facts: { AuthType: 'DataStore', Service: 'ldapService' },
    },
    { label: 'a code', signIn: signInByCode, facts: code },
    {
      label: 'a step that was skipped without a device',
      signIn: () => signInSkipping({ hasDevice: false }),
      facts: code,
    },
    {
      label: 'a step that was skipped in spite of a device',
      signIn: () => signInSkipping({ hasDevice: true }),
      facts: code,
    },
  ])('reports $label to the super user', async ({ signIn, facts }) => {
    const before = Math.floor(Date.now() / 1000) - 1;
    const of = await signIn();

    const { status, body } = await act('getProperty', { of, by: peer.admin, json: { properties } });

    expect({ status, body }).toMatchObject({ status: 200, body: facts });
    expect(textAt(body, 'authInstant')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(textAt(body, 'authInstant')) / 1000).toBeGreaterThanOrEqual(before);
  });

  test('answers the super user on the path of another realm', async () => {
    const of = await peer.signIn('bob');
    const json = { properties: ['Service'] };

    const answer = await act('getProperty', { of, by: peer.admin, json, realm: '/' });

    expect(answer).toMatchObject({ status: 200, body: { Service: 'ldapService' } });
  });

  test('refuses the user', async () => {
    const of = await peer.signIn('bob');
    const json = { properties };

    expect(await act('getProperty', { of, by: of, json })).toMatchObject({ status: 403 });
  });
});

test.each(['AuthType', 'AuthLevel', 'Service', 'authInstant', 'factor'])(
  'setProperty of %s refuses the user',
  async (name) => {
    const of = await peer.signIn('bob');

    const answer = await act('setProperty', { of, by: of, json: { [name]: 'oath' } });

    expect(answer).toMatchObject({ status: 403 });
  },
);

test('the modules of a realm have names and types', async () => {
  const path = 'realm-config/authentication/modules?_queryFilter=true';
  const { status, body } = await peer.alpha(path, { token: peer.admin, resource: '1.0' });

  expect(status).toBe(200);
  expect(listAt(body, 'result').map((one) => [fieldAt(one, '_id'), fieldAt(one, 'type')])).toEqual(
    expect.arrayContaining([
      ['DataStore', 'datastore'],
      ['oath', 'authenticatoroath'],
    ]),
  );
});

test('a realm says whether a second factor is mandatory, which it is not by default', async () => {
  const path = `${realmPath('alpha')}/realm-config/authentication?_fields=general`;

  const { status, body } = await peer.rest.call(path, { token: peer.admin, resource: '1.0' });

  expect(status).toBe(200);
  expect(fieldAt(body, 'general', 'twoFactorRequired')).toBe(false);
});
