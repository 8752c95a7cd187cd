/**
 * Help desk and administrators, who have no rights in AM (contract U31). The gateway decides, and
 * acts with its service credential. AM's own REST interface confirms what was changed.
 */
import { describe, expect, test } from '@jest/globals';
import {
  PersonDevicesDocument,
  RemoveDeviceDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { codesOf } from '../support/gateway.ts';
import { usePeer } from './peer-stage.ts';
import { peers } from '../support/peer.ts';

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, (peer) => ({ ...peer.staffEnv(), AM_REALMS: 'alpha,beta' }));

  test.each([
    ['helen', ['SELF', 'HELP_DESK'], true],
    ['oscar', ['SELF', 'ADMINISTRATOR'], true],
    ['alice', ['SELF'], false],
    ['amadmin', ['SUPER_USER'], true],
  ])('%s is identified by their groups', async (name, roles, canSearch) => {
    const { data } = await on.gateway.send(WhoAmIDocument, {}, await on.peer.signIn(name));

    expect(data?.gatewayCaller).toMatchObject({ roles, canSearch, canResetOthers: canSearch });
  });

  test('help desk resets a user that AM does not let them change', async () => {
    const helen = await on.peer.signIn('helen');
    const id = on.peer.idOf('bob');
    const input = { target: { user: { id } } };
    const byHerself = await on.peer.rest.call(
      `/json/realms/root/realms/alpha/users/${id}/devices/2fa/oath?_queryFilter=true`,
      { resource: '1.0', headers: helen },
    );

    const seen = await on.gateway.send(PersonDevicesDocument, { id }, helen);
    const reset = await on.gateway.send(ResetOathDevicesDocument, { input }, helen);

    expect(byHerself.status).toBe(403);
    expect(seen.errors).toEqual([]);
    expect(seen.data?.user).toMatchObject({ id: idOfPerson(id), email: 'bob@example.com' });
    expect(seen.data?.user?.devicesByKind?.[0]?.devices).toHaveLength(2);
    const done = { outcome: 'DONE', isVerified: true, errors: [] };
    expect(reset.data?.resetOathDevices).toMatchObject(done);
    expect(await on.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test.each([
    ['another administrator', 'ada', 'alpha', 'TARGET_PRIVILEGED'],
    ['an executive', 'vera', 'alpha', 'TARGET_PRIVILEGED'],
  ])('help desk is refused %s', async (...[, name, realm, code]) => {
    const helen = await on.peer.signIn('helen');
    const before = await on.peer.deviceIds(name, 'OATH');

    const input = { target: { user: { id: on.peer.idOf(name), realm } } };
    const answer = await on.gateway.send(ResetOathDevicesDocument, { input }, helen);

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual([code]);
    expect(await on.peer.deviceIds(name, 'OATH')).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test.each([
    ['helen', null, ['FORBIDDEN']],
    ['oscar', { outcome: 'DONE', removedDevice: { name: "Bob's phone" }, errors: [] }, []],
  ])('a single device of bob is removed by %s: %j', async (name, payload, codes) => {
    const input = {
      target: { user: { id: on.peer.idOf('bob') } },
      kind: 'OATH' as const,
      deviceId: deviceIds.bobOath,
    };

    const as = await on.peer.signIn(name);
    const answer = await on.gateway.send(RemoveDeviceDocument, { input }, as);

    expect(codesOf(answer)).toEqual(codes);
    expect(answer.data).toMatchObject({ removeDevice: payload });
    const left = await on.peer.deviceIds('bob', 'OATH');
    expect(left.includes(deviceIds.bobOath)).toBe(payload === null);
    expect(left).toContain(deviceIds.bobOathSecond);
  });

  test('help desk finds people by the beginning of a name', async () => {
    const helen = await on.peer.signIn('helen');

    const { data, errors } = await on.gateway.send(SearchPeopleDocument, { search: 'ali' }, helen);

    expect(errors).toEqual([]);
    expect(data?.users?.edges.map(({ node }) => node)).toEqual([
      {
        __typename: 'User',
        id: idOfPerson(on.peer.idOf('alice')),
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
