import { sql } from 'kysely';
import {
  stepRefusal,
  stepRules,
  type CampaignStep,
  type RequestedStep,
  type StepRequest,
  type StepResult,
} from '../../domain/campaign/campaign-steps.ts';
import type { Campaign, CampaignQuery, CampaignActor } from '../../domain/campaign/campaign.ts';
import { badInput } from '../../domain/values/failure.ts';
import { reachedStepLimit } from './campaign-limits.ts';
import { markStarted } from './campaign-queries.ts';
import { campaignIn, campaignsIn } from './campaign-rows.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { CampaignRow } from '../../store/tables/campaign-rows.ts';

interface StepAt extends StepRequest {
  readonly now: number;
}

/**
 * Takes a step of a campaign and records it, in one exclusive transaction: of two requests at once,
 * the second one sees the state that the first one has left.
 */
export async function takeStep(
  transaction: Writing,
  { id, step, actor, now }: StepAt,
): Promise<StepResult> {
  const campaign = await findCampaign(transaction, id);
  if (campaign === null) return { kind: 'unknown' };
  const refusal = stepRefusal(campaign, { step, actor });
  if (refusal !== null) return refusal;
  const { to, isStop = false } = stepRules[step];
  const { state } = campaign;
  const limited = isStop ? null : await reachedStepLimit(transaction, actor, now);
  if (limited !== null) return limited;
  const lines = step === 'failures retried' ? await retryFailures(transaction, id, now) : 0;
  // A retry of no failure restarts nothing, and a paused campaign stays paused.
  const isKept = step === 'failures retried' && (lines === 0 || state === 'PAUSED');
  const next = isKept ? state : to;
  const columns = isKept ? {} : changedColumns(step, { actor, now });
  await transaction
    .updateTable('campaign')
    // What holds a running campaign goes on holding it.
    .set({ state: next, since: now, ...(next !== state && { held_by: null }), ...columns })
    .where('id', '=', id)
    .execute();
  if (step === 'aborted') await markStarted(transaction, campaign);
  const facts = step === 'failures retried' ? { lines } : {};
  await recordStep(transaction, campaign, { step, actor, now, facts });
  const taken = await findCampaign(transaction, id);
  return { kind: 'taken', campaign: taken ?? campaign, lines };
}

function changedColumns(
  step: RequestedStep,
  { actor, now }: Pick<StepAt, 'actor' | 'now'>,
): Partial<CampaignRow> {
  switch (step) {
    case 'dry run started':
      return { checked_since: now };
    case 'started':
      return { started_at: now, started_by: JSON.stringify(actor) };
    case 'aborted':
      return { ended_at: now };
    case 'failures retried':
      return { ended_at: null };
    case 'paused':
    case 'resumed':
      return {};
    default:
      return step satisfies never;
  }
}

/**
 * Makes failed lines wait again. A change with an unknown outcome keeps its key, so that only what
 * was certainly not done is sent again; other failures have had no effect.
 */
async function retryFailures(transaction: Writing, id: string, now: number): Promise<number> {
  const isUnknown = sql`result = 'UNKNOWN'`;
  const { numUpdatedRows } = await transaction
    .updateTable('campaign_line')
    .set({ state: 'waiting', due_at: now, tries: 0, ended_at: null })
    .set({
      is_retry: sql`case when ${isUnknown} then 1 else is_retry end`,
      attempt: sql`case when ${isUnknown} then attempt else attempt + 1 end`,
    })
    .where('campaign_id', '=', id)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Returns a campaign by its id, or null. @throws UnreadableJson */
export async function findCampaign(db: Reading, id: string): Promise<Campaign | null> {
  const row = await db.selectFrom('campaign').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : campaignIn(row);
}

/** Returns a campaign by its id in a list, which is empty if this version cannot read it. */
export async function campaignsWith(db: Reading, id: string): Promise<readonly Campaign[]> {
  return campaignsIn(await db.selectFrom('campaign').selectAll().where('id', '=', id).execute());
}

/** Returns the campaigns of a realm, or of all, newest first. */
export async function listCampaigns(
  db: Reading,
  { realm, areas, most, after }: CampaignQuery,
): Promise<Campaign[]> {
  const all = db
    .selectFrom('campaign')
    .selectAll()
    .where('state', '<>', 'LOADING')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(most);
  const ofRealm = realm === undefined ? all : all.where('realm', '=', realm);
  const ofAreas = areas === undefined ? ofRealm : ofRealm.where('area', 'in', areas);
  const last = after === undefined ? null : await findCampaign(db, after);
  if (after !== undefined && last === null)
    throw badInput('after', 'This is no cursor of a campaign.');
  const rows = await (last === null ? ofAreas : ofAreas.where(isAfter(last))).execute();
  return campaignsIn(rows);
}

/** Whether a row comes after a campaign in the list. */
function isAfter({ id, createdAt }: Campaign) {
  const at = Date.parse(createdAt);
  return sql<boolean>`(created_at < ${at} or (created_at = ${at} and id > ${id}))`;
}

interface TakenStep {
  readonly step: CampaignStep;
  readonly actor: CampaignActor;
  readonly now: number;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Appends a step to the chain of the campaign's realm. */
export async function recordStep(
  transaction: Writing,
  { id, realm }: Pick<Campaign, 'id' | 'realm'>,
  { step, actor, now, facts }: TakenStep,
): Promise<void> {
  await append(
    transaction,
    { realm, change: newChangeId(), now },
    { kind: 'campaign', campaign: { id, step, actor, facts } },
  );
}
