/**
 * `npm run bench -- campaign`: a campaign at full pace in front of the sandbox, and one at a fixed
 * pace in front of a real OpenAM if it runs (P12). Both are on PostgreSQL, beside ordinary
 * requests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COOKIE_NAME, createAmRest } from '../test/openam/am-rest.ts';
import { PASSWORD } from '../test/openam/layout.ts';
import { p99, reportTable, verdictOf, type CampaignFigures } from './lib/campaign-report.ts';
import { checkedCampaign, type CampaignMoment, type CheckedCampaign } from './lib/campaign-run.ts';
import { freePort } from './lib/free-port.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { createDatabase } from './lib/ledger-database.ts';
import { startNoticeReceivers } from './lib/notice-receivers.ts';
import { runOpenLoop, type Shot } from './lib/open-loop.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { plantPeople, type BenchAm } from './lib/planted-people.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { BenchError, runBench, say } from './lib/say.ts';
import { startServer, stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { isKept, verdictTable } from './lib/verdict.ts';
import { writeManifest } from './lib/work.ts';
import { secretFile, withLists } from '../test/support/with-lists.ts';

const { quick, noBuild } = readOptions();
/** Ordinary requests are sent in windows; between them the campaign runs alone. */
const windowSeconds = quick ? 5 : 20;
const windowsBefore = quick ? 2 : 4;
const perSecond = 50;
const document = `query Ordinary($id: ID!) { user(id: $id) {
  username oathDevices { id name } pushDevices { id name } } }`;

/** A campaign to measure. */
interface Course {
  readonly name: string;
  readonly am: BenchAm;
  readonly people: number;
  readonly pace: number;
  readonly calls: number;
}

async function bench(): Promise<boolean> {
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const courses: Course[] = [await sandboxCourse(folder)];
  if (existsSync(places.openAmState)) courses.push(openAmCourse());
  else say('OpenAM is not running (npm run openam). Only the sandbox is measured.');
  const figures: CampaignFigures[] = [];
  for (const course of courses) figures.push(await measure(course, folder));
  say(`\n${reportTable(figures)}\n`);
  // In front of the sandbox, the campaign takes what the machine has.
  const verdicts = figures.filter(({ name }) => name !== 'sandbox').map(verdictOf);
  say(`${verdictTable(verdicts)}\n`);
  const shown = figures.map(({ before, beside, ...rest }) => ({
    ...rest,
    p99Before: before.map(p99),
    p99Beside: beside.map(p99),
  }));
  say(
    `Written to ${await writeResult('campaign', conditions, { quick, figures: shown, verdicts })}`,
  );
  return isKept(verdicts);
}

async function sandboxCourse(folder: string): Promise<Course> {
  const sandbox = await startServer({
    name: 'sandbox',
    folder,
    command: process.execPath,
    args: () => [join(places.root, 'src', 'sandbox', 'sandbox.main.ts')],
    env: (port) => ({ SANDBOX_PORT: String(port), AM_FLAVOR: 'pingam' }),
  });
  const am = { url: `${sandbox.url}/am`, flavor: 'pingam' } as const;
  return { name: 'sandbox', am, people: quick ? 1_000 : 20_000, pace: 6_000, calls: 8 };
}

function openAmCourse(): Course {
  const { url }: { url: string } = JSON.parse(readFileSync(places.openAmState, 'utf8'));
  const am = { url, flavor: 'openam' } as const;
  return { name: 'OpenAM', am, people: quick ? 100 : 2_000, pace: 600, calls: 4 };
}

async function measure(course: Course, folder: string): Promise<CampaignFigures> {
  const { am, name, people } = course;
  say(`${name}: ${people} people are created`);
  const names = await plantPeople(am, people);
  const database = await createDatabase();
  if (database === undefined) throw new BenchError('PostgreSQL is not running: npm run postgres');
  const receivers = await startNoticeReceivers();
  const metricsPort = await freePort();
  const common = { AM_URL: am.url, AM_REALMS: 'alpha', AM_FLAVOR: am.flavor };
  const env = {
    ...common,
    DATABASE_URL: database.url,
    AM_SERVICE_USERNAME: 'amadmin',
    AM_SERVICE_PASSWORD: PASSWORD,
    HELP_DESK_GROUPS: 'helpdesk',
    METRICS_PORT: String(metricsPort),
    TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder, [document]),
    ...withLists({
      webhooks: [
        {
          name: 'siem',
          url: `${receivers.httpUrl}/hook`,
          secrets: [secretFile(`whsec_${Buffer.alloc(32, 7).toString('base64')}`)],
        },
      ],
    }),
    WEBHOOK_PRIVATE_TARGETS: 'allow',
  };
  const gateway = await startGateway({ name: `gateway-${name}`, amUrl: am.url, folder, env });
  try {
    const { pid, url: origin } = gateway;
    const token = await createAmRest(am.url).signIn('/', 'amadmin', PASSWORD);
    const headers = { [COOKIE_NAME]: token };
    const setting = { folder, env: common, databaseUrl: database.url, pid, origin, headers };
    const load = await ordinaryLoad(gateway.url, am, names);
    return await watch(course, { load, setting: { ...setting, names }, metricsPort });
  } finally {
    await gateway.stop();
    await receivers.close();
    await database.drop();
  }
}

