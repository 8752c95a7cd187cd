import type {
  CampaignQuery,
  CampaignsQuery,
  GatewayErrorCode,
  ResetCampaignResult,
  ResetCampaignState,
} from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';
import { errorNames } from '../text/error-name.ts';

/** A campaign of the list. */
export type ListedCampaign = NonNullable<CampaignsQuery['resetCampaigns']>['nodes'][number];

/** One campaign, as its page shows it. */
export type ShownCampaign = NonNullable<CampaignQuery['resetCampaign']>;

/** What the page needs to know of a state. */
interface StateFacts {
  readonly title: MessageKey;
  /** Whether the gateway works on the campaign, so that the page reads it again by itself. */
  readonly isUnderWay: boolean;
  readonly mark: 'mark-plain' | 'mark-success' | 'mark-caution';
}

/** The facts of each state. */
export const stateFacts = {
  DRAFT: { title: 'campaign.state.DRAFT', isUnderWay: false, mark: 'mark-plain' },
  CHECKING: { title: 'campaign.state.CHECKING', isUnderWay: true, mark: 'mark-plain' },
  CHECKED: { title: 'campaign.state.CHECKED', isUnderWay: false, mark: 'mark-plain' },
  RUNNING: { title: 'campaign.state.RUNNING', isUnderWay: true, mark: 'mark-success' },
  PAUSED: { title: 'campaign.state.PAUSED', isUnderWay: false, mark: 'mark-caution' },
  DONE: { title: 'campaign.state.DONE', isUnderWay: false, mark: 'mark-success' },
  ABORTED: { title: 'campaign.state.ABORTED', isUnderWay: false, mark: 'mark-caution' },
} as const satisfies Record<ResetCampaignState, StateFacts>;

const resultMessages = {
  DONE: 'campaign.result.DONE',
  NOTHING_TO_RESET: 'campaign.result.NOTHING_TO_RESET',
  BAD_LINE: 'campaign.result.BAD_LINE',
  DUPLICATE: 'campaign.result.DUPLICATE',
  UNKNOWN_NAME: 'campaign.result.UNKNOWN_NAME',
  OUTSIDE_AREA: 'campaign.result.OUTSIDE_AREA',
  PRIVILEGED: 'campaign.result.PRIVILEGED',
  OWN_ACCOUNT: 'campaign.result.OWN_ACCOUNT',
  UNKNOWN: 'campaign.result.UNKNOWN',
  NOT_DONE: 'campaign.result.NOT_DONE',
  PARTLY_DONE: 'campaign.result.PARTLY_DONE',
  FAILED: 'campaign.line.failed',
} as const satisfies Record<ResetCampaignResult, MessageKey>;

/** What came of lines, and the code if they failed. */
interface End {
  readonly result: ResetCampaignResult;
  readonly refusal?: GatewayErrorCode | null;
}

/** Returns the name of a result, or of its error code. */
export function resultName(
  { result, refusal = null }: End,
  t: (key: MessageKey) => string,
): string {
  return t(refusal === null ? resultMessages[result] : errorNames[refusal]);
}

/** How far a campaign is. */
interface Counted {
  readonly ended: number;
  readonly all: number;
}

/** How many of a campaign's lines have ended; during a dry run, how many people it has read. */
export function progressIn({
  state,
  progress,
}: Pick<ListedCampaign, 'state' | 'progress'>): Counted | null {
  // A draft has not begun anything.
  if (progress === null || state === 'DRAFT') return null;
  const { lines, done, failed, skipped, checked } = progress;
  if (state === 'CHECKING') return { ended: checked, all: lines - skipped };
  return { ended: done + failed + skipped, all: lines };
}

/** How fast a campaign is. */
interface Rate {
  readonly perMinute: number;
  readonly secondsLeft: number | null;
}

/** Returns the rate of a campaign that runs; null before the first person has ended. */
export function rateIn({
  state,
  progress,
}: Pick<ShownCampaign, 'state' | 'progress'>): Rate | null {
  if (state !== 'RUNNING' || progress === null) return null;
  const { done, failed, perMinute, secondsLeft } = progress;
  return perMinute > 0 || done + failed > 0 ? { perMinute, secondsLeft } : null;
}
