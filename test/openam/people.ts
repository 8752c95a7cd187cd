/**
 * The users of the real OpenAM: those of the sandbox, with the same device ids, names and marked
 * secrets.
 */
import { createHash } from 'node:crypto';

import { deviceIds, groupMembers } from '../../src/sandbox/people/demo-people.ts';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import { PASSWORD, ROOT_SUFFIX } from './layout.ts';

const seeder = createDeviceSeeder(true);

/** A planted user: directory attributes by name. */
export interface SeedPerson {
  readonly name: string;
  readonly realm: 'alpha' | 'beta';
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** The groups and their members. alpha's `admins` also gets AM's RealmAdmin privilege. */
export const GROUPS = groupMembers.map(({ name, realm, members }) => ({
  name,
  realm: realm.slice(1),
  members: members.map((member) => personDn(realm, member)),
}));

/** All users, with the attributes that a reset restores. */
export const PEOPLE: readonly SeedPerson[] = [
  seedPerson('alice', {
    oath: [seeder.oath({ owner: 'alice', uuid: deviceIds.aliceOath, name: "Alice's phone" }, 3)],
    push: [seeder.push({ owner: 'alice', uuid: deviceIds.alicePush, name: "Alice's push phone" })],
  }),
  seedPerson('bob', {
    oath: [
      seeder.oath({ owner: 'bob', uuid: deviceIds.bobOath, name: "Bob's phone" }, 21),
      seeder.oath({ owner: 'bob', uuid: deviceIds.bobOathSecond, name: "Bob's old phone" }, 140),
    ],
    push: [seeder.push({ owner: 'bob', uuid: deviceIds.bobPush, name: "Bob's push phone" })],
    trusted: [seeder.trusted(deviceIds.bobTrusted, "Bob's laptop")],
  }),
  seedPerson('carol'),
  seedPerson('dave', {
    oath: [seeder.oath({ owner: 'dave', uuid: deviceIds.daveOath, name: "Dave's phone" }, 8)],
    status: 'Inactive',
  }),
  seedPerson('helen'),
  seedPerson('oscar'),
  seedPerson('peter'),
  seedPerson('mallory', { realm: 'beta' }),
  seedPerson('hugo', onePhone('hugo', deviceIds.hugoOath, 5)),
  seedPerson('ada', onePhone('ada', deviceIds.adaOath, 13)),
  seedPerson('vera', onePhone('vera', deviceIds.veraOath, 34)),
  seedPerson('rita'),
  seedPerson('bella', { realm: 'beta', ...onePhone('bella', deviceIds.bellaOath, 55) }),
  seedPerson('hektor', { realm: 'beta' }),
];

/** A digest of everything above. */
export const SEED_DIGEST = createHash('sha256')
  .update(JSON.stringify([GROUPS, PEOPLE]))
  .digest('hex');

/** Returns the body that creates a user. An update plants the devices afterwards. */
export function creationOf(person: SeedPerson): Record<string, unknown> {
  const { givenName, sn, cn, mail } = person.attributes;
  return { username: person.name, userpassword: PASSWORD, givenName, sn, cn, mail };
}

function seedPerson(
  name: string,
  own: {
    readonly oath?: readonly string[];
    readonly push?: readonly string[];
    readonly trusted?: readonly string[];
    readonly status?: 'Active' | 'Inactive';
    readonly realm?: 'alpha' | 'beta';
  } = {},
): SeedPerson {
  const title = titleOf(name);
  return {
    name,
    realm: own.realm ?? 'alpha',
    attributes: {
      givenName: [title],
      sn: ['Example'],
      cn: [`${title} Example`],
      mail: [`${name}@example.com`],
      inetUserStatus: [own.status ?? 'Active'],
      oathDeviceProfiles: own.oath ?? [],
      pushDeviceProfiles: own.push ?? [],
      devicePrintProfiles: own.trusted ?? [],
      oath2faEnabled: own.oath === undefined ? ['0'] : ['2'],
    },
  };
}

/** Realm beta has its own container. */
function personDn(realm: string, name: string): string {
  return `uid=${name},ou=people,${realm === '/beta' ? 'ou=beta,' : ''}${ROOT_SUFFIX}`;
}

function onePhone(
  owner: string,
  uuid: string,
  counter: number,
): { readonly oath: readonly string[] } {
  return { oath: [seeder.oath({ owner, uuid, name: `${titleOf(owner)}'s phone` }, counter)] };
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
