import type { CampaignState } from '../../domain/campaign/campaign.ts';
import type { LineState } from '../../domain/campaign/campaign-line.ts';

/** A campaign. Its steps are records; this row is its state, and is updated. */
export interface CampaignRow {
  readonly id: string;
  readonly realm: string;
  /** Null without an area, and in rows of releases that knew none. */
  readonly area: string | null;
  readonly kinds: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly pace: number;
  readonly calls: number;
  readonly ends_sessions: number;
  /** `LOADING` while its lines are being stored; such a campaign does not exist yet. */
  readonly state: CampaignState | 'LOADING';
  readonly created_at: number;
  readonly created_by: string;
  readonly since: number;
  readonly checked_since: number | null;
  readonly started_at: number | null;
  readonly started_by: string | null;
  readonly ended_at: number | null;
  readonly held_by: string | null;
  /** See `needs`. */
  readonly needs: number;
}

/** A line of a campaign's file, and its result. The pacer resumes from these rows. */
export interface CampaignLineRow {
  readonly campaign_id: string;
  readonly number: number;
  /** The name as the file has it; of a bad line its beginning. */
  readonly name: string;
  readonly state: LineState;
  /** The outcome of `done`, and the reason of the other states; null for a new line. */
  readonly result: string | null;
  readonly change_id: string | null;
  /** A hash that identifies the person; null until AM was called. */
  readonly person: string | null;
  readonly due_at: number;
  readonly claimed_at: number | null;
  readonly ended_at: number | null;
  readonly attempt: number;
  readonly tries: number;
  readonly is_retry: number;
  /** What the dry run found: when, why the person would be skipped, and the devices as JSON. */
  readonly checked_at: number | null;
  readonly finding: string | null;
  readonly devices: string | null;
}

/** A count of lines, or of devices that a dry run has found. A count that has ended is 0. */
export interface CampaignCountRow {
  readonly campaign_id: string;
  /**
   * What is counted: lines by state and result; what a dry run found, by its finding; devices that
   * it found, by kind; lines that ended within ten seconds.
   */
  readonly kind: 'line' | 'found' | 'devices' | 'ended';
  /** When the dry run, or the ten seconds, started; 0 for lines. */
  readonly since: number;
  /** The state, the finding or the kind of device; empty without one. */
  readonly name: string;
  /** The result of a line; empty without one. */
  readonly result: string;
  readonly amount: number;
}

/** The length of the times in which ended lines are counted, in milliseconds. */
export const endedMs = 10_000;
