import type { Threat } from '../data/threat-rules.ts';
import { useIsUsable } from '../proof/use-is-usable.ts';
import type { Draft } from './draft.ts';
import type { Person } from './person.ts';
import { obstacleOf, useCallRules, useStaffRule } from './use-staff-rule.ts';

/** Whether a removal needs a second person; null if it does not, or if that is not known. */
export function secondPersonFor(
  person: Pick<Person, 'reset' | 'remove'>,
  { selection }: Pick<Draft, 'selection'>,
): 'NEEDED' | 'WITHOUT_PROOF' | null {
  const { needs } = selection.what === 'device' ? person.remove : person.reset;
  const obstacle = obstacleOf(needs, 'SECOND_PERSON');
  if (obstacle?.code !== 'APPROVAL_REQUIRED') return null;
  return obstacle.remedies.includes('PROVE_THE_PERSON') ? 'WITHOUT_PROOF' : 'NEEDED';
}

/**
 * Returns what the threat level and the rules for second persons ask of the removal of a draft,
 * before its first step. A rule that could not be read is met at the confirmation.
 */
export function useRemovalRule(person: Person, draft: Draft): Threat['staff'] {
  const level = useStaffRule(person);
  const { isProofRequired } = useCallRules(person);
  const isProven = useIsUsable(draft.call.proof);
  const rule = secondPersonFor(person, draft);
  if (level === 'refused' || level === 'secondPerson' || rule === null) return level;
  if (rule === 'NEEDED') return 'secondPerson';
  if (isProven) return level;
  return isProofRequired ? 'proof' : 'secondPerson';
}
