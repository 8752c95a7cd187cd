import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { levelInForce, threatRules, type ThreatState } from '../../domain/threat/threat-level.ts';
import type { Acting } from './acting.ts';

/** How long a page waits for the level at most: it is shown beside what needs no ledger (R25). */
const patienceMs = 1_000;

/**
 * Returns the level in force for a person, or for anyone of a realm (no entry); null if it is
 * normal.
 * @throws Failure AUDIT_UNAVAILABLE if the ledger does not answer soon
 */
export async function levelSoon(
  asking: Pick<Acting, 'ledger' | 'realmsHolding' | 'now'>,
  who: Pick<Person, 'entry' | 'realm'>,
): Promise<ThreatState | null> {
  const states = await levelsSoon(asking);
  return levelInForce(states, { realms: asking.realmsHolding(who), now: asking.now() });
}

/**
 * Whether the level in force asks people for a second factor before they change their own devices.
 * Without an answer of the ledger it does not: the change itself fails or succeeds by the ledger.
 */
export async function needsSecondFactor(
  asking: Pick<Acting, 'ledger' | 'realmsHolding' | 'now'>,
  who: Pick<Person, 'entry' | 'realm'>,
): Promise<boolean> {
  try {
    const state = await levelSoon(asking, who);
    return state !== null && threatRules[state.level].own === 'SECOND_FACTOR';
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

async function levelsSoon({
  ledger: { threats },
}: Pick<Acting, 'ledger'>): Promise<readonly ThreatState[]> {
  const end = new AbortController();
  const late = sleep(patienceMs, null, { signal: end.signal, ref: false }).catch(() => null);
  try {
    const states = await Promise.race([threats.current(), late]);
    if (states !== null) return states;
  } finally {
    end.abort();
  }
  throw new Failure('AUDIT_UNAVAILABLE', 'The threat level cannot be read now. Try again.');
}
