import { CallTally, Deadline, type Am } from '../../am/index.ts';
import { campaignActorId, type Campaign } from '../../domain/campaign/campaign.ts';
import { isAnotherPerson, isBehind } from '../../domain/campaign/campaign-people.ts';
import { lineKey } from '../../domain/campaign/campaign-story.ts';
import type { ClaimedLine, LineResult, SkipReason } from '../../domain/campaign/campaign-line.ts';
import type { CampaignWork } from '../../domain/campaign/campaigns.ts';
import { recordedNames, type RecordedActor } from '../../domain/change/change-record.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { firstObstacle } from '../../domain/conditions/conditions.ts';
import { Failure, type ErrorCode } from '../../domain/values/failure.ts';
import { once } from '../../domain/conditions/once.ts';
import { personKey, type Person } from '../../domain/people/person.ts';
import type { AreaFact } from '../../domain/policy/area.ts';
import type { Privilege } from '../../domain/policy/policy.ts';
import type { Realms } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import type { ChangeOrder } from '../request/change-order.ts';
import type { ChangeTools } from '../request/change-request.ts';
import { runChange } from '../run-change.ts';
import { attempt } from '../lists/write-problem.ts';
import { afterFailure, mayConcernAll, ofRecord, ofResult, openPauseMs } from './line-result.ts';
import type { PersonCalls } from '../../domain/campaign/pace.ts';

/** AM with the service credential, as the work on one line uses it. */
export interface LineAm {
  readonly am: Am;
  /**
   * Whether a person is privileged, or for a campaign of an area staff of people beyond it.
   * @throws Failure if AM cannot be called
   */
  readonly privilegeOf: (person: Person, area: string | null) => Promise<Privilege>;
  /** Whether a person is in an area. @throws Failure if AM cannot be called */
  readonly areaFactOf: (person: Person, area: string) => Promise<AreaFact>;
  /** The names of the realms in which AM may reach a person. */
  readonly realmsHolding: (person: Person) => readonly string[];
}

/** The scope of the work on one line. */
export interface LineScope extends Pick<ChangeTools, 'correlationId' | 'deadline'> {
  readonly tally: CallTally;
}

/** What the work on lines uses of the process. */
export interface LineParts {
  readonly campaigns: CampaignWork;
  readonly amOf: (scope: LineScope) => LineAm;
  readonly tools: Omit<
    ChangeTools,
    'am' | 'service' | 'deadline' | 'client' | 'tally' | 'correlationId'
  >;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  /** Whether campaigns reset privileged people, too. */
  readonly includesPrivileged: boolean;
  /** How long the work on one line may take, in milliseconds. */
  readonly deadlineMs: number;
}

/** The result of a line, and how its calls to AM went. */
export interface LineWork extends PersonCalls {
  readonly result: LineResult;
}

/**
 * Works on one line: reads the devices in a dry run, resets them otherwise.
 * @throws Failure AUDIT_UNAVAILABLE while the ledger is away; the line then stays claimed
 */
export async function workOnLine(
  parts: LineParts,
  campaign: Campaign,
  line: ClaimedLine,
): Promise<LineWork> {
  const tally = new CallTally();
  const correlationId = `campaign-${campaign.id}-${line.number}`;
  const deadline = new Deadline(performance.now() + parts.deadlineMs);
  const scope = { correlationId, deadline, tally };
  const result = await attempt(() => resultOf(parts, { campaign, line, scope }));
  const { ms, started } = tally.upstream;
  const callMs = started === 0 ? null : ms / started;
  if (!(result instanceof Failure)) return { result, callMs, isFailed: false };
  const { code } = result;
  if (code === 'AUDIT_UNAVAILABLE') throw result;
  const isFailed = mayConcernAll(code);
  return { result: afterFailure(code, line, { isNewChange: false }), callMs, isFailed };
}

interface Line {
  readonly campaign: Campaign;
  readonly line: ClaimedLine;
  readonly scope: LineScope;
}

