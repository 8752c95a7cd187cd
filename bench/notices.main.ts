/**
 * `npm run bench -- notices`: what notices add to a change, and how soon they are delivered.
 * Gateways with and without notices run in turn, each in a process of its own.
 */
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoOf, recordOf } from '../test/devices/demo-devices.ts';
import { openSandboxPeer, type SandboxPeer } from '../test/support/peer.ts';
import { secretFile, withLists } from '../test/support/with-lists.ts';
import { dataOf } from './lib/ask.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { createDatabase } from './lib/ledger-database.ts';
import { startNoticeReceivers, type NoticeReceivers } from './lib/notice-receivers.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { BenchError, runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { table } from './lib/table.ts';
import { timesOf, type Times } from './lib/timing.ts';
import { isKept, judge, verdictTable, type Verdict } from './lib/verdict.ts';
import { writeManifest } from './lib/work.ts';

const { quick, noBuild } = readOptions();
const rounds = quick ? 2 : 5;
const resets = quick ? 40 : 100;
/** About how long mail takes to arrive. */
const pauseMs = 120;
/** Resets before the first one that counts. */
const warmUp = 20;
/** Gives each gateway files of its own. */
let starts = 0;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const document = `mutation Reset($input: ResetDevicesOfKindInput!) {
  resetOathDevices(input: $input) { outcome change { id: reference } } }`;

const engines = ['SQLite', 'PostgreSQL'] as const;
type Engine = (typeof engines)[number];

/** The most that notices may add to the median of a reset, in milliseconds. */
const targets = { SQLite: 1, PostgreSQL: 2 } as const satisfies Record<Engine, number>;

/** The figures of one engine. */
interface Figures {
  readonly engine: Engine;
  readonly without: readonly number[];
  readonly withNotices: readonly number[];
  readonly mail: Times;
  readonly webhook: Times;
  readonly changes: number;
}

async function bench(): Promise<boolean> {
  say(`Measures ${resets} resets ${rounds} times, without notices and with them, in turn.`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const peer = await openSandboxPeer('pingam');
  const figures: Figures[] = [];
  try {
    for (const engine of engines) {
      const measured = await measureWith(await startNoticeReceivers(), engine, { folder, peer });
      if (measured !== null) figures.push(measured);
    }
  } finally {
    await peer.close();
  }
  const verdicts = figures.map(verdictOf);
  say(`\n${reportTable(figures)}\n\n${verdictTable(verdicts)}\n`);
  const result = { quick, rounds, resets, figures, verdicts };
  say(`Written to ${await writeResult('notices', conditions, result)}`);
  return isKept(verdicts);
}

interface Place {
  readonly folder: string;
  readonly peer: SandboxPeer;
}

async function measureWith(
  receivers: NoticeReceivers,
  engine: Engine,
  place: Place,
): Promise<Figures | null> {
  try {
    return await measure(receivers, engine, place);
  } finally {
    await receivers.close();
  }
}

async function measure(
  receivers: NoticeReceivers,
  engine: Engine,
  place: Place,
): Promise<Figures | null> {
  const without: number[] = [];
  const withNotices: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`${engine}: round ${round} of ${rounds}`);
    // Each order is as frequent as the other one, or nearly.
    const order = round % 2 === 1 ? [null, receivers] : [receivers, null];
    for (const one of order) {
      const p50 = await medianReset(engine, place, one);
      if (p50 === null) return null;
      (one === null ? without : withNotices).push(p50);
    }
  }
  const [mail, webhook] = [receivers.mails, receivers.messages].map((accepted) =>
    timesOf([...accepted].map(([id, at]) => at - (receivers.ended.get(id) ?? Number.NaN))),
  );
  const changes = receivers.messages.size;
  if (mail === undefined || webhook === undefined) throw new BenchError('Nothing was delivered.');
  return { engine, without, withNotices, mail, webhook, changes };
}

