import type { Instant, RecordedActor } from '../change/change-record.ts';
import { badInput, type Failure } from '../values/failure.ts';
import { textRefusal } from '../values/recorded-text.ts';
import type { Limited } from '../values/limit.ts';

/** How strictly a realm permits changes, from the least strict level to the strictest. */
export const ThreatLevel = {
  NORMAL: 'NORMAL',
  GUARDED: 'GUARDED',
  LOCKED: 'LOCKED',
  FROZEN: 'FROZEN',
} as const;
export type ThreatLevel = (typeof ThreatLevel)[keyof typeof ThreatLevel];
export const threatLevels: readonly ThreatLevel[] = Object.values(ThreatLevel);

/** What a level requires of a change. */
export const ThreatRule = {
  PERMITTED: 'PERMITTED',
  SECOND_FACTOR: 'SECOND_FACTOR',
  PROOF_OR_APPROVAL: 'PROOF_OR_APPROVAL',
  APPROVAL: 'APPROVAL',
  REFUSED: 'REFUSED',
} as const;
export type ThreatRule = (typeof ThreatRule)[keyof typeof ThreatRule];

/** The rules of one level. */
export interface ThreatRules {
  /** For changes of the own devices and sessions. */
  readonly own: Extract<ThreatRule, 'PERMITTED' | 'SECOND_FACTOR' | 'REFUSED'>;
  /** For changes of other people's devices. */
  readonly staff: Exclude<ThreatRule, 'SECOND_FACTOR'>;
  /** For ending other people's sessions, which takes access away and gives none. */
  readonly staffSignOut: Exclude<ThreatRule, 'SECOND_FACTOR'>;
  /** The share of each limit of changes that is left. */
  readonly limitFactor: number;
}

/** What each level requires. */
export const threatRules = {
  NORMAL: { own: 'PERMITTED', staff: 'PERMITTED', staffSignOut: 'PERMITTED', limitFactor: 1 },
  GUARDED: {
    own: 'SECOND_FACTOR',
    staff: 'PROOF_OR_APPROVAL',
    staffSignOut: 'PERMITTED',
    limitFactor: 0.5,
  },
  LOCKED: { own: 'REFUSED', staff: 'APPROVAL', staffSignOut: 'PERMITTED', limitFactor: 0.5 },
  FROZEN: { own: 'REFUSED', staff: 'REFUSED', staffSignOut: 'REFUSED', limitFactor: 0.5 },
} as const satisfies Readonly<Record<ThreatLevel, ThreatRules>>;

/** A level that was set. */
export interface ThreatSetting {
  readonly level: ThreatLevel;
  /** When it ends by itself; null for `NORMAL`, which does not end. */
  readonly until: Instant | null;
  readonly reason: string;
  /** Null if it was set from the command line. */
  readonly actor: RecordedActor | null;
}

/** The newest level of a realm, which may have ended. */
export interface ThreatState extends ThreatSetting {
  readonly realm: string;
  readonly since: Instant;
  /** The reference number of its record. */
  readonly reference: string;
}

/** Sets a level. */
export interface ThreatStep extends ThreatSetting {
  readonly realm: string;
  /** Whether the actor has just signed in with a second factor. */
  readonly isFresh: boolean;
  /** The correlation id of the request; null on the command line. */
  readonly correlationId: string | null;
}

/** What became of a level that was to be set. */
export type ThreatSet =
  | { readonly kind: 'set'; readonly state: ThreatState }
  /** The realm has this level until this time already; nothing is recorded. */
  | { readonly kind: 'in force' }
  /** It is lower than the level in force, which the actor may not lower. */
  | { readonly kind: 'not lowered'; readonly why: NotLowered }
  /** The actor has set too many levels. */
  | Limited;

/**
 * Why a level was not lowered: the command line has set it, the actor or perhaps the same person
 * has, or the actor's sign-in with a second factor is not new.
 */
export type NotLowered = 'command line' | 'same person' | 'not fresh';

/** The levels of all realms. */
export interface ThreatLevels {
  /**
   * Returns the newest level of each realm that ever had one, at most a second old.
   * @throws Failure `AUDIT_UNAVAILABLE`
   */
  current(): Promise<readonly ThreatState[]>;
  /**
   * Records a level, and reports it, unless it is in force already or the actor has set too many.
   * @throws Failure `AUDIT_UNAVAILABLE`
   */
  set(step: ThreatStep): Promise<ThreatSet>;
}

/** Returns the strictest level in force in some realms, which share a directory; null if normal. */
export function levelInForce(
  states: readonly ThreatState[],
  { realms, now }: { readonly realms: readonly string[]; readonly now: number },
): ThreatState | null {
  const strictness = ({ level }: ThreatState): number => threatLevels.indexOf(level);
  const [strictest] = states
    .filter((state) => realms.includes(state.realm) && isInForce(state, now))
    .sort((one, other) => strictness(other) - strictness(one));
  return strictest ?? null;
}

export function isInForce({ level, until }: ThreatSetting, now: number): boolean {
  return level !== 'NORMAL' && until !== null && Date.parse(until) > now;
}

/** How long a level lasts at most: the ledger keeps its record as long. */
export const longestLevelDays = 7;

/** Returns what is wrong with a level that is to be set; null if it is valid. */
export function settingRefusal(
  { level, until, reason }: { level: ThreatLevel; until: Date | null; reason: string },
  now: number,
): Failure | null {
  const refusal = textRefusal('reason', reason);
  if (refusal !== null) return refusal;
  if (level === 'NORMAL')
    return until === null ? null : badInput('until', 'The normal level has no end.');
  const latest = now + longestLevelDays * 86_400_000;
  if (until !== null && until.getTime() > now && until.getTime() <= latest) return null;
  return badInput('until', `Give a time within the next ${longestLevelDays} days.`);
}
