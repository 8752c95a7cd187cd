/** After which removals a new device needs a setup code, as the pages announce it. */
import { expect, test } from '@jest/globals';
import {
  enrolmentActors,
  heldByDefault,
  heldKinds,
  holdingKinds,
} from '../../../src/domain/enrolment/enrolment-rule.ts';
import type { EnrolmentRule } from '../../../src/domain/enrolment/enrolment-rule.ts';
import { deviceKinds } from '../../../src/domain/devices/device.ts';

const roles = {
  self: 'SELF',
  'help-desk': 'HELP_DESK',
  administrator: 'ADMINISTRATOR',
  campaign: 'CAMPAIGN',
} as const;

test.each<readonly [string, readonly EnrolmentRule[]]>([
  ['no rule', []],
  ['all changes', [{}]],
  ['campaigns of one realm', [{ realm: 'alpha', by: 'campaign' }]],
  ['one kind', [{ kind: 'OATH' }]],
  ['two rules', [{ kind: 'PUSH', by: 'help-desk' }, { realm: 'beta' }]],
])('with %s, a kind is announced where its removal opens a hold', (_name, rules) => {
  for (const realm of ['alpha', 'beta']) {
    const announced = holdingKinds(rules, realm);
    for (const by of enrolmentActors) {
      const holding = deviceKinds.filter((kind) => {
        const actor = { role: roles[by] };
        const change = { kinds: [kind], dryRun: false, actor, target: { realm } };
        return heldKinds(rules, { ...change, effect: 'reset' }).length > 0;
      });
      expect([realm, by, announced[by]]).toEqual([realm, by, holding]);
    }
  }
});

test('a rule about all changes holds each kind of second factor', () => {
  expect(holdingKinds([{}], 'alpha').campaign).toEqual(heldByDefault);
  expect(holdingKinds([{ by: 'campaign', realm: 'beta' }], 'alpha').campaign).toEqual([]);
});
