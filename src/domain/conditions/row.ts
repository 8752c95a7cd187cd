import type { CampaignHold } from '../campaign/campaign.ts';
import type { MaybePromise } from '../values/maybe-promise.ts';
import type { Refusal } from './condition.ts';
import type { FactsAt, Moment } from './facts.ts';

/** What a refusal says at a moment, besides why. */
interface Consequences {
  readonly APPROVE: {
    /** Whether the request is closed for good. A passing obstacle ends nothing: it waits on. */
    readonly ends: 'request' | 'nothing';
  };
  readonly CAMPAIGN: {
    /** Why the campaign is held until the condition is met. */
    readonly heldBy: CampaignHold;
  };
}

/** A refusal at a moment. */
export type RefusalAt = {
  readonly [M in Moment]: Refusal & (M extends keyof Consequences ? Consequences[M] : unknown);
};

/** Decides a condition at a moment; no refusal if it is met. */
export type Decide<M extends Moment> = (facts: FactsAt[M]) => MaybePromise<readonly RefusalAt[M][]>;

/** Why a condition is not decided at a moment. */
export interface Because {
  readonly because: string;
}

/** A condition: for each moment what it decides, or why it is not decided there. */
export type Row = { readonly [M in Moment]: Decide<M> | Because };
