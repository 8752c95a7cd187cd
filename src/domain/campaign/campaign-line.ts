import type { Campaign } from './campaign.ts';
import type { DeviceKind } from '../devices/device.ts';
import { errorCodes, type ErrorCode } from '../values/failure.ts';
import type { Instant } from '../change/change-record.ts';

/** A line of the file, for reports. */
export interface CampaignLine {
  /** The number of the line in the file, from 1. */
  readonly number: number;
  /** As the file has it. */
  readonly name: string;
  readonly state: LineState;
  readonly result: string | null;
  /** The reference number of the change; null without one. */
  readonly change: string | null;
  readonly endedAt: Instant | null;
  /** Why the dry run would skip the person; null if it would not, or has not read them. */
  readonly finding: string | null;
  /** How many devices the dry run has found; null if it has not counted them. */
  readonly devices: number | null;
}

/** Why a person in the area of a campaign is skipped; the other reasons come before that. */
const skipsInside: ReadonlySet<string> = new Set<SkipReason>([
  'DUPLICATE',
  'PRIVILEGED',
  'OWN_ACCOUNT',
]);

/** Whether the person of a line was certainly found in the area of the campaign. */
export function isFoundInside({
  state,
  result,
  change,
  finding,
  devices,
}: Pick<CampaignLine, 'state' | 'result' | 'change' | 'finding' | 'devices'>): boolean {
  if (change !== null || devices !== null || state === 'done') return true;
  const why = state === 'skipped' ? result : finding;
  return why !== null && skipsInside.has(why);
}

/** Which lines of a campaign to return, in the order of the file. */
export interface CampaignLineQuery {
  readonly id: string;
  readonly most: number;
  /** The number of the last line of an earlier page. */
  readonly after?: number;
  readonly state?: LineState;
}

/** The states of a line: `waiting` and `running` ones are still to be done. */
export const lineStates = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;
export type LineState = (typeof lineStates)[number];

/** Why a line is skipped. */
export const skipReasons = [
  'BAD_LINE',
  'DUPLICATE',
  'UNKNOWN_NAME',
  'OUTSIDE_AREA',
  'PRIVILEGED',
  'OWN_ACCOUNT',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/**
 * Why a line has failed: the code of a failure, an outcome that no device list shows, or some
 * devices are gone and others may be left.
 */
export type FailReason = ErrorCode | (typeof unclearEnds)[number];
const unclearEnds = ['UNKNOWN', 'NOT_DONE', 'PARTLY_DONE'] as const;

/** What can come of a line. `FAILED` has the code of the failure beside it. */
export const campaignResults = [
  ...(['DONE', 'NOTHING_TO_RESET'] as const),
  ...skipReasons,
  ...unclearEnds,
  'FAILED',
] as const;
export type CampaignResult = (typeof campaignResults)[number];

/** What came of a line, and the code of the failure if it is one. */
export interface CampaignEnd {
  readonly result: CampaignResult;
  readonly refusal: ErrorCode | null;
}

/** Reads a stored result. One of a newer version is not known. */
export function campaignEndIn(text: string | null): CampaignEnd {
  const result = campaignResults.find((one) => one === text);
  if (result !== undefined) return { result, refusal: null };
  const refusal = errorCodes.find((one) => one === text) ?? null;
  return { result: refusal === null ? 'UNKNOWN' : 'FAILED', refusal };
}

/** A claimed line. */
export interface ClaimedLine {
  readonly campaign: string;
  /** The number of the line in the file, from 1. */
  readonly number: number;
  readonly name: string;
  /** How many changes of the person have ended without an effect. */
  readonly attempt: number;
  /** How often the line was put back, for the pause before the next try. */
  readonly tries: number;
  /** Whether an operator sends a change with an unknown outcome again. */
  readonly isRetry: boolean;
  /** When it was claimed, in milliseconds: it tells this claim from a later one. */
  readonly claimedAt: number;
}

/** A claimed line and its campaign. */
export interface LineOfCampaign {
  readonly campaign: Campaign;
  readonly line: ClaimedLine;
}

/** What came of a claimed line. */
export type LineResult =
  | {
      readonly kind: 'done';
      readonly outcome: 'DONE' | 'NOTHING_TO_RESET';
      readonly change: string | null;
    }
  | { readonly kind: 'failed'; readonly reason: FailReason; readonly change: string | null }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  /** Try again: AM failed, another change holds the lock, or a crash left a change open. */
  | {
      readonly kind: 'again';
      readonly reason: FailReason;
      readonly afterMs: number;
      /** Whether the next try is a new change, because this one certainly had no effect. */
      readonly isNewChange: boolean;
    }
  /** A dry run: the devices by kind, or why the person would be skipped or cannot be read. */
  | {
      readonly kind: 'checked';
      readonly finding: SkipReason | FailReason | null;
      readonly devices: Readonly<Partial<Record<DeviceKind, number>>>;
    };

/** A group of lines. */
export interface LineCount {
  readonly state: LineState;
  /** Outcome of `done`, reason of others; null for lines that wait. */
  readonly result: string | null;
  readonly count: number;
}

/** How far a campaign is. */
export interface CampaignProgress {
  readonly lines: readonly LineCount[];
  /** What the dry run found: the lines, by what it would do with them. */
  readonly checked: number;
  readonly findings: Readonly<Record<string, number>>;
  readonly devices: Readonly<Partial<Record<DeviceKind, number>>>;
  /** How many people ended within the last five minutes, per minute. */
  readonly perMinute: number;
}

/** How many lines are in one of these states. */
export function countOf(lines: readonly LineCount[], ...states: readonly LineState[]): number {
  return lines
    .filter(({ state }) => states.includes(state))
    .reduce((sum, { count }) => sum + count, 0);
}

/** About how long the rest takes, in seconds; null unless people are reset now. */
export function secondsLeft(
  { state }: Pick<Campaign, 'state'>,
  { lines, perMinute }: CampaignProgress,
): number | null {
  if (state !== 'RUNNING' || perMinute <= 0) return null;
  return Math.ceil((countOf(lines, 'waiting', 'running') * 60) / perMinute);
}
