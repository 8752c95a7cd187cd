import type { LineOfCampaign } from '../../domain/campaign.ts';
import { lineKey } from '../../domain/campaign-story.ts';
import type { Campaigns } from '../../domain/campaigns.ts';
import { ofRecord } from './line-result.ts';

/**
 * Settles people of ended campaigns who were in progress when their process died, from their
 * changes: nothing is sent. A change that is still open is left until reading AM has closed it.
 * @param isWorkedOn whether this process still works on a campaign
 */
export async function settleLeftBehind(
  campaigns: Campaigns,
  left: readonly LineOfCampaign[],
  isWorkedOn: (id: string) => boolean,
): Promise<void> {
  for (const { campaign, line } of left) {
    if (isWorkedOn(campaign.id)) continue;
    const change = await campaigns.changeOf(campaign, lineKey(line));
    if (change === null) await campaigns.settle(line, notReached);
    else if (change.outcome !== null) await campaigns.settle(line, ofRecord(change, line));
  }
}

/** The attempt has recorded no change, so it has sent nothing. */
const notReached = { kind: 'again', reason: 'NOT_DONE', afterMs: 0, isNewChange: false } as const;
