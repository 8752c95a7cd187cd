/** The limits of each role: of staff per actor and per person, of other people per actor. */
import { expect, test } from '@jest/globals';
import { limitRules } from '../../../src/domain/limit-rules.ts';

const limits = {
  staff: [{ most: 10, withinSeconds: 600 }],
  person: [{ most: 2, withinSeconds: 86_400 }],
  own: [{ most: 5, withinSeconds: 3_600 }],
  dryRuns: [{ most: 30, withinSeconds: 60 }],
  searches: [],
  reports: [],
};
const dryRuns = {
  name: 'dry runs: 30 in 60 s',
  per: 'dry runs of actor',
  most: 30,
  withinSeconds: 60,
};
const staff = [
  { name: 'staff: 10 in 600 s', per: 'actor', most: 10, withinSeconds: 600 },
  { name: 'person: 2 in 86400 s', per: 'person and kind', most: 2, withinSeconds: 86_400 },
];

test.each([
  {
    role: 'SELF',
    rules: [{ name: 'own: 5 in 3600 s', per: 'actor', most: 5, withinSeconds: 3_600 }],
  },
  { role: 'HELP_DESK', rules: staff },
  { role: 'ADMINISTRATOR', rules: staff },
  { role: 'SUPER_USER', rules: staff },
] as const)('$role', ({ role, rules }) => {
  expect(limitRules(role, limits)).toEqual([...rules, dryRuns]);
});
