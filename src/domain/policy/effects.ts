/** The effects that change devices or sessions, by their names in the schema. */
export const ChangeEffect = {
  RESET: 'reset',
  REMOVE: 'remove',
  RENAME: 'rename',
  END_SESSIONS: 'endSessions',
} as const;
export type ChangeEffect = (typeof ChangeEffect)[keyof typeof ChangeEffect];
export const changeEffects: readonly ChangeEffect[] = Object.values(ChangeEffect);

/** What a mail reports of an effect: that it took place, or that it may have. */
export type EffectNews =
  'removed' | 'perhapsRemoved' | 'renamed' | 'perhapsRenamed' | 'signedOut' | 'perhapsSignedOut';

/** What distinguishes an effect from the others, and how it is described. */
interface EffectTraits {
  /** Whether a device that is gone shows the effect. A device of a failed renaming can go, too. */
  readonly removes: boolean;
  /** Whether it gives one device a new label. The product may not support that for each kind. */
  readonly renames: boolean;
  /** Whether it changes no device, and so has no kinds. */
  readonly isOfSessions: boolean;
  /** Whether it is about every device of its kinds. */
  readonly isOfWholeKinds: boolean;
  /** What CAEP calls it for a credential; null if it is no change of one. */
  readonly credentialChange: 'delete' | 'update' | null;
  /** What mail reports: if it is certain, and if it is not. */
  readonly news: readonly [certain: EffectNews, perhaps: EffectNews];
  /** The activity of OCSF. */
  readonly activity: { readonly id: number; readonly name: string };
  /** What the reason of a signed event says was done. */
  readonly deed: string;
  /** What a caller can do: a sentence of the schema and of `docs/access.md`. */
  readonly action: string;
  /** What it does: a sentence of the schema. */
  readonly description: string;
}

const removal = {
  removes: true,
  renames: false,
  isOfSessions: false,
  credentialChange: 'delete',
  news: ['removed', 'perhapsRemoved'],
  activity: { id: 13, name: 'Disable MFA Factors' },
} as const;

/** The traits of each effect. No other module compares an effect with a single one. */
export const effectTraits: Readonly<Record<ChangeEffect, EffectTraits>> = {
  reset: {
    ...removal,
    isOfWholeKinds: true,
    deed: 'Devices reset',
    action: 'Remove every device of a kind.',
    description: 'Removes every device of one or more kinds.',
  },
  remove: {
    ...removal,
    isOfWholeKinds: false,
    deed: 'Device removed',
    action: 'Remove one device.',
    description: 'Removes one device.',
  },
  rename: {
    removes: false,
    renames: true,
    isOfSessions: false,
    isOfWholeKinds: false,
    credentialChange: 'update',
    news: ['renamed', 'perhapsRenamed'],
    activity: { id: 2, name: 'Update' },
    deed: 'Device renamed',
    action: 'Rename one device.',
    description: 'Changes the label of one device.',
  },
  endSessions: {
    removes: false,
    renames: false,
    isOfSessions: true,
    isOfWholeKinds: false,
    credentialChange: null,
    news: ['signedOut', 'perhapsSignedOut'],
    activity: { id: 2, name: 'Logoff' },
    deed: 'Sessions ended',
    action: "End the user's sessions, except the caller's own.",
    description: "Ends the user's sessions. No device is changed.",
  },
};

const readEffects = [
  'search',
  'viewPerson',
  'viewDevices',
  'viewProfileData',
  'viewHistory',
  'viewRefusals',
  'viewStaffNotes',
  'viewInsights',
  'viewCoverage',
  'viewReceivers',
  'viewCampaigns',
  'viewThreatLevel',
  'viewThreatReason',
] as const;

/** The effects that add a record, a message or a count, and change no device. */
const recordEffects = ['prove', 'check', 'report', 'takeReport', 'retryNotice', 'approve'] as const;

/** The effects on a whole realm. */
const realmEffects = ['runCampaigns', 'setThreatLevel'] as const;

/** What writes, as each mutation does. A token needs a scope; staff do it to others only. */
export type WriteEffect =
  ChangeEffect | (typeof recordEffects)[number] | (typeof realmEffects)[number];

/** What a caller can do. One permission per effect, not per route (security A7). */
export type Effect = (typeof readEffects)[number] | WriteEffect;
export const effects: readonly Effect[] = [
  ...readEffects,
  ...changeEffects,
  ...recordEffects,
  ...realmEffects,
];

/** The actions on a person that a page can check in advance. */
export const UserAction = {
  VIEW_DEVICES: 'viewDevices',
  VIEW_PROFILE_DATA: 'viewProfileData',
  ...ChangeEffect,
} as const satisfies Readonly<Record<string, Effect>>;
export type UserAction = (typeof UserAction)[keyof typeof UserAction];

/** Whether an effect changes devices or sessions. */
export function isChange(effect: Effect): effect is ChangeEffect {
  return changeEffects.some((change) => change === effect);
}

/** Whether an effect writes. */
export function isWrite(effect: Effect): effect is WriteEffect {
  return isChange(effect) || [...recordEffects, ...realmEffects].some((one) => one === effect);
}

/** The effects that can wait for a second person. An end of sessions never waits. */
export const ApprovableEffect = {
  RESET: ChangeEffect.RESET,
  REMOVE: ChangeEffect.REMOVE,
} as const satisfies Partial<typeof ChangeEffect>;
export type ApprovableEffect = (typeof ApprovableEffect)[keyof typeof ApprovableEffect];
export const approvableEffects: readonly ApprovableEffect[] = Object.values(ApprovableEffect);

/** Whether a change with this effect can wait for a second person. */
export function isApprovable(effect: Effect): effect is ApprovableEffect {
  return approvableEffects.some((one) => one === effect);
}

/**
 * Whether supervised callers may have an effect on others: what they read, what waits for a second
 * person, and the request itself (`approve`). Anything else that writes cannot wait, so it is
 * denied to them (security A39).
 */
export function isForSupervised(effect: Effect): boolean {
  return isApprovable(effect) || effect === 'approve' || !isWrite(effect);
}
