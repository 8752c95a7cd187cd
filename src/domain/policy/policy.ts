import {
  isStaff,
  Role,
  roleTraits,
  type Caller,
  type SignedInCaller,
  type Standing,
} from '../people/caller.ts';
import type { Realm } from '../people/realm.ts';
import { areaDenial, areaReach, type AreaFacts } from './area.ts';
import { isForSupervised, isWrite, type Effect } from './effects.ts';
import type { Denial, Verdict } from './verdict.ts';
import { hasOwnName, holdsIn, isOwn, type StaffRealm } from './reached.ts';

/** The person that an effect is about, by the id that the caller or AM gave. */
export interface Target {
  readonly realm: Realm;
  /** Null for an effect on no single person, such as a search. */
  readonly id: string | null;
  /** Whether the caller named the person; false if the target defaults to the caller. */
  readonly named: boolean;
  /** Undefined until the groups have been read. */
  readonly privilege: Privilege | undefined;
  /**
   * In which areas of the caller the person is. Until they have been read, a role of an area counts
   * as if the person were in it: decide again then. Of what is of an area, this one.
   */
  readonly areas: AreaFacts | 'not read';
  /**
   * Whether the person is staff of people beyond the areas of the caller. Until it has been read, a
   * role of an area counts as if the person were not: decide again then.
   */
  readonly staffBeyond: Privilege | 'not read';
  /** Whether the person is the caller, by AM's records; undefined until they have been read. */
  readonly own?: boolean;
}

/** An effect on a target, to decide on. */
interface Asked {
  readonly effect: Effect;
  readonly target: Target;
}

/** Whether a person is privileged. `unknown`, without an answer from AM, counts as privileged. */
export type Privilege = 'privileged' | 'none' | 'unknown';

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
  // Refused changes, among those that the caller may see.
  viewRefusals: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody', AUDITOR: 'everybody' },
  // Within a change that the caller may see.
  viewStaffNotes: everyRole,
  viewInsights: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody', AUDITOR: 'everybody' },
  viewCoverage: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody', AUDITOR: 'everybody' },
  viewReceivers: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  viewCampaigns: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  prove: byStaff,
  viewThreatLevel: { SELF: 'own', ...everyRole },
  viewThreatReason: everyRole,
  setThreatLevel: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  reset: byHelpDesk,
  remove: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  rename: { SELF: 'own', SUPER_USER: 'everybody', ADMINISTRATOR: 'privileged if allowed' },
  check: byHelpDesk,
  report: { SELF: 'own' },
  takeReport: exceptPrivileged,
  retryNotice: exceptPrivileged,
  endSessions: byHelpDesk,
  runCampaigns: { SUPER_USER: 'everybody', ADMINISTRATOR: 'everybody' },
  // The second person also needs the right for the effect of the requested change.
  approve: byStaff,
};

/** Lists the roles that permit one of the effects: `self, help desk or super user`. */
export function requirementOf(rule: { effect: Effect; or?: readonly Effect[] }): string {
  const names = Object.values(Role)
    .filter((role) => [rule.effect, ...(rule.or ?? [])].some((one) => policy[one][role]))
    .map((role) => roleTraits[role].name);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}

/** The standings of a caller that permit an effect on other people, wherever they are. */
export function standingsOverOthers(caller: SignedInCaller, effect: Effect): readonly Standing[] {
  return caller.standings.filter(
    ({ role, area }) =>
      !roleTraits[role].isSelf &&
      policy[effect][role] !== undefined &&
      (area === null || areaReach[effect] !== 'no area'),
  );
}

/** Whether a standing permits an effect on all people of its realms, including deleted ones. */
export function reachesEveryone(effect: Effect, { role, area }: Standing): boolean {
  return policy[effect][role] === 'everybody' && area === null;
}

/** Whether a role that permits to see a change also shows who of the staff made it, and why. */
export function seesStaffNotes(role: Role): boolean {
  return policy.viewStaffNotes[role] !== undefined;
}

/** Whether a role's permission depends on whether the person is privileged. */
export function dependsOnPrivilege(effect: Effect, role: Role): boolean {
  const reach = policy[effect][role];
  return reach === 'unprivileged' || reach === 'privileged if allowed';
}

/** Decides whether a caller may perform an effect. No other code decides that. */
export function decide(caller: Caller, asked: Asked, settings: PolicySettings): Verdict {
  if (caller.kind === 'anonymous') return { allowed: false, reason: 'UNAUTHENTICATED' };
  if (isOwnByName(caller, asked)) return { allowed: false, reason: 'OWN_ACCOUNT' };
  const found: Denial[] = [];
  for (const standing of caller.standings) {
    const denial = denialOf(standing, { caller, ...asked }, settings);
    if (denial === null) return { allowed: true, ...standing };
    found.push(denial);
  }
  const specific = found.find((denial) => denial !== 'FORBIDDEN');
  return { allowed: false, reason: specific ?? 'FORBIDDEN' };
}

/** Every standing that permits an effect, in the order in which the policy tries them. */
export function standingsFor(
  caller: Caller,
  asked: Asked,
  settings: PolicySettings,
): readonly Standing[] {
  if (caller.kind === 'anonymous' || isOwnByName(caller, asked)) return [];
  return caller.standings.filter(
    (standing) => denialOf(standing, { caller, ...asked }, settings) === null,
  );
}

/** Whether staff name their own account in what writes. */
function isOwnByName(caller: SignedInCaller, { effect, target }: Asked): boolean {
  return isWrite(effect) && target.named && isStaff(caller) && isOwn(caller, target);
}

/** Returns why one role does not permit the effect, or null if it does. */
function denialOf(
  { role, area }: Standing,
  { caller, effect, target }: Asked & { readonly caller: SignedInCaller },
  settings: PolicySettings,
): Denial | null {
  const reach = policy[effect][role];
  if (reach === undefined) return 'FORBIDDEN';
  const isDenied = reach === 'own' ? isWrite(effect) : !isForSupervised(effect);
  if (isDenied && caller.isSupervised) return 'FORBIDDEN';
  if (reach === 'own') {
    // Their session is of one realm. A record under a name that cannot be a spelling of the
    // caller's name grants nothing.
    if (!hasOwnName(caller, { id: target.id ?? '', realm: target.realm.name })) return 'FORBIDDEN';
    if (!isOwn(caller, target)) return 'FORBIDDEN';
    const granted = isWrite(effect) ? caller.own.change : caller.own.view;
    return granted ? null : 'INSUFFICIENT_SCOPE';
  }
  if (role === 'SUPER_USER') return null;
  // Only SELF may change the caller's own devices: other roles check neither scope nor step-up.
  if (isWrite(effect) && isOwn(caller, target)) return 'FORBIDDEN';
  if (!holdsIn(role, caller, { realm: target.realm, settings })) return 'FORBIDDEN';
  const outside = area === null ? null : areaDenial(area, effect, target);
  if (outside !== null) return outside;
  const { privilege = 'none' } = target;
  if (reach === 'everybody') return null;
  if (area !== null) return privilegeDenial(privilege) ?? privilegeDenial(target.staffBeyond);
  const isExempt = reach === 'privileged if allowed' && settings.administratorsOverPrivileged;
  return isExempt ? null : privilegeDenial(privilege);
}

/** Returns why a role may not act for people with this privilege, or null if it may. */
function privilegeDenial(privilege: Target['staffBeyond']): Denial | null {
  if (privilege === 'none' || privilege === 'not read') return null;
  return privilege === 'unknown' ? 'PRIVILEGE_UNKNOWN' : 'TARGET_PRIVILEGED';
}