/** The median of resets by a gateway with a new ledger; null if PostgreSQL is not running. */
async function medianReset(
  engine: Engine,
  { folder, peer }: Place,
  receivers: NoticeReceivers | null,
): Promise<number | null> {
  const database = engine === 'SQLite' ? undefined : await createDatabase();
  if (engine === 'PostgreSQL' && database === undefined) {
    say('PostgreSQL is not running (npm run postgres). Only SQLite is measured.');
    return null;
  }
  await peer.restore();
  starts += 1;
  const before = receivers?.messages.size ?? 0;
  const gateway = await startGateway({
    name: `gateway-${starts}`,
    amUrl: peer.url,
    folder,
    env: {
      ...peer.staffEnv(),
      AM_FLAVOR: peer.flavor,
      TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder, [document]),
      ...withLists({ limits: { personChanges: [], staffChanges: [] } }),
      ...(database !== undefined && { DATABASE_URL: database.url }),
      ...(receivers !== null && noticeEnv(receivers)),
    },
  });
  try {
    // The deliveries of one reset must not compete with the next one. Without notices, the pause
    // is as long: a process that idles between resets is slower than one that does not.
    const settle = async (done: number): Promise<void> => {
      if (receivers === null) await sleep(pauseMs);
      else await allArrived(receivers, before + done);
    };
    return median(await resetAll(gateway.url, { peer, settle }));
  } finally {
    await gateway.stop();
    await database?.drop();
  }
}

function noticeEnv({ smtpPort, httpUrl }: NoticeReceivers): Record<string, string> {
  return {
    SSF_ISSUER: 'https://gateway.example.com',
    SSF_SIGNING_KEYS: pem,
    ...withLists({
      webhooks: [
        {
          name: 'siem',
          url: `${httpUrl}/hook`,
          secrets: [secretFile(`whsec_${Buffer.alloc(32, 7).toString('base64')}`)],
        },
      ],
      streams: [
        { name: 'siem', push: `${httpUrl}/signals`, audience: 'https://receiver.example.com' },
      ],
      signals: {
        subjectIssuers: [
          { realm: 'alpha', issuer: 'https://am.example.com/am/oauth2/realms/root/realms/alpha' },
        ],
      },
    }),
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    SMTP_TLS: 'off',
    MAIL_FROM: 'no-reply@example.org',
    WEBHOOK_PRIVATE_TARGETS: 'allow',
  };
}

interface ResetParts {
  readonly peer: SandboxPeer;
  /** Waits until the notices of a number of resets were accepted. */
  readonly settle: (resets: number) => Promise<void>;
}

/** Resets bob again and again, who gets a device before each reset. */
async function resetAll(url: string, { peer, settle }: ResetParts): Promise<number[]> {
  const helen = await peer.signIn('helen');
  const oath = demoOf('OATH');
  const phone = { [oath.attribute]: [recordOf(oath, 'phone-1', 'Phone')] };
  const headers = { 'content-type': 'application/json', ...helen };
  const durations: number[] = [];
  for (let number = 0; number < warmUp + resets; number += 1) {
    await peer.plant('bob', phone);
    const target = { user: { id: 'bob' } };
    const input = { target, reason: 'lost', endSessions: false, idempotencyKey: `${number}` };
    const body = JSON.stringify({ query: document, variables: { input } });
    const started = performance.now();
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const answer: unknown = await response.json();
    const duration = performance.now() - started;
    if (!JSON.stringify(dataOf(answer) ?? null).includes('"outcome":"DONE"'))
      throw new BenchError(`A reset failed: ${JSON.stringify(answer)}`);
    if (number >= warmUp) durations.push(duration);
    await settle(number + 1);
  }
  return durations;
}

/** Waits until a number of changes have been mailed and sent. */
async function allArrived({ mails, messages }: NoticeReceivers, count: number): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (mails.size >= count && messages.size >= count) return;
    await sleep(10);
  }
  throw new BenchError(`Only ${mails.size} mails and ${messages.size} messages of ${count} came.`);
}

/** Each round is a pair of processes, and counts by its difference. */
function verdictOf({ engine, without, withNotices }: Figures): Verdict {
  const differences = withNotices.map((ms, round) => ms - (without[round] ?? Number.NaN));
  const what = `ms that notices add to the median of a reset, ${engine}`;
  return judge({ id: 'P11', what, rounds: differences, bound: 'at most', target: targets[engine] });
}

function reportTable(figures: readonly Figures[]): string {
  const rows = figures.flatMap(({ engine, without, withNotices, mail, webhook, changes }) => [
    [engine, 'reset without notices', median(without).toFixed(2), ''],
    [engine, 'reset with notices', median(withNotices).toFixed(2), ''],
    [engine, `outcome to accepted mail, ${changes} changes`, ...cellsOf(mail)],
    [engine, `outcome to accepted message, ${changes} changes`, ...cellsOf(webhook)],
  ]);
  return table(['engine', 'what', 'p50 ms', 'p99 ms'], rows);
}

function cellsOf({ p50, p99 }: Times): string[] {
  return [p50.toFixed(0), p99.toFixed(0)];
}

await runBench(bench, stopServers);
