import { isStaff, roles } from './caller.ts';
import type { Caller, Role, SignedInCaller } from './caller.ts';
import type { Realm } from './realm.ts';
import { isSameSpelling } from './user-id.ts';

/** What can be done to people. One permission per effect, not per route (security A7). */
export const effects = [
  'search',
  'viewPerson',
  'viewDevices',
  'viewProfileData',
  'reset',
  'remove',
  'rename',
] as const;
export type Effect = (typeof effects)[number];

/** The effects that change something. */
const changes: ReadonlySet<Effect> = new Set(['reset', 'remove', 'rename']);

/** The person that an effect is about, as named by the caller or by AM. */
export interface Target {
  readonly realm: Realm;
  /** Null for an effect on nobody in particular, such as a search. */
  readonly id: string | null;
  /** Whether the caller named the person; false where it is understood to be the caller. */
  readonly named: boolean;
  /** Whether the person is privileged; undefined while that is not known yet. */
  readonly privileged: boolean | undefined;
}

/** Why something is denied. To a caller without any right over others it is always FORBIDDEN. */
export const denials = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
] as const;
export type Denial = (typeof denials)[number];

/** The reasons that a client is told beforehand: a denial, or a product that does not have it. */
export const DenialReason = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
} as const satisfies Record<Denial, Denial> & { readonly NOT_SUPPORTED: 'NOT_SUPPORTED' };
export type DenialReason = (typeof DenialReason)[keyof typeof DenialReason];

/** Allowed by a role, or denied with the reason. */
export type Verdict =
  | { readonly allowed: true; readonly role: Role }
  | { readonly allowed: false; readonly reason: Denial };

/** What a deployment decides about the policy. */
export interface PolicySettings {
  /** Realms in which help desk and administrators act beside their own, by name. */
  readonly staffRealms: readonly string[];
  /** Whether administrators may act for privileged people. */
  readonly administratorsOverPrivileged: boolean;
}

/**
 * How far a role reaches: its own person; everybody; everybody but the privileged; everybody, of the
 * privileged only where the deployment says so.
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
  reset: {
    SELF: 'own',
    SUPER_USER: 'everybody',
    ADMINISTRATOR: 'privileged if allowed',
    HELP_DESK: 'unprivileged',
  },
  remove: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  rename: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
};

/** The words for a role in descriptions and messages. */
export const roleNames: Readonly<Record<Role, string>> = {
  SELF: 'self',
  HELP_DESK: 'help desk',
  ADMINISTRATOR: 'administrator',
  SUPER_USER: 'super user',
};

/** The roles that an effect needs, as words for the schema: `self, help desk or super user`. */
export function requirementOf(effect: Effect): string {
  const names = (['SELF', 'HELP_DESK', 'ADMINISTRATOR', 'SUPER_USER'] as const)
    .filter((role) => policy[effect][role] !== undefined)
    .map((role) => roleNames[role]);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}

/** Whether an effect changes something. */
export function isChange(effect: Effect): boolean {
  return changes.has(effect);
}

/** Whether it matters to a role's permission that the person is privileged. */
export function dependsOnPrivilege(effect: Effect, role: Role): boolean {
  const reach = policy[effect][role];
  return reach === 'unprivileged' || reach === 'privileged if allowed';
}

/** The one place that decides. Pure: what is passed in is all that counts. */
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

/** Why one role does not allow it, or null where it does. */
function denialOf(
  role: Role,
  { caller, effect, target }: Question,
  settings: PolicySettings,
): Denial | null {
  const reach = policy[effect][role];
  if (reach === undefined) return 'FORBIDDEN';
  if (reach === 'own') {
    if (!isOwn(caller, target)) return 'FORBIDDEN';
    const granted = changes.has(effect) ? caller.own.change : caller.own.view;
    return granted ? null : 'INSUFFICIENT_SCOPE';
  }
  if (role === 'SUPER_USER') return null;
  if (!isStaffRealm(caller, target, settings)) return 'FORBIDDEN';
  if (target.privileged !== true || reach === 'everybody') return null;
  const allowed = reach === 'privileged if allowed' && settings.administratorsOverPrivileged;
  return allowed ? null : 'TARGET_PRIVILEGED';
}

function isStaffRealm(caller: SignedInCaller, target: Target, settings: PolicySettings): boolean {
  return (
    caller.realm?.name === target.realm.name || settings.staffRealms.includes(target.realm.name)
  );
}

/** Whether the target is the caller's own person: same realm, and a name that AM reads as theirs. */
export function isOwn(caller: SignedInCaller, target: Target): boolean {
  if (target.id === null || caller.realm?.name !== target.realm.name) return false;
  return isSameSpelling(caller.username, target.id);
}
