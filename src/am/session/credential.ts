import type { MaybePromise } from '../../domain/maybe-promise.ts';
import type { Deadline } from '../foundation/deadline.ts';
import type { SessionToken } from './session-token.ts';

/** What authorises a call to AM: a session or an OAuth access token. Both print as `[token]`. */
export interface Credential {
  readonly kind: 'session' | 'bearer';
  readonly token: SessionToken;
  /** How the gateway's own pages got this access token; absent for every other credential. */
  readonly pages?: PagesToken;
}

/** What the gateway itself knows about an access token of its pages. */
export interface PagesToken {
  readonly realm: string;
  /** When its person signed in, by the ID token; null if that does not say. */
  readonly signedInAt: Date | null;
}

/** Where a credential comes from. */
export interface CredentialSource {
  /** @throws Failure if it cannot be issued */
  readonly get: (deadline: Deadline) => MaybePromise<Credential>;
  /** Replaces a credential that AM has refused with 401; absent for a caller's own. */
  readonly renew?: (refused: Credential, deadline: Deadline) => Promise<Credential>;
}

/** A caller's own session, forwarded as it is (design D1). */
export function ownSession(token: SessionToken): CredentialSource {
  const credential: Credential = { kind: 'session', token };
  return { get: () => credential };
}
