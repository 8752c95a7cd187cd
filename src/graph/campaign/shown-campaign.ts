import { globalRecordId } from '../../domain/devices/global-id.ts';
import type { Campaign, CampaignSource, CampaignActor } from '../../domain/campaign/campaign.ts';

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
    createdBy: shownActor(stored.createdBy),
    startedAt: dateOf(stored.startedAt),
    startedBy: stored.startedBy && shownActor(stored.startedBy),
    endedAt: dateOf(stored.endedAt),
  };
}

export type ShownCampaign = ReturnType<typeof shownCampaign>;

function shownActor({ name, realm, via, account }: CampaignActor) {
  return { name, realm, account, source: sources[via] };
}

const sources: Readonly<Record<CampaignActor['via'], CampaignSource>> = {
  'command line': 'COMMAND_LINE',
  graphql: 'GRAPHQL',
  gateway: 'GATEWAY',
};

function dateOf(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}
