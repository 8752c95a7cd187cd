import type { JsonObject } from '../../store/records/canonical-json.ts';
import { changeOf } from '../records/changes.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import type { Store } from '../../store/store.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { ocsfEvent, ocsfRegistrationEvent, ocsfReportEvent, ocsfSearchEvent } from './ocsf/ocsf.ts';
import { ocsfDecisionEvent, ocsfRequestEvent } from './ocsf/ocsf-approval.ts';
import { ocsfCampaignEvent } from './ocsf/ocsf-campaign.ts';
import { ocsfProofEvent } from './ocsf/ocsf-proof.ts';
import { ocsfThreatEvent } from './ocsf/ocsf-threat.ts';

/** A record of a change, without its position. */
export type RecordOfChange = Pick<RecordRow, 'kind' | 'body'>;

/** Returns all records of the changes that rows belong to, by the number of the change. */
export async function recordsByChange(
  store: Store,
  rows: readonly RecordRow[],
): Promise<ReadonlyMap<string, readonly RecordOfChange[]>> {
  const ids = [...new Set(rows.map((row) => row.change_id))];
  const records = await store.query((db) =>
    db
      .selectFrom('ledger_record')
      .select(['change_id', 'kind', 'body'])
      .where('change_id', 'in', ids)
      .execute(),
  );
  return Map.groupBy(records, (record) => record.change_id);
}

/**
 * Returns the OCSF event of one record; `records` are all records of its change. An intent is an
 * event of unknown status, its outcome another one with the same `metadata.uid`. Null for a
 * checkpoint, and for what follows an intent that was pruned. @throws UnreadableJson
 */
export function recordEvent(
  row: RecordRow,
  records: readonly RecordOfChange[] = [],
): JsonObject | null {
  const body = bodyOf(row);
  const { realm, number, hash } = row;
  const position = { realm, number, hash, previous: body.previous };
  switch (body.kind) {
    case 'search':
      return ocsfSearchEvent(body, position);
    case 'proof':
      return ocsfProofEvent(body, position);
    case 'campaign':
      return ocsfCampaignEvent(body, position);
    case 'threat':
      return ocsfThreatEvent(body, position);
    case 'request':
      return ocsfRequestEvent(body, position);
    case 'decision': {
      const requested = records.find(({ kind }) => kind === 'request');
      const request = requested && bodyOf(requested);
      return request?.kind === 'request' ? ocsfDecisionEvent(body, request, position) : null;
    }
    case 'intent':
    case 'refusal':
      return ocsfEvent(changeOf(row), position);
    case 'outcome': {
      const intent = records.find(({ kind }) => kind === 'intent');
      return intent === undefined ? null : ocsfEvent(changeOf(intent, row), position);
    }
    case 'report':
    case 'taking': {
      const intent = records.find(({ kind }) => kind === 'intent');
      return intent === undefined ? null : ocsfReportEvent(body, changeOf(intent), position);
    }
    case 'registration': {
      const intent = records.find(({ kind }) => kind === 'intent');
      if (intent === undefined) return null;
      return ocsfRegistrationEvent(changeOf(intent), body.registration, position);
    }
    case 'checkpoint':
      return null;
    default:
      return body satisfies never;
  }
}
