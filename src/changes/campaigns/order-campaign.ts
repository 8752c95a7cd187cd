import type { RealmGrant } from '../../access/grant.ts';
import { linesOfList } from '../../access/lists/lines-of-list.ts';
import type { CampaignPlan } from '../../domain/campaign/campaign.ts';
import { createCampaign, type Ordered } from '../../domain/campaign/create-campaign.ts';
import type { NewLine, RecordedSource } from '../../domain/campaign/new-campaign.ts';
import { batchesOf, readPeople, UnusablePeople } from '../../domain/campaign/people-file.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { isSearchText } from '../../domain/people/search.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import { longestGroup, planRefusal, usualCalls } from '../../domain/rules/plan-rules.ts';
import { badInput } from '../../domain/values/failure.ts';
import { isNameOnOneLine } from '../../domain/values/recorded-text.ts';
import { countSearch, type Searching } from '../count-search.ts';
import { actingCaller, requireCampaigns } from './see-campaign.ts';

/** The most people of a campaign that a request creates; the command line has no such bound. */
export const mostPeople = 1_000;

/** The longest text of a file, in bytes: it fits into a body of the default `LIMIT_BODY_BYTES`. */
export const longestFile = 50_000;

/** Where campaigns are created that a request cannot create. */
export const larger =
  'Create a larger campaign on the command line: identity-gateway campaign create.';

/** How many members of a group are read at once. */
const callsAtOnce = 8;

/** A campaign as a request orders it; exactly one list of people is given. */
export interface WantedCampaign {
  readonly area?: string | null;
  readonly people: {
    readonly csv?: string | null;
    readonly group?: string | null;
    readonly search?: string | null;
  };
  readonly kinds: readonly DeviceKind[];
  readonly reason: string;
  readonly ticket?: string | null;
  readonly pacePerMinute: number;
  readonly endSessions: boolean;
  readonly skipBadLines: boolean;
  readonly idempotencyKey: string;
}

/** A request that creates a campaign. */
type Ordering = Searching & { readonly userIds: UserIdRule };

/**
 * Creates a campaign. A list that cannot be used is an answer, and no failure.
 * @throws Failure BAD_USER_INPUT
 */
export async function orderCampaign(
  ordering: Ordering,
  grant: RealmGrant,
  wanted: WantedCampaign,
): Promise<Ordered | UnusablePeople> {
  const campaigns = requireCampaigns(ordering);
  const plan = planOf(wanted, grant, ordering);
  const { idempotencyKey: key, people, skipBadLines } = wanted;
  if (key.length < 1 || key.length > 200)
    throw badInput('idempotencyKey', 'Give a key of 1 to 200 characters.');
  const source = sourceOf(people, grant);
  // One form for every way to write the same: another version of a client may repeat it.
  const content = { plan, source, csv: people.csv ?? null, skipBadLines };
  try {
    return await createCampaign(campaigns, {
      plan,
      source,
      lines: linesOf(people, source, { grant, ordering }),
      actor: await actingCaller(ordering, grant.standings[0]),
      request: { key, content },
      keepsBadLines: skipBadLines,
    });
  } catch (error) {
    if (error instanceof UnusablePeople) return error;
    throw error;
  }
}

/** @throws Failure BAD_USER_INPUT */
function planOf(
  wanted: WantedCampaign,
  { realm }: RealmGrant,
  { settings }: Ordering,
): CampaignPlan {
  const { area = null, ticket = null, pacePerMinute: pace, endSessions: endsSessions } = wanted;
  const plan = {
    realm: realm.name,
    area,
    kinds: deviceKinds.filter((kind) => wanted.kinds.includes(kind)),
    reason: wanted.reason.trim(),
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
  { csv, group, search }: WantedCampaign['people'],
  { areas }: RealmGrant,
): RecordedSource {
  if (typeof csv === 'string') {
    if (Buffer.byteLength(csv) > longestFile)
      throw badInput('people.csv', `Give at most ${longestFile} bytes. ${larger}`);
    return { kind: 'file' };
  }
  if (areas !== null)
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

/**
 * The lines of a list, which are read to its end before any is stored. Nothing is read or counted
 * before the first one is needed: a repeat needs none.
 */
async function* linesOf(
  { csv }: WantedCampaign['people'],
  source: RecordedSource,
  { grant, ordering }: { readonly grant: RealmGrant; readonly ordering: Ordering },
): AsyncGenerator<readonly NewLine[]> {
  const { userIds } = ordering;
  const [most, ignored] = [mostPeople, (): void => undefined];
  if (source.kind === 'file') {
    yield* readPeople(textIn(csv ?? ''), { userIds, most, leftOut: ignored });
    return;
  }
  await countSearch(ordering, grant);
  const { am, realm } = grant;
  const reading = { am, realm, userIds, most, calls: callsAtOnce, report: ignored };
  yield* batchesOf(await linesOfList(source, reading), ignored);
}

async function* textIn(text: string): AsyncGenerator<string> {
  yield text;
}