type Load = () => Promise<number[]>;

/** One window of ordinary requests: the help desk reads people of the campaign. */
async function ordinaryLoad(url: string, am: BenchAm, names: readonly string[]): Promise<Load> {
  const token = await createAmRest(am.url).signIn('alpha', 'helen', PASSWORD);
  const headers = { 'content-type': 'application/json', [COOKIE_NAME]: token };
  let sent = 0;
  const shot = (): Shot => {
    sent += 7;
    const variables = { id: names[sent % names.length] };
    const body = JSON.stringify({ query: document, variables });
    return { method: 'POST', path: '/graphql', headers, body };
  };
  return () =>
    runOpenLoop({ origin: url, perSecond, seconds: windowSeconds, shots: () => [shot()] });
}

interface Watch {
  readonly load: Load;
  readonly setting: Parameters<typeof checkedCampaign>[0] & { readonly names: readonly string[] };
  readonly metricsPort: number;
}

async function watch(
  course: Course,
  { load, setting, metricsPort }: Watch,
): Promise<CampaignFigures> {
  say(`${course.name}: dry run`);
  const campaign = await checkedCampaign(setting, { ...course, names: setting.names });
  const callsNow = (): Promise<number> => callsToAm(metricsPort);
  await load();
  const callsFirst = await callsNow();
  const before: number[][] = [];
  for (let window = 0; window < windowsBefore; window += 1) before.push(await load());
  const perRead = ((await callsNow()) - callsFirst) / before.flat().length;
  const { residentMegabytes: residentBefore } = await campaign.look();
  const rowsBefore = await campaign.rows();
  const callsBefore = await callsNow();
  say(`${course.name}: campaign`);
  await campaign.start();
  const phases = await alternate(campaign, load);
  const reads = phases.beside.flat().length;
  const calls = (await callsNow()) - callsBefore - perRead * reads;
  const rowsAfter = await campaign.rows();
  await campaign.close();
  const rows = Object.entries(rowsAfter).map(
    ([what, count]) => [what, (count - (rowsBefore[what] ?? 0)) / course.people] as const,
  );
  const { name, people, pace } = course;
  const callsPerPerson = calls / people;
  const about = { name, people, pace, before, residentBefore, callsPerPerson };
  return { ...about, ...phases, rows: Object.fromEntries(rows) };
}

/** Windows with and without ordinary requests, in turn, until the campaign has ended. */
async function alternate(campaign: CheckedCampaign, load: Load) {
  const moments: CampaignMoment[] = [];
  const beside: number[][] = [];
  const rates: { readonly alone: number[]; readonly beside: number[] } = { alone: [], beside: [] };
  const started = performance.now();
  for (let window = 0; ; window += 1) {
    const first = await campaign.look();
    if (first.state === 'DONE') break;
    const at = performance.now();
    const isAlone = window % 2 === 1;
    if (isAlone) await sleep(windowSeconds * 1000);
    else beside.push(await load());
    const last = await campaign.look();
    moments.push(first, last);
    const rate = ((last.done - first.done) / (performance.now() - at)) * 60_000;
    if (last.state !== 'DONE') rates[isAlone ? 'alone' : 'beside'].push(rate);
    say(`  ${last.done} done, ${last.failed} failed, ${rate.toFixed(0)} a minute`);
  }
  return {
    beside,
    minutes: (performance.now() - started) / 60_000,
    perMinuteAlone: median(rates.alone),
    perMinuteBeside: median(rates.beside),
    residentMost: Math.max(...moments.map((one) => one.residentMegabytes)),
    connectionsMost: Math.max(...moments.map((one) => one.connections)),
  };
}

/** How many calls to AM the gateway has made. */
async function callsToAm(metricsPort: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const counts = metrics.matchAll(/^http_client_request_duration_seconds_count\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

await runBench(bench, stopServers);
