import type { CampaignActor, CampaignPlan, PeopleSource } from './campaign.ts';
import type { SkipReason } from './campaign-line.ts';
import type { Limited } from '../values/limit.ts';

/** A line of the file, group or search; `skipped` says why no person is reset for it. */
export interface NewLine {
  readonly number: number;
  readonly name: string;
  readonly skipped: SkipReason | null;
}

/** How the people were chosen, as it is recorded. The path of a file is the operator's own. */
export type RecordedSource = Exclude<PeopleSource, { kind: 'file' }> | { readonly kind: 'file' };

/** A campaign to create. */
export interface NewCampaign {
  readonly plan: CampaignPlan;
  readonly actor: CampaignActor;
  readonly source: RecordedSource;
  /** The lines in their order, in batches: they are never in memory all at once. */
  readonly lines: AsyncIterable<readonly NewLine[]>;
  /** What makes a repeat of a request one; null on the command line. */
  readonly request: CreationRequest | null;
}

/** A request to create a campaign, whose repeat creates nothing. */
export interface CreationRequest {
  /** The client's own key. */
  readonly key: string;
  /** All that was asked for, so that a key is not used for two campaigns. */
  readonly content: object;
}

/** A campaign that was created, now or by the same request before, or why it was not. */
export type Created =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'key reused' }
  /** The actor has taken too many steps. */
  | Limited;
