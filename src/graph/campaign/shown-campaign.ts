import { globalRecordId } from '../../domain/devices/global-id.ts';
import type { Campaign, CampaignActor } from '../../domain/campaign/campaign.ts';
import { shownActor } from '../history/shown-change.ts';

/** Returns a campaign as the schema shows it, with the stored one for its resolvers. */
export function shownCampaign(stored: Campaign) {
  const { id, realm, area, state, heldBy, kinds, reason, ticket, pace, endsSessions } = stored;
  return {
    stored,
    id: globalRecordId('ResetCampaign', id),
    reference: id,
    realm,
    area,
    state,
    heldBy,
    kinds,
    reason,
    ticket,
    isEndingSessions: endsSessions,
    pacePerMinute: pace,
    since: new Date(stored.since),
    createdAt: new Date(stored.createdAt),
    createdBy: actorOf(stored.createdBy),
    startedAt: dateOf(stored.startedAt),
    startedBy: stored.startedBy && actorOf(stored.startedBy),
    endedAt: dateOf(stored.endedAt),
  };
}

export type ShownCampaign = ReturnType<typeof shownCampaign>;

/** Who took a step: a caller, or an operator, who is only stated. */
function actorOf({ via, account, name, ...caller }: CampaignActor): object {
  return via === 'command line'
    ? { operator: { name, account } }
    : shownActor({ id: name, ...caller });
}

function dateOf(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}
