import type { Role } from '../../domain/caller.ts';
import type { CampaignActor } from '../../domain/campaign.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../request/recorded-actor.ts';

/** Returns the caller as a person who takes steps of campaigns, with their directory entry. */
export async function actingCaller(context: RequestContext, role: Role): Promise<CampaignActor> {
  const { id: name, realm, entry } = await recordedActor(context, role, null);
  const by = { name, realm, ...(entry !== undefined && { entry }) };
  return { ...by, via: 'graphql', account: null };
}
