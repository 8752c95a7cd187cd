import type { ConfirmedToken } from '../domain/access.ts';
import type { KindCapability } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';
import type { UserIdRule } from '../domain/user-id.ts';
import { Am } from './am.ts';
import type { Acting, AmParts } from './am-calls.ts';
import type { RequestScope } from './http/call.ts';
import type { Directories } from './people/directories.ts';
import type { GroupDirectory } from './people/groups.ts';
import type { Journeys } from './proof/journeys.ts';
import type { VerifierOf } from './session/bearer-verifiers.ts';
import { ownSession, type Credential, type CredentialSource } from './session/credential.ts';
import type { SessionToken } from './session/session-token.ts';

/** What a request's views of AM are made from. */
export interface RequestSeed extends RequestScope {
  readonly credential: Credential | null;
  /** Cancelled when the client goes away before it has its answer. */
  readonly client: Acting['client'];
}

/** What one request uses of AM. */
export interface AmForRequest extends RequestSeed {
  /** AM with the caller's own session; null for access tokens and for anonymous callers. */
  readonly own: Am | null;
  /** AM with the gateway's service credential; null if none is configured. */
  readonly service: Am | null;
  /** The claims of an access token; null for one that is not accepted, see `VerifyBearer`. */
  readonly verifyBearer:
    ((token: SessionToken, fresh: boolean) => Promise<ConfirmedToken | null>) | null;
  readonly groups: GroupDirectory;
  readonly directories: Directories;
  /** When the request started, on the clock of the group lists. */
  readonly startedAt: number;
  readonly userIds: UserIdRule;
  /** The journeys by which people prove their identity; null if none is configured. */
  readonly journeys: Journeys | null;
  readonly product: { readonly flavor: Flavor; readonly kinds: readonly KindCapability[] };
}

interface SharedParts extends Pick<AmForRequest, 'groups' | 'product' | 'journeys'> {
  readonly parts: AmParts;
  readonly service: CredentialSource | undefined;
  readonly verifierOf: VerifierOf;
  readonly elapsed: () => number;
}

/** The views of AM for one request. */
export function amForRequest(
  seed: RequestSeed,
  { parts, service, verifierOf, groups, product, journeys, elapsed }: SharedParts,
): AmForRequest {
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
    own: credential?.kind === 'session' ? amWith(ownSession(credential.token), 'own') : null,
    service: service === undefined ? null : amWith(service, 'service'),
    verifyBearer:
      verify && ((token, fresh) => verify(token, { fresh, correlationId, deadline, tally })),
    groups,
    directories: parts.directories,
    startedAt: elapsed(),
    userIds: parts.userIds,
    journeys,
    product,
  };
}
