import { Arg, Args, ArgsType, Ctx, Directive, ID } from 'type-graphql';
import { Resolver, Root } from 'type-graphql';
import {
  campaignEndIn,
  countOf,
  lineStates,
  secondsLeft,
  type LineCount,
  type LineState,
} from '../../domain/campaign/campaign-line.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField, NullableQuery, NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { pageInfoOf } from '../fields/page-info.type.ts';
import { pageArguments, refuseOddPage } from '../fields/page.ts';
import {
  Campaign,
  CampaignConnection,
  CampaignProgress,
  CampaignResultCount,
} from './campaign.type.ts';
import { permitCampaigns, permitNamedCampaign } from './permit-campaign.ts';
import { requireCampaigns, type CampaignGrant } from '../../changes/campaigns/see-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

const pages = { of: 'campaigns', usual: 10, most: 50 };

@ArgsType()
class CampaignsArguments extends pageArguments(pages) {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's own, or the default one.",
  )
  realm?: string | null;
}

@Resolver(() => Campaign)
export class CampaignResolver {
  @Access({ effect: 'viewCampaigns', permit: permitNamedCampaign })
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
    refuseOddPage(first, pages);
    const page = {
      realm: realm.name,
      most: first + 1,
      ...(after !== null && { after }),
      ...(areas !== null && { areas }),
    };
    const found = await requireCampaigns(context).list(page);
    const nodes = found.slice(0, first).map(shownCampaign);
    const edges = nodes.map((node) => ({ node, cursor: node.reference }));
    return {
      edges,
      nodes,
      pageInfo: pageInfoOf(edges, { hasMore: found.length > first, end: null }),
    };
  }

  @Access('with parent')
  @Cost({ ledger: 2 })
  @NullableFieldResolver(
    () => CampaignProgress,
    'How far the campaign is. Null if the ledger cannot be read.',
  )
  async progress(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<CampaignProgress> {
    const progress = await requireCampaigns(context).progress(stored);
    const { lines, checked, findings, devices, perMinute } = progress;
    return {
      lines: countOf(lines, ...lineStates),
      waiting: countOf(lines, 'waiting'),
      running: countOf(lines, 'running'),
      done: countOf(lines, 'done'),
      failed: countOf(lines, 'failed'),
      skipped: countOf(lines, 'skipped'),
      outcomes: resultsOf(lines, 'done'),
      skips: resultsOf(lines, 'skipped'),
      checked,
      findings: Object.entries(findings).map(([result, count]) => ({
        ...campaignEndIn(result),
        count,
      })),
      deviceCounts: stored.kinds.map((kind) => ({ kind, count: devices[kind] ?? 0 })),
      perMinute,
      secondsLeft: secondsLeft(stored, progress),
    };
  }

  @Access('with parent')
  @Cost({ ledger: 2 })
  @NullableFieldResolver(
    () => [CampaignResultCount],
    'Why people failed, most first. Null if the ledger cannot be read.',
  )
  async failures(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<readonly CampaignResultCount[]> {
    const { lines } = await requireCampaigns(context).progress(stored);
    return resultsOf(lines, 'failed').toSorted((one, other) => other.count - one.count);
  }
}

function resultsOf(lines: readonly LineCount[], state: LineState): CampaignResultCount[] {
  return lines
    .filter((one) => one.state === state)
    .map(({ result, count }) => ({ ...campaignEndIn(result), count }));
}
