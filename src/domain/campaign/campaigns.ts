import type {
  CampaignLine,
  CampaignLineQuery,
  CampaignProgress,
  ClaimedLine,
  LineOfCampaign,
  LineResult,
} from './campaign-line.ts';
import type { Campaign, CampaignQuery } from './campaign.ts';
import type { Created, NewCampaign } from './new-campaign.ts';
import type { StepRequest, StepResult } from './campaign-steps.ts';
import type { RecordedChange } from '../change/change-record.ts';

/** The campaigns of a ledger, for people. */
export interface CampaignBook {
  /** Returns a campaign by its id as people type it, or null. */
  find(id: string): Promise<Campaign | null>;
  /** Returns campaigns, newest first; an invalid cursor rejects with `BAD_USER_INPUT`. */
  list(query: CampaignQuery): Promise<readonly Campaign[]>;
  /** Creates a campaign and records it; a repeat of a request returns the first one. */
  create(campaign: NewCampaign): Promise<Created>;
  progress(campaign: Campaign): Promise<CampaignProgress>;
  lines(query: CampaignLineQuery): Promise<readonly CampaignLine[]>;
  /** Takes a step of a campaign and records it. */
  take(request: StepRequest): Promise<StepResult>;
}

/** The campaigns of a ledger, for the pacer. */
export interface CampaignWork {
  /** Returns the campaigns whose dry run or reset is under way, oldest first. */
  active(): Promise<readonly Campaign[]>;
  /**
   * Puts back the lines that an earlier pacer has claimed. Returns how long ago it claimed the
   * last, in milliseconds; null if it claimed none.
   */
  takeOver(id: string): Promise<number | null>;
  /** Claims the next line that is due; null if no line is, or the campaign is not under way. */
  claim(campaign: Campaign): Promise<ClaimedLine | null>;
  /** Notes which person a line means; false if another line means the same person. */
  identify(line: ClaimedLine, person: string): Promise<boolean>;
  settle(line: ClaimedLine, result: LineResult): Promise<void>;
  /** Returns lines of ended campaigns that are still in progress; after a crash, no one is. */
  leftBehind(): Promise<readonly LineOfCampaign[]>;
  /** Ends the dry run or the campaign if no line is left. */
  endIfDone(campaign: Campaign): Promise<boolean>;
  hold(id: string, reason: string | null): Promise<void>;
  /** Returns the newest change of the campaign under a key, however old, or null. */
  changeOf(campaign: Campaign, idempotencyKey: string): Promise<RecordedChange | null>;
}

/** The campaigns of a ledger. */
export interface Campaigns extends CampaignBook, CampaignWork {
  /** Counts lines, for metrics. */
  figures(): Promise<CampaignFigures>;
}

/** What metrics show of campaigns. */
export interface CampaignFigures {
  readonly running: number;
  readonly held: number;
  readonly waiting: number;
  readonly failed: number;
}
