import { useViewer } from '../data/session.tsx';
import { useThreat } from '../data/threat.ts';
import type { Threat } from '../data/threat-rules.ts';
import type { Caller } from '../data/viewer.ts';
import type { CallRules } from './call.ts';
import type { Person } from './person.ts';

type Needs = Person['reset']['needs'];
type Obstacle = NonNullable<Needs>[number];

/** Returns what the threat level of a person's realm lets the agent do. */
export function useStaffRule(person: Pick<Person, 'realm' | 'reset'> | null): Threat['staff'] {
  const { caller } = useViewer();
  const threat = useThreat();
  // The page learns a new level of the agent's own realm while it is open.
  if (person === null || person.realm === caller.realm) return threat?.staff ?? 'ready';
  return levelRule(obstacleOf(person.reset.needs, 'THREAT_LEVEL'), caller);
}

/** Returns the rules for the fields of a call: those of the gateway for this very person. */
export function useCallRules(person: Person): CallRules {
  const { caller } = useViewer();
  const isGuarded = useStaffRule(person) === 'proof';
  const { needs } = person.reset;
  if (needs === null) return { ...caller, isProofRequired: caller.isProofRequired || isGuarded };
  const verification = obstacleOf(needs, 'VERIFICATION');
  const isStated = verification?.remedies.includes('VERIFY_THE_PERSON') === true;
  return {
    ticketPattern: caller.ticketPattern,
    isReasonRequired: obstacleOf(needs, 'REASON') !== null,
    verificationMethods: isStated ? caller.verificationMethods : [],
    isProofRequired: isGuarded || (verification !== null && !isStated),
  };
}

/** Returns what a condition asks of the agent before a change; null for nothing. */
export function obstacleOf(needs: Needs, condition: Obstacle['condition']): Obstacle | null {
  return needs?.find((one) => one.condition === condition) ?? null;
}

/** A level that could not be read is met at the confirmation. */
function levelRule(
  obstacle: Obstacle | null,
  { proofMethods }: Pick<Caller, 'proofMethods'>,
): Threat['staff'] {
  if (obstacle === null || obstacle.code === 'AUDIT_UNAVAILABLE') return 'ready';
  const { remedies } = obstacle;
  if (remedies.includes('PROVE_THE_PERSON') && proofMethods.length > 0) return 'proof';
  return remedies.includes('ASK_A_SECOND_PERSON') ? 'secondPerson' : 'refused';
}
