import { sql } from 'kysely';
import type { CampaignActor } from '../../domain/campaign/campaign.ts';
import type { RecordedCampaignStep } from '../../domain/campaign/campaign-steps.ts';
import type { Created, CreationRequest, NewCampaign } from '../../domain/campaign/new-campaign.ts';
import { limitedBy, type Limited } from '../../domain/values/limit.ts';
import { canonicalJson, sha256 } from '../../store/records/canonical-json.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { recordSchemas } from '../../store/kinds/record-kinds.ts';

/** How long the repeat of a request is known, in milliseconds. */
const repeatedForMs = 86_400_000;

/** A step that an actor has taken. */
interface OwnStep {
  readonly at: number;
  readonly taken: RecordedCampaignStep;
}

/** Returns the limit that one more step of an actor would exceed, or null. */
export async function reachedStepLimit(
  db: Reading,
  actor: CampaignActor,
  now: number,
): Promise<Limited | null> {
  const { limit } = recordSchemas.campaign;
  const own = await stepsOf(db, actor, now - limit.withinSeconds * 1_000);
  const filling = own.at(limit.most - 1);
  const rule = { limit: 'CAMPAIGN_STEPS', whose: 'campaign', rate: limit } as const;
  return filling === undefined ? null : limitedBy(rule, { at: filling.at, now });
}

/**
 * Returns the answer to a request that creates nothing: a repeat, or a limit; null if it creates a
 * campaign. The command line states no request, and its operator has no limit.
 */
export async function answerBefore(
  db: Reading,
  { request, actor, now }: Pick<NewCampaign, 'request' | 'actor'> & { readonly now: number },
): Promise<Created | null> {
  if (request === null) return null;
  const { key, request: content } = requestFacts(request);
  const own = await stepsOf(db, actor, now - repeatedForMs);
  const first = own.find(({ taken }) => taken.facts['key'] === key);
  if (first === undefined) return reachedStepLimit(db, actor, now);
  const { id, facts } = first.taken;
  return facts['request'] === content ? { kind: 'created', id } : { kind: 'key reused' };
}

/** What is recorded of a request, so that its repeat is known. */
export function requestFacts(request: CreationRequest): {
  readonly key: string;
  readonly request: string;
};
export function requestFacts(request: CreationRequest | null): Readonly<Record<string, string>>;
export function requestFacts(request: CreationRequest | null): Readonly<Record<string, string>> {
  if (request === null) return {};
  return { key: sha256(request.key), request: sha256(canonicalJson(request.content)) };
}

/** The steps of an actor since a time, newest first. They are few, and no column has the actor. */
async function stepsOf(
  db: Reading,
  actor: CampaignActor,
  since: number,
): Promise<readonly OwnStep[]> {
  const rows = await db
    .selectFrom('ledger_record')
    .select(['at', 'body'])
    // The partial index requires the literal.
    .where('kind', '=', sql.lit<'campaign'>('campaign'))
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .execute();
  return rows.flatMap((row) => {
    const taken = stepIn(row);
    return taken !== null && isSameActor(taken.actor, actor) ? [{ at: row.at, taken }] : [];
  });
}

/** Null for a record that this version cannot read. */
function stepIn(row: Pick<RecordRow, 'body'>): RecordedCampaignStep | null {
  try {
    const body = bodyOf(row);
    return body.kind === 'campaign' ? body.campaign : null;
  } catch {
    return null;
  }
}

function isSameActor(one: CampaignActor, other: CampaignActor): boolean {
  if (one.entry !== undefined && one.entry === other.entry) return true;
  return one.via === other.via && one.realm === other.realm && one.name === other.name;
}
