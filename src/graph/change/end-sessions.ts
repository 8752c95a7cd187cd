import type { RecordedChange } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import { noSessionsEnded } from '../../domain/sessions-ended.ts';
import type { SessionsEnded } from '../../domain/sessions-ended.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

const notSupported: SessionsEnded = { sessionsEnding: 'NOT_SUPPORTED', sessionsEnded: null };

/** Whether a change ends the person's sessions: as the caller says, otherwise where staff made it. */
export function endsSessions(
  { role }: PersonGrant,
  input: { readonly endSessions?: boolean | null },
): boolean {
  return input.endSessions ?? role !== 'SELF';
}

/**
 * Ends the sessions of a person after a change, by the service credential, but never the session that asks. A person
 * who acts for themselves keeps all where theirs cannot be told from the others: with a token, and where AM tells no
 * handle. The change stands whatever comes of it.
 */
export async function endSessions(
  context: RequestContext,
  { role }: PersonGrant,
  person: PersonRef,
): Promise<SessionsEnded> {
  const { service } = context;
  const asking = await context.caller.sessionHandle();
  if (service === null || (role === 'SELF' && asking === null)) return notSupported;
  try {
    const sessionsEnded = await service.endSessions(person, role === 'SELF' ? asking : null);
    return { sessionsEnding: 'ENDED', sessionsEnded };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A proxy's 404 or 501 says nothing of what AM can do.
    if (error.code === 'NOT_SUPPORTED_UPSTREAM' && error.cause !== undefined) return notSupported;
    context.warn(
      `A change of ${context.correlationId} stands, but the person's sessions were not ended: ${error.code}.`,
    );
    return { sessionsEnding: 'FAILED', sessionsEnded: null };
  }
}

/** What became of the sessions in a change as it was recorded; after a crash nobody knows, so it counts as failed. */
export function endedBefore({ intent, outcome }: RecordedChange): SessionsEnded {
  const wasAsked = intent.options['endSessions'] === true && outcome?.outcome === 'CONFIRMED';
  const unknown: SessionsEnded = { sessionsEnding: 'FAILED', sessionsEnded: null };
  if (outcome?.sessionsEnding === undefined) return wasAsked ? unknown : noSessionsEnded;
  return { sessionsEnding: outcome.sessionsEnding, sessionsEnded: outcome.sessionsEnded };
}
