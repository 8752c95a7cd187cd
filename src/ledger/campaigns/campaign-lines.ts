import { sql } from 'kysely';
import {
  lineStates,
  type CampaignLine,
  type CampaignLineQuery,
  type CampaignProgress,
  type LineCount,
} from '../../domain/campaign/campaign-line.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import type { Reading } from '../../store/tables/handles.ts';
import {
  endedMs,
  type CampaignCountRow,
  type CampaignLineRow,
} from '../../store/tables/campaign-rows.ts';

/** Within what time the rate is counted, in milliseconds. */
const rateMs = 5 * 60_000;

/** A campaign whose lines are counted. */
type Counted = Pick<Campaign, 'id' | 'startedAt' | 'checkedSince'>;

type Count = Pick<CampaignCountRow, 'kind' | 'name' | 'result' | 'amount'>;

/** Reads the counts of a campaign that are not 0, with those of its last dry run. */
export function countsOf(db: Reading, { id, checkedSince }: Counted): Promise<readonly Count[]> {
  const dryRun = checkedSince === null ? [] : [Date.parse(checkedSince)];
  return db
    .selectFrom('campaign_count')
    .select(['kind', 'name', 'result', 'amount'])
    .where('campaign_id', '=', id)
    .where('kind', 'in', ['line', 'found', 'devices'])
    .where('since', 'in', [0, ...dryRun])
    .where('amount', '>', 0)
    .orderBy('name')
    .orderBy('result')
    .execute();
}

/** Returns how far a campaign is. */
export async function progressOf(
  db: Reading,
  campaign: Counted,
  now: number,
): Promise<CampaignProgress> {
  const counts = await countsOf(db, campaign);
  const ofKind = (kind: Count['kind']) => counts.filter((one) => one.kind === kind);
  const found = ofKind('found');
  return {
    lines: ofKind('line').flatMap(lineCount),
    checked: found.reduce((sum, { amount }) => sum + amount, 0),
    findings: Object.fromEntries(
      found.filter(({ name }) => name !== '').map(({ name, amount }) => [name, amount]),
    ),
    devices: Object.fromEntries(ofKind('devices').map(({ name, amount }) => [name, amount])),
    perMinute: await rateOf(db, campaign, now),
  };
}

/** A state of a newer version is left out. */
function lineCount({ name, result, amount }: Count): LineCount[] {
  const state = lineStates.find((one) => one === name);
  return state === undefined
    ? []
    : [{ state, result: result === '' ? null : result, count: amount }];
}

/** How many people ended within the last minutes of a campaign that was started, per minute. */
async function rateOf(db: Reading, { id, startedAt }: Counted, now: number): Promise<number> {
  if (startedAt === null) return 0;
  const from = now - rateMs - (now % endedMs);
  const { ended } = await db
    .selectFrom('campaign_count')
    .select(sql<number>`cast(coalesce(sum(amount), 0) as bigint)`.as('ended'))
    .where('campaign_id', '=', id)
    .where('kind', '=', 'ended')
    .where('since', '>=', from)
    .executeTakeFirstOrThrow();
  return (ended * 60_000) / Math.max(1_000, now - Math.max(from, Date.parse(startedAt)));
}

/** Reads what `storedDevices` has returned. */
function countsIn(devices: string): [DeviceKind, number][] {
  return devices.split(',').flatMap((part): [DeviceKind, number][] => {
    const [name, listed] = part.split('=');
    const kind = deviceKinds.find((one) => one === name);
    return kind === undefined ? [] : [[kind, Number(listed)]];
  });
}

/** Returns the devices of a person as they are stored: `OATH=1,PUSH=2`; null for none. */
export function storedDevices(devices: Readonly<Partial<Record<DeviceKind, number>>>) {
  const parts = Object.entries(devices).filter(([, listed]) => listed > 0);
  return parts.length === 0 ? null : parts.map((part) => part.join('=')).join(',');
}

/** A line for a report. */
type ReportedLine = Pick<CampaignLineRow, (typeof reportedColumns)[number]>;

const reportedColumns = [
  'number',
  'name',
  'state',
  'result',
  'change_id',
  'ended_at',
  'checked_at',
  'finding',
  'devices',
] as const;

/** Reads a page of lines in their order. */
function reportedLines(
  db: Reading,
  { id, most, after = 0, state }: CampaignLineQuery,
): Promise<ReportedLine[]> {
  const page = db
    .selectFrom('campaign_line')
    .select(reportedColumns)
    .where('campaign_id', '=', id)
    .where('number', '>', after)
    .orderBy('number')
    .limit(most);
  return (state === undefined ? page : page.where('state', '=', state)).execute();
}

/** Returns a page of lines in their order. */
export async function listLines(db: Reading, query: CampaignLineQuery): Promise<CampaignLine[]> {
  const rows = await reportedLines(db, query);
  return rows.map(({ number, name, state, result, finding, ...row }) => ({
    number,
    name,
    state,
    result,
    change: row.change_id,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
    finding,
    devices: row.checked_at === null || finding !== null ? null : sumOf(row.devices),
  }));
}

function sumOf(devices: string | null): number {
  return devices === null ? 0 : countsIn(devices).reduce((sum, [, listed]) => sum + listed, 0);
}
