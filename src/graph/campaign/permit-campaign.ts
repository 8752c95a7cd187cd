import type { Campaign, CampaignActor } from '../../domain/campaign/campaign.ts';
import type { Campaigns } from '../../domain/campaign/campaigns.ts';
import { recordIdIn } from '../../domain/devices/global-id.ts';
import type { Effect } from '../../domain/policy/effects.ts';
import type { Standing } from '../../domain/people/caller.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import type { GuardedCall } from '../fields/access.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import { policyRefusal } from '../../access/refusal.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { recordedActor } from '../../access/recorded-actor.ts';

/** A campaign that the caller may see or steer, and the role that permits it. */
export interface CampaignGrant extends Standing {
  readonly campaign: Campaign;
}

/**
 * Returns the campaign with the id of the arguments, if the caller has the permission in its realm.
 * Null if no campaign of a served realm has this id.
 * @throws Failure the refusal
 */
export function permitCampaign({
  effect,
  args,
  context,
}: GuardedCall): Promise<CampaignGrant | null> {
  const id = textOf(args, 'id') ?? textOf(memberOf(args, 'input'), 'id') ?? '';
  return campaignFor(context, effect, recordIdIn('ResetCampaign', id));
}

/** Returns a campaign by its number, like `permitCampaign`. @throws Failure the refusal */
export async function campaignFor(
  context: RequestContext,
  effect: Effect,
  id: string,
): Promise<CampaignGrant | null> {
  const { caller: whoCalls, permissions, settings } = context;
  if (id.length > 100) throw badInput('id', 'Give the id of a campaign.');
  // Callers who are not signed in never reach the ledger.
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  const campaign = (await context.ledger.campaigns?.find(id)) ?? null;
  if (campaign === null || settings.realms.byName(campaign.realm) === undefined) {
    await permissions.inRealm(effect, null);
    campaignsOf(context);
    return null;
  }
  const { role, area } = await permissions.inRealm(effect, campaign.realm, areasOf(campaign));
  return { campaign, role, area };
}

/** Decides about the campaigns of a realm, all or those of areas. @throws Failure the refusal */
export function permitCampaigns({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  const { permissions, settings } = context;
  const areas = settings.areas.map(({ name }) => name);
  return permissions.inRealm(effect, textOf(args, 'realm'), { areas });
}

/** The area of a campaign, for which its staff may have a permission. */
export function areasOf({ area }: Pick<Campaign, 'area'>): { readonly areas: readonly string[] } {
  return { areas: area === null ? [] : [area] };
}

/** @throws Failure NOT_SUPPORTED_UPSTREAM without PostgreSQL, on which campaigns depend */
export function campaignsOf({ ledger }: RequestContext): Campaigns {
  if (ledger.campaigns !== null) return ledger.campaigns;
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway has no campaigns. Report it to the operator.',
    { detail: 'DATABASE_URL is not set; campaigns need PostgreSQL' },
  );
}

/** Returns the caller as a person who takes steps of campaigns. */
export async function actingCaller(
  context: RequestContext,
  standing: Standing,
): Promise<CampaignActor> {
  const { id: name, ...caller } = await recordedActor(context, standing, null);
  return { ...caller, name, via: 'graphql', account: null };
}
