import type { MaybePromise } from '../../domain/maybe-promise.ts';
import type { Deadline } from '../deadline.ts';
import type { SessionToken } from './session-token.ts';

/** What a call to AM is authorised with: a session, or an OAuth access token. Both print as `[token]`. */
export interface Credential {
  readonly kind: 'session' | 'bearer';
  readonly token: SessionToken;
  /** How the gateway's own pages came by this access token; absent for every other credential. */
  readonly pages?: PagesToken;
}

/** What the gateway knows itself of an access token of its pages. */
export interface PagesToken {
  /** The realm whose issuer gave it. */
  readonly realm: string;
  /** When its person signed in, as the ID token told; null where it did not. */
  readonly signedInAt: Date | null;
}

/** Where a credential comes from. */
export interface CredentialSource {
  /** @throws Failure while there is none */
  readonly get: (deadline: Deadline) => MaybePromise<Credential>;
  /** Replaces a credential that AM has refused with 401; absent for a caller's own. */
  readonly renew?: (refused: Credential, deadline: Deadline) => Promise<Credential>;
}

/** A caller's own session, forwarded as it is (design D1). */
export function ownSession(token: SessionToken): CredentialSource {
  const credential: Credential = { kind: 'session', token };
  return { get: () => credential };
}
