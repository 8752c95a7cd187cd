/**
 * The users of the real OpenAM: those of the sandbox, with the same device ids, names and marked
 * secrets.
 */
import { createHash } from 'node:crypto';

import { groupMembers } from '../../src/sandbox/people/demo-people.ts';
import { seedDirectory } from '../../src/sandbox/people/seed-directory.ts';
import { personalities } from '../../src/sandbox/personality.ts';
import { PASSWORD, ROOT_SUFFIX } from './layout.ts';

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

/** The attributes that a reset restores. */
const restored = [
  'givenName',
  'sn',
  'cn',
  'mail',
  'inetUserStatus',
  'oathDeviceProfiles',
  'pushDeviceProfiles',
  'devicePrintProfiles',
  'oath2faEnabled',
];

/** All users, with the attributes that a reset restores. */
export const PEOPLE: readonly SeedPerson[] = seedDirectory(personalities.openam).people.map(
  ({ name, realm, attributes }) => ({
    name,
    realm: realm === '/beta' ? 'beta' : 'alpha',
    attributes: Object.fromEntries(
      restored.map((attribute) => [attribute, attributes.get(attribute) ?? []]),
    ),
  }),
);

/** A digest of everything above. */
export const SEED_DIGEST = createHash('sha256')
  .update(JSON.stringify([GROUPS, PEOPLE]))
  .digest('hex');

/** Returns the body that creates a user. An update plants the devices afterwards. */
export function creationOf(person: SeedPerson): Record<string, unknown> {
  const { givenName, sn, cn, mail } = person.attributes;
  return { username: person.name, userpassword: PASSWORD, givenName, sn, cn, mail };
}

/** Realm beta has its own container. */
function personDn(realm: string, name: string): string {
  return `uid=${name},ou=people,${realm === '/beta' ? 'ou=beta,' : ''}${ROOT_SUFFIX}`;
}
