/**
 * Staff cannot change their own account as staff, whatever name they sign in with or use. AM's own
 * records of both users decide (contract U22, security A19).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Peer, peers, type SessionHeader } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }';
const remove = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }`;

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let gateway: TestGateway;
  let hugo: string;

  beforeAll(async () => {
    peer = await open();
    gateway = await startTestGateway(peer, { env: peer.staffEnv() });
    hugo = peer.idOf('hugo');
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  test('an administrator cannot remove an own device by another spelling of the name', async () => {
    const user = { id: peer.idOf('ada') };
    const input = { target: { user }, kind: 'OATH', deviceId: deviceIds.adaOath };

    const answer = await gateway.ask(remove, await signIn('a\uFE0Fda'), { input });

    expect(codesOf(answer)).toEqual(['OWN_ACCOUNT']);
    expect(await peer.deviceIds('ada', 'OATH')).toEqual([deviceIds.adaOath]);
  });

  test('a second user name is the same user', async () => {
    // AIC identifies users only by UUID.
    const [second, code] =
      peer.flavor === 'aic' ? ['hugo', 'BAD_USER_INPUT'] : ['desk2', 'OWN_ACCOUNT'];
    await peer.plant('hugo', { uid: ['hugo', 'desk2'] });
    try {
      const byFirst = await peer.signIn('hugo');

      expect(await refusedReset(byFirst, second)).toEqual([code]);
      expect(await refusedReset(await signIn(second), hugo)).toEqual(['OWN_ACCOUNT']);
      expect(await peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
    } finally {
      await peer.plant('hugo', { uid: ['hugo'] });
    }
  });

  test('a user without a role sees themselves with any name of the sign-in', async () => {
    const bob = await signIn('bo\uFE0Fb');

    const { data } = await gateway.ask('{ me { id: amId } }', bob);

    expect(data).toEqual({ me: { id: peer.idOf('bob') } });
  });

  async function signIn(name: string): Promise<SessionHeader> {
    return { [peer.cookieName]: await peer.rest.signIn('alpha', name, sandboxPassword) };
  }

  async function refusedReset(as: SessionHeader, id: string): Promise<string[]> {
    const answer = await gateway.ask(reset, as, { input: { target: { user: { id } } } });
    expect(answer.data?.['resetOathDevices'] ?? null).toBeNull();
    return codesOf(answer);
  }
});
