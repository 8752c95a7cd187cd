import { deviceKinds } from '../devices/device-kinds.ts';
import type { DeviceKindName } from '../devices/device-kinds.ts';
import {
  castOf,
  demoGroupMembers,
  demoUuids,
  deviceIds,
  groupMembers,
  personUuids,
  sandboxPassword,
} from './demo-people.ts';
import type { DirectorySeed } from './directory.ts';
import { Attributes } from './attributes.ts';
import { entryDnOf } from './distinguished-names.ts';
import { objectClasses } from './object-classes.ts';
import type { Person } from './person.ts';
import type { Personality } from '../personality.ts';
import { createDeviceSeeder } from '../devices/seed-devices.ts';

type Devices = Partial<Readonly<Record<DeviceKindName, readonly string[]>>>;

const uuids = { ...personUuids, ...demoUuids };

/** Returns the initial users, groups and realms; with those of a demo if it is one. */
export function seedDirectory(personality: Personality, { isDemo = false } = {}): DirectorySeed {
  const devices = seedDevices(personality);
  const people = Object.entries(isDemo ? uuids : personUuids).map(([name, uuid]) =>
    makePerson(personality, name, uuid, devices[name] ?? {}),
  );
  return {
    realms: ['/', '/alpha', '/beta'],
    people,
    superUser: makeSuperUser(),
    groups: [...groupMembers, ...(isDemo ? demoGroupMembers : [])].map(
      ({ name, realm, members }) => ({
        realm,
        group: {
          name,
          members: members.map((member) =>
            entryDnOf(personality, realm, personality.hasUuidIds ? uuids[member] : member),
          ),
          known: new Map(),
        },
      }),
    ),
  };
}

function seedDevices(personality: Personality): Readonly<Record<string, Devices>> {
  const seeder = createDeviceSeeder(personality.isOpenSource);
  const alice = (uuid: string, name: string) => ({ uuid, name, owner: 'alice' });
  const bob = (uuid: string, name: string) => ({ uuid, name, owner: 'bob' });
  const tom = (uuid: string, name: string) => ({ uuid, name, owner: 'tom' });
  const onePhone = (owner: string, uuid: string, counter: number): Devices => ({
    oath: [seeder.oath({ uuid, name: `${titleOf(owner)}'s phone`, owner }, counter)],
  });
  return {
    alice: {
      oath: [seeder.oath(alice(deviceIds.aliceOath, "Alice's phone"), 3)],
      push: [seeder.push(alice(deviceIds.alicePush, "Alice's push phone"))],
    },
    bob: {
      oath: [
        seeder.oath(bob(deviceIds.bobOath, "Bob's phone"), 21),
        seeder.oath(bob(deviceIds.bobOathSecond, "Bob's old phone"), 140),
      ],
      push: [seeder.push(bob(deviceIds.bobPush, "Bob's push phone"))],
      webauthn: [seeder.webauthn(bob(deviceIds.bobWebauthn, "Bob's security key"))],
      binding: [seeder.binding(bob(deviceIds.bobBinding, "Bob's bound phone"))],
      recognize: [seeder.recognize(deviceIds.bobRecognize)],
      profile: [seeder.profile(deviceIds.bobProfile, "Bob's browser")],
      trusted: [seeder.trusted(deviceIds.bobTrusted, "Bob's laptop")],
    },
    dave: onePhone('dave', deviceIds.daveOath, 8),
    hugo: onePhone('hugo', deviceIds.hugoOath, 5),
    ada: onePhone('ada', deviceIds.adaOath, 13),
    vera: onePhone('vera', deviceIds.veraOath, 34),
    bella: onePhone('bella', deviceIds.bellaOath, 55),
    tom: {
      oath: [
        seeder.oath(tom(deviceIds.tomOath, "Tom's phone"), 2),
        seeder.oath(tom(deviceIds.tomOathOld, "Tom's old tablet"), 89),
      ],
    },
  };
}

function makePerson(
  personality: Personality,
  name: string,
  uuid: string,
  devices: Devices,
): Person {
  const title = titleOf(name);
  const served = new Set(Object.values(personality.deviceRoutes).map((route) => route.kind));
  const attributes = new Map<string, readonly string[]>([
    ['uid', [name]],
    ['givenName', [title]],
    ['sn', ['Example']],
    ['cn', [`${title} Example`]],
    ['mail', [`${name}@example.com`]],
    ['inetUserStatus', [name === 'dave' ? 'Inactive' : 'Active']],
    ...(name === 'bob' ? ([['manager', [managerOf(personality)]]] as const) : []),
    ['objectClass', objectClasses],
    ['createTimestamp', ['20260105080000Z']],
    ['modifyTimestamp', ['20261120100000Z']],
    ['oath2faEnabled', [devices.oath === undefined ? '0' : '2']],
  ]);
  for (const kind of Object.values(deviceKinds)) {
    const stored = devices[kind.name];
    if (stored !== undefined && served.has(kind.name)) {
      attributes.set(kind.attribute, stored);
    }
  }
  return {
    realm: castOf({ isDemo: true }).find((one) => one.name === name)?.realm ?? '/alpha',
    id: personality.hasUuidIds ? uuid : name,
    name,
    password: sandboxPassword,
    attributes: new Attributes(attributes),
    known: new Map(),
  };
}

/** The entry of oscar, who manages bob. */
function managerOf(personality: Personality): string {
  const id = personality.hasUuidIds ? personUuids.oscar : 'oscar';
  return entryDnOf(personality, '/alpha', id);
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Returns the super user, as recorded for `users/amadmin` in the root. */
function makeSuperUser(): Person {
  const empty = [
    'sunIdentityMSISDNNumber',
    'telephoneNumber',
    'mail',
    'iplanet-am-user-alias-list',
    'employeeNumber',
    'postalAddress',
    'iplanet-am-user-success-url',
    'iplanet-am-user-failure-url',
  ];
  const named = ['givenName', 'cn', 'sn'];
  return {
    realm: '/',
    id: 'amadmin',
    name: 'amadmin',
    password: sandboxPassword,
    attributes: new Attributes([
      ...empty.map((name): [string, readonly string[]] => [name, []]),
      ...named.map((name): [string, readonly string[]] => [name, ['amAdmin']]),
      ['inetUserStatus', ['Active']],
    ]),
    known: new Map(),
  };
}
