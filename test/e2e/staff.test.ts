/**
 * Help desk and administrators, who have no rights in AM (contract U31). The gateway decides, and
 * acts with its service credential. AM's own REST interface confirms what was changed.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  PersonDevicesDocument,
  RemoveDeviceDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Peer, peers } from '../support/peer.ts';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    gateway = await startTestGateway(peer, {
      env: { ...peer.staffEnv(), AM_REALMS: 'alpha,beta' },
    });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  test.each([
    ['helen', ['SELF', 'HELP_DESK'], true],
    ['oscar', ['SELF', 'ADMINISTRATOR'], true],
    ['alice', ['SELF'], false],
    ['amadmin', ['SUPER_USER'], true],
  ])('%s is identified by their groups', async (name, roles, canSearch) => {
    const { data } = await gateway.send(WhoAmIDocument, {}, await peer.signIn(name));

    expect(data?.caller).toMatchObject({ roles, canSearch, canResetOthers: canSearch });
  });

  test('help desk resets a user that AM does not let them change', async () => {
    const helen = await peer.signIn('helen');
    const id = peer.idOf('bob');
    const input = { target: { user: { id } } };
    const byHerself = await peer.rest.call(
      `/json/realms/root/realms/alpha/users/${id}/devices/2fa/oath?_queryFilter=true`,
      { resource: '1.0', headers: helen },
    );

    const seen = await gateway.send(PersonDevicesDocument, { id }, helen);
    const reset = await gateway.send(ResetOathDevicesDocument, { input }, helen);

    expect(byHerself.status).toBe(403);
    expect(seen.errors).toEqual([]);
    expect(seen.data?.user).toMatchObject({ id: idOfPerson(id), email: 'bob@example.com' });
    expect(seen.data?.user?.devicesByKind?.[0]?.devices).toHaveLength(2);
    const done = { outcome: 'DONE', isVerified: true, errors: [] };
    expect(reset.data?.resetOathDevices).toMatchObject(done);
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test.each([
    ['themselves by name', 'helen', 'alpha', 'OWN_ACCOUNT'],
    ['an administrator', 'oscar', 'alpha', 'TARGET_PRIVILEGED'],
    ['another administrator', 'ada', 'alpha', 'TARGET_PRIVILEGED'],
    ['an executive', 'vera', 'alpha', 'TARGET_PRIVILEGED'],
    ['another realm', 'bella', 'beta', 'FORBIDDEN'],
  ])('help desk is refused %s', async (...[, name, realm, code]) => {
    const helen = await peer.signIn('helen');
    const before = await peer.deviceIds(name, 'OATH');

    const input = { target: { user: { id: peer.idOf(name), realm } } };
    const answer = await gateway.send(ResetOathDevicesDocument, { input }, helen);

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual([code]);
    expect(await peer.deviceIds(name, 'OATH')).toEqual(before);
    expect(before).toHaveLength(['ada', 'vera', 'bella'].includes(name) ? 1 : 0);
  });

  test('help desk is refused the super user', async () => {
    const helen = await peer.signIn('helen');

    const wide = await startTestGateway(peer, {
      env: { ...peer.staffEnv(), AM_REALMS: 'alpha,root' },
    });
    const id = peer.flavor === 'aic' ? peer.idOf('bella') : 'amadmin';
    const answer = await wide.ask(
      'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }',
      helen,
      { input: { target: { user: { id, realm: 'root' } } } },
    );
    await wide.stop();

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['helen', null, ['FORBIDDEN']],
    ['oscar', { outcome: 'DONE', removedDevice: { name: "Bob's phone" }, errors: [] }, []],
  ])('a single device of bob is removed by %s: %j', async (name, payload, codes) => {
    const input = {
      target: { user: { id: peer.idOf('bob') } },
      kind: 'OATH' as const,
      deviceId: deviceIds.bobOath,
    };

    const as = await peer.signIn(name);
    const answer = await gateway.send(RemoveDeviceDocument, { input }, as);

    expect(codesOf(answer)).toEqual(codes);
    expect(answer.data).toMatchObject({ removeDevice: payload });
    const left = await peer.deviceIds('bob', 'OATH');
    expect(left.includes(deviceIds.bobOath)).toBe(payload === null);
    expect(left).toContain(deviceIds.bobOathSecond);
  });

  test('help desk finds people by the beginning of a name', async () => {
    const helen = await peer.signIn('helen');

    const { data, errors } = await gateway.send(SearchPeopleDocument, { search: 'ali' }, helen);

    expect(errors).toEqual([]);
    expect(data?.users?.edges.map(({ node }) => node)).toEqual([
      {
        __typename: 'User',
        id: idOfPerson(peer.idOf('alice')),
        realm: 'alpha',
        username: 'alice',
        displayName: 'Alice Example',
        email: 'alice@example.com',
        status: 'ACTIVE',
      },
    ]);
    expect(data?.users?.pageInfo.hasNextPage).toBe(false);
  });
});
