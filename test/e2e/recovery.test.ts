/**
 * A lost device is found and reset by its owner and by the super user. AM's own REST interface
 * confirms it.
 */
import { describe, expect, test } from '@jest/globals';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import type { DeviceChangeTarget } from '../../packages/client/operations.ts';
import { deviceIds, hotpCode, sandboxPassword } from '../../src/sandbox/index.ts';
import { beginTwoFactor, registerDevice, signInWithCode } from '../openam/hotp-sign-in.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { usePeer } from './peer-stage.ts';
import { peers, type SessionHeader } from '../support/peer.ts';

const peter = { realm: 'alpha', name: 'peter', password: sandboxPassword };

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, () => ({}));

  const resetOath = async (as: SessionHeader, target: DeviceChangeTarget, more: object = {}) => {
    const variables = { input: { target, ...more } };
    const { data, errors } = await on.gateway.send(ResetOathDevicesDocument, variables, as);
    expect(errors).toEqual([]);
    return data?.resetOathDevices;
  };

  test('users see their own devices', async () => {
    const alice = await on.peer.signInByDevice('alice');
    const alices = on.peer.idOf('alice');

    const { data, errors } = await on.gateway.send(MyDevicesDocument, {}, alice);

    expect(errors).toEqual([]);
    expect(data?.me).toMatchObject({
      id: idOfPerson(alices),
      displayName: 'Alice Example',
      oathSkip: 'REQUIRED',
      devicesByKind: [
        {
          devices: [
            {
              id: idOfDevice(alices, 'OATH', deviceIds.aliceOath),
              kind: 'OATH',
              name: "Alice's phone",
              registeredAt: on.peer.flavor === 'openam' ? null : '2026-01-05T08:00:00.000Z',
              lastUsedAt: '2026-11-20T10:00:00.000Z',
              canManage: on.peer.flavor === 'openam' ? null : true,
            },
          ],
        },
        {
          devices: [
            {
              id: idOfDevice(alices, 'PUSH', deviceIds.alicePush),
              name: "Alice's push phone",
              platform: on.peer.flavor === 'openam' ? 'ANDROID' : null,
              issuer: on.peer.flavor === 'openam' ? 'ForgeRock' : null,
            },
          ],
        },
      ],
    });
  });

  test('users reset their own one-time passwords', async () => {
    const alice = await on.peer.signInByDevice('alice');
    const alices = on.peer.idOf('alice');

    expect(await resetOath(alice, { me: true })).toMatchObject({
      outcome: 'DONE',
      isVerified: true,
      removedDevices: [
        {
          deviceId: idOfDevice(alices, 'OATH', deviceIds.aliceOath),
          kind: 'OATH',
          name: "Alice's phone",
        },
      ],
      user: { id: idOfPerson(alices), oathSkip: 'NOT_SET' },
      devicesByKind: [{ kind: 'OATH', devices: [] }],
      errors: [],
    });
    expect(await on.peer.deviceIds('alice', 'OATH')).toEqual([]);
    expect(await on.peer.deviceIds('alice', 'PUSH')).toEqual([deviceIds.alicePush]);
  });

  test('force clears a registration that AM cannot list', async () => {
    await on.peer.plant('carol', { oathDeviceProfiles: ['not JSON'], oath2faEnabled: ['1'] });
    const carol = await on.peer.signInByDevice('carol');

    const plain = await resetOath(carol, { me: true });
    const forced = await resetOath(carol, { me: true }, { force: true });

    expect(plain).toMatchObject({
      outcome: 'NOTHING_TO_RESET',
      user: { oathSkip: 'SKIPPABLE' },
    });
    expect(forced).toMatchObject({ outcome: 'DONE', user: { oathSkip: 'NOT_SET' } });
  });

  test('the super user resets an inactive user', async () => {
    const amadmin = await on.peer.signIn('amadmin');
    const id = on.peer.idOf('dave');

    const seen = await on.gateway.send(PersonDevicesDocument, { id }, amadmin);
    const reset = await resetOath(amadmin, { user: { id } });

    expect(seen.data?.user).toMatchObject({
      id: idOfPerson(id),
      username: 'dave',
      realm: 'alpha',
      email: 'dave@example.com',
      status: 'INACTIVE',
      devicesByKind: [
        { devices: [{ id: idOfDevice(id, 'OATH', deviceIds.daveOath) }] },
        { devices: [] },
      ],
    });
    expect(reset).toMatchObject({ outcome: 'DONE', isVerified: true });
    expect(await on.peer.deviceIds('dave', 'OATH')).toEqual([]);
  });

  test.each<{
    by: string;
    target: () => DeviceChangeTarget;
    header: (own: SessionHeader) => Promise<SessionHeader>;
  }>([
    {
      by: 'himself, with an earlier session',
      target: () => ({ me: true }),
      header: async (own) => own,
    },
    {
      by: 'the super user',
      target: () => ({ user: { id: on.peer.idOf('peter') } }),
      header: () => on.peer.signIn('amadmin'),
    },
  ])('peter gets back in, reset by $by', async ({ target, header }) => {
    const { secret, token } = await registerDevice(on.peer.rest, peter);
    const own = { [on.peer.cookieName]: token };
    const before = await on.gateway.send(MyDevicesDocument, {}, own);
    expect(before.data?.me?.devicesByKind?.[0]?.devices).toHaveLength(1);
    expect(await signInWithCode(on.peer.rest, peter, hotpCode(secret, 1))).toMatchObject({
      kind: 'signed in',
    });
    expect(await signInWithCode(on.peer.rest, peter, hotpCode(secret, 500))).toMatchObject({
      kind: 'code asked',
    });

    expect(await resetOath(await header(own), target())).toMatchObject({
      outcome: 'DONE',
      isVerified: true,
      user: { oathSkip: 'NOT_SET' },
      removedDevices: [{ name: 'OATH Device' }],
    });
    expect(await beginTwoFactor(on.peer.rest, peter)).toMatchObject({
      kind: 'registration offered',
    });
    const again = await registerDevice(on.peer.rest, peter);
    expect(await signInWithCode(on.peer.rest, peter, hotpCode(again.secret, 1))).toMatchObject({
      kind: 'signed in',
    });
  });
});
