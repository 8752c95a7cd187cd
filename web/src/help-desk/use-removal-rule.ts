import type { Threat } from '../data/threat.ts';
import { useIsUsable } from '../proof/use-is-usable.ts';
import type { Draft } from './draft.ts';
import type { Person } from './person.ts';
import { useCallRules, useStaffRule } from './use-staff-rule.ts';

/**
 * Returns what the threat level and the rules for second persons ask of the removal of a draft,
 * before its first step. A rule that could not be read is met at the confirmation.
 */
export function useRemovalRule(person: Person, { selection, call }: Draft): Threat['staff'] {
  const level = useStaffRule(person);
  const { isProofRequired } = useCallRules(person);
  const isProven = useIsUsable(call.proof);
  const { secondPersonRule } = selection.what === 'device' ? person.remove : person.reset;
  if (level === 'refused' || level === 'secondPerson' || secondPersonRule === null) return level;
  switch (secondPersonRule) {
    case 'NOT_NEEDED':
      return level;
    case 'WITHOUT_PROOF':
      if (isProven) return level;
      return isProofRequired ? 'proof' : 'secondPerson';
    case 'NEEDED':
      return 'secondPerson';
    default:
      secondPersonRule satisfies never;
      return level;
  }
}
