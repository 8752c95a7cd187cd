import { useViewer } from '../data/session.tsx';
import { staffRule, useThreat } from '../data/threat.ts';
import type { Threat } from '../data/threat.ts';
import type { CallRules } from './call.ts';
import type { Person } from './person.ts';

/** Returns what the threat level of a person's realm lets the agent do. */
export function useStaffRule(person: Pick<Person, 'realm' | 'reset'> | null): Threat['staff'] {
  const { caller } = useViewer();
  const threat = useThreat();
  // The page learns a new level of the agent's own realm while it is open.
  if (person === null || person.realm === caller.realm) return threat?.staff ?? 'ready';
  const { threatLevelRule } = person.reset;
  return threatLevelRule === null ? 'ready' : staffRule(threatLevelRule, caller);
}

/** Returns the rules for the fields of a call: a guarded realm requires a proof of identity. */
export function useCallRules(person: Person): CallRules {
  const { caller } = useViewer();
  const isGuarded = useStaffRule(person) === 'proof';
  return { ...caller, isProofRequired: caller.isProofRequired || isGuarded };
}
