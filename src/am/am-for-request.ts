import type { KindCapability } from '../domain/devices/device.ts';
import type { Flavor } from '../domain/people/flavor.ts';
import { Am } from './am.ts';
import type { Acting, AmParts } from './calls/am-calls.ts';
import type { RequestScope } from './http/call.ts';
import type { GroupDirectory } from './groups.ts';
import type { Journeys } from './proof/journeys.ts';
import type { VerifierOf } from './session/bearer-verifiers.ts';
import {
  type Credential,
  type CredentialSource,
  ownSession,
  type SessionToken,
} from './foundation/credential.ts';

/** What a request's views of AM are made from. */
export interface RequestSeed extends RequestScope {
  readonly credential: Credential | null;
  /** Cancelled when the client goes away before it has its answer. */
  readonly client: Acting['client'];
}

/** What one request uses of AM. */
export type AmForRequest = ReturnType<typeof amForRequest>;

interface SharedParts {
  readonly groups: GroupDirectory;
  readonly product: {
    readonly flavor: Flavor;
    readonly kinds: readonly KindCapability[];
    /** Whether AM reports to the service credential how a session signed in (contract §18.5). */
    readonly reportsSignIn: boolean;
  };
  readonly journeys: Journeys | null;
  readonly parts: AmParts;
  readonly service: CredentialSource | undefined;
  readonly verifierOf: VerifierOf;
  readonly elapsed: () => number;
}

/** The views of AM for one request. */
export function amForRequest(
  seed: RequestSeed,
  { parts, service, verifierOf, groups, product, journeys, elapsed }: SharedParts,
) {
  const { credential, correlationId, client, deadline, tally } = seed;
  // Each credential shares its own reads only: what the stronger one reads is not for the weaker
  // one.
  const caller = credential === null ? null : parts.verdicts.keyOf(credential.token);
  const amWith = (credentials: CredentialSource, view: string): Am => {
    const sharedBy = caller === null ? null : `${view} ${caller}`;
    return new Am(parts, { credentials, correlationId, client, deadline, sharedBy, tally });
  };
  const verify = verifierOf(credential);
  return {
    ...seed,
    /** AM with the caller's own session; null for access tokens and for anonymous callers. */
    own: credential?.kind === 'session' ? amWith(ownSession(credential.token), 'own') : null,
    /** AM with the gateway's service credential; null if none is configured. */
    service: service === undefined ? null : amWith(service, 'service'),
    /** The claims of an access token; null for one that is not accepted, see `VerifyBearer`. */
    verifyBearer:
      verify &&
      ((token: SessionToken, fresh: boolean) =>
        verify(token, { fresh, correlationId, deadline, tally })),
    groups,
    directories: parts.directories,
    /** When the request started, on the clock of the group lists. */
    startedAt: elapsed(),
    userIds: parts.userIds,
    /** The journeys by which people prove their identity; null if none is configured. */
    journeys,
    product,
  };
}
