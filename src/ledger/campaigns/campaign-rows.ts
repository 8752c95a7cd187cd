import { CampaignHold, CampaignState, type Campaign } from '../../domain/campaign/campaign.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import { listOf, oneOf, parsed } from '../../domain/values/json.ts';
import { readCampaignActor } from '../../store/kinds/campaign.ts';
import { readable } from '../records/changes.ts';
import { understood } from '../../store/tables/needs.ts';
import type { CampaignRow } from '../../store/tables/campaign-rows.ts';

const readKinds = listOf(oneOf(deviceKinds));
const readState = oneOf(Object.values(CampaignState));

/** Returns the campaigns of rows. One that this version cannot read is left out of a list. */
export function campaignsIn(rows: readonly CampaignRow[]): Campaign[] {
  return rows.map((row) => readable(() => campaignIn(row))).filter((one) => one !== null);
}

/**
 * Returns the campaign of a row; null while its lines are being stored, and if only a newer program
 * may work on it. @throws UnreadableJson
 */
export function campaignIn(row: CampaignRow): Campaign | null {
  if (row.state === 'LOADING' || row.needs > understood) return null;
  return {
    id: row.id,
    realm: row.realm,
    area: row.area,
    kinds: readKinds(parsed(row.kinds)),
    reason: row.reason,
    ticket: row.ticket,
    pace: row.pace,
    calls: row.calls,
    endsSessions: row.ends_sessions === 1,
    state: readState(row.state),
    createdAt: instant(row.created_at),
    createdBy: readCampaignActor(parsed(row.created_by)),
    since: instant(row.since),
    checkedSince: instantOrNull(row.checked_since),
    startedAt: instantOrNull(row.started_at),
    startedBy: row.started_by === null ? null : readCampaignActor(parsed(row.started_by)),
    endedAt: instantOrNull(row.ended_at),
    heldBy: Object.values(CampaignHold).find((hold) => hold === row.held_by) ?? null,
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}
