import { deviceKinds } from '../devices/device-kinds.ts';
import type { DeviceKindName } from '../devices/device-kinds.ts';
import type { DirectorySeed } from './directory.ts';
import { entryDnOf } from './distinguished-names.ts';
import type { Person } from './person.ts';
import type { Personality } from '../personality.ts';
import { createDeviceSeeder } from '../devices/seed-devices.ts';

/** The password of everybody in the sandbox. */
export const sandboxPassword = 'sandbox-password';

/** Who is in the sandbox and what each is for; printed at start and by `GET /sandbox`. */
export const cast = [
  { name: 'alice', realm: '/alpha', about: 'one HOTP device out of step, one push device' },
  { name: 'bob', realm: '/alpha', about: 'every kind of device, two of them OATH' },
  { name: 'carol', realm: '/alpha', about: 'no device' },
  { name: 'dave', realm: '/alpha', about: 'inactive, one OATH device' },
  { name: 'helen', realm: '/alpha', about: 'help desk (group helpdesk)' },
  { name: 'oscar', realm: '/alpha', about: 'delegated administrator (group admins)' },
  { name: 'peter', realm: '/alpha', about: 'no device; registers one in the HOTP story' },
  { name: 'mallory', realm: '/beta', about: 'somebody of another realm' },
  { name: 'hugo', realm: '/alpha', about: 'help desk too (group helpdesk), one OATH device' },
  { name: 'ada', realm: '/alpha', about: 'administrator too (group admins), one OATH device' },
  { name: 'vera', realm: '/alpha', about: 'privileged (group executives), one OATH device' },
  { name: 'bella', realm: '/beta', about: 'somebody of another realm with one OATH device' },
  { name: 'hektor', realm: '/beta', about: 'help desk of another realm (group helpdesk there)' },
  { name: 'amadmin', realm: '/', about: 'the super user, at the root realm' },
] as const;

/** The UUIDs that are people's ids in AIC (contract §3.2). */
export const personUuids = {
  alice: 'a11ce000-0000-4000-8000-000000000001',
  bob: 'b0b00000-0000-4000-8000-000000000002',
  carol: 'ca401000-0000-4000-8000-000000000003',
  dave: 'dae00000-0000-4000-8000-000000000004',
  helen: '4e1e0000-0000-4000-8000-000000000005',
  oscar: '05ca0000-0000-4000-8000-000000000006',
  peter: '9e7e0000-0000-4000-8000-000000000007',
  mallory: '3a110000-0000-4000-8000-000000000008',
  hugo: '40600000-0000-4000-8000-000000000009',
  ada: 'ada00000-0000-4000-8000-000000000010',
  vera: '7e4a0000-0000-4000-8000-000000000011',
  bella: 'be11a000-0000-4000-8000-000000000012',
  hektor: '4e470000-0000-4000-8000-000000000013',
} as const;

/** The ids of the demo devices, so that tests can name them. */
export const deviceIds = {
  aliceOath: 'a11ce000-0a70-4000-8000-000000000001',
  alicePush: 'a11ce000-9054-4000-8000-000000000001',
  bobOath: 'b0b00000-0a70-4000-8000-000000000001',
  bobOathSecond: 'b0b00000-0a70-4000-8000-000000000002',
  bobPush: 'b0b00000-9054-4000-8000-000000000001',
  bobWebauthn: 'b0b00000-3eba-4000-8000-000000000001',
  bobBinding: 'b0b00000-b1d0-4000-8000-000000000001',
  bobProfile: 'b0b5f9c2e1d4-MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
  bobTrusted: 'b0b00000-7205-4000-8000-000000000001',
  daveOath: 'dae00000-0a70-4000-8000-000000000001',
  hugoOath: '40600000-0a70-4000-8000-000000000001',
  adaOath: 'ada00000-0a70-4000-8000-000000000001',
  veraOath: '7e4a0000-0a70-4000-8000-000000000001',
  bellaOath: 'be11a000-0a70-4000-8000-000000000001',
} as const;

/** The object classes an entry carries (recorded user reads). */
export const objectClasses: readonly string[] = [
  'iplanet-am-managed-person',
  'inetuser',
  'sunFederationManagerDataStore',
  'sunFMSAML2NameIdentifier',
  'devicePrintProfilesContainer',
  'inetorgperson',
  'sunIdentityServerLibertyPPService',
  'iPlanetPreferences',
  'pushDeviceProfilesContainer',
  'iplanet-am-user-service',
  'forgerock-am-dashboard-service',
  'organizationalperson',
  'top',
  'kbaInfoContainer',
  'sunAMAuthAccountLockout',
  'person',
  'oathDeviceProfilesContainer',
  'iplanet-am-auth-configuration-service',
];

type Devices = Partial<Readonly<Record<DeviceKindName, readonly string[]>>>;

/** Every group, its realm and who is in it; `admins` also holds the RealmAdmin privilege (contract §18 U31). */
export const groupMembers = [
  { name: 'helpdesk', realm: '/alpha', members: ['helen', 'hugo'] },
  { name: 'admins', realm: '/alpha', members: ['oscar', 'ada'] },
  { name: 'executives', realm: '/alpha', members: ['vera'] },
  { name: 'helpdesk', realm: '/beta', members: ['hektor'] },
] as const;

/** The people, groups and realms a sandbox starts with. */
export function seedDirectory(personality: Personality): DirectorySeed {
  const devices = seedDevices(personality);
  const people = Object.entries(personUuids).map(([name, uuid]) =>
    makePerson(personality, name, uuid, devices[name] ?? {}),
  );
  return {
    realms: ['/', '/alpha', '/beta'],
    people,
    superUser: makeSuperUser(),
    groups: groupMembers.map(({ name, realm, members }) => ({
      realm,
      group: {
        name,
        members: members.map((member) =>
          entryDnOf(personality, realm, personality.hasUuidIds ? personUuids[member] : member),
        ),
        known: new Map(),
      },
    })),
  };
}

function seedDevices(personality: Personality): Readonly<Record<string, Devices>> {
  const seeder = createDeviceSeeder(personality.isOpenSource);
  const alice = (uuid: string, name: string) => ({ uuid, name, owner: 'alice' });
  const bob = (uuid: string, name: string) => ({ uuid, name, owner: 'bob' });
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
      profile: [seeder.profile(deviceIds.bobProfile, "Bob's browser")],
      trusted: [seeder.trusted(deviceIds.bobTrusted, "Bob's laptop")],
    },
    dave: onePhone('dave', deviceIds.daveOath, 8),
    hugo: onePhone('hugo', deviceIds.hugoOath, 5),
    ada: onePhone('ada', deviceIds.adaOath, 13),
    vera: onePhone('vera', deviceIds.veraOath, 34),
    bella: onePhone('bella', deviceIds.bellaOath, 55),
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
    realm: cast.find((one) => one.name === name)?.realm ?? '/alpha',
    id: personality.hasUuidIds ? uuid : name,
    name,
    password: sandboxPassword,
    attributes,
    known: new Map(),
  };
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** As recorded for `users/amadmin` at the root. */
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
    attributes: new Map<string, readonly string[]>([
      ...empty.map((name): [string, readonly string[]] => [name, []]),
      ...named.map((name): [string, readonly string[]] => [name, ['amAdmin']]),
      ['inetUserStatus', ['Active']],
    ]),
    known: new Map(),
  };
}
