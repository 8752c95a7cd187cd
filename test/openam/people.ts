/** Who is on the real OpenAM: the people of the sandbox, with the same device ids, names and marked secrets. */
import { createHash } from 'node:crypto';

import { deviceIds, groupMembers } from '../../src/sandbox/people/demo-people.ts';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import { PASSWORD, ROOT_SUFFIX } from './layout.ts';

const seeder = createDeviceSeeder(true);

/** A person as planted: attributes of the directory by name. */
export interface SeedPerson {
  readonly name: string;
  readonly realm: 'alpha' | 'beta';
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** The groups and who is in them; alpha's `admins` also gets AM's RealmAdmin privilege. */
export const GROUPS = groupMembers.map(({ name, realm, members }) => ({
  name,
  realm: realm.slice(1),
  members: members.map((member) => personDn(realm, member)),
}));

/** Everybody, with the attributes that a reset of the seed restores. */
export const PEOPLE: readonly SeedPerson[] = [
  seedPerson('alice', {
    oath: [seeder.oath(owned('alice', deviceIds.aliceOath, "Alice's phone"), 3)],
    push: [seeder.push(owned('alice', deviceIds.alicePush, "Alice's push phone"))],
  }),
  seedPerson('bob', {
    oath: [
      seeder.oath(owned('bob', deviceIds.bobOath, "Bob's phone"), 21),
      seeder.oath(owned('bob', deviceIds.bobOathSecond, "Bob's old phone"), 140),
    ],
    push: [seeder.push(owned('bob', deviceIds.bobPush, "Bob's push phone"))],
    trusted: [seeder.trusted(deviceIds.bobTrusted, "Bob's laptop")],
  }),
  seedPerson('carol'),
  seedPerson('dave', {
    oath: [seeder.oath(owned('dave', deviceIds.daveOath, "Dave's phone"), 8)],
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

/** Changes when anything above does. */
export const SEED_DIGEST = createHash('sha256')
  .update(JSON.stringify([GROUPS, PEOPLE]))
  .digest('hex');

/** The body that creates a person; devices are planted by an update afterwards. */
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

/** Realm beta has a container of its own. */
function personDn(realm: string, name: string): string {
  return `uid=${name},ou=people,${realm === '/beta' ? 'ou=beta,' : ''}${ROOT_SUFFIX}`;
}

function onePhone(
  owner: string,
  uuid: string,
  counter: number,
): { readonly oath: readonly string[] } {
  return { oath: [seeder.oath(owned(owner, uuid, `${titleOf(owner)}'s phone`), counter)] };
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function owned(
  owner: string,
  uuid: string,
  name: string,
): { owner: string; uuid: string; name: string } {
  return { owner, uuid, name };
}
