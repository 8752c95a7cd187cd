import { CampaignPacer } from '../../changes/campaigns/pacer.ts';
import type { LineScope } from '../../changes/campaigns/campaign-line.ts';
import type { ChangeLocks } from '../../changes/request/change-locks.ts';
import type { ChangeTools } from '../../changes/request/change-request.ts';
import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { privilegedGroupsIn, staffGroupsBeyond } from '../../domain/rules/access.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Realm, Realms } from '../../domain/people/realm.ts';
import { firstObstacle } from '../../domain/conditions/conditions.ts';
import { levelInForce } from '../../domain/threat/threat-level.ts';
import { Areas } from '../../access/areas.ts';
import { Privileges } from '../../access/privileges.ts';
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
    heldBy: (realm) => heldBy(realm, { realms: access.realms, am, ledger }),
    isBroken: (name) =>
      am.stats().some(({ realm, breaker }) => realm === name && breaker === 'open'),
    locks: ledger.locks,
    warn,
    note,
  });
  pacer.start();
  return pacer;
}

/** Why no campaign of a realm may go on now: a threat level permits no change in it. */
async function heldBy(
  name: string,
  { realms, am, ledger }: Pick<CampaignParts, 'am' | 'ledger'> & { readonly realms: Realms },
): Promise<string | null> {
  const realm = realms.byName(name);
  if (realm === undefined) return null;
  const at = { realms: am.directories.realmsHolding({ entry: null, realm }), now: ledger.now() };
  const obstacle = await firstObstacle('CAMPAIGN', {
    effect: 'reset',
    role: () => 'CAMPAIGN',
    level: async () => levelInForce(await ledger.threats.current(), at),
  });
  return obstacle === null ? null : 'THREAT_LEVEL';
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
