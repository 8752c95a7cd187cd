import type { LineState } from './campaign.ts';
import type { Instant } from './change-record.ts';

/** The states of a line, as the schema shows them. */
export const CampaignLineState = {
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
} as const;
export type CampaignLineState = (typeof CampaignLineState)[keyof typeof CampaignLineState];

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

/** Which lines of a campaign to return, in the order of the file. */
export interface CampaignLineQuery {
  readonly id: string;
  readonly most: number;
  /** The number of the last line of an earlier page. */
  readonly after?: number;
  readonly state?: LineState;
}
