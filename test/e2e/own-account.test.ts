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

/** Spellings of the agent hugo that the directory accepts. */
const spellings = [
  ['capitals', 'HUGO'],
  ['a Mongolian soft hyphen', 'hu\u1806go'],
  ['an object replacement character', 'hugo\uFFFC'],
  ['a grapheme joiner', 'hu\u034Fgo'],
  ['a variation selector', 'hug\uFE0Fo'],
  ['two of them', '\u1806h\uFE0Fugo'],
  ['wide letters', 'ｈｕｇｏ'],
] as const;

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

  test.each(spellings)('hugo, signed in by %s, is refused his own name', async (_label, name) => {
    const as = await signIn(name);

    expect(await refusedReset(as, hugo)).toEqual(['OWN_ACCOUNT']);
    expect(await peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
  });

  test.each(spellings)('hugo is refused his own name by %s', async (_label, spelling) => {
    // In AIC a spelling is no id.
    const code = peer.flavor === 'aic' ? 'BAD_USER_INPUT' : 'OWN_ACCOUNT';
    expect(await refusedReset(await peer.signIn('hugo'), spelling)).toEqual([code]);
    expect(await peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
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
