import { CampaignPacer } from '../../changes/campaigns/pacer.ts';
import type { LineScope } from '../../changes/campaigns/campaign-line.ts';
import type { ChangeLocks } from '../../changes/request/change-locks.ts';
import type { ChangeTools } from '../../changes/request/change-request.ts';
import { Deadline, type OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { privilegedGroupsIn, staffGroupsBeyond } from '../../domain/rules/access.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Realm, Realms } from '../../domain/people/realm.ts';
import { levelInForce, type ThreatState } from '../../domain/threat/threat-level.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { Failure } from '../../domain/values/failure.ts';
import { Areas } from '../../access/areas.ts';
import { Privileges } from '../../access/privileges.ts';
import { campaignDenial, type RecordedStaff } from '../../access/requester.ts';
import { Views } from '../../access/views.ts';
import { campaignMetrics } from '../../telemetry/ledger-metrics.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** What campaigns need of the process. */
export interface CampaignParts {
  readonly ledger: Ledger;
  readonly locks: ChangeLocks;
  readonly am: OpenAm;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly pause: ChangeTools['pause'];
  readonly revokePageTokens: ChangeTools['revokePageTokens'];
  readonly elapsed: () => number;
}

/** Starts the pacer of campaigns. Undefined without PostgreSQL or a service credential. */
export function openCampaigns(
  { access, ledger: { limits }, requestDeadlineMs: deadlineMs }: Config,
  parts: CampaignParts,
): CampaignPacer | undefined {
  const { am, ledger, log, metrics, elapsed } = parts;
  const { campaigns } = ledger;
  if (campaigns === null || am.service('campaigns') === null) return undefined;
  if (metrics !== undefined) campaignMetrics(metrics, () => campaigns.figures());
  const { warn, note, change } = log;
  const { locks, pause, revokePageTokens } = parts;
  const pacer = new CampaignPacer({
    campaigns,
    amOf: (scope) => lineAm(am, access, scope),
    tools: { revokePageTokens, locks, ledger, limits, pause, log: { warn, change } },
    realms: access.realms,
    userIds: am.userIds,
    includesPrivileged: access.administratorsOverPrivileged,
    deadlineMs,
    elapsed,
    levelIn: (realm) => levelIn(realm, { realms: access.realms, am, ledger }),
    denialOf: (staff, campaign) => denialOf(staff, campaign, { am, settings: access, deadlineMs }),
    isBroken: (name) =>
      am.stats().some(({ realm, breaker }) => realm === name && breaker === 'open'),
    locks: ledger.locks,
    warn,
    note,
  });
  pacer.start();
  return pacer;
}

/** The threat level in force for anyone of a realm. */
async function levelIn(
  name: string,
  { realms, am, ledger }: Pick<CampaignParts, 'am' | 'ledger'> & { readonly realms: Realms },
): Promise<ThreatState | null> {
  const realm = realms.byName(name);
  if (realm === undefined) return null;
  const at = { realms: am.directories.realmsHolding({ entry: null, realm }), now: ledger.now() };
  return levelInForce(await ledger.threats.current(), at);
}

/** Why staff may no longer run a campaign. */
async function denialOf(
  staff: RecordedStaff,
  { id, realm: name, area }: Campaign,
  {
    am,
    settings,
    deadlineMs,
  }: Pick<CampaignParts, 'am'> & {
    readonly settings: Config['access'];
    readonly deadlineMs: number;
  },
): Promise<Failure | null> {
  const realm = settings.realms.byName(name);
  // Its people are skipped, because no realm of theirs is served.
  if (realm === undefined) return null;
  const deadline = new Deadline(performance.now() + deadlineMs);
  const scope = { correlationId: `campaign-${id}`, deadline, tally: undefined };
  const facts = { ...am.forRequest({ ...scope, credential: null, client: undefined }), settings };
  return campaignDenial({ facts, views: new Views(facts) }, staff, { realm, area });
}

/** AM with the service credential, and who is privileged, for the work on one line. */
function lineAm(am: OpenAm, settings: Config['access'], scope: LineScope) {
  const forLine = am.forRequest({ ...scope, credential: null, client: undefined });
  const views = new Views(forLine);
  const { startedAt } = forLine;
  // As for a mutation, no list of a group is older than the work that it decides.
  const recency = () => ({ startedAt, fresh: true, deadline: scope.deadline });
  const membersOf = (groupsOf: (realm: Realm) => string[], areDirect: boolean): Privileges =>
    new Privileges({ ...forLine, settings }, { views, recency, groupsIn: groupsOf, areDirect });
  const privileges = membersOf((realm) => privilegedGroupsIn(realm, settings), false);
  const areas = new Areas({ ...forLine, settings }, { views, recency });
  const { am: service } = views.throughService();
  return {
    am: service,
    privilegeOf: async (person: Person, area: string | null) => {
      const found = await privileges.of(person);
      if (found !== 'none' || area === null) return found;
      return membersOf((realm) => staffGroupsBeyond(realm, [area], settings), true).of(person);
    },
    areaFactOf: async (person: Person, area: string) =>
      (await areas.of(person, [area])).get(area) ?? 'unknown',
    realmsHolding: (person: Person) => am.directories.realmsHolding(person),
  };
}
