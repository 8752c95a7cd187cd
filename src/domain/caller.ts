import type { Realm } from './realm.ts';

/** The roles of callers. A caller may have several; their permissions add up. */
export const Role = {
  /** A person of a served realm, on their own account. */
  SELF: 'SELF',
  /** May find people and reset their devices. */
  HELP_DESK: 'HELP_DESK',
  /** May do what the help desk does, and more. */
  ADMINISTRATOR: 'ADMINISTRATOR',
  /** May read the history of their realms, but no other data about other people. */
  AUDITOR: 'AUDITOR',
  /** AM's super user (contract §12.2). */
  SUPER_USER: 'SUPER_USER',
  /** A campaign, which resets many people. No caller has this role. */
  CAMPAIGN: 'CAMPAIGN',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Every role, in the order in which the policy tries them. */
const { SELF, SUPER_USER, ADMINISTRATOR, AUDITOR, HELP_DESK, CAMPAIGN } = Role;
export const roles: readonly Role[] = [
  SELF,
  SUPER_USER,
  ADMINISTRATOR,
  AUDITOR,
  HELP_DESK,
  CAMPAIGN,
];

/** What a role implies, besides its permissions in the policy. */
interface RoleTraits {
  /** Whether the caller acts on their own account. */
  readonly isSelf: boolean;
  /** Whether the role may override limits per person, with a reason. */
  readonly overridesLimits: boolean;
  /** The group of staff that options such as `REQUIRE_REASON` name; null for other callers. */
  readonly staff: 'help-desk' | 'administrator' | null;
  /** Whether a person acts: limits and patterns of misuse are about people. */
  readonly isPerson: boolean;
}

export const roleTraits: Readonly<Record<Role, RoleTraits>> = {
  SELF: { isSelf: true, overridesLimits: false, staff: null, isPerson: true },
  SUPER_USER: { isSelf: false, overridesLimits: true, staff: null, isPerson: true },
  ADMINISTRATOR: { isSelf: false, overridesLimits: true, staff: 'administrator', isPerson: true },
  AUDITOR: { isSelf: false, overridesLimits: false, staff: null, isPerson: true },
  HELP_DESK: { isSelf: false, overridesLimits: false, staff: 'help-desk', isPerson: true },
  CAMPAIGN: { isSelf: false, overridesLimits: false, staff: null, isPerson: false },
};

/** The method by which a caller authenticated; `SERVICE` for campaigns, which have no caller. */
export const AuthenticationMethod = {
  SESSION: 'SESSION',
  BEARER: 'BEARER',
  SERVICE: 'SERVICE',
} as const;
export type AuthenticationMethod = (typeof AuthenticationMethod)[keyof typeof AuthenticationMethod];

/** A caller whose session AM has confirmed, or whose token is valid. */
export interface SignedInCaller {
  readonly kind: 'signed in';
  readonly method: AuthenticationMethod;
  readonly roles: readonly Role[];
  /** A user name, in AIC a UUID; its spelling may differ from AM's own (U22). */
  readonly username: string;
  /** The caller's served realm; null for a super user outside the served realms. */
  readonly realm: Realm | null;
  /** The permissions on the caller's own account: both for a session, by scopes for a token. */
  readonly own: { readonly view: boolean; readonly change: boolean };
  /** The OAuth client of a token; null for a session, and if the token does not name it. */
  readonly clientId: string | null;
  /** When the caller last authenticated; null if unknown, as for sessions (U37). */
  readonly signedInAt: Date | null;
  /** Whether the session or token shows a sign-in with a second factor. */
  readonly hasSecondFactor: boolean;
  /** When the session or token expires at the latest, and when an idle session expires. */
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

/** A signed-in caller, or one without a session or token that the gateway accepts. */
export type Caller =
  | {
      readonly kind: 'anonymous';
      readonly why: 'no session' | 'session not accepted' | 'realm not served';
    }
  | SignedInCaller;

/** Whether the caller may change other people's devices in their realms. */
export function isStaff({ roles: held }: SignedInCaller): boolean {
  return held.includes('HELP_DESK') || held.includes('ADMINISTRATOR');
}

/** Whether the caller may see any person: their own account, or others by a role. */
export function canSeePeople(caller: Caller): boolean {
  return caller.kind === 'signed in' && (caller.own.view || isStaff(caller));
}

/** Returns the caller with further roles. */
export function withRoles(caller: SignedInCaller, more: readonly Role[]): SignedInCaller {
  return { ...caller, roles: [...new Set([...caller.roles, ...more])] };
}
