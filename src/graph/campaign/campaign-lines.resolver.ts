import { Args, ArgsType, Ctx, Resolver, Root } from 'type-graphql';
import { isAnotherPerson } from '../../domain/campaign/campaign-people.ts';
import {
  campaignEndIn,
  isFoundInside,
  type LineState,
  type CampaignLine as StoredLine,
} from '../../domain/campaign/campaign-line.ts';
import { badInput } from '../../domain/values/failure.ts';
import { fillPage } from '../../access/lists/filled-page.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField, NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { pageInfoOf } from '../fields/page-info.type.ts';
import { pageArguments, refuseOddPage } from '../fields/page.ts';
import { CampaignLineState } from '../enums/campaign-enums.ts';
import { CampaignLineConnection } from './campaign-line.type.ts';
import { Campaign } from './campaign.type.ts';
import {
  actingCaller,
  permitInItsRealm,
  requireCampaigns,
} from '../../changes/campaigns/see-campaign.ts';
import type { ShownCampaign } from './shown-campaign.ts';

const pages = { of: 'lines', usual: 100, most: 500 };

@ArgsType()
class LinesArguments extends pageArguments(pages) {
  @NullableField(() => CampaignLineState, 'Returns only lines in this state.')
  state?: LineState | null;
}

@Resolver(() => Campaign)
export class CampaignLinesResolver {
  @Access('with parent')
  @Cost({ calls: 2, ledger: 20, items: 'first' })
  @NullableFieldResolver(
    () => CampaignLineConnection,
    "The lines, and what has become of each. Administrators of an area see lines of another administrator's campaign once the gateway has found the user in the area. Null if the ledger cannot be read.",
  )
  async lines(
    @Root() { stored }: ShownCampaign,
    @Args(() => LinesArguments) { first, after = null, state = null }: LinesArguments,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    refuseOddPage(first, pages);
    const { id, realm, area, createdBy } = stored;
    const { areas } = await permitInItsRealm(context, 'viewCampaigns', stored);
    // Staff of an area know the people of their own file, and otherwise only those of the area.
    const isEach = areas === null || createdBy.area === area;
    const campaigns = requireCampaigns(context);
    const { shown, ...page } = await fillPage(
      { first, after },
      {
        about: null,
        read: async (from) => {
          const lines = await campaigns.lines({
            id,
            most: first + 1,
            ...(from !== null && { after: lineNumber(from) }),
            ...(state !== null && { state }),
          });
          const rows = lines.map((line) => ({ line, cursor: String(line.number) }));
          return { rows, next: rows.length > first ? (rows.at(-1)?.cursor ?? null) : null };
        },
        show: async ({ line }) => (isEach || isFoundInside(line) ? shownLine(line, realm) : null),
      },
    );
    const edges = shown.map((node) => ({ node, cursor: String(node.number) }));
    return { edges, nodes: shown, pageInfo: pageInfoOf(edges, page) };
  }

  @Access('with parent')
  @Cost({ calls: 2 })
  @NullableFieldResolver(
    () => Boolean,
    'Whether the caller is certainly another person than the creator, and so may start the campaign and retry its failures. Null if AM does not report who the caller is.',
  )
  async isCallerAnotherPerson(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    const { standings } = await permitInItsRealm(context, 'runCampaigns', stored);
    return isAnotherPerson(stored.createdBy, await actingCaller(context, standings[0]));
  }
}

function lineNumber(cursor: string): number {
  if (/^\d{1,7}$/.test(cursor)) return Number(cursor);
  throw badInput('after', 'This is no cursor of a line.');
}

function shownLine(
  { change, endedAt, devices, result, finding, ...line }: StoredLine,
  realm: string,
) {
  const ended = result === null ? null : campaignEndIn(result);
  const found = finding === null ? null : campaignEndIn(finding);
  return {
    ...line,
    realm,
    ...ended,
    finding: found?.result,
    findingRefusal: found?.refusal,
    changeReference: change,
    endedAt: endedAt === null ? null : new Date(endedAt),
    deviceCount: devices,
  };
}
