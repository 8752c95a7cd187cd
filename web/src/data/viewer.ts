import { PageStartDocument } from '@identity-gateway/client';
import type { PageStartQuery } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { readFailureOf } from './failure.ts';
import type { ReadFailure } from './failure.ts';

/** Why the page asks for a sign-in; `changeRefused` if a change found the session ended. */
export type SignInReason = 'start' | 'ended' | 'changeRefused' | 'signedOut' | 'failed';

/** Who calls. Null only while AM does not answer. */
export type Caller = NonNullable<PageStartQuery['gatewayCaller']>;

/** The user of the page. */
export type Viewer =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: ReadFailure }
  | { readonly status: 'anonymous'; readonly reason: SignInReason }
  | {
      readonly status: 'signedIn';
      readonly caller: Caller;
      readonly capabilities: PageStartQuery['gatewayCapabilities'];
      /** Null for a super user, who belongs to no served realm. */
      readonly me: PageStartQuery['me'];
      /** Null if the ledger does not say it soon. */
      readonly threatLevel: PageStartQuery['realmThreatLevel'];
    };

/** Requests the user of the page. Never rejects. */
export async function fetchViewer(): Promise<Viewer> {
  try {
    const { data, errors } = await gateway.request(PageStartDocument);
    if (data === null) {
      const failure = readFailureOf(errors[0]);
      if (failure.code === 'UNAUTHENTICATED') return { status: 'anonymous', reason: 'start' };
      return { status: 'failed', failure };
    }
    const { gatewayCaller: caller, gatewayCapabilities: capabilities } = data;
    if (caller === null) return { status: 'failed', failure: readFailureOf(errors[0]) };
    if (caller.roles.length === 0) return { status: 'anonymous', reason: 'start' };
    const { me, realmThreatLevel: threatLevel } = data;
    return { status: 'signedIn', caller, capabilities, me, threatLevel };
  } catch (error: unknown) {
    return { status: 'failed', failure: readFailureOf(error) };
  }
}

/** Returns a signed-in viewer without the session, which has ended. */
export function withoutSession(now: Viewer): Viewer {
  return now.status === 'signedIn' ? { status: 'anonymous', reason: 'ended' } : now;
}

/**
 * Returns a viewer with the threat level of a later answer. An answer without a level, or about
 * another user, who has signed in in another tab, changes nothing.
 */
export function withLevelOf(now: Viewer, later: Viewer): Viewer {
  if (later.status === 'anonymous') return withoutSession(now);
  if (now.status !== 'signedIn' || later.status !== 'signedIn') return now;
  const { caller, threatLevel, me } = later;
  if (threatLevel === null || me?.id !== now.me?.id) return now;
  return { ...now, caller, threatLevel };
}
