import { AnsweredByAm, notSupported, NotSent, type Am } from '../am/index.ts';
import { roleTraits } from '../domain/people/caller.ts';
import type { RecordedChange } from '../domain/change/change-record.ts';
import { Failure } from '../domain/values/failure.ts';
import { effectTraits } from '../domain/policy/effects.ts';
import { mayHaveChangedIn } from '../domain/change/recorded-effect.ts';
import { noSessionsEnded, type SessionsEnded } from '../domain/change/sessions-ended.ts';
import type { ChangeOrder } from './request/change-order.ts';
import type { ChangeTools } from './request/change-request.ts';
import { attempt, isCertainlyNotDone } from './lists/write-problem.ts';
import { personKey, unreadPerson, type Person } from '../domain/people/person.ts';

/** What became of a person's sessions, and why they may continue; null if all have ended. */
export interface Ending {
  readonly sessions: SessionsEnded;
  readonly problem: Failure | null;
}

/**
 * Ends a person's sessions: those at AM, with the service credential, then those of the pages. It
 * never ends the caller's own session: a caller who acts on their own account keeps all sessions
 * if AM reports no handle to spare their own, as with a token.
 *
 * A change of devices stands in any case, and the sessions of the pages end even if AM's do not. A
 * change of nothing but sessions ends none of the pages if AM certainly ended none.
 */
export async function endSessions(
  tools: ChangeTools,
  { person, ownSession: spared, intent: { actor, effect } }: ChangeOrder,
): Promise<Ending> {
  const { service } = tools;
  const ownSession = spared ?? null;
  const { isSelf } = roleTraits[actor.role];
  if (isSelf && ownSession === null) return endingOf(unknownOwnSession());
  const ofAm = await attempt(async () => {
    if (service === null) throw noCredential();
    const { sessions } = service;
    return sessions.end(person, isSelf || sessions.canSpareOne ? ownSession : null);
  });
  const { isOfSessions } = effectTraits[effect];
  if (isOfSessions && ofAm instanceof Failure && isCertainlyNotDone(ofAm)) return endingOf(ofAm);
  const ofPages = await attempt(() => endPageSessions(tools, person));
  if (ofPages instanceof Failure) {
    // AM's sessions have ended by now, so a token that was not even sent is no proof of nothing.
    const { code, message, detail } = ofPages;
    const about = detail === undefined ? {} : { detail };
    return endingOf(ofAm instanceof Failure ? ofAm : new Failure(code, message, about));
  }
  if (ofAm instanceof Failure) return endingOf(ofAm);
  const ended = (ofAm ?? 0) + ofPages;
  const sessionsEnded = ofAm === null && ended === 0 ? null : ended;
  return { sessions: { sessionsEnding: 'ENDED', sessionsEnded }, problem: null };
}

/** Why sessions cannot be ended, as far as that is known without a call; null if they can be. */
export function endingProblem(
  service: Am | null,
  { isSelf, ownSession }: { readonly isSelf: boolean; readonly ownSession: string | null },
): Failure | null {
  if (service === null) return noCredential();
  if (!isSelf) return null;
  if (ownSession === null) return unknownOwnSession();
  return service.sessions.canSpareOne ? null : notSupported('AM cannot spare one session');
}

function noCredential(): Failure {
  return notSupported('no service credential is configured, which could end sessions');
}

function unknownOwnSession(): Failure {
  return notSupported("AM does not report which session is the caller's own");
}

function endingOf(problem: Failure): Ending {
  const sessionsEnding = isUnsupported(problem) ? 'NOT_SUPPORTED' : 'FAILED';
  return { sessions: { sessionsEnding, sessionsEnded: null }, problem };
}

/** Whether sessions cannot be ended here. A proxy's 404 or 501 does not show what AM supports. */
export function isUnsupported({ code, cause }: Failure): boolean {
  const isKnown =
    cause instanceof AnsweredByAm || (cause instanceof NotSent && cause.cause === undefined);
  return code === 'NOT_SUPPORTED_UPSTREAM' && isKnown;
}

/** What a recorded change did to sessions. After a crash that is unknown, and counts as failed. */
export function sessionsEndedBy(change: RecordedChange): SessionsEnded {
  const { intent, outcome } = change;
  const isPerhapsDone = outcome !== null && mayHaveChangedIn(change);
  const wasRequested = intent.options['endSessions'] === true && isPerhapsDone;
  const unknown: SessionsEnded = { sessionsEnding: 'FAILED', sessionsEnded: null };
  if (outcome?.sessionsEnding === undefined) return wasRequested ? unknown : noSessionsEnded;
  return { sessionsEnding: outcome.sessionsEnding, sessionsEnded: outcome.sessionsEnded };
}

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
async function endPageSessions(tools: EndingTools, person: Person): Promise<number> {
  const { ledger, revokePageTokens, deadline } = tools;
  const { pageSessions } = ledger;
  // A session that began without a service credential is of a person that was not read.
  const keys = new Set([personKey(person), personKey(unreadPerson(person))]);
  const takes = [...keys].map((key) => pageSessions.take({ person: key, issuerSession: null }));
  const taken = await deadline.wait(Promise.all(takes), 'the sessions of the pages');
  const removed = taken.flat();
  await revokePageTokens?.(removed, tools);
  return removed.length;
}
