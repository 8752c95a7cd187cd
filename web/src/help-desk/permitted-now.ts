import { withChangesBlocked, type Threat } from '../data/threat-rules.ts';
import type { Person } from './person.ts';

/** Agents cannot act on their own account here. The gateway would reject it. */
export function withOwnAccountBlocked(person: Person, agentId: string | null): Person {
  if (person.id !== agentId) return person;
  const blocked = { isAllowed: false, reason: 'OWN_ACCOUNT' } as const;
  const { reset, endSessions } = person;
  return {
    ...person,
    reset: { ...reset, ...blocked },
    endSessions: { ...endSessions, ...blocked },
  };
}

/** What the agent may change at the threat level of the person's realm. */
export function permittedNow(person: Person, rule: Threat['staff']): Person {
  if (rule === 'ready' || rule === 'proof') return person;
  const blocked = withChangesBlocked(person);
  if (rule === 'refused') return blocked;
  // A second person can approve a removal, but not a renaming.
  const { reset, remove, endSessions } = person;
  return { ...blocked, reset, remove, endSessions };
}
