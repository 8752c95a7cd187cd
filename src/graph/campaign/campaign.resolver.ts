import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Int } from 'type-graphql';
import { Resolver, Root } from 'type-graphql';
import type { Campaign as StoredCampaign } from '../../domain/campaign/campaign.ts';
import { campaignResultIn, type LineState } from '../../domain/campaign/campaign-line.ts';
import { badInput } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField, NullableQuery, NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { pageInfoOf } from '../fields/page-info.type.ts';
import {
  Campaign,
  CampaignConnection,
  CampaignProgress,
  CampaignResultCount,
} from './campaign.type.ts';
import {
  campaignsOf,
  permitCampaign,
  permitCampaigns,
  type CampaignGrant,
} from './permit-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

const maxCampaigns = 50;

@ArgsType()
class CampaignsArguments {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's own, or the default one.",
  )
  realm?: string | null;

  @Field(() => Int, {
    defaultValue: 10,
    description: `The maximum number of campaigns to return, 1 to ${maxCampaigns}.`,
  })
  first!: number;

  @NullableField(() => String, 'Returns the campaigns after this cursor.')
  after?: string | null;
}

@Resolver(() => Campaign)
export class CampaignResolver {
  @Access({ effect: 'viewCampaigns', permit: permitCampaign })
  @Cost({ calls: 3 })
  @Directive('@tag(name: "staff")')
  @NullableQuery(() => Campaign, 'A campaign by its id. Null if there is no such campaign.')
  resetCampaign(
    @Arg('id', () => ID, {
      description: 'The global id or the reference number of the campaign.',
    })
    _id: string,
    @Granted() grant: CampaignGrant | null,
  ): ShownCampaign | null {
    return grant === null ? null : shownCampaign(grant.campaign);
  }

  @Access({ effect: 'viewCampaigns', permit: permitCampaigns })
  @Cost({ calls: 3, items: 'first' })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => CampaignConnection,
    'The campaigns of a realm, newest first. Administrators of an area see those of their area.',
  )
  async resetCampaigns(
    @Args(() => CampaignsArguments) { first, after = null }: CampaignsArguments,
    @Granted() { realm, areas }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    if (first < 1 || first > maxCampaigns)
      throw badInput('first', `Request 1 to ${maxCampaigns} campaigns.`);
    const page = {
      realm: realm.name,
      most: first + 1,
      ...(after !== null && { after }),
      ...(areas !== null && { areas }),
    };
    const found = await campaignsOf(context).list(page);
    const nodes = found.slice(0, first).map(shownCampaign);
    const edges = nodes.map((node) => ({ node, cursor: node.reference }));
    return { edges, nodes, pageInfo: pageInfoOf(edges, found.length > first) };
  }

  @Access('with parent')
  @NullableFieldResolver(
    () => CampaignProgress,
    'How far the campaign is. Null if the ledger cannot be read.',
  )
  async progress(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<CampaignProgress> {
    const { lines, checked, findings, devices, perMinute } =
      await campaignsOf(context).progress(stored);
    const sum = (...states: readonly LineState[]): number =>
      lines
        .filter(({ state }) => states.includes(state))
        .reduce((all, { count }) => all + count, 0);
    const left = sum('waiting', 'running');
    return {
      lines: lines.reduce((all, { count }) => all + count, 0),
      waiting: sum('waiting'),
      running: sum('running'),
      done: sum('done'),
      failed: sum('failed'),
      skipped: sum('skipped'),
      outcomes: resultsOf(lines, 'done'),
      skips: resultsOf(lines, 'skipped'),
      checked,
      findings: Object.entries(findings).map(([result, count]) => ({
        result: campaignResultIn(result),
        count,
      })),
      deviceCounts: stored.kinds.map((kind) => ({ kind, count: devices[kind] ?? 0 })),
      perMinute,
      secondsLeft: secondsLeft(stored, { left, perMinute }),
    };
  }

  @Access('with parent')
  @NullableFieldResolver(
    () => [CampaignResultCount],
    'Why people failed, most first. Null if the ledger cannot be read.',
  )
  async failures(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<readonly CampaignResultCount[]> {
    const { lines } = await campaignsOf(context).progress(stored);
    return resultsOf(lines, 'failed').toSorted((one, other) => other.count - one.count);
  }
}

function resultsOf(
  lines: readonly { readonly state: LineState; readonly result: string | null; count: number }[],
  state: LineState,
): CampaignResultCount[] {
  return lines
    .filter((one) => one.state === state)
    .map(({ result, count }) => ({ result: campaignResultIn(result), count }));
}

function secondsLeft(
  { state }: StoredCampaign,
  { left, perMinute }: { readonly left: number; readonly perMinute: number },
): number | null {
  if (state !== 'RUNNING' || perMinute <= 0) return null;
  return Math.ceil((left * 60) / perMinute);
}
