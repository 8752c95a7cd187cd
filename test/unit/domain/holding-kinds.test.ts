/** After which removals a new device needs a setup code, as the pages announce it. */
import { expect, test } from '@jest/globals';
import { Role } from '../../../src/domain/people/caller.ts';
import {
  heldByDefault,
  holdingKinds,
  type EnrolmentRule,
} from '../../../src/domain/enrolment/enrolment-rule.ts';

test.each<readonly [string, readonly EnrolmentRule[], (realm: string, role: Role) => unknown]>([
  ['no rule', [], () => []],
  ['all changes', [{}], () => heldByDefault],
  ['one kind', [{ kind: 'OATH' }], () => ['OATH']],
  [
    'campaigns of one realm',
    [{ realm: 'alpha', by: 'campaign' }],
    (realm, role) => (realm === 'alpha' && role === 'CAMPAIGN' ? heldByDefault : []),
  ],
  [
    'two rules',
    [{ kind: 'PUSH', by: 'help-desk' }, { realm: 'beta' }],
    (realm, role) => {
      if (realm === 'beta') return heldByDefault;
      return role === 'HELP_DESK' ? ['PUSH'] : [];
    },
  ],
  [
    'changes of administrators, and so of the super user',
    [{ by: 'administrator' }],
    (_realm, role) =>
      ['ADMINISTRATOR', 'SUPER_USER', 'AUDITOR'].includes(role) ? heldByDefault : [],
  ],
])('with %s', (_name, rules, expected) => {
  for (const realm of ['alpha', 'beta'])
    for (const role of Object.values(Role))
      expect([realm, role, holdingKinds(rules, realm, role)]).toEqual([
        realm,
        role,
        expected(realm, role),
      ]);
});
