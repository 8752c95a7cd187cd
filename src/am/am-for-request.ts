import type { KindCapability } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';
import type { Tally } from '../domain/tally.ts';
import type { UserIdRule } from '../domain/user-id.ts';
import { Am } from './am.ts';
import type { Acting, AmParts } from './am-parts.ts';
import type { Deadline } from './deadline.ts';
import type { GroupDirectory } from './people/groups.ts';
import type { BearerJudges } from './session/bearer-judges.ts';
import type { BearerFacts } from './json/bearer.ts';
import { ownSession } from './session/credential.ts';
import type { Credential, CredentialSource } from './session/credential.ts';
import type { SessionToken } from './session/session-token.ts';

/** What a request brings that its views of AM are made from. */
export interface RequestSeed {
  /** The credential that came with the request; null where none came. */
  readonly credential: Credential | null;
  readonly correlationId: string;
  /** Cancelled when the client goes away before it has its answer. */
  readonly client: Acting['client'];
  /** What the request waits for is counted here. */
  readonly tally?: Tally | undefined;
  /** By when the request ends. */
  readonly deadline: Deadline;
}

/** What one request uses of AM. */
export interface AmForRequest extends Pick<
  RequestSeed,
  'credential' | 'correlationId' | 'deadline'
> {
  /** AM with the caller's own session; null for bearers and for nobody. */
  readonly own: Am | null;
  /** AM with the gateway's service credential; null where none is configured. */
  readonly service: Am | null;
  /** The claims of an access token; null for one that is not accepted, see `BearerVerifier`. */
  readonly verifyBearer:
    ((token: SessionToken, fresh: boolean) => Promise<BearerFacts | null>) | null;
  readonly groups: GroupDirectory;
  /** When the request began, by the clock that the groups are remembered by. */
  readonly startedAt: number;
  readonly userIds: UserIdRule;
  readonly product: { readonly flavor: Flavor; readonly kinds: readonly KindCapability[] };
}

/** What the views of one request are made with. */
export interface ForEveryRequest extends Pick<AmForRequest, 'groups' | 'product'> {
  readonly parts: AmParts;
  readonly service: CredentialSource | null;
  readonly bearers: BearerJudges;
  readonly elapsed: () => number;
}

/** The views of AM for one request. */
export function amForRequest(
  { credential, correlationId, client, deadline, tally }: RequestSeed,
  { parts, service, bearers, groups, product, elapsed }: ForEveryRequest,
): AmForRequest {
  // Each credential has a key of its own: what the stronger one reads is not for the weaker one.
  const caller = credential === null ? null : parts.verdicts.keyOf(credential.token);
  const amWith = (credentials: CredentialSource, view: string): Am =>
    new Am(parts, {
      credentials,
      correlationId,
      client,
      deadline,
      sharedBy: caller === null ? null : `${view} ${caller}`,
      tally,
    });
  const judge = bearers.judging(credential);
  return {
    credential,
    correlationId,
    deadline,
    own: credential?.kind === 'session' ? amWith(ownSession(credential.token), 'own') : null,
    service: service === null ? null : amWith(service, 'service'),
    verifyBearer:
      judge && ((token, fresh) => judge(token, { fresh, correlationId, deadline, tally })),
    groups,
    startedAt: elapsed(),
    userIds: parts.userIds,
    product,
  };
}
