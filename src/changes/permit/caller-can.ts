import type { AmForRequest } from '../../am/index.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import type { SecondPersonRule } from '../../domain/change/approval.ts';
import { recordedNames } from '../../domain/change/change-record.ts';
import { kindTraits, type DeviceKind, type KindCapability } from '../../domain/devices/device.ts';
import { Condition, type Obstacle } from '../../domain/conditions/condition.ts';
import { obstaclesOf } from '../../domain/conditions/conditions.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import { roleTraits, type Standing } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import {
  effectTraits,
  isChange,
  type ChangeEffect,
  type UserAction,
} from '../../domain/policy/effects.ts';
import type { DenialReason } from '../../domain/policy/verdict.ts';
import { limitRules } from '../../domain/rules/limit-rules.ts';
import { threatRule, type ThreatRule } from '../../domain/threat/threat-level.ts';
import type { LimitCode } from '../../domain/values/limit.ts';
import { once } from '../../domain/conditions/once.ts';
import { isPrivileged, secondFactorShown } from '../ask-change.ts';
import { levelSoon } from '../request/level-soon.ts';
import type { Acting } from '../request/acting.ts';
import { personFacts } from './person-facts.ts';

/** A request that asks what it could change. */
export interface Checking extends Omit<Acting, 'changeTools' | 'requesterDenial'> {
  readonly product: AmForRequest['product'];
  /** Whether the caller, who acts for others or for themselves, can end sessions here. */
  canEndSessions(isSelf: boolean): Promise<boolean>;
}

/** A limit that refuses a change of one kind of device. */
export interface ReachedKindLimit {
  readonly kind: DeviceKind;
  readonly limit: LimitCode;
  readonly until: Date;
}

/** Whether the caller may perform an action. What takes a read is read only if it is wanted. */
export interface ActionPermission {
  readonly isAllowed: boolean;
  readonly reason: DenialReason | null;
  /** The area for which the caller holds the role that permits it. */
  readonly area: string | null;
  readonly limits: () => Promise<readonly ReachedKindLimit[]>;
  /** Null if the ledger does not report the level soon. */
  readonly threatLevelRule: () => Promise<ThreatRule | null>;
  readonly secondPersonRule: () => Promise<SecondPersonRule | null>;
  readonly isTargetPrivileged: () => Promise<boolean | null>;
}

/** What is said of an action that is not permitted, or only reads. */
const nothingMore = {
  limits: async () => [],
  threatLevelRule: async () => null,
  secondPersonRule: async () => null,
  isTargetPrivileged: async () => null,
};

/** Whether the caller may perform an action on a person, and what its change would meet. */
export async function callerCan(
  checking: Checking,
  person: Person,
  { action, kind }: { readonly action: UserAction; readonly kind: DeviceKind | null },
): Promise<ActionPermission> {
  const isSignOut = isChange(action) && effectTraits[action].isOfSessions;
  const kinds = supportedKinds(checking, action, isSignOut ? null : kind);
  const denied = { ...nothingMore, isAllowed: false, area: null };
  if (kinds.length === 0) return { ...denied, reason: 'NOT_SUPPORTED' };
  const { verdict } = await checking.permissions.verdictOn(action, person);
  if (!verdict.allowed) {
    const { reason } = verdict;
    const isTargetPrivileged = reason === 'TARGET_PRIVILEGED' ? true : null;
    return { ...denied, reason, isTargetPrivileged: async () => isTargetPrivileged };
  }
  const { role, area } = verdict;
  const { isSelf } = roleTraits[role];
  if (isSignOut && !(await checking.canEndSessions(isSelf)))
    return { ...denied, reason: 'NOT_SUPPORTED' };
  const allowed = { ...nothingMore, isAllowed: true, area, reason: null };
  if (!isChange(action)) return allowed;
  const change = { effect: action, person, role, area, kinds: isSignOut ? [] : kinds };
  const facts = previewFacts(checking, change);
  const { SECOND_PERSON, LIMITS } = Condition;
  return {
    ...allowed,
    limits: async () => (await obstaclesOf([LIMITS], facts)).flatMap(reachedLimit),
    threatLevelRule: async () => {
      const state = await levelSoon(checking, person);
      return threatRule(state?.level ?? 'NORMAL', change);
    },
    secondPersonRule: async () => secondPersonRule(await obstaclesOf([SECOND_PERSON], facts)),
    isTargetPrivileged: async () => (isSelf ? null : isPrivileged(checking, person)),
  };
}

function reachedLimit({ failure, kinds, limited, until }: Obstacle): readonly ReachedKindLimit[] {
  const [kind] = kinds ?? [];
  if (limited === undefined || until === undefined || kind === undefined) throw failure;
  return [{ kind, limit: limited.limit, until }];
}

/** Null if AM or the ledger does not answer. */
function secondPersonRule([obstacle]: readonly Obstacle[]): SecondPersonRule | null {
  if (obstacle === undefined) return 'NOT_NEEDED';
  const { failure, remedies } = obstacle;
  if (failure.code !== 'APPROVAL_REQUIRED') return null;
  return remedies.includes('PROVE_THE_PERSON') ? 'WITHOUT_PROOF' : 'NEEDED';
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
    denial: () => null,
    role: () => role,
    level: once(() => levelSoon(checking, person)),
    secondFactor: () => secondFactorShown(checking),
    limitsAt: ledger.now(),
    reachedLimits: async () => {
      const actor = await recordedActor(checking, { role, area }, person);
      const target = { ...recordedNames(person), privileged: null };
      const change = { actor, target, effect, kinds, dryRun: false };
      const rules = limitRules(role, changeLimits);
      return ledger.reachedLimits(change, rules, checking.realmsHolding(person));
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
