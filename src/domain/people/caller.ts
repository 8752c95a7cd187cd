import { noAssurance, type Assurance } from './assurance.ts';
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
  /** Whether the caller has an entry in the directory, by which they can be read. */
  readonly hasEntry: boolean;
  /** Whether the role holds in every realm, and not only in those of its staff. */
  readonly holdsEverywhere: boolean;
  /** Its name in descriptions and pages. */
  readonly name: string;
  /** The caller in the reason of a signed event. */
  readonly actor: string;
  /** The caller in mail to other people; names are not written there. */
  readonly inMail: 'by.themselves' | 'by.helpDesk' | 'by.administrator';
}

const ofOthers = {
  isSelf: false,
  overridesLimits: false,
  staff: null,
  isPerson: true,
  hasEntry: true,
  holdsEverywhere: false,
  inMail: 'by.administrator',
} as const;

export const roleTraits: Readonly<Record<Role, RoleTraits>> = {
  SELF: {
    ...ofOthers,
    isSelf: true,
    holdsEverywhere: true,
    name: 'self',
    actor: 'the user',
    inMail: 'by.themselves',
  },
  SUPER_USER: {
    ...ofOthers,
    overridesLimits: true,
    hasEntry: false,
    holdsEverywhere: true,
    name: 'super user',
    actor: 'a super user of AM',
  },
  ADMINISTRATOR: {
    ...ofOthers,
    overridesLimits: true,
    staff: 'administrator',
    name: 'administrator',
    actor: 'an administrator',
  },
  AUDITOR: { ...ofOthers, name: 'auditor', actor: 'an auditor' },
  HELP_DESK: {
    ...ofOthers,
    staff: 'help-desk',
    name: 'help desk',
    actor: 'the help desk',
    inMail: 'by.helpDesk',
  },
  CAMPAIGN: {
    ...ofOthers,
    isPerson: false,
    hasEntry: false,
    name: 'campaign',
    actor: 'a campaign of administrators',
  },
};

/** A role that a caller holds. */
export interface Standing {
  readonly role: Role;
  /** The area of the people for which it is held; null without such a limit. */
  readonly area: string | null;
}

/** The standing of every caller of a served realm over their own account. */
export const asSelf: Standing = { role: 'SELF', area: null };

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
  /** In the order in which the policy tries them; see `withStandings`. */
  readonly standings: readonly Standing[];
  /** A user name, in AIC a UUID; its spelling may differ from AM's own (U22). */
  readonly username: string;
  /** The caller's served realm; null for a super user outside the served realms. */
  readonly realm: Realm | null;
  /** The permissions on the caller's own account: both for a session, by scopes for a token. */
  readonly own: { readonly view: boolean; readonly change: boolean };
  /** Whether each change needs a second person: a token with a scope of `APPROVAL_REQUIRED`. */
  readonly isSupervised: boolean;
  /** The OAuth client of a token; null for a session, and if the token does not name it. */
  readonly clientId: string | null;
  /** When the caller last authenticated; null if the credential does not show it (U37). */
  readonly signedInAt: Date | null;
  /** What the session or token itself shows; `WhoCalls.signIn` asks AM for more. */
  readonly assurance: Assurance;
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

/** A caller who holds no role, and has no account here. */
export const withoutRole: SignedInCaller = {
  kind: 'signed in',
  method: 'SERVICE',
  standings: [],
  username: '',
  realm: null,
  own: { view: false, change: false },
  isSupervised: false,
  clientId: null,
  signedInAt: null,
  assurance: noAssurance,
  expiresAt: null,
  idleExpiresAt: null,
};

/** Whether a caller has authenticated by a session of AM. */
export function isSession(caller: Caller): boolean {
  return caller.kind === 'signed in' && caller.method === 'SESSION';
}

/** Whether each change of the caller needs a second person, as that of an agent does. */
export function isSupervised(caller: Caller): boolean {
  return caller.kind === 'signed in' && caller.isSupervised;
}

/** Whether the caller holds a role, for whichever people. */
export function holds({ standings }: SignedInCaller, role: Role): boolean {
  return standings.some((one) => one.role === role);
}

/** The roles of the caller, each once, in the order in which the policy tries them. */
export function rolesOf(caller: SignedInCaller): readonly Role[] {
  return roles.filter((role) => holds(caller, role));
}

/** The areas in which the caller holds a role. */
export function areasOf({ standings }: Pick<SignedInCaller, 'standings'>): readonly string[] {
  return [...new Set(standings.flatMap(({ area }) => area ?? []))];
}

/** The areas to which each standing over other people is limited; empty if one of them is not. */
export function limitingAreas(all: readonly Standing[]): readonly string[] {
  const standings = all.filter(({ role }) => !roleTraits[role].isSelf);
  return standings.some(({ area }) => area === null) ? [] : areasOf({ standings });
}

/** Whether the caller may change other people's devices in their realms. */
export function isStaff({ standings }: SignedInCaller): boolean {
  return standings.some(({ role }) => roleTraits[role].staff !== null);
}

/** Whether the caller may see any person: their own account, or others by a role. */
export function canSeePeople(caller: Caller): boolean {
  return caller.kind === 'signed in' && (caller.own.view || isStaff(caller));
}

/**
 * Returns the caller with further standings, each once: by role, and those that are held for
 * everyone before those of areas.
 */
export function withStandings(caller: SignedInCaller, more: readonly Standing[]): SignedInCaller {
  const added = more.filter(({ role, area }) =>
    caller.standings.every((one) => one.role !== role || one.area !== area),
  );
  const standings = [...caller.standings, ...added];
  return { ...caller, standings: standings.toSorted((one, other) => rank(one) - rank(other)) };
}

function rank({ role, area }: Standing): number {
  return 2 * roles.indexOf(role) + (area === null ? 0 : 1);
}
