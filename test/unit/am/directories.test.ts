/**
 * In which served realms AM may reach a person, and which may have groups that list them (A24).
 */
import { expect, test } from '@jest/globals';
import { Directories } from '../../../src/am/calls/directories.ts';

const realmOf = (name: string) => ({ name, path: `/${name}` });
const [staff, deep, apart] = [realmOf('staff'), realmOf('deep'), realmOf('apart')];
const people: Readonly<Record<string, string>> = {
  staff: 'uid=bob,ou=staff,dc=x',
  deep: 'uid=eva,ou=berlin,ou=emea,ou=people,dc=x',
  apart: 'uid=zoe,ou=people,dc=y',
};

test.each([
  ['beside people who lie deeper', people['staff'], ['staff', 'deep']],
  ['deeper than other people', people['deep'], ['staff', 'deep']],
  ['in a directory of its own', people['apart'], ['apart']],
  ['that is malformed', 'bob', ['staff', 'deep', 'apart']],
])(
  'an entry %s may be in the groups of each realm of its directory',
  async (_label, entry, held) => {
    const directories = new Directories([staff, deep, apart], () => undefined);
    const sample = async ({ name }: { readonly name: string }) => [people[name] ?? null];

    const found = await directories.holding(entry ?? '', [staff, deep, apart], sample);

    expect(found.map(({ name }) => name)).toEqual(held);
  },
);

const alpha = { name: 'alpha', path: '/alpha' };
const other = { name: 'other', path: '/other' };
const bob = 'uid=bob,ou=people,dc=x';

/** What is known of the other realm: nothing, no entry, or the entries of some of its people. */
const unread = null;
const many = Array.from({ length: 100 }, (_, index) => `uid=a,dc=y${index}`);

test.each<readonly [string, string | null, readonly (string | null)[] | null, boolean]>([
  ['whose people were not read', bob, unread, true],
  ['with people of the same place', bob, ['uid=carol,ou=people,dc=x'], true],
  ['with people of the same place in another spelling', bob, ['UID=Carol, OU=People, DC=X'], true],
  ['with people of a place above', bob, ['uid=carol,dc=x'], true],
  ['with people of a place beside', bob, ['uid=carol,ou=a,ou=new,dc=x'], false],
  ['with people of another place', bob, ['uid=bob,ou=people,dc=y'], false],
  ['with people of two places', bob, ['uid=bob,dc=y', 'uid=carol,ou=people,dc=x'], true],
  ['with people of too many places', bob, many, true],
  ['with people of many places', bob, many.slice(1), false],
  ['whose people were not read, without an entry', null, unread, true],
  ['that shares the directory, without an entry', null, ['uid=carol,ou=people,dc=x'], true],
  ['that shares no directory, without an entry', null, ['uid=carol,ou=people,dc=y'], false],
])('a realm %s', (_label, entry, known, isHolding) => {
  const directories = new Directories([alpha, other], () => undefined);
  directories.note(alpha, ['uid=dan,ou=people,dc=x']);
  if (known !== null) directories.note(other, known);

  const expected = isHolding ? ['alpha', 'other'] : ['alpha'];
  expect(directories.realmsHolding({ entry, realm: alpha })).toEqual(expected);
});