async function resultOf(parts: LineParts, about: Line): Promise<LineResult> {
  const { campaign, line, scope } = about;
  const realm = parts.realms.byName(campaign.realm);
  if (realm === undefined || !parts.userIds.accepts(line.name)) return skipped('BAD_LINE');
  const { am, privilegeOf, areaFactOf, realmsHolding } = parts.amOf(scope);
  const person = await am.people.find({ realm, id: line.name });
  const { area } = campaign;
  // Staff of an area cannot tell who does not exist from who is in no area of theirs.
  if (person === null) return skipped(area === null ? 'UNKNOWN_NAME' : 'OUTSIDE_AREA');
  const privilege = once(() => privilegeOf(person, area));
  const obstacle = await firstObstacle('LINE', {
    isOfArea: area !== null,
    includesPrivileged: parts.includesPrivileged,
    area: () => (area === null ? 'inside' : areaFactOf(person, area)),
    privilege,
    isOwnAccount: () => isBehind(campaign, recordedNames(person)),
  });
  if (obstacle !== null) return skippedBy(obstacle.failure);
  if (!(await parts.campaigns.identify(line, personKey(person)))) return skipped('DUPLICATE');
  const privileged = (await privilege()) === 'privileged';
  return campaign.state === 'CHECKING'
    ? { kind: 'checked', finding: null, devices: await countDevices(am, person, campaign.kinds) }
    : reset(parts, about, { am, person, privileged, realms: realmsHolding(person) });
}

/** A campaign passes over a person. @throws Failure if that is not known */
function skippedBy(failure: Failure): LineResult {
  const reason = skips[failure.code];
  if (reason === undefined) throw failure;
  return skipped(reason);
}

const skips: Readonly<Partial<Record<ErrorCode, SkipReason>>> = {
  FORBIDDEN: 'OUTSIDE_AREA',
  TARGET_PRIVILEGED: 'PRIVILEGED',
  OWN_ACCOUNT: 'OWN_ACCOUNT',
};

function skipped(reason: SkipReason): LineResult {
  return { kind: 'skipped', reason };
}

async function countDevices(
  am: Am,
  person: Person,
  kinds: readonly DeviceKind[],
): Promise<Partial<Record<DeviceKind, number>>> {
  const counts: Partial<Record<DeviceKind, number>> = {};
  for (const kind of kinds) {
    // A reset that the product does not support shows in the dry run.
    am.devices.resetMethod(kind);
    counts[kind] = (await am.devices.list<DeviceKind>(person, kind)).length;
  }
  return counts;
}

/**
 * Resets a person's devices. The key of the change follows from campaign, line and attempt, so that
 * a line that is worked on again finds the change that it has made before, whatever ended between.
 */
async function reset(
  { campaigns, tools }: LineParts,
  { campaign, line, scope }: Line,
  { am, person, privileged, realms }: PersonToReset,
): Promise<LineResult> {
  const idempotencyKey = lineKey(line);
  const earlier = await campaigns.changeOf(campaign, idempotencyKey);
  // Reading AM closes it within minutes; until then other people are reset.
  if (earlier !== null && earlier.outcome === null)
    return { kind: 'again', reason: 'UNKNOWN', afterMs: openPauseMs, isNewChange: false };
  if (earlier !== null && !line.isRetry) return ofRecord(earlier, line);
  const { id, createdBy, startedBy } = campaign;
  // A second person has started it.
  const isApproved = startedBy !== null && isAnotherPerson(createdBy, startedBy);
  const { reason, ticket, endsSessions } = campaign;
  const order: ChangeOrder = {
    person,
    intent: {
      actor: campaignActor(campaign),
      target: { ...recordedNames(person), privileged },
      effect: 'reset',
      kinds: campaign.kinds,
      options: { force: false, ...(endsSessions && { endSessions: true }) },
      dryRun: false,
      reason,
      ticket,
      verification: null,
      correlationId: scope.correlationId,
      campaign: { id, createdBy: createdBy.name, startedBy: startedBy?.name ?? '' },
    },
    terms: { idempotencyKey, realms, isApproved },
  };
  const own = { am, service: am, client: undefined, ...scope };
  return ofResult(await runChange({ ...tools, ...own }, order), line);
}

interface PersonToReset {
  readonly am: Am;
  readonly person: Person;
  readonly privileged: boolean;
  readonly realms: readonly string[];
}

function campaignActor({ id, realm, area }: Campaign): RecordedActor {
  const own = { id: campaignActorId(id), realm, signedInAt: null, clientId: null };
  return { ...own, role: 'CAMPAIGN', method: 'SERVICE', ...(area !== null && { area }) };
}
