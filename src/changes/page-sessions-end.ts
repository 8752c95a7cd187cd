import { personKey, unreadPerson, type Person } from '../domain/person.ts';
import type { ChangeTools } from './change-request.ts';

type EndingTools = Pick<
  ChangeTools,
  'ledger' | 'revokePageTokens' | 'deadline' | 'correlationId' | 'tally'
>;

/**
 * Ends a person's sessions of the pages of every gateway on the ledger, whatever this gateway
 * serves (security A26). Returns how many there were. The tokens of a session are sealed in its
 * row, so they are lost with it; a gateway that can open them also revokes them.
 * @throws Failure if a token was not revoked
 */
export async function endPageSessions(tools: EndingTools, person: Person): Promise<number> {
  const { ledger, revokePageTokens, deadline } = tools;
  const { pageSessions } = ledger;
  if (pageSessions === null) return 0;
  // A session that began without a service credential is of a person that was not read.
  const keys = new Set([personKey(person), personKey(unreadPerson(person))]);
  const takes = [...keys].map((key) => pageSessions.take({ person: key, issuerSession: null }));
  const taken = await deadline.wait(Promise.all(takes), 'the sessions of the pages');
  const removed = taken.flat();
  await revokePageTokens?.(removed, tools);
  return removed.length;
}
