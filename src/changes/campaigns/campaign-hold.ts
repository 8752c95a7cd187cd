import type { RecordedStaff } from '../../access/requester.ts';
import type { Campaign, CampaignActor, CampaignHold } from '../../domain/campaign/campaign.ts';
import { firstObstacle } from '../../domain/conditions/conditions.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import type { ThreatState } from '../../domain/threat/threat-level.ts';
import { Failure } from '../../domain/values/failure.ts';

/** For how long it counts that its administrators may run a campaign, in milliseconds. */
const judgedForMs = 2_000;

/** What decides whether a campaign may turn to its next person. */
export interface HoldParts {
  /** A monotonic clock, in milliseconds. */
  readonly elapsed: () => number;
  /** The threat level in force in a realm; null if it is normal. */
  readonly levelIn: (realm: string) => Promise<ThreatState | null>;
  /** Why staff may no longer run a campaign; null if they may. @throws Failure if AM fails */
  readonly denialOf: (staff: RecordedStaff, campaign: Campaign) => Promise<Failure | null>;
}

/** Returns a function that says why a campaign may not turn to its next person now, or null. */
export function holdOf(campaign: Campaign, parts: HoldParts): () => Promise<CampaignHold | null> {
  const { levelIn, denialOf, elapsed } = parts;
  const staff = [campaign.createdBy, campaign.startedBy].flatMap(staffOf);
  let judged: { readonly at: number; readonly denial: Promise<Failure | null> } | undefined;
  const judge = async (): Promise<Failure | null> => {
    const denials = await Promise.all(staff.map((one) => denialOf(one, campaign)));
    return denials.find((denial) => denial !== null) ?? null;
  };
  const facts: FactsAt['CAMPAIGN'] = {
    effect: 'reset',
    role: () => 'CAMPAIGN',
    level: () => levelIn(campaign.realm),
    denial: () => {
      if (judged === undefined || elapsed() - judged.at >= judgedForMs)
        judged = { at: elapsed(), denial: judge() };
      return judged.denial;
    },
  };
  return async () => {
    try {
      const obstacle = await firstObstacle('CAMPAIGN', facts);
      return obstacle?.heldBy ?? null;
    } catch (error) {
      if (error instanceof Failure && error.code !== 'AUDIT_UNAVAILABLE') return 'AM_FAILS';
      throw error;
    }
  };
}

/** AM can judge administrators that it has confirmed. Names on the command line are stated. */
function staffOf(actor: CampaignActor | null): readonly RecordedStaff[] {
  if (actor === null || actor.via !== 'graphql') return [];
  const { name: id, realm, role, method, clientId = null, signedInAt = null } = actor;
  if (role === undefined || method === undefined) return [];
  const { entry, area, isRoleOfCredential = false } = actor;
  const known = { ...(entry !== undefined && { entry }), ...(area !== undefined && { area }) };
  return [
    { actor: { id, realm, role, method, clientId, signedInAt, ...known }, isRoleOfCredential },
  ];
}
