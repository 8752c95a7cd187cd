import type { RealmGrant } from '../../access/grant.ts';
import { isRoleOfCredential, recordedActor } from '../../access/recorded-actor.ts';
import type { Campaign, CampaignActor } from '../../domain/campaign/campaign.ts';
import type { CampaignBook } from '../../domain/campaign/campaigns.ts';
import type { Standing } from '../../domain/people/caller.ts';
import type { Effect } from '../../domain/policy/effects.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import { requireCaller } from '../records/see-record.ts';
import type { Asking } from '../request/acting.ts';

/** A campaign that the caller may see or steer, and the role that permits it. */
export interface CampaignGrant extends Standing {
  readonly campaign: Campaign;
}

/**
 * Returns the campaign with this number, if the caller has the permission in its realm. Null if no
 * campaign of a served realm has it.
 * @throws Failure the refusal
 */
export async function permitCampaign(
  asking: Asking,
  effect: Effect,
  id: string,
): Promise<CampaignGrant | null> {
  if (id.length > 100) throw badInput('id', 'Give the id of a campaign.');
  await requireCaller(asking);
  const { permissions, settings } = asking;
  const campaign = (await asking.ledger.campaigns?.find(id)) ?? null;
  if (campaign === null || settings.realms.byName(campaign.realm) === undefined) {
    await permissions.inRealm(effect, null);
    requireCampaigns(asking);
    return null;
  }
  const { standings } = await permitInItsRealm(asking, effect, campaign);
  return { campaign, ...standings[0] };
}

/** Decides in the realm of a campaign, also by the area of the campaign. */
export function permitInItsRealm(
  { permissions }: Asking,
  effect: Effect,
  { realm, area }: Pick<Campaign, 'realm' | 'area'>,
): Promise<RealmGrant> {
  return permissions.inRealm(effect, realm, { areas: area === null ? [] : [area] });
}

/** @throws Failure NOT_SUPPORTED_UPSTREAM without PostgreSQL, on which campaigns depend */
export function requireCampaigns({ ledger }: Asking): CampaignBook {
  if (ledger.campaigns !== null) return ledger.campaigns;
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway has no campaigns. Report it to the operator.',
    { detail: 'DATABASE_URL is not set; campaigns need PostgreSQL' },
  );
}

/** Returns the caller as a person who takes steps of campaigns. */
export async function actingCaller(asking: Asking, standing: Standing): Promise<CampaignActor> {
  const { id: name, ...caller } = await recordedActor(asking, standing, null);
  const isOfCredential = await isRoleOfCredential(asking, standing);
  const from = isOfCredential ? { isRoleOfCredential: true } : {};
  return { ...caller, name, via: 'graphql', account: null, ...from };
}
