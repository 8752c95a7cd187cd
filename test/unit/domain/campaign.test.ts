import { expect, test } from '@jest/globals';
import type { CampaignActor } from '../../../src/domain/campaign/campaign.ts';
import { isAnotherPerson } from '../../../src/domain/campaign/campaign-people.ts';

const stated = (name: string, account: string | null): CampaignActor => ({
  name,
  realm: null,
  via: 'command line',
  account,
});
const confirmed = (name: string, entry?: string, realm = 'alpha'): CampaignActor => ({
  name,
  realm,
  via: 'graphql',
  account: null,
  ...(entry !== undefined && { entry }),
});

test.each([
  ['the same name', stated('ada', 'ada'), stated('ada', 'bea'), false],
  ['another spelling', stated('ada', 'root'), stated(' ADA', 'root'), false],
  ['two accounts', stated('ada', 'ada'), stated('bea', 'bea'), true],
  ['one account with another stated name', stated('ada', 'ada'), stated('bea', 'ada'), false],
  ['a shared account, where both state names', stated('ada', 'root'), stated('bea', 'root'), true],
  ['a shared account, where one does not', stated('ada', 'root'), stated('root', 'root'), false],
  ['accounts without a name', stated('ada', null), stated('bea', null), true],
  ['the same name by another way', stated('ada', 'root'), confirmed('Ada'), false],
  ['one entry in two realms', confirmed('ada', 'x'), confirmed('ada2', 'x'), false],
  ['two entries', confirmed('ada', 'x'), confirmed('bea', 'y'), true],
  ['one name in two realms', confirmed('ada', 'x'), confirmed('ada', 'y', 'beta'), true],
])('%s', (_label, one, other, expected) => {
  expect(isAnotherPerson(one, other)).toBe(expected);
  expect(isAnotherPerson(other, one)).toBe(expected);
});
