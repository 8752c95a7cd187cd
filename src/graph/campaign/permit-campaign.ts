import type { RealmGrant } from '../../access/grant.ts';
import { permitCampaign, type CampaignGrant } from '../../changes/campaigns/see-campaign.ts';
import { recordIdIn } from '../../domain/devices/global-id.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { GuardedCall } from '../fields/access.ts';

/** Decides about the campaign whose id is an argument, or a member of the input. */
export function permitNamedCampaign(call: GuardedCall): Promise<CampaignGrant | null> {
  const { effect, args, context } = call;
  const id = textOf(args, 'id') ?? textOf(memberOf(args, 'input'), 'id') ?? '';
  return permitCampaign(context, effect, recordIdIn('ResetCampaign', id));
}

/** Decides about the campaigns of a realm, all or those of areas. @throws Failure the refusal */
export function permitCampaigns({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  const areas = context.settings.areas.map(({ name }) => name);
  return context.permissions.inRealm(effect, textOf(args, 'realm'), { areas });
}
