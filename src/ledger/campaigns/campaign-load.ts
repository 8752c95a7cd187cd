import { createHash } from 'node:crypto';
import type { CampaignPlan } from '../../domain/campaign/campaign.ts';
import type {
  Created,
  NewCampaign,
  NewLine,
  RecordedSource,
} from '../../domain/campaign/new-campaign.ts';
import { answerBefore, requestFacts } from './campaign-limits.ts';
import { recordStep } from './campaign-steps.ts';
import { newChangeId } from '../../store/records/chain.ts';
import { needs } from '../../store/tables/needs.ts';
import type { Store } from '../../store/store.ts';
import type { CampaignLineRow, CampaignRow } from '../../store/tables/campaign-rows.ts';

/** A campaign to create, at a time. */
interface CampaignAt extends NewCampaign {
  readonly now: number;
}

/** How old a campaign that was never stored to its end must be to be removed, in milliseconds. */
const abandonedMs = 3_600_000;

/**
 * Creates a campaign. Its lines are stored first, outside the transaction of the chain, so that no
 * change waits for them; the last step makes the campaign exist.
 */
export async function createCampaign(store: Store, asked: CampaignAt): Promise<Created> {
  const { plan, actor, source, lines, request, now } = asked;
  const known = await store.query((db) => answerBefore(db, asked));
  if (known !== null) return known;
  await removeAbandoned(store, now);
  const id = newChangeId();
  await store.change((db) =>
    db
      .insertInto('campaign')
      .values(rowOf(id, plan, { actor, now }))
      .execute(),
  );
  const hash = createHash('sha256');
  let people = 0;
  try {
    for await (const batch of lines) {
      const meant = batch.filter(({ skipped }) => skipped === null);
      for (const { name } of meant) hash.update(`${name}\n`);
      people += meant.length;
      const rows = batch.map((line) => lineRow(id, line, now));
      await store.change((db) => db.insertInto('campaign_line').values(rows).execute());
    }
  } catch (error) {
    await removeCampaign(store, id);
    throw error;
  }
  const { realm, area, kinds, pace, calls, reason, ticket, endsSessions } = plan;
  const facts = {
    people,
    sha256: hash.digest('hex'),
    kinds: kinds.join(),
    pace,
    calls,
    reason,
    ticket,
    endsSessions,
    ...(area !== null && { area }),
    ...sourceFacts(source),
    ...requestFacts(request),
  };
  const created = await store.append(async (transaction) => {
    // Another gateway may have answered the same request meanwhile.
    const other = await answerBefore(transaction, asked);
    if (other !== null) return other;
    await transaction
      .updateTable('campaign')
      .set({ state: 'DRAFT' })
      .where('id', '=', id)
      .execute();
    await recordStep(transaction, { id, realm }, { step: 'created', actor, now, facts });
    return { kind: 'created', id } as const;
  });
  if (created.kind !== 'created' || created.id !== id) await removeCampaign(store, id);
  return created;
}

/** How the people were chosen, for the record. */
function sourceFacts(source: RecordedSource): Readonly<Record<string, string>> {
  switch (source.kind) {
    case 'file':
      return { chosenBy: 'file' };
    case 'group':
      return { chosenBy: 'group', group: source.group };
    case 'search':
      return { chosenBy: 'search', search: source.text };
    default:
      return source satisfies never;
  }
}

function rowOf(
  id: string,
  { realm, area, kinds, reason, ticket, pace, calls, endsSessions }: CampaignPlan,
  { actor, now }: Pick<CampaignAt, 'actor' | 'now'>,
): CampaignRow {
  return {
    id,
    realm,
    area,
    kinds: JSON.stringify(kinds),
    reason,
    ticket,
    pace,
    calls,
    ends_sessions: Number(endsSessions),
    state: 'LOADING',
    created_at: now,
    created_by: JSON.stringify(actor),
    since: now,
    checked_since: null,
    started_at: null,
    started_by: null,
    ended_at: null,
    held_by: null,
    needs: needs.nothing,
  };
}

function lineRow(id: string, { number, name, skipped }: NewLine, now: number): CampaignLineRow {
  return {
    campaign_id: id,
    number,
    name,
    state: skipped === null ? 'waiting' : 'skipped',
    result: skipped,
    change_id: null,
    person: null,
    due_at: 0,
    claimed_at: null,
    ended_at: skipped === null ? null : now,
    attempt: 0,
    tries: 0,
    is_retry: 0,
    checked_at: null,
    finding: null,
    devices: null,
  };
}

/** Removes campaigns whose command ended while it stored their lines. */
async function removeAbandoned(store: Store, now: number): Promise<void> {
  const found = await store.query((db) =>
    db
      .selectFrom('campaign')
      .select('id')
      .where('state', '=', 'LOADING')
      .where('created_at', '<', now - abandonedMs)
      .execute(),
  );
  for (const { id } of found) await removeCampaign(store, id);
}

/** Removes a campaign and its lines. Its steps stay in the chain. */
export async function removeCampaign(store: Store, id: string): Promise<void> {
  for (const table of ['campaign_line', 'campaign_count'] as const)
    await store.change((db) => db.deleteFrom(table).where('campaign_id', '=', id).execute());
  await store.change((db) => db.deleteFrom('campaign').where('id', '=', id).execute());
}
