/** One campaign by the real command and API, and what its gateway needs meanwhile. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { places } from './places.ts';
import { residentMegabytes } from './process-cost.ts';
import { BenchError } from './say.ts';

const run = promisify(execFile);

/** What a campaign runs on. */
export interface CampaignSetting {
  readonly folder: string;
  /** The environment of the commands. */
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** The gateway's address, and the header of a super user's session. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The process id of the gateway. */
  readonly pid: number;
}

/** What people a campaign is about, and how fast it may go. */
export interface CampaignWish {
  readonly names: readonly string[];
  /** The most people a minute, and at once. */
  readonly pace: number;
  readonly calls: number;
}

/** The state of a campaign and of its gateway at a moment. */
export interface CampaignMoment {
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly connections: number;
  readonly residentMegabytes: number;
}

/** A campaign whose dry run has ended. */
export interface CheckedCampaign {
  /** Lets another person start it. */
  start(): Promise<void>;
  look(): Promise<CampaignMoment>;
  /** Rows and bytes of tables, and events to receivers. */
  rows(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** Creates a campaign, and waits for its dry run. */
export async function checkedCampaign(
  setting: CampaignSetting,
  { names, pace, calls }: CampaignWish,
): Promise<CheckedCampaign> {
  const file = join(setting.folder, 'people.csv');
  writeFileSync(file, `${names.join('\n')}\n`);
  const options = ['--realm=alpha', '--kinds=oath', '--reason=bench', `--pace=${pace}/min`];
  const created = await command(setting, 'create', ...options, `--calls=${calls}`, file);
  const id = /Campaign (\S+) is created/.exec(created)?.[1];
  if (id === undefined) throw new BenchError(`No campaign was created: ${created}`);
  const client = new Client({ connectionString: setting.databaseUrl, application_name: 'bench' });
  await client.connect();
  const look = async (): Promise<CampaignMoment> => {
    const { rows } = await client.query<Omit<CampaignMoment, 'residentMegabytes'>>(lookSql, [id]);
    const [row] = rows;
    if (row === undefined) throw new BenchError(`Campaign ${id} is gone.`);
    return { ...row, residentMegabytes: residentMegabytes(setting.pid) };
  };
  await takeStep(setting, 'CHECK', id);
  while ((await look()).state !== 'CHECKED') await sleep(500);
  return {
    start: () => takeStep(setting, 'START', id),
    look,
    rows: async () => (await client.query<Record<string, number>>(rowsSql)).rows[0] ?? {},
    close: () => client.end(),
  };
}

const lookSql = `select state,
  (select count(*)::int from campaign_line where campaign_id = $1 and state = 'done') as done,
  (select count(*)::int from campaign_line where campaign_id = $1 and state = 'failed') as failed,
  (select count(*)::int from pg_stat_activity where datname = current_database()
    and application_name = 'identity-gateway') as connections
  from campaign where id = $1`;

const rowsSql = `select (select count(*)::int from ledger_record) as records,
  pg_total_relation_size('ledger_record')::int as "recordBytes",
  (select count(*)::int from outbox_message) as messages,
  pg_total_relation_size('outbox_message')::int as "messageBytes",
  pg_total_relation_size('campaign_line')::int as "lineBytes"`;

/** Takes a step by the API. */
async function takeStep(
  { origin, headers }: CampaignSetting,
  step: 'CHECK' | 'START',
  id: string,
): Promise<void> {
  const query = `mutation { takeResetCampaignStep(input: { id: "${id}", step: ${step} }) { errors { code } } }`;
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  if (!text.includes('"errors":[]')) throw new BenchError(`The step was not taken: ${text}`);
}

async function command(
  { env, databaseUrl }: CampaignSetting,
  ...args: readonly string[]
): Promise<string> {
  const parameters = [places.gateway, 'campaign', ...args, '--as', 'ada'];
  const environment = { ...env, DATABASE_URL: databaseUrl };
  const { stdout } = await run(process.execPath, parameters, { env: environment });
  return stdout;
}
