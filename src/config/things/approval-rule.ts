import type { ApprovalRule } from '../../domain/change/approval.ts';
import { approvableEffects } from '../../domain/policy/effects.ts';
import { oneOf, scope, wholeNumber } from '../values/readers.ts';
import { group } from './realms.ts';
import { thing } from '../values/thing.ts';

/** When a change needs a second person: `{ effect: reset, of: privileged }`. */
export const approvalRule = thing(
  {
    choices: ['of', 'group', 'changedDays', 'byScope'],
    parts: {},
    optional: {
      effect: oneOf(approvableEffects),
      of: oneOf(['everyone', 'privileged', 'no-proof']),
      group,
      /** At most so many days after a change of devices. */
      changedDays: wholeNumber(1, 365),
      byScope: scope,
    },
    expected: 'one of of, group, changedDays and byScope, and an effect only without byScope',
  },
  ({ effect, of = 'everyone', group: members, changedDays, byScope }): ApprovalRule | undefined => {
    const effects = effect === undefined ? approvableEffects : [effect];
    if (members !== undefined) return { effects, when: { kind: 'group', group: members } };
    if (changedDays !== undefined) return { effects, when: { kind: 'changed', days: changedDays } };
    if (byScope === undefined)
      return { effects, when: { kind: of === 'no-proof' ? 'no proof' : of } };
    // It holds for every change: what such a caller cannot request is denied by the policy.
    return effect === undefined ? { effects, when: { kind: 'scope', scope: byScope } } : undefined;
  },
);
