/** A lost device is found and reset, by its owner and by the super user; AM's own REST confirms it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import type { ChangeTarget } from '../../packages/client/operations.ts';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { hotpCode } from '../openam/hotp-code.ts';
import { beginTwoFactor, registerDevice, signInWithCode } from '../openam/hotp-sign-in.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import type { Peer, SessionHeader } from '../support/peer.ts';

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

  test('a person sees who they are', async () => {
    const alice = await peer.signIn('alice');

    const { data, errors } = await gateway.send(WhoAmIDocument, {}, alice);

    expect(errors).toEqual([]);
    expect(data?.caller).toMatchObject({ roles: ['SELF'], realm: 'alpha' });
    expect(Date.parse(data?.caller.expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  test('a person sees their own devices', async () => {
    const alice = await peer.signIn('alice');
    const alices = peer.idOf('alice');

    const { data, errors } = await gateway.send(MyDevicesDocument, {}, alice);

    expect(errors).toEqual([]);
    expect(data?.me).toMatchObject({
      id: idOfPerson(alices),
      displayName: 'Alice Example',
      oathSkip: 'REQUIRED',
      oathDevices: [
        {
          id: idOfDevice(alices, 'OATH', deviceIds.aliceOath),
          kind: 'OATH',
          name: "Alice's phone",
          registeredAt: peer.flavor === 'openam' ? null : '2026-01-05T08:00:00.000Z',
          lastUsedAt: '2026-11-20T10:00:00.000Z',
          canManage: peer.flavor === 'openam' ? null : true,
        },
      ],
      pushDevices: [
        {
          id: idOfDevice(alices, 'PUSH', deviceIds.alicePush),
          name: "Alice's push phone",
          platform: peer.flavor === 'openam' ? 'ANDROID' : null,
          issuer: peer.flavor === 'openam' ? 'ForgeRock' : null,
        },
      ],
    });
  });

  test('a person resets their own one-time passwords', async () => {
    const alice = await peer.signIn('alice');
    const alices = peer.idOf('alice');

    const { data, errors } = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true } } },
      alice,
    );

    expect(errors).toEqual([]);
    expect(data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      verified: true,
      oathSkip: 'NOT_SET',
      removedDevices: [
        {
          id: idOfDevice(alices, 'OATH', deviceIds.aliceOath),
          kind: 'OATH',
          name: "Alice's phone",
        },
      ],
      user: { id: idOfPerson(alices), oathDevices: [] },
      errors: [],
    });
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('alice', 'PUSH')).toEqual([deviceIds.alicePush]);
  });

  test('a second reset has nothing to do', async () => {
    const alice = await peer.signIn('alice');
    await gateway.send(ResetOathDevicesDocument, { input: { target: { self: true } } }, alice);

    const { data } = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true } } },
      alice,
    );

    expect(data?.resetOathDevices).toMatchObject({
      outcome: 'NOTHING_TO_RESET',
      verified: true,
      removedDevices: [],
      errors: [],
    });
  });

  test('a dry run changes nothing', async () => {
    const bob = await peer.signIn('bob');

    const { data } = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true }, dryRun: true } },
      bob,
    );

    expect(data?.resetOathDevices).toMatchObject({ outcome: 'WOULD_RESET', verified: false });
    const ids = [deviceIds.bobOath, deviceIds.bobOathSecond];
    expect(data?.resetOathDevices?.removedDevices.map(({ id }) => id).toSorted()).toEqual(
      ids.map((id) => idOfDevice(peer.idOf('bob'), 'OATH', id)).toSorted(),
    );
    expect((await peer.deviceIds('bob', 'OATH')).toSorted()).toEqual(ids);
  });

  test('force clears a registration that AM cannot list', async () => {
    await peer.plant('carol', { oathDeviceProfiles: ['not JSON'], oath2faEnabled: ['1'] });
    const carol = await peer.signIn('carol');

    const plain = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true } } },
      carol,
    );
    const forced = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true }, force: true } },
      carol,
    );

    expect(plain.data?.resetOathDevices).toMatchObject({
      outcome: 'NOTHING_TO_RESET',
      oathSkip: 'SKIPPABLE',
    });
    expect(forced.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', oathSkip: 'NOT_SET' });
  });

  test('a registration without an id goes with a reset', async () => {
    await peer.plant('carol', { oathDeviceProfiles: ['{"deviceName":"broken"}'] });
    const carol = await peer.signIn('carol');

    const before = await gateway.send(MyDevicesDocument, {}, carol);
    const reset = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { self: true } } },
      carol,
    );

    expect(before.data?.me?.oathDevices).toMatchObject([
      { id: idOfDevice(peer.idOf('carol'), 'OATH', 0), name: 'broken' },
    ]);
    expect(reset.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true });
  });

  test('the super user resets an inactive person', async () => {
    const amadmin = await peer.signIn('amadmin');
    const id = peer.idOf('dave');
    const input = { target: { user: { id } } };

    const seen = await gateway.send(PersonDevicesDocument, { id }, amadmin);
    const reset = await gateway.send(ResetOathDevicesDocument, { input }, amadmin);

    expect(seen.data?.user).toMatchObject({
      id: idOfPerson(id),
      username: 'dave',
      realm: 'alpha',
      email: 'dave@example.com',
      status: 'INACTIVE',
      oathDevices: [{ id: idOfDevice(id, 'OATH', deviceIds.daveOath) }],
      pushDevices: [],
    });
    expect(reset.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true });
    expect(await peer.deviceIds('dave', 'OATH')).toEqual([]);
  });

  test('the super user resets push devices', async () => {
    const amadmin = await peer.signIn('amadmin');

    const { data } = await gateway.send(
      ResetPushDevicesDocument,
      { input: { target: { user: { id: peer.idOf('bob'), realm: 'alpha' } } } },
      amadmin,
    );

    expect(data?.resetPushDevices).toMatchObject({
      outcome: 'DONE',
      verified: true,
      removedDevices: [
        { id: idOfDevice(peer.idOf('bob'), 'PUSH', deviceIds.bobPush), kind: 'PUSH' },
      ],
      user: { pushDevices: [] },
    });
    expect(await peer.deviceIds('bob', 'PUSH')).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('an unknown person is never an empty success', async () => {
    const amadmin = await peer.signIn('amadmin');
    const nobody = peer.flavor === 'aic' ? '00000000-0000-4000-8000-00000000ffff' : 'nobody';

    const seen = await gateway.send(PersonDevicesDocument, { id: nobody }, amadmin);
    const reset = await gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { user: { id: nobody } } } },
      amadmin,
    );

    expect(seen.data).toEqual({ user: null });
    expect(seen.errors).toEqual([]);
    expect(reset.data?.resetOathDevices).toEqual({
      __typename: 'ResetOathDevicesPayload',
      outcome: 'NOT_DONE',
      verified: false,
      removedDevices: [],
      oathSkip: null,
      change: null,
      replayed: false,
      sessionsEnding: 'NOT_ASKED',
      sessionsEnded: null,
      user: null,
      errors: [
        {
          __typename: 'UserNotFound',
          message: 'There is no such person.',
          path: ['input', 'target', 'user', 'id'],
        },
      ],
    });
  });

  test('two resets of one operation run in order', async () => {
    const bob = await peer.signIn('bob');

    const { data, errors } = await gateway.ask(
      `mutation {
        first: resetOathDevices(input: { target: { self: true } }) { outcome user { oathDevices { id: amId } pushDevices { id: amId } } }
        second: resetPushDevices(input: { target: { self: true } }) { outcome user { oathDevices { id: amId } pushDevices { id: amId } } }
      }`,
      bob,
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({
      first: {
        outcome: 'DONE',
        user: { oathDevices: [], pushDevices: [{ id: deviceIds.bobPush }] },
      },
      second: { outcome: 'DONE', user: { oathDevices: [], pushDevices: [] } },
    });
  });
});

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
    target: () => ChangeTarget;
    header: (own: SessionHeader) => Promise<SessionHeader>;
  }>([
    {
      by: 'himself, with a session he still has',
      target: () => ({ self: true }),
      header: async (own) => own,
    },
    {
      by: 'the super user',
      target: () => ({ user: { id: peer.idOf('peter') } }),
      header: () => peer.signIn('amadmin'),
    },
  ])('peter gets back in, reset by $by', async ({ target, header }) => {
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
      { input: { target: target() } },
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
