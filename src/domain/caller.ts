import type { Realm } from './realm.ts';

/** What a caller may be. Several may hold at once; their rights add up. */
export const Role = {
  /** A person of a served realm, acting for themselves. */
  SELF: 'SELF',
  /** May find people and reset their devices. */
  HELP_DESK: 'HELP_DESK',
  /** May do what the help desk does, and more. */
  ADMINISTRATOR: 'ADMINISTRATOR',
  /** AM's super user (contract §12.2). */
  SUPER_USER: 'SUPER_USER',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Every role, in the order in which rights are looked for: the caller's own first. */
export const roles: readonly Role[] = ['SELF', 'SUPER_USER', 'ADMINISTRATOR', 'HELP_DESK'];

/** The method by which a caller has authenticated. */
export const AuthenticationMethod = { SESSION: 'SESSION', BEARER: 'BEARER' } as const;
export type AuthenticationMethod = (typeof AuthenticationMethod)[keyof typeof AuthenticationMethod];

/** Nobody, or somebody whose session or token is not accepted here. */
export interface AnonymousCaller {
  readonly kind: 'anonymous';
  readonly why: 'no session' | 'session not accepted' | 'realm not served';
}

/** Somebody whose session AM, or whose token its issuer, has confirmed. */
export interface SignedInCaller {
  readonly kind: 'signed in';
  readonly method: AuthenticationMethod;
  readonly roles: readonly Role[];
  /** The name for the person: a user name, in AIC a UUID; perhaps another spelling (U22). */
  readonly username: string;
  /** The served realm that the caller belongs to; null for the super user, who belongs to none. */
  readonly realm: Realm | null;
  /** What is granted over the caller's own person: all of it to a session, what its scopes say to a token. */
  readonly own: { readonly view: boolean; readonly change: boolean };
  /** When the caller last proved who they are; null where nobody tells, as for sessions (U37). */
  readonly signedInAt: Date | null;
  /** When the session or token ends at the latest, and when a session ends without use. */
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

export type Caller = AnonymousCaller | SignedInCaller;

/** Whether somebody acts for others by profession. */
export function isStaff({ roles: held }: SignedInCaller): boolean {
  return held.includes('HELP_DESK') || held.includes('ADMINISTRATOR');
}

/** The same caller with more roles. */
export function withRoles(caller: SignedInCaller, more: readonly Role[]): SignedInCaller {
  return { ...caller, roles: [...new Set([...caller.roles, ...more])] };
}
