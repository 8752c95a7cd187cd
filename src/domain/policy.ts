import { isStaff, roles, type Caller, type Role, type SignedInCaller } from './caller.ts';
import type { Realm } from './realm.ts';
import { isPerhapsSameSpelling, isSameSpelling } from './user-id.ts';

const readEffects = [
  'search',
  'viewPerson',
  'viewDevices',
  'viewProfileData',
  'viewHistory',
  'viewInsights',
  'viewReceivers',
  'viewCampaigns',
  'prove',
  'viewThreatLevel',
  'viewThreatReason',
] as const;

/** The effects that change devices or sessions. They are recorded in the ledger. */
export const changeEffects = ['reset', 'remove', 'rename', 'endSessions'] as const;
export type ChangeEffect = (typeof changeEffects)[number];

/** The effects on recorded and requested changes. They change no device. */
const recordEffects = ['report', 'takeReport', 'retryNotice', 'approve'] as const;

/** The effects on a whole realm. */
const realmEffects = ['runCampaigns', 'setThreatLevel'] as const;

/** The name of a change effect as an enum value of the schema. */
export type EffectName<E extends ChangeEffect> = E extends 'endSessions'
  ? 'END_SESSIONS'
  : Uppercase<E>;

/** What a caller can do. One permission per effect, not per route (security A7). */
export const effects = [
  ...readEffects,
  ...changeEffects,
  ...recordEffects,
  ...realmEffects,
] as const;
export type Effect = (typeof effects)[number];

/** The person that an effect is about, by the id that the caller or AM gave. */
export interface Target {
  readonly realm: Realm;
  /** Null for an effect on no single person, such as a search. */
  readonly id: string | null;
  /** Whether the caller named the person; false if the target defaults to the caller. */
  readonly named: boolean;
  /** Undefined until the groups have been read. */
  readonly privilege: Privilege | undefined;
  /** Whether the person is the caller, by AM's records; undefined until they have been read. */
  readonly own?: boolean;
}

/** Whether a person is privileged. `unknown`, without an answer from AM, counts as privileged. */
export type Privilege = 'privileged' | 'none' | 'unknown';

/** Why an effect is unavailable, as `viewerCan` reports it. */
export const DenialReason = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  PRIVILEGE_UNKNOWN: 'PRIVILEGE_UNKNOWN',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
} as const;
export type DenialReason = (typeof DenialReason)[keyof typeof DenialReason];

/** Why the policy denies an effect. Without a role over other people, each of them is FORBIDDEN. */
export type Denial = Exclude<DenialReason, 'NOT_SUPPORTED'>;

/** The actions on a person that a page can check in advance. */
export const UserAction = {
  VIEW_DEVICES: 'VIEW_DEVICES',
  VIEW_PROFILE_DATA: 'VIEW_PROFILE_DATA',
  RESET: 'RESET',
  REMOVE: 'REMOVE',
  RENAME: 'RENAME',
  END_SESSIONS: 'END_SESSIONS',
} as const satisfies Record<EffectName<ChangeEffect>, string> & Record<string, string>;
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
  /** The realms, besides their own, in which staff and auditors may act. */
  readonly staffRealms: readonly StaffRealm[];
  /** Whether administrators may act for privileged people. */
  readonly administratorsOverPrivileged: boolean;
}

/**
 * The people that a role's permission covers: the caller; all people; people who are not
 * privileged; all people, privileged ones only if `administratorsOverPrivileged` is set.
 */
export type Reach = 'own' | 'everybody' | 'unprivileged' | 'privileged if allowed';

/** What staff may do, the help desk only for people who are not privileged. */
const byStaff = {
  SUPER_USER: 'everybody',
  ADMINISTRATOR: 'privileged if allowed',
  HELP_DESK: 'unprivileged',
} as const;
const byHelpDesk = { SELF: 'own', ...byStaff } as const;

/** All people, for the roles that find people. */
const everyFinder = {
  SUPER_USER: 'everybody',
  ADMINISTRATOR: 'everybody',
  HELP_DESK: 'everybody',
} as const;

/** A whole realm, for every role over other people. */
const everyRole = { ...everyFinder, AUDITOR: 'everybody' } as const;

/** The help desk may do it for people who are not privileged. */
const exceptPrivileged = { ...everyFinder, HELP_DESK: 'unprivileged' } as const;

