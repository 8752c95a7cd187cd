/**
 * Staff never change their own account by the staff's way, by whatever name they signed in or name themselves: AM's own
 * record of both decides (contract U22, security A19).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import type { Peer, SessionHeader } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }';
const remove = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }`;

/** Spellings of hugo, of the help desk, that the directory takes for his. */
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
    const isNoId = peer.flavor === 'aic';

    expect(await refusedReset(await peer.signIn('hugo'), spelling)).toEqual([
      isNoId ? 'BAD_USER_INPUT' : 'OWN_ACCOUNT',
    ]);
    expect(await peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
  });

  test('an administrator removes no device of their own by another spelling of their name', async () => {
    const input = {
      target: { user: { id: peer.idOf('ada') } },
      kind: 'OATH',
      deviceId: deviceIds.adaOath,
    };

    const answer = await gateway.ask(remove, await signIn('a\uFE0Fda'), { input });

    expect(codesOf(answer)).toEqual(['OWN_ACCOUNT']);
    expect(await peer.deviceIds('ada', 'OATH')).toEqual([deviceIds.adaOath]);
  });

  test('a second user name is the same person', async () => {
    // AIC knows people by a UUID alone.
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

  test('one who is not staff sees themselves by whatever name they signed in', async () => {
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
