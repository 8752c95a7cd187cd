import type { AmForRequest } from '../../am/index.ts';
import { policyRefusal } from '../../access/refusal.ts';
import { actorOfChange, strongerSelf } from '../../access/recorded-actor.ts';
import { recordedNames, type RecordedActor } from '../../domain/change/change-record.ts';
import { kindTraits, type DeviceKind, type KindCapability } from '../../domain/devices/device.ts';
import type { Condition, Obstacle } from '../../domain/conditions/condition.ts';
import { obstaclesOf } from '../../domain/conditions/conditions.ts';
import { policyObstacle } from '../../domain/conditions/policy.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import { roleTraits, type Role, type Standing } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import {
  effectTraits,
  isChange,
  type ChangeEffect,
  type UserAction,
} from '../../domain/policy/effects.ts';
import type { DenialReason } from '../../domain/policy/verdict.ts';
import { limitRules } from '../../domain/rules/limit-rules.ts';
import { once } from '../../domain/conditions/once.ts';
import { isPrivileged, secondFactorShown } from '../ask-change.ts';
import { levelSoon } from '../request/level-soon.ts';
import type { Acting } from '../request/acting.ts';
import { personFacts } from './person-facts.ts';

/** A request that asks what it could change. */
export interface Checking extends Omit<Acting, 'changeTools' | 'staffDenial'> {
  readonly product: AmForRequest['product'];
  /** Whether the caller, who acts for others or for themselves, can end sessions here. */
  canEndSessions(isSelf: boolean): Promise<boolean>;
}

/** Whether the caller may perform an action. What takes a read is read only if it is wanted. */
export interface ActionPermission {
  readonly isAllowed: boolean;
  readonly reason: DenialReason | null;
  /** The role that permits it for this person. */
  readonly role: Role | null;
  /** The area for which the caller holds this role. */
  readonly area: string | null;
  /** What stands in the way of its change, of these conditions or of all. */
  readonly obstaclesOf: (names: readonly Condition[]) => Promise<readonly Obstacle[]>;
  readonly isTargetPrivileged: () => Promise<boolean | null>;
}

/** What is said of an action that only reads. */
const nothingMore = { obstaclesOf: async () => [], isTargetPrivileged: async () => null };

/** Whether the caller may perform an action on a person, and what its change would meet. */
export async function callerCan(
  checking: Checking,
  person: Person,
  { action, kind }: { readonly action: UserAction; readonly kind: DeviceKind | null },
): Promise<ActionPermission> {
  const isSignOut = isChange(action) && effectTraits[action].isOfSessions;
  const kinds = supportedKinds(checking, action, isSignOut ? null : kind);
  const denied = { ...nothingMore, isAllowed: false, role: null, area: null };
  if (kinds.length === 0) return { ...denied, reason: 'NOT_SUPPORTED' };
  const { verdict, caller } = await checking.permissions.verdictOn(action, person);
  if (!verdict.allowed) {
    const { reason } = verdict;
    const isTargetPrivileged = reason === 'TARGET_PRIVILEGED' ? true : null;
    const refusing = policyObstacle(policyRefusal(reason, caller));
    return {
      ...denied,
      reason,
      obstaclesOf: async (names) => [refusing].filter((one) => names.includes(one.condition)),
      isTargetPrivileged: async () => isTargetPrivileged,
    };
  }
  const { role, area } = verdict;
  const { isSelf } = roleTraits[role];
  if (isSignOut && !(await checking.canEndSessions(isSelf)))
    return { ...denied, reason: 'NOT_SUPPORTED' };
  const allowed = { ...nothingMore, isAllowed: true, role, area, reason: null };
  if (!isChange(action)) return allowed;
  const change = { effect: action, person, role, area, kinds: isSignOut ? [] : kinds };
  const facts = previewFacts(checking, change);
  return {
    ...allowed,
    obstaclesOf: (names) => obstaclesOf(names, facts),
    isTargetPrivileged: async () => (isSelf ? null : isPrivileged(checking, person)),
  };
}

/** A change that the policy permits, before it is asked for. */
interface PreviewedChange extends Standing {
  readonly effect: ChangeEffect;
  readonly person: Person;
  readonly kinds: readonly DeviceKind[];
}

function previewFacts(
  checking: Checking,
  { effect, person, kinds, role, area }: PreviewedChange,
): FactsAt['PREVIEW'] {
  const { ledger, changeLimits } = checking;
  return {
    ...personFacts(checking, effect, () => person),
    kinds,
    weakness: (kind) => checking.caller.signIn.expectedWeakness(kind, person),
    denial: () => null,
    role: () => role,
    level: once(() => levelSoon(checking, person)),
    secondFactor: () => secondFactorShown(checking),
    limitsAt: () => ledger.now(),
    reachedLimits: async () => {
      const actor = await actorOfChange(checking, { role, area }, person);
      const target = { ...recordedNames(person), privileged: null };
      const change = { target, effect, kinds, dryRun: false };
      const rules = limitRules(role, changeLimits);
      const reachedBy = (by: RecordedActor) =>
        ledger.reachedLimits({ ...change, actor: by }, rules, checking.realmsHolding(person));
      const reached = await reachedBy(actor);
      const stronger = reached.length === 0 ? null : await strongerSelf(checking, actor);
      return stronger === null ? reached : reachedBy(stronger);
    },
  };
}

/** Whether the product supports an action on devices of a kind that it has. */
function isSupported(action: UserAction, { kind, canRename }: KindCapability): boolean {
  if (action === 'viewProfileData') return kindTraits[kind].hasProfileData;
  return canRename || !isChange(action) || !effectTraits[action].renames;
}

/** The kinds that an action is about, or only the named one. */
function supportedKinds(
  { product }: Checking,
  action: UserAction,
  named: DeviceKind | null,
): readonly DeviceKind[] {
  return product.kinds
    .filter((one) => (named ?? one.kind) === one.kind && isSupported(action, one))
    .map(({ kind }) => kind);
}
