import { Ctx, Directive, Resolver } from 'type-graphql';
import { linesOfList } from '../../access/people-lists.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { createCampaign, type Ordered } from '../../domain/campaign/create-campaign.ts';
import type { CampaignPlan } from '../../domain/campaign/campaign.ts';
import type { NewLine, RecordedSource } from '../../domain/campaign/new-campaign.ts';
import {
  batchesOf,
  readPeople,
  TooManyPeople,
  UnusablePeople,
} from '../../domain/campaign/people-file.ts';
import { longestGroup, planRefusal, usualCalls } from '../../domain/rules/plan-rules.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import { isSearchText } from '../../domain/people/search.ts';
import { badInput } from '../../domain/values/failure.ts';
import { limitReached } from '../../domain/values/limit.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import { isNameOnOneLine } from '../../domain/values/recorded-text.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { idempotencyKeyReused } from '../change/errors/change-error.type.ts';
import { countSearch } from '../people/count-search.ts';
import type { RequestContext } from '../request/context.ts';
import {
  CreateResetCampaignInput,
  longestFile,
  mostPeople,
  type ResetCampaignPeopleInput,
} from './create-campaign.input.ts';
import { badLines, CreateResetCampaignPayload, peopleUnusable } from './create-campaign.payload.ts';
import { actingCaller, campaignsOf } from './permit-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

/** How many members of a group are read at once. */
const callsAtOnce = 8;

@Resolver()
export class CreateCampaignResolver {
  @Access({ effect: 'runCampaigns', permit: permitCreation })
  @Cost({ calls: 10 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => CreateResetCampaignPayload,
    `Creates a campaign of at most ${mostPeople} people. No devices are read before its dry run. Larger campaigns are created on the command line.`,
  )
  async createResetCampaign(
    @Input(() => CreateResetCampaignInput) input: CreateResetCampaignInput,
    @Granted() grant: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<{ readonly campaign: ShownCampaign | null; readonly errors: readonly object[] }> {
    const campaigns = campaignsOf(context);
    const plan = planOf(input, grant, context);
    const { idempotencyKey: key, ...content } = input;
    if (key.length < 1 || key.length > 200)
      throw badInput('idempotencyKey', 'Give a key of 1 to 200 characters.');
    const source = sourceOf(input.people, grant);
    const ordered = await unlessUnusable(async () =>
      createCampaign(campaigns, {
        plan,
        source,
        lines: await linesOf(input.people, source, { grant, context }),
        actor: await actingCaller(context, grant),
        request: { key, content },
        keepsBadLines: input.skipBadLines,
      }),
    );
    if (ordered instanceof UnusablePeople)
      return { campaign: null, errors: [peopleUnusable(messageOf(ordered))] };
    if (ordered.kind !== 'created') return { campaign: null, errors: [errorOf(ordered)] };
    const created = await campaigns.find(ordered.id);
    return { campaign: created && shownCampaign(created), errors: [] };
  }
}

/** Staff of an area create campaigns of this area only. @throws Failure the refusal */
function permitCreation({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  const input = memberOf(args, 'input');
  const area = textOf(input, 'area');
  const areas = area === undefined || area === null ? [] : [area];
  return context.permissions.inRealm(effect, textOf(input, 'realm'), { areas });
}

/** @throws Failure BAD_USER_INPUT */
function planOf(
  input: CreateResetCampaignInput,
  { realm }: RealmGrant,
  { settings }: RequestContext,
): CampaignPlan {
  const { area = null, ticket = null, pacePerMinute: pace, endSessions: endsSessions } = input;
  const plan = {
    realm: realm.name,
    area,
    kinds: deviceKinds.filter((kind) => input.kinds.includes(kind)),
    reason: input.reason.trim(),
    ticket: ticket === null || ticket.trim() === '' ? null : ticket.trim(),
    pace,
    calls: usualCalls,
    endsSessions,
  };
  const refusal = planRefusal(plan, settings);
  if (refusal === null) return plan;
  throw refusal.facts['path']?.toString() === 'pace'
    ? badInput('pacePerMinute', refusal.message)
    : refusal;
}

/**
 * Which list is meant. Staff of an area see no one outside it, and a list of AM could show them.
 * @throws Failure BAD_USER_INPUT
 */
function sourceOf(
  { csv, group, search }: ResetCampaignPeopleInput,
  { area }: RealmGrant,
): RecordedSource {
  if (typeof csv === 'string') {
    if (csv.length > longestFile)
      throw badInput('people.csv', `Give at most ${longestFile} characters. ${larger}`);
    return { kind: 'file' };
  }
  if (area !== null)
    throw badInput('people', 'Administrators of an area give a file. Nothing was created.');
  if (typeof group === 'string') {
    const name = group.trim();
    if (!isNameOnOneLine(name, longestGroup))
      throw badInput('people.group', 'Give a name of 1 to 255 visible characters.');
    return { kind: 'group', group: name };
  }
  const text = search?.trim() ?? '';
  if (!isSearchText(text)) throw badInput('people.search', 'Search for 3 to 100 plain characters.');
  return { kind: 'search', text };
}

/** The lines of a list, which are read to its end before any is stored. */
async function linesOf(
  { csv }: ResetCampaignPeopleInput,
  source: RecordedSource,
  { grant, context }: { readonly grant: RealmGrant; readonly context: RequestContext },
): Promise<AsyncIterable<readonly NewLine[]>> {
  const { userIds } = context;
  const [most, ignored] = [mostPeople, (): void => undefined];
  if (source.kind === 'file')
    return readPeople(textIn(csv ?? ''), { userIds, most, leftOut: ignored });
  await countSearch(context, grant);
  const { am, realm } = grant;
  const reading = { am, realm, userIds, most, calls: callsAtOnce, report: ignored };
  return batchesOf(await linesOfList(source, reading), ignored);
}

async function* textIn(text: string): AsyncGenerator<string> {
  yield text;
}

/** A list that cannot be used is an answer, and no failure. */
async function unlessUnusable(order: () => Promise<Ordered>): Promise<Ordered | UnusablePeople> {
  try {
    return await order();
  } catch (error) {
    if (error instanceof UnusablePeople) return error;
    throw error;
  }
}

const larger = 'Create a larger campaign on the command line: identity-gateway campaign create.';

function messageOf(error: UnusablePeople): string {
  return error instanceof TooManyPeople ? `${error.message} ${larger}` : error.message;
}

/** @throws Failure RATE_LIMITED */
function errorOf(ordered: Exclude<Ordered, { kind: 'created' }>): object {
  switch (ordered.kind) {
    case 'bad lines':
      return badLines(ordered.lines, ordered.count);
    case 'key reused':
      return idempotencyKeyReused('This key was used for another campaign. Nothing was created.');
    case 'limited':
      throw limitReached('You have taken too many steps. Nothing was created.', ordered);
    default:
      return ordered satisfies never;
  }
}
