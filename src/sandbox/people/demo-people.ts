/** The password of every user in the sandbox. */
export const sandboxPassword = 'sandbox-password';

/** The sandbox's users and their purpose. Printed at the start and by `GET /sandbox`. */
export const cast = [
  { name: 'alice', realm: '/alpha', about: 'one HOTP device out of step, one push device' },
  { name: 'bob', realm: '/alpha', about: 'every kind of device, two of them OATH' },
  { name: 'carol', realm: '/alpha', about: 'no device' },
  { name: 'dave', realm: '/alpha', about: 'inactive, one OATH device' },
  { name: 'helen', realm: '/alpha', about: 'help desk (group helpdesk)' },
  { name: 'oscar', realm: '/alpha', about: 'delegated administrator (group admins)' },
  { name: 'peter', realm: '/alpha', about: 'no device; registers one at the first sign-in' },
  { name: 'mallory', realm: '/beta', about: 'no device' },
  { name: 'hugo', realm: '/alpha', about: 'help desk too (group helpdesk), one OATH device' },
  { name: 'ada', realm: '/alpha', about: 'administrator too (group admins), one OATH device' },
  { name: 'vera', realm: '/alpha', about: 'privileged (group executives), one OATH device' },
  { name: 'rita', realm: '/alpha', about: 'auditor (group auditors), no device' },
  { name: 'bella', realm: '/beta', about: 'one OATH device' },
  { name: 'hektor', realm: '/beta', about: 'help desk (group helpdesk)' },
  { name: 'amadmin', realm: '/', about: 'the super user, at the root realm' },
] as const;

/** Who else is in a demo (`sandbox --demo`). */
const demoCast = [
  { name: 'nora', realm: '/alpha', about: 'help desk of the north (group north-desk)' },
  {
    name: 'tom',
    realm: '/alpha',
    about:
      'two OATH devices; when the old one is removed, AM’s answer is lost, and AM cannot list them for 15 seconds',
  },
] as const;

/** A user of the sandbox, before anything was changed. */
export type CastMember = (typeof cast | typeof demoCast)[number];

/** Returns the users of a sandbox. */
export function castOf({ isDemo }: { readonly isDemo: boolean }): readonly CastMember[] {
  return isDemo ? [...cast, ...demoCast] : cast;
}

export type CastName = CastMember['name'];

/** The UUIDs that are the users' ids in AIC (contract §3.2). */
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
  rita: '417a0000-0000-4000-8000-000000000014',
} as const;

/** The UUIDs of the users who are in a demo only. */
export const demoUuids = {
  nora: '404a0000-0000-4000-8000-000000000015',
  tom: '70300000-0000-4000-8000-000000000016',
} as const;

/** The ids of the demo devices, for tests. */
export const deviceIds = {
  aliceOath: 'a11ce000-0a70-4000-8000-000000000001',
  alicePush: 'a11ce000-9054-4000-8000-000000000001',
  bobOath: 'b0b00000-0a70-4000-8000-000000000001',
  bobOathSecond: 'b0b00000-0a70-4000-8000-000000000002',
  bobPush: 'b0b00000-9054-4000-8000-000000000001',
  bobWebauthn: 'b0b00000-3eba-4000-8000-000000000001',
  bobBinding: 'b0b00000-b1d0-4000-8000-000000000001',
  bobProfile: 'b0b5f9c2e1d4-MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
  bobRecognize: 'recognize-device-of-bob',
  bobTrusted: 'b0b00000-7205-4000-8000-000000000001',
  daveOath: 'dae00000-0a70-4000-8000-000000000001',
  hugoOath: '40600000-0a70-4000-8000-000000000001',
  adaOath: 'ada00000-0a70-4000-8000-000000000001',
  veraOath: '7e4a0000-0a70-4000-8000-000000000001',
  bellaOath: 'be11a000-0a70-4000-8000-000000000001',
  tomOath: '70300000-0a70-4000-8000-000000000001',
  tomOathOld: '70300000-0a70-4000-8000-000000000002',
} as const;

/**
 * Every group with its realm and members. `admins` also has the RealmAdmin privilege (contract §18
 * U31).
 */
export const groupMembers = [
  { name: 'helpdesk', realm: '/alpha', members: ['helen', 'hugo'] },
  { name: 'admins', realm: '/alpha', members: ['oscar', 'ada'] },
  { name: 'executives', realm: '/alpha', members: ['vera'] },
  { name: 'auditors', realm: '/alpha', members: ['rita'] },
  { name: 'helpdesk', realm: '/beta', members: ['hektor'] },
  { name: 'admins', realm: '/beta', members: [] },
  { name: 'executives', realm: '/beta', members: [] },
  { name: 'auditors', realm: '/beta', members: [] },
] as const;

/** The groups of a demo: the desk of the north, and the people that it is for. */
export const demoGroupMembers = [
  { name: 'north-desk', realm: '/alpha', members: ['nora'] },
  { name: 'north-people', realm: '/alpha', members: ['bob', 'carol'] },
] as const;
