/**
 * A gateway with an audit log that is killed again and again, while the syslog server comes and
 * goes: every record arrives, in order, and a duplicate is the same bytes (G15).
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startSyslogServer, type SyslogServer } from '../notices/syslog-server.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { makeCertificate } from '../security/certificates.ts';
import { useFolder } from '../support/folder.ts';
import { codesOf, read } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { createStore, recordsOf, type TestStore } from './stores.ts';

const folder = useFolder();
const certificate = await makeCertificate();
const ca = folder.write('ca.pem', certificate.cert);

let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let syslog: SyslogServer;
let helen: SessionHeader;

beforeAll(async () => {
  [peer, workplace] = await Promise.all([openSandboxPeer(), createWorkplace()]);
  helen = await peer.signIn('helen');
});
afterAll(() => Promise.all([workplace?.remove(), peer?.close()]));
beforeEach(async () => {
  [store, syslog] = await Promise.all([createStore(), startSyslogServer(certificate)]);
});
afterEach(() => Promise.all([store.remove(), syslog.stop()]));

async function start(target: string, more: object = {}): Promise<[GatewayProcess, string]> {
  const { folder: data, postgres } = store.settings;
  const gateway = workplace.start({
    ...peer.staffEnv(),
    AM_URL: peer.url,
    AM_FLAVOR: peer.flavor,
    PORT: '0',
    LIMIT_DRY_RUNS: 'none',
    DATA_DIR: data,
    ...(postgres !== undefined && { DATABASE_URL: postgres.url }),
    AUDIT_LOG: target,
    ...more,
  });
  return [gateway, await gateway.listening()];
}

/** Makes dry runs. Each leaves two records. */
async function makeChanges(url: string, count: number): Promise<void> {
  const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } }, dryRun: true, reason: "x" }) { outcome } }`;
  for (let number = 0; number < count; number += 1) {
    const headers = { 'content-type': 'application/json', ...helen };
    const body = JSON.stringify({ query });
    const answer = await read(await fetch(`${url}/graphql`, { method: 'POST', headers, body }));
    expect(codesOf(answer)).toEqual([]);
  }
}

/** The positions of the records in the ledger, and of the lines in their order of arrival. */
async function allRecords(): Promise<string[]> {
  const rows = await store.bare(recordsOf);
  return rows.map(({ realm, number }) => `${realm}:${number}`);
}
const positionOf = (line: string): string =>
  textAt(JSON.parse(line), 'attestation_list', '0', 'uid');

function expectEachInOrder(lines: readonly string[], records: readonly string[]): void {
  const first = [...new Map(lines.toReversed().map((line) => [positionOf(line), line]))];
  expect([...new Set(lines.map(positionOf))]).toEqual(records);
  expect(new Set(lines)).toEqual(new Set(first.map(([, line]) => line)));
}

test('syslog gets every record although gateways are killed and the server is away', async () => {
  const target = `syslog+tls://127.0.0.1:${syslog.port}?ca=${ca}`;
  const [first, firstUrl] = await start(target);
  await makeChanges(firstUrl, 3);
  await until('the first messages arrive', () => syslog.received.length > 0);
  await syslog.stop();
  await makeChanges(firstUrl, 3);
  await first.kill();

  const [second, secondUrl] = await start(target);
  await makeChanges(secondUrl, 3);
  await syslog.start();
  await until('messages arrive again', () => syslog.received.length > 6);
  await makeChanges(secondUrl, 3);
  await second.kill();

  const [third, thirdUrl] = await start(target);
  await makeChanges(thirdUrl, 1);
  const texts = (): string[] => syslog.received.map(({ text }) => text);
  await until('all records arrive', () => new Set(texts().map(positionOf)).size >= 26);
  third.signal('SIGTERM');
  expect(await third.exited()).toBe(0);

  expect(syslog.faults).toEqual([]);
  expectEachInOrder(texts(), await allRecords());
}, 120_000);

test('the last records are written when the gateway stops', async () => {
  const [gateway, url] = await start(`syslog+tls://127.0.0.1:${syslog.port}?ca=${ca}`);
  await makeChanges(url, 1);
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);

  expect(syslog.received).toHaveLength(2);
});

test('on standard output every line is an event or a line of the log, also after a kill', async () => {
  const runs: GatewayProcess[] = [];
  // Without the banner, which is one piece at the start.
  const lines = (): string[] =>
    runs
      .flatMap((run) => run.output().split('\n').slice(0, -1))
      .filter((line) => !/^(?:Pages|GraphQL|AM) {3,}http/.test(line));
  const isEvent = (line: string): boolean => fieldAt(JSON.parse(line), 'class_uid') !== undefined;
  const events = (): string[] => lines().filter(isEvent);

  for (let run = 0; run < 3; run += 1) {
    const [gateway, url] = await start('stdout', { LOG_LEVEL: 'debug' });
    runs.push(gateway);
    await makeChanges(url, 5);
    if (run < 2) await gateway.kill();
  }
  // On PostgreSQL the last gateway waits until the lease of a killed one has ended.
  await until('all records are written', () => new Set(events()).size >= 30, 60_000);
  runs.at(-1)?.signal('SIGTERM');
  expect(await runs.at(-1)?.exited()).toBe(0);

  const others = lines().filter((line) => !isEvent(line));
  expect(others.every((line) => fieldAt(JSON.parse(line), 'event') !== undefined)).toBe(true);
  expect(others.length).toBeGreaterThan(30);
  expectEachInOrder(events(), await allRecords());
}, 120_000);
