import { sql } from 'kysely';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { ClaimedLine, LineResult } from '../../domain/campaign/campaign-line.ts';
import type { CampaignFigures } from '../../domain/campaign/campaigns.ts';
import { countsOf, storedDevices } from './campaign-lines.ts';
import { isUnderstood } from '../../store/tables/needs.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { CampaignLineRow } from '../../store/tables/campaign-rows.ts';

/** In a dry run the lines that it has not read yet, in a campaign every line that waits. */
export function nextLine(
  db: Reading,
  { id, state, checkedSince }: Campaign,
  now: number,
): Promise<CampaignLineRow | undefined> {
  const waiting = db
    .selectFrom('campaign_line')
    .selectAll()
    .where('campaign_id', '=', id)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('number')
    .limit(1);
  const due = state === 'CHECKING' ? waiting.where(isUnchecked(checkedSince)) : waiting;
  return due.executeTakeFirst();
}

/** Whether the dry run has not read a line since it started. */
function isUnchecked(checkedSince: string | null) {
  return sql<boolean>`(checked_at is null or checked_at < ${Date.parse(checkedSince ?? '')})`;
}

/** Whether a dry run or a campaign has lines to work on. */
export async function hasLinesLeft(
  db: Reading,
  { id, state, checkedSince }: Campaign,
): Promise<boolean> {
  const left = db
    .selectFrom('campaign_line')
    .select('number')
    .where('campaign_id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .limit(1);
  const row = await (
    state === 'CHECKING'
      ? left.where((line) => line.or([line('state', '=', 'running'), isUnchecked(checkedSince)]))
      : left
  ).executeTakeFirst();
  return row !== undefined;
}

/** How many lines of ended campaigns are settled at once. */
const mostLeftBehind = 100;

/**
 * Returns lines of ended campaigns that are still in progress, in a new order each time: those that
 * cannot be settled now, such as lines of a newer program, do not stand before the others for ever.
 */
export function linesLeftBehind(db: Reading): Promise<CampaignLineRow[]> {
  const ended = db
    .selectFrom('campaign')
    .select('id')
    .where('state', '=', 'ABORTED')
    .where(isUnderstood);
  return db
    .selectFrom('campaign_line')
    .selectAll()
    .where('campaign_id', 'in', ended)
    .where('state', '=', 'running')
    .orderBy(sql`random()`)
    .limit(mostLeftBehind)
    .execute();
}

/**
 * Marks the people of a campaign that ends whose work had started before, and who wait for another
 * attempt: what became of them is settled from their changes.
 */
export async function markStarted(
  transaction: Writing,
  { id, startedAt }: Pick<Campaign, 'id' | 'startedAt'>,
): Promise<void> {
  if (startedAt === null) return;
  await transaction
    .updateTable('campaign_line')
    .set({ state: 'running' })
    .where('campaign_id', '=', id)
    .where('state', '=', 'waiting')
    .where('claimed_at', '>=', Date.parse(startedAt))
    .execute();
}

/** Returns a row as a claim. */
export function claimedLine(row: CampaignLineRow, claimedAt: number): ClaimedLine {
  const { campaign_id: campaign, number, name, attempt, tries, is_retry: retry } = row;
  return { campaign, number, name, attempt, tries, isRetry: retry === 1, claimedAt };
}

/** Returns the columns of a line whose work has ended. */
export function settledColumns(result: LineResult, now: number): Partial<CampaignLineRow> {
  switch (result.kind) {
    case 'done':
      return {
        ...ended,
        state: 'done',
        result: result.outcome,
        change_id: result.change,
        ended_at: now,
      };
    case 'failed':
      return {
        ...ended,
        state: 'failed',
        result: result.reason,
        change_id: result.change,
        ended_at: now,
      };
    case 'skipped':
      return { ...ended, state: 'skipped', result: result.reason, ended_at: now };
    case 'again':
      return { state: 'waiting', result: result.reason, due_at: now + result.afterMs };
    case 'checked': {
      const { finding, devices } = result;
      const checked = { checked_at: now, finding, devices: storedDevices(devices) };
      // By their time, checked lines come after those that are not checked yet.
      return { ...checked, state: 'waiting', result: null, due_at: now, tries: 0 };
    }
    default:
      return result satisfies never;
  }
}

const ended = { tries: 0, is_retry: 0 } as const;

/** How many lines have each result, for the record of the end of a dry run or a campaign. */
export async function resultsOf(db: Reading, campaign: Campaign): Promise<Record<string, number>> {
  const isCheck = campaign.state === 'CHECKING';
  const results: Record<string, number> = {};
  for (const { kind, name, result, amount } of await countsOf(db, campaign)) {
    // A dry run has read every line that waits.
    const isShown = kind === 'found' ? isCheck : kind === 'line' && name !== 'waiting';
    const shown = kind === 'found' ? name || 'ready' : result || name;
    if (isShown) results[shown] = (results[shown] ?? 0) + amount;
  }
  return results;
}

/** Counts the campaigns under way and their lines. */
export async function campaignFigures(db: Reading): Promise<CampaignFigures> {
  const active = await db
    .selectFrom('campaign')
    .select(['id', 'held_by'])
    .where('state', 'in', ['CHECKING', 'RUNNING'])
    .execute();
  const ids = active.map(({ id }) => id);
  const held = active.filter(({ held_by: by }) => by !== null).length;
  if (ids.length === 0) return { running: 0, held, waiting: 0, failed: 0 };
  const lines = await db
    .selectFrom('campaign_count')
    .select(['name', 'amount'])
    .where('campaign_id', 'in', ids)
    .where('kind', '=', 'line')
    .execute();
  const countOf = (...states: readonly string[]): number =>
    lines.filter(({ name }) => states.includes(name)).reduce((sum, { amount }) => sum + amount, 0);
  return {
    running: ids.length,
    held,
    waiting: countOf('waiting', 'running'),
    failed: countOf('failed'),
  };
}
