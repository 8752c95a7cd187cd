/** The groups that count in a realm (contract §12.2). */
import { expect, test } from '@jest/globals';
import { groupsIn, privilegedGroupsIn } from '../../../src/domain/rules/access.ts';
import { alpha, beta, noSigns, settingsOf } from './access-settings.ts';

test('the privileged groups are the administrators’ and the listed ones, each once', () => {
  const administrators = { ...noSigns, groups: ['admins', 'owners'] };
  const settings = settingsOf({ administrators, privilegedGroups: ['executives', 'admins'] });

  expect(privilegedGroupsIn(alpha, settings)).toEqual(['admins', 'owners', 'executives']);
});

test('a group may be named with its realm', () => {
  const groups = ['helpdesk', 'alpha:second line', 'beta:second line', 'alpha:a:b'];

  expect(groupsIn(alpha, groups)).toEqual(['helpdesk', 'second line', 'a:b']);
  expect(groupsIn(beta, groups)).toEqual(['helpdesk', 'second line']);
  expect(groupsIn({ name: 'a', path: '/a' }, groups)).toEqual(['helpdesk']);
});
