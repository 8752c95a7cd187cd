import { isStaff, roles } from './caller.ts';
import type { Caller, Role, SignedInCaller } from './caller.ts';
import type { Realm } from './realm.ts';
import { isPerhapsSameSpelling, isSameSpelling } from './user-id.ts';

/** What a caller can do. One permission per effect, not per route (security A7). */
export const effects = [
  'search',
  'viewPerson',
  'viewDevices',
  'viewProfileData',
  'viewHistory',
  'reset',
  'remove',
  'rename',
] as const;
export type Effect = (typeof effects)[number];

/** The effects that change something. */
const changes: ReadonlySet<Effect> = new Set(['reset', 'remove', 'rename']);

/** The person that an effect is about, by the id that the caller or AM gave. */
export interface Target {
  readonly realm: Realm;
  /** Null for an effect on no single person, such as a search. */
  readonly id: string | null;
  /** Whether the caller named the person; false where the target defaults to the caller. */
  readonly named: boolean;
  /** Undefined until the groups have been read. */
  readonly privilege: Privilege | undefined;
  /** Whether AM's records of both say that the person is the caller; undefined until they have been read. */
  readonly own?: boolean;
}

/** Whether staff may act for a person; `unknown` where AM's groups do not say, which counts as privileged. */
export type Privilege = 'privileged' | 'none' | 'unknown';

/** Why an effect is denied. A caller without permissions on others gets FORBIDDEN for every other person. */
export const denials = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
] as const;
export type Denial = (typeof denials)[number];

/** Why an effect is unavailable, as `viewerCan` reports it: a denial, or a product without support. */
export const DenialReason = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  PRIVILEGE_UNKNOWN: 'PRIVILEGE_UNKNOWN',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
} as const satisfies Record<Denial, Denial> & { readonly NOT_SUPPORTED: 'NOT_SUPPORTED' };
export type DenialReason = (typeof DenialReason)[keyof typeof DenialReason];

/** What a page asks about a person beforehand. */
export const UserAction = {
  VIEW_DEVICES: 'VIEW_DEVICES',
  VIEW_PROFILE_DATA: 'VIEW_PROFILE_DATA',
  RESET: 'RESET',
  REMOVE: 'REMOVE',
  RENAME: 'RENAME',
} as const;
export type UserAction = (typeof UserAction)[keyof typeof UserAction];

/** Allowed by a role, or denied with the reason. */
export type Verdict =
  | { readonly allowed: true; readonly role: Role }
  | { readonly allowed: false; readonly reason: Denial };

/** Lets the staff of one realm act in another. */
export interface StaffRealm {
  readonly staffOf: string;
  readonly actIn: string;
}

/** The parts of the policy that a deployment configures. */
export interface PolicySettings {
  /** The realms, other than their own, in which help desk, administrators and auditors may act, by name. */
  readonly staffRealms: readonly StaffRealm[];
  /** Whether administrators may act for privileged people. */
  readonly administratorsOverPrivileged: boolean;
}

/**
 * The people that a role's permission covers: the caller; everybody; everybody who is not privileged;
 * everybody, including the privileged only where the deployment allows it.
 */
export type Reach = 'own' | 'everybody' | 'unprivileged' | 'privileged if allowed';

/** The whole policy. What is not listed is denied. `docs/access.md` is printed from it. */
export const policy: Readonly<Record<Effect, Readonly<Partial<Record<Role, Reach>>>>> = {
  search: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody', HELP_DESK: 'everybody' },
  viewPerson: {
    SELF: 'own',
    SUPER_USER: 'everybody',
    ADMINISTRATOR: 'everybody',
    HELP_DESK: 'everybody',
  },
  viewDevices: {
    SELF: 'own',
    SUPER_USER: 'everybody',
    ADMINISTRATOR: 'everybody',
    HELP_DESK: 'unprivileged',
  },
  viewProfileData: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  viewHistory: {
    SELF: 'own',
    SUPER_USER: 'everybody',
    ADMINISTRATOR: 'everybody',
    AUDITOR: 'everybody',
    HELP_DESK: 'unprivileged',
  },
  reset: {
    SELF: 'own',
    SUPER_USER: 'everybody',
    ADMINISTRATOR: 'privileged if allowed',
    HELP_DESK: 'unprivileged',
  },
  remove: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  rename: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
};

