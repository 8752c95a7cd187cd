/**
 * The person of the mission (contract §18.3): their one-time passwords run out of the window, they cannot
 * sign in, the device is reset through the gateway, and they register again.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument, ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { hotpCode } from '../openam/hotp-code.ts';
import { beginTwoFactor, registerDevice, signInWithCode } from '../openam/hotp-sign-in.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import type { Peer, SessionHeader } from '../support/peer.ts';

const peter = { realm: 'alpha', name: 'peter', password: sandboxPassword };

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    gateway = await startTestGateway(peer);
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  test.each<{
    by: string;
    input: () => object;
    header: (own: SessionHeader) => Promise<SessionHeader>;
  }>([
    {
      by: 'himself, with a session he still has',
      input: () => ({}),
      header: async (own) => own,
    },
    {
      by: 'the super user',
      input: () => ({ userId: peer.idOf('peter') }),
      header: () => peer.signIn('amadmin'),
    },
  ])('peter gets back in, reset by $by', async ({ input, header }) => {
    const { secret, token } = await registerDevice(peer.rest, peter);
    const own = { [peer.cookieName]: token };
    const before = await gateway.send(MyDevicesDocument, {}, own);
    expect(before.data?.me?.oathDevices).toHaveLength(1);
    expect(await signInWithCode(peer.rest, peter, hotpCode(secret, 1))).toMatchObject({
      kind: 'signed in',
    });
    expect(await signInWithCode(peer.rest, peter, hotpCode(secret, 500))).toMatchObject({
      kind: 'code asked',
    });

    const reset = await gateway.send(
      ResetOathDevicesDocument,
      { input: input() },
      await header(own),
    );

    expect(reset.errors).toEqual([]);
    expect(reset.data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      verified: true,
      oathSkip: 'NOT_SET',
      removedDevices: [{ name: 'OATH Device' }],
    });
    expect(await beginTwoFactor(peer.rest, peter)).toMatchObject({ kind: 'registration offered' });
    const again = await registerDevice(peer.rest, peter);
    expect(await signInWithCode(peer.rest, peter, hotpCode(again.secret, 1))).toMatchObject({
      kind: 'signed in',
    });
  });
});
