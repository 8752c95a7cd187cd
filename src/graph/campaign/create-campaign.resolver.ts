import { Ctx, Directive, Resolver } from 'type-graphql';
import type { RealmGrant } from '../../access/grant.ts';
import { larger, mostPeople, orderCampaign } from '../../changes/campaigns/order-campaign.ts';
import { requireCampaigns } from '../../changes/campaigns/see-campaign.ts';
import type { Ordered } from '../../domain/campaign/create-campaign.ts';
import { TooManyPeople, UnusablePeople } from '../../domain/campaign/people-file.ts';
import { limitReached } from '../../domain/values/limit.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import { idempotencyKeyReused } from '../change/errors/change-error.type.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { CreateResetCampaignInput } from './create-campaign.input.ts';
import {
  badLines,
  CreateResetCampaignPayload,
  notCreated,
  peopleUnusable,
  type CreationFields,
} from './create-campaign.payload.ts';
import { shownCampaign } from './shown-campaign.ts';

@Resolver()
export class CreateCampaignResolver {
  @Access({ effect: 'runCampaigns', permit: permitCreation })
  // The lists of a thousand members in calls of fifty, or of a search in pages of two hundred.
  @Cost({ calls: 30 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => CreateResetCampaignPayload,
    `Creates a campaign of at most ${mostPeople} people. No devices are read before its dry run. Larger campaigns are created on the command line.`,
  )
  async createResetCampaign(
    @Input(() => CreateResetCampaignInput) input: CreateResetCampaignInput,
    @Granted() grant: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<CreationFields> {
    const ordered = await orderCampaign(context, grant, input);
    if (ordered instanceof UnusablePeople) return peopleUnusable(messageOf(ordered));
    if (ordered.kind !== 'created') return refused(ordered);
    const created = await requireCampaigns(context).find(ordered.id);
    return {
      campaign: created && shownCampaign(created),
      errors: [],
      badLines: [],
      badLineCount: 0,
    };
  }
}

/** Staff of an area create campaigns of this area only. @throws Failure the refusal */
function permitCreation({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  const input = memberOf(args, 'input');
  const area = textOf(input, 'area');
  const areas = area === undefined || area === null ? [] : [area];
  return context.permissions.inRealm(effect, textOf(input, 'realm'), { areas });
}

function messageOf(error: UnusablePeople): string {
  return error instanceof TooManyPeople ? `${error.message} ${larger}` : error.message;
}

/** @throws Failure RATE_LIMITED */
function refused(ordered: Exclude<Ordered, { kind: 'created' }>): CreationFields {
  switch (ordered.kind) {
    case 'bad lines':
      return badLines(ordered.lines, ordered.count);
    case 'key reused':
      return notCreated(
        idempotencyKeyReused('This key was used for another campaign. Nothing was created.'),
      );
    case 'limited':
      throw limitReached('You have taken too many steps. Nothing was created.', ordered);
    default:
      return ordered satisfies never;
  }
}
