import type { Intent } from '../change/change-record.ts';
import { deviceKinds, kindTraits, type DeviceKind } from '../devices/device.ts';
import type { Role } from '../people/caller.ts';
import { effectTraits } from '../policy/effects.ts';

/** Whose changes a rule is about. A super user of AM counts as an administrator. */
export const enrolmentActors = ['self', 'help-desk', 'administrator', 'campaign'] as const;
export type EnrolmentActor = (typeof enrolmentActors)[number];

/** Which changes open a hold, and for which kind; absent parts mean all. */
export interface EnrolmentRule {
  readonly realm?: string;
  readonly kind?: DeviceKind;
  readonly by?: EnrolmentActor;
}

/** When new devices need a setup code. */
export interface EnrolmentSettings {
  readonly rules: readonly EnrolmentRule[];
  /** How long a hold lasts, in milliseconds. */
  readonly holdMs: number;
}

/** What decides whether a change opens a hold. */
export type HoldingChange = Pick<Intent, 'effect' | 'kinds' | 'dryRun'> & {
  readonly actor: Pick<Intent['actor'], 'role'>;
  readonly target: Pick<Intent['target'], 'realm'>;
};

/** The kinds of device that show a second factor. */
export const heldByDefault: readonly DeviceKind[] = deviceKinds.filter(
  (kind) => kindTraits[kind].isSecondFactor,
);

const actorOfRole: Readonly<Record<Role, EnrolmentActor>> = {
  SELF: 'self',
  HELP_DESK: 'help-desk',
  ADMINISTRATOR: 'administrator',
  SUPER_USER: 'administrator',
  AUDITOR: 'administrator',
  CAMPAIGN: 'campaign',
};

/** Whether a change of this kind can open a hold at all. */
export function removesDevices({ effect, dryRun }: Pick<Intent, 'effect' | 'dryRun'>): boolean {
  return !dryRun && effectTraits[effect].removes;
}

/**
 * Returns the kinds of device that need a setup code after a change; empty if it opens no hold. A
 * removal of one kind holds every kind of its rule: a thief registers whichever AM offers.
 */
export function heldKinds(rules: readonly EnrolmentRule[], change: HoldingChange): DeviceKind[] {
  const { kinds, actor, target } = change;
  if (!removesDevices(change)) return [];
  const held = rules
    .filter(({ realm = target.realm }) => realm === target.realm)
    .filter(({ by = actorOfRole[actor.role] }) => by === actorOfRole[actor.role])
    .map(({ kind }) => (kind === undefined ? heldByDefault : [kind]))
    .filter((ofRule) => kinds.some((kind) => ofRule.includes(kind)));
  return deviceKinds.filter((kind) => held.some((ofRule) => ofRule.includes(kind)));
}

/** Returns the kinds of device whose removal by a role opens a hold in a realm. */
export function holdingKinds(
  rules: readonly EnrolmentRule[],
  realm: string,
  role: Role,
): DeviceKind[] {
  const change = { effect: 'reset', dryRun: false, actor: { role }, target: { realm } } as const;
  return deviceKinds.filter((kind) => heldKinds(rules, { ...change, kinds: [kind] }).length > 0);
}
