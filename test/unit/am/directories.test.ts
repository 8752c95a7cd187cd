/** Which realms may have groups that list an entry (security A24). */
import { expect, test } from '@jest/globals';
import { Directories } from '../../../src/am/people/directories.ts';

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