/** The names of roles in descriptions and pages. */
export const roleNames: Readonly<Record<Role, string>> = {
  SELF: 'self',
  HELP_DESK: 'help desk',
  ADMINISTRATOR: 'administrator',
  AUDITOR: 'auditor',
  SUPER_USER: 'super user',
};

/** The roles in the order in which descriptions and pages list them. */
export const rolesInPages: readonly Role[] = [
  'SELF',
  'HELP_DESK',
  'ADMINISTRATOR',
  'AUDITOR',
  'SUPER_USER',
];

/** Lists the roles that have an effect, for schema descriptions: `self, help desk or super user`. */
export function requirementOf(effect: Effect): string {
  const names = rolesInPages
    .filter((role) => policy[effect][role] !== undefined)
    .map((role) => roleNames[role]);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}

/** Whether a role sees everybody's history, and so what was refused and who is gone, too. */
export function seesAllHistory(role: Role): boolean {
  return policy.viewHistory[role] === 'everybody';
}

/** Whether an effect changes something. */
export function isChange(effect: Effect): boolean {
  return changes.has(effect);
}

/** Whether a role's permission depends on whether the person is privileged. */
export function dependsOnPrivilege(effect: Effect, role: Role): boolean {
  const reach = policy[effect][role];
  return reach === 'unprivileged' || reach === 'privileged if allowed';
}

/** Decides whether a caller may do something; no other code does. A pure function of its arguments. */
export function decide(
  caller: Caller,
  { effect, target }: { readonly effect: Effect; readonly target: Target },
  settings: PolicySettings,
): Verdict {
  if (caller.kind === 'anonymous') return { allowed: false, reason: 'UNAUTHENTICATED' };
  if (changes.has(effect) && target.named && isStaff(caller) && isOwn(caller, target)) {
    return { allowed: false, reason: 'OWN_ACCOUNT' };
  }
  const found: Denial[] = [];
  for (const role of roles) {
    if (!caller.roles.includes(role)) continue;
    const denial = denialOf(role, { caller, effect, target }, settings);
    if (denial === null) return { allowed: true, role };
    found.push(denial);
  }
  const telling = found.find((denial) => denial !== 'FORBIDDEN');
  return { allowed: false, reason: telling ?? 'FORBIDDEN' };
}

interface Question {
  readonly caller: SignedInCaller;
  readonly effect: Effect;
  readonly target: Target;
}

/** Returns why one role does not permit the effect, or null where it does. */
function denialOf(
  role: Role,
  { caller, effect, target }: Question,
  settings: PolicySettings,
): Denial | null {
  const reach = policy[effect][role];
  if (reach === undefined) return 'FORBIDDEN';
  if (reach === 'own') {
    // A record under a name that is no spelling of the caller's own may protect people, and gives no right.
    if (!isOwn(caller, target) || !isPerhapsSameSpelling(caller.username, target.id ?? ''))
      return 'FORBIDDEN';
    const granted = changes.has(effect) ? caller.own.change : caller.own.view;
    return granted ? null : 'INSUFFICIENT_SCOPE';
  }
  if (role === 'SUPER_USER') return null;
  // Only SELF changes the caller's own devices: a role over others needs neither their scope nor a fresh sign-in.
  if (changes.has(effect) && isOwn(caller, target)) return 'FORBIDDEN';
  if (!isStaffRealm(caller, target, settings)) return 'FORBIDDEN';
  const { privilege = 'none' } = target;
  if (privilege === 'none' || reach === 'everybody') return null;
  if (reach === 'privileged if allowed' && settings.administratorsOverPrivileged) return null;
  return privilege === 'unknown' ? 'PRIVILEGE_UNKNOWN' : 'TARGET_PRIVILEGED';
}

function isStaffRealm(caller: SignedInCaller, target: Target, settings: PolicySettings): boolean {
  const { name } = target.realm;
  if (caller.realm?.name === name) return true;
  return settings.staffRealms.some(
    ({ staffOf, actIn }) => staffOf === caller.realm?.name && actIn === name,
  );
}

/**
 * Whether the target is the caller: as AM's records say, and before they are read, where it is the same realm and a
 * spelling that AM takes for the caller's name.
 */
export function isOwn(caller: SignedInCaller, target: Target): boolean {
  if (target.id === null || caller.realm?.name !== target.realm.name) return false;
  return target.own ?? isSameSpelling(caller.username, target.id);
}