/** The whole policy. Anything else is denied. `docs/access.md` is generated from it. */
export const policy: Readonly<Record<Effect, Readonly<Partial<Record<Role, Reach>>>>> = {
  search: everyFinder,
  viewPerson: { SELF: 'own', ...everyFinder },
  viewDevices: { SELF: 'own', ...exceptPrivileged },
  viewProfileData: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  viewHistory: { SELF: 'own', ...everyRole, HELP_DESK: 'unprivileged' },
  viewInsights: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody', AUDITOR: 'everybody' },
  viewReceivers: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  viewCampaigns: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  prove: byStaff,
  viewThreatLevel: { SELF: 'own', ...everyRole },
  viewThreatReason: everyRole,
  setThreatLevel: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  reset: byHelpDesk,
  remove: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  rename: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  report: { SELF: 'own' },
  takeReport: exceptPrivileged,
  retryNotice: exceptPrivileged,
  endSessions: byHelpDesk,
  runCampaigns: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  // The second person also needs the right for the effect of the requested change.
  approve: byStaff,
};

/** Whether a role can see all history, including refused changes and deleted people. */
export function seesAllHistory(role: Role): boolean {
  return policy.viewHistory[role] === 'everybody';
}

/** Whether an effect changes devices or sessions. */
export function isChange(effect: Effect): effect is ChangeEffect {
  return changeEffects.some((change) => change === effect);
}

/** Whether an effect writes: a token needs a scope for it, and staff do it to others only. */
export function isWrite(effect: Effect): boolean {
  return isChange(effect) || [...recordEffects, ...realmEffects].some((one) => one === effect);
}

/** Whether a role's permission depends on whether the person is privileged. */
export function dependsOnPrivilege(effect: Effect, role: Role): boolean {
  const reach = policy[effect][role];
  return reach === 'unprivileged' || reach === 'privileged if allowed';
}

/** Decides whether a caller may perform an effect. No other code decides that. */
export function decide(
  caller: Caller,
  { effect, target }: { readonly effect: Effect; readonly target: Target },
  settings: PolicySettings,
): Verdict {
  if (caller.kind === 'anonymous') return { allowed: false, reason: 'UNAUTHENTICATED' };
  if (isWrite(effect) && target.named && isStaff(caller) && isOwn(caller, target)) {
    return { allowed: false, reason: 'OWN_ACCOUNT' };
  }
  const found: Denial[] = [];
  for (const role of roles) {
    if (!caller.roles.includes(role)) continue;
    const denial = denialOf(role, { caller, effect, target }, settings);
    if (denial === null) return { allowed: true, role };
    found.push(denial);
  }
  const specific = found.find((denial) => denial !== 'FORBIDDEN');
  return { allowed: false, reason: specific ?? 'FORBIDDEN' };
}

/** Returns why one role does not permit the effect, or null if it does. */
function denialOf(
  role: Role,
  {
    caller,
    effect,
    target,
  }: { readonly caller: SignedInCaller; readonly effect: Effect; readonly target: Target },
  settings: PolicySettings,
): Denial | null {
  const reach = policy[effect][role];
  if (reach === undefined) return 'FORBIDDEN';
  if (reach === 'own') {
    // Their session is of one realm. A record under a name that cannot be a spelling of the
    // caller's name grants nothing.
    const isOwnName =
      caller.realm?.name === target.realm.name &&
      isPerhapsSameSpelling(caller.username, target.id ?? '');
    if (!isOwnName || !isOwn(caller, target)) return 'FORBIDDEN';
    const granted = isWrite(effect) ? caller.own.change : caller.own.view;
    return granted ? null : 'INSUFFICIENT_SCOPE';
  }
  if (role === 'SUPER_USER') return null;
  // Only SELF may change the caller's own devices: other roles check neither scope nor step-up.
  if (isWrite(effect) && isOwn(caller, target)) return 'FORBIDDEN';
  if (!holdsIn(role, caller, { realm: target.realm, settings })) return 'FORBIDDEN';
  const { privilege = 'none' } = target;
  if (privilege === 'none' || reach === 'everybody') return null;
  if (reach === 'privileged if allowed' && settings.administratorsOverPrivileged) return null;
  return privilege === 'unknown' ? 'PRIVILEGE_UNKNOWN' : 'TARGET_PRIVILEGED';
}

/** Whether a role holds in a realm; for callers themselves and the super user in each of them. */
export function holdsIn(
  role: Role,
  caller: SignedInCaller,
  { realm: { name }, settings }: { readonly realm: Realm; readonly settings: PolicySettings },
): boolean {
  if (role === 'SELF' || role === 'SUPER_USER' || caller.realm?.name === name) return true;
  return settings.staffRealms.some(
    ({ staffOf, actIn }) => staffOf === caller.realm?.name && actIn === name,
  );
}

/**
 * Whether the target is the caller, by AM's records, through any realm (security A24). Before they
 * are read: whether it is in the caller's realm, and its id can be a spelling of the caller's name.
 */
export function isOwn(caller: SignedInCaller, { id, realm, own }: Target): boolean {
  if (id === null) return false;
  return own ?? (caller.realm?.name === realm.name && isSameSpelling(caller.username, id));
}
