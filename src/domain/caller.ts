import type { Realm } from './realm.ts';

/** The roles of callers. A caller may have several; their permissions add up. */
export const Role = {
  /** A person of a served realm who acts for themselves. */
  SELF: 'SELF',
  /** May find people and reset their devices. */
  HELP_DESK: 'HELP_DESK',
  /** May do what the help desk does, and more. */
  ADMINISTRATOR: 'ADMINISTRATOR',
  /** May read what was changed in their realms, and nothing else of others. */
  AUDITOR: 'AUDITOR',
  /** AM's super user (contract §12.2). */
  SUPER_USER: 'SUPER_USER',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Every role, in the order in which the policy tries them: the caller's own first, then the one that reaches further. */
export const roles: readonly Role[] = [
  'SELF',
  'SUPER_USER',
  'ADMINISTRATOR',
  'AUDITOR',
  'HELP_DESK',
];

/** The method by which a caller has authenticated. */
export const AuthenticationMethod = { SESSION: 'SESSION', BEARER: 'BEARER' } as const;
export type AuthenticationMethod = (typeof AuthenticationMethod)[keyof typeof AuthenticationMethod];

/** A caller without a session or token, or whose session or token is not accepted. */
export interface AnonymousCaller {
  readonly kind: 'anonymous';
  readonly why: 'no session' | 'session not accepted' | 'realm not served';
}

/** A caller whose session AM has confirmed, or whose token is valid. */
export interface SignedInCaller {
  readonly kind: 'signed in';
  readonly method: AuthenticationMethod;
  readonly roles: readonly Role[];
  /** A user name, in AIC a UUID; its spelling may differ from AM's own (U22). */
  readonly username: string;
  /** The served realm that the caller belongs to; null for a super user outside the served realms. */
  readonly realm: Realm | null;
  /** The permissions on the caller's own person: a session has both, a token those of its scopes. */
  readonly own: { readonly view: boolean; readonly change: boolean };
  /** The OAuth client of a token; null for a session, and where the token does not say. */
  readonly clientId: string | null;
  /** When the caller last authenticated; null where it is unknown, as for sessions (U37). */
  readonly signedInAt: Date | null;
  /** When the session or token expires at the latest, and when an idle session expires. */
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

export type Caller = AnonymousCaller | SignedInCaller;

/** Whether the caller may change devices of others in their realms: help desk or an administrator. */
export function isStaff({ roles: held }: SignedInCaller): boolean {
  return held.includes('HELP_DESK') || held.includes('ADMINISTRATOR');
}

/** Whether the caller may see anybody at all: themselves, or others by a role. */
export function maySeeAnybody(caller: Caller): boolean {
  return caller.kind === 'signed in' && (caller.own.view || isStaff(caller));
}

/** Returns the caller with further roles. */
export function withRoles(caller: SignedInCaller, more: readonly Role[]): SignedInCaller {
  return { ...caller, roles: [...new Set([...caller.roles, ...more])] };
}
