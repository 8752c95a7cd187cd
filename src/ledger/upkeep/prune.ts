import { longestLevelDays } from '../../domain/threat/threat-level.ts';
import { removeCampaign } from '../campaigns/campaign-load.ts';
import { pruneCoverage } from '../coverage/coverages.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { hasNoOutcome } from '../records/changes.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import { openChanges, type OpenChange } from './open-changes.ts';
import { realmsOf, type Mark } from './walk.ts';

/**
 * How many rows one transaction deletes. Changes wait for it, so it must be short; but it adds a
 * checkpoint.
 */
const batchSize = 1_000;

/** What to prune. `progress` is called with the number of records deleted so far. */
interface PruneOptions {
  readonly before: Date;
  readonly now: number;
  readonly progress: (mark: Mark) => void;
}

/** How many records were deleted, and the open change in each realm that kept older ones. */
export interface Pruned {
  readonly deleted: number;
  readonly stoppedAt: readonly OpenChange[];
}

/**
 * Deletes the records of every realm from before a date, oldest first, up to a change that is still
 * open or a threat level that may be in force. Each transaction appends a checkpoint, so the next
 * run continues an interrupted one. Then deletes messages, campaigns and counts of
 * devices from before the date.
 */
export async function prune(store: Store, options: PruneOptions): Promise<Pruned> {
  let deleted = 0;
  const stoppedAt: OpenChange[] = [];
  for (const realm of await store.query(realmsOf)) {
    for (;;) {
      const act = (transaction: Writing) => pruneBatch(transaction, realm, options);
      const count = await store.append(act, 'outcome');
      if (count === 0) break;
      deleted += count;
      options.progress({ realm, number: deleted });
    }
    const [first] = await store.query((db) => openChanges(db, { realm, before: options.before }));
    if (first !== undefined) stoppedAt.push(first);
  }
  await pruneMessages(store, options.before);
  await pruneCampaigns(store, options.before);
  await pruneCoverage(store, options.before);
  await pruneHolds(store, options.before);
  return { deleted, stoppedAt };
}

/**
 * Removes messages from before a date that do not wait. They are no part of a chain, so changes do
 * not wait meanwhile.
 */
async function pruneMessages(store: Store, before: Date): Promise<void> {
  for (;;) {
    const { numDeletedRows } = await store.change((db) =>
      db
        .deleteFrom('outbox_message')
        .where('number', 'in', (old) =>
          old
            .selectFrom('outbox_message')
            .select('number')
            .where('state', '<>', 'waiting')
            .where('added_at', '<', before.getTime())
            .orderBy('number')
            .limit(batchSize),
        )
        .executeTakeFirstOrThrow(),
    );
    if (numDeletedRows < batchSize) return;
  }
}

/** Removes campaigns that ended before a date: their lines hold names of people. */
async function pruneCampaigns(store: Store, before: Date): Promise<void> {
  const ended = await store.query((db) =>
    db
      .selectFrom('campaign')
      .select('id')
      .where('ended_at', '<', before.getTime())
      .where('state', 'in', ['DONE', 'ABORTED'])
      .execute(),
  );
  for (const { id } of ended) await removeCampaign(store, id);
}

/** Removes holds from before a date: their rows hold names of people. */
async function pruneHolds(store: Store, before: Date): Promise<void> {
  await store.change((db) =>
    db.deleteFrom('enrolment_hold').where('opened_at', '<', before.getTime()).execute(),
  );
}

async function pruneBatch(
  transaction: Writing,
  realm: string,
  { before, now }: PruneOptions,
): Promise<number> {
  const ofRealm = transaction.selectFrom('ledger_record').where('realm', '=', realm);
  const first = await ofRealm.select('number').orderBy('number').limit(1).executeTakeFirst();
  if (first === undefined) return 0;
  const end = first.number + batchSize;
  const kept = await ofRealm
    .select('number')
    .where('number', '<', end)
    .where(({ or, and, eb }) =>
      or([
        eb('at', '>=', before.getTime()),
        and([eb('kind', '=', 'intent'), hasNoOutcome]),
        and([eb('kind', '=', 'threat'), eb('at', '>=', now - longestLevelDays * 86_400_000)]),
      ]),
    )
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  const last = await ofRealm
    .select(['number', 'hash'])
    .where('number', '<', kept?.number ?? end)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return 0;
  const { number: through, hash: throughHash } = last;
  await append(
    transaction,
    { realm, change: newChangeId(), now },
    { kind: 'checkpoint', through, throughHash, before: before.toISOString() },
  );
  const { numDeletedRows } = await transaction
    .deleteFrom('ledger_record')
    .where('realm', '=', realm)
    .where('number', '<=', through)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
