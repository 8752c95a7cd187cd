import { campaignActorId, type Campaign } from '../../domain/campaign/campaign.ts';
import type { ClaimedLine } from '../../domain/campaign/campaign-line.ts';
import { lineKey, type LineStory } from '../../domain/campaign/campaign-story.ts';
import { findCampaign } from './campaign-steps.ts';
import { changesOf } from '../records/changes.ts';
import { keyHashOf } from '../records/repeats.ts';
import type { Reading } from '../../store/tables/handles.ts';
import { actorName } from '../../store/records/who.ts';

/** The intents of a campaign's changes under these keys, newest first. */
export function intentsOf(
  db: Reading,
  { id, realm }: Pick<Campaign, 'id' | 'realm'>,
  keys: readonly string[],
) {
  return db
    .selectFrom('ledger_record')
    .selectAll()
    .where('actor', '=', actorName({ realm, id: campaignActorId(id) }))
    .where('key_hash', 'in', keys.map(keyHashOf))
    .where('kind', '=', 'intent')
    .orderBy('at', 'desc')
    .orderBy('number', 'desc');
}

/** Reads the changes of all attempts of a line. One that this version cannot read is left out. */
export async function lineStory(db: Reading, line: ClaimedLine): Promise<LineStory> {
  const campaign = await findCampaign(db, line.campaign);
  if (campaign === null) return { changes: [], isLast: true };
  const keys = Array.from({ length: line.attempt + 1 }, (_, attempt) =>
    lineKey({ ...line, attempt }),
  );
  const rows = await intentsOf(db, campaign, keys).execute();
  const changes = (await changesOf(db, rows.toReversed())).filter((change) => change !== null);
  return { changes, isLast: campaign.endedAt !== null };
}
