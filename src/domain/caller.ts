import type { Realm } from './realm.ts';

/** What a caller may be. Several may hold at once; their rights add up. */
export const Role = {
  /** A person of a served realm, with a session of their own. */
  SELF: 'SELF',
  /** AM's super user (contract §12.2). */
  SUPER_USER: 'SUPER_USER',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Nobody, or somebody whose session AM does not accept here. */
export interface AnonymousCaller {
  readonly kind: 'anonymous';
  readonly why: 'no session' | 'session not accepted' | 'realm not served';
}

/** Somebody whose session AM has confirmed. */
export interface SignedInCaller {
  readonly kind: 'signed in';
  readonly roles: readonly Role[];
  /** The session's name for the person: a user name, in AIC a UUID; perhaps another spelling (U22). */
  readonly username: string;
  /** The served realm of the session; null for the super user, who belongs to none. */
  readonly realm: Realm | null;
  /** When the session ends at the latest, and when it ends without use. */
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

export type Caller = AnonymousCaller | SignedInCaller;
