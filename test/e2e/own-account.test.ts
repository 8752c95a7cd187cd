/**
 * Staff cannot change their own account as staff, whatever name they sign in with or use. AM's own
 * records of both users decide (contract U22, security A19).
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { usePeer } from './peer-stage.ts';
import { peers, type SessionHeader } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }';
const remove = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }`;

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, (peer) => peer.staffEnv());
  let hugo: string;
  beforeAll(() => void (hugo = on.peer.idOf('hugo')));

  test('an administrator cannot remove an own device by another spelling of the name', async () => {
    const user = { id: on.peer.idOf('ada') };
    const input = { target: { user }, kind: 'OATH', deviceId: deviceIds.adaOath };

    const answer = await on.gateway.ask(remove, await signIn('a\uFE0Fda'), { input });

    expect(codesOf(answer)).toEqual(['OWN_ACCOUNT']);
    expect(await on.peer.deviceIds('ada', 'OATH')).toEqual([deviceIds.adaOath]);
  });

  test('a second user name is the same user', async () => {
    // AIC identifies users only by UUID.
    const [second, code] =
      on.peer.flavor === 'aic' ? ['hugo', 'BAD_USER_INPUT'] : ['desk2', 'OWN_ACCOUNT'];
    await on.peer.plant('hugo', { uid: ['hugo', 'desk2'] });
    try {
      const byFirst = await on.peer.signIn('hugo');

      expect(await refusedReset(byFirst, second)).toEqual([code]);
      expect(await refusedReset(await signIn(second), hugo)).toEqual(['OWN_ACCOUNT']);
      expect(await on.peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
    } finally {
      await on.peer.plant('hugo', { uid: ['hugo'] });
    }
  });

  test('a user without a role sees themselves with any name of the sign-in', async () => {
    const bob = await signIn('bo\uFE0Fb');

    const { data } = await on.gateway.ask('{ me { id: amId } }', bob);

    expect(data).toEqual({ me: { id: on.peer.idOf('bob') } });
  });

  async function signIn(name: string): Promise<SessionHeader> {
    return { [on.peer.cookieName]: await on.peer.rest.signIn('alpha', name, sandboxPassword) };
  }

  async function refusedReset(as: SessionHeader, id: string): Promise<string[]> {
    const answer = await on.gateway.ask(reset, as, { input: { target: { user: { id } } } });
    expect(answer.data?.['resetOathDevices'] ?? null).toBeNull();
    return codesOf(answer);
  }
});
