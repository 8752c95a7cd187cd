/**
 * Five portals in the names of products of their field: which of their names the gateway has, too.
 * `portals.test.ts` composes portals. The folder `other-portals` has only the names, and says where
 * each list is from.
 *
 * Left out of a portal is only what docs/portal.md leaves to the gateway: the type `User`, which
 * the portal extends by its key, and the fields `me`, `user` and `users` of `Query`. `PageInfo`,
 * the interface `Node` and the scalar `DateTime` are shared in the form of that page. A portal
 * that has one of these names for something else must rename it, and is an exception below.
 */
import { expect, test } from '@jest/globals';
import { ownSubgraph } from '../federation/composed.ts';
import { leftToGateway, otherPortals, sharedNames } from './other-portal.ts';

/** The portals that must rename something, with all their names that are the gateway's. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // A part of an organisation.
  authing: ['Node'],
  // Its devices are computers and phones, and its changes have the verbs of the gateway.
  'device-inventory': [
    'DeviceAction',
    'Mutation.removeDevice',
    'Mutation.renameDevice',
    'RegisteredDevice',
    'RemoveDeviceInput',
    'RemoveDevicePayload',
    'RemovedDevice',
    'RenameDeviceInput',
    'RenameDevicePayload',
    'TrustedDevice',
  ],
  // An object with the parts of a time.
  plain: ['DateTime'],
};

/** How many portals have a name that is left to the gateway, or shared with it. */
const portalsWith = {
  User: 5,
  Node: 2,
  PageInfo: 2,
  DateTime: 2,
  'Query.me': 2,
  'Query.user': 3,
  'Query.users': 4,
};

test('the exceptions are the portals with a name of the gateway', async () => {
  const own = await ownSubgraph();
  const shared = otherPortals.map(([portal, names]) => [portal, sharedNames(names, own)] as const);

  const colliding = shared.filter(([, names]) => names.length > 0);
  expect(Object.fromEntries(colliding)).toEqual(exceptions);
});

test('counts what the portals leave to the gateway, or share with it', () => {
  const all = otherPortals.flatMap(([, names]) => leftToGateway(names));
  const counts = new Map<string, number>();
  for (const name of all) counts.set(name, (counts.get(name) ?? 0) + 1);

  expect(Object.fromEntries(counts)).toEqual(portalsWith);
});
