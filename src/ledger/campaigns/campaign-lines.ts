import { sql } from 'kysely';
import type {
  CampaignLine,
  CampaignLineQuery,
  CampaignProgress,
} from '../../domain/campaign/campaign-line.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { CampaignLineRow } from '../../store/tables/campaign-rows.ts';

/** Within what time the rate is counted, in milliseconds. */
const rateMs = 5 * 60_000;

const count = sql<number>`count(*)`;

/** Counts the lines of a campaign. */
export async function progressOf(
  db: Reading,
  { id, startedAt, checkedSince }: Pick<Campaign, 'id' | 'startedAt' | 'checkedSince'>,
  now: number,
): Promise<CampaignProgress> {
  const ofCampaign = db.selectFrom('campaign_line').where('campaign_id', '=', id);
  const groups = await ofCampaign
    .select(['state', 'result', count.as('count')])
    .groupBy(['state', 'result'])
    .orderBy('state')
    .orderBy('result')
    .execute();
  // Before the first dry run, no line is checked.
  const checkedFrom = checkedSince === null ? now : Date.parse(checkedSince);
  const checked = await ofCampaign
    .select(['finding', 'devices', count.as('count')])
    .where('checked_at', '>=', checkedFrom)
    .groupBy(['finding', 'devices'])
    .execute();
  const since = Math.max(now - rateMs, startedAt === null ? 0 : Date.parse(startedAt));
  const { ended } = await ofCampaign
    .select(count.as('ended'))
    .where('ended_at', '>', since)
    .executeTakeFirstOrThrow();
  return {
    lines: groups,
    checked: checked.reduce((sum, one) => sum + one.count, 0),
    findings: findingsIn(checked),
    devices: devicesIn(checked),
    perMinute: (ended * 60_000) / Math.max(1_000, now - since),
  };
}

interface Checked extends Pick<CampaignLineRow, 'finding' | 'devices'> {
  readonly count: number;
}

function findingsIn(checked: readonly Checked[]): Record<string, number> {
  const findings: Record<string, number> = {};
  for (const { finding, count: lines } of checked)
    if (finding !== null) findings[finding] = (findings[finding] ?? 0) + lines;
  return findings;
}

/** The devices by kind of the people that a dry run would reset. */
function devicesIn(checked: readonly Checked[]): Partial<Record<DeviceKind, number>> {
  const sums: Partial<Record<DeviceKind, number>> = {};
  for (const { finding, devices, count: lines } of checked) {
    if (finding !== null || devices === null) continue;
    for (const [kind, listed] of countsIn(devices)) sums[kind] = (sums[kind] ?? 0) + listed * lines;
  }
  return sums;
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

/** How many lines one query reads. */
const pageSize = 1_000;

/** Reads the lines of a campaign in their order, in pages. */
export async function* linesOf(
  read: <T>(query: (db: Reading) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<readonly CampaignLine[]> {
  for (let last = 0; ;) {
    const after = last;
    const page = await read((db) => listLines(db, { id, most: pageSize, after }));
    const end = page.at(-1);
    if (end === undefined) return;
    yield page;
    last = end.number;
  }
}
