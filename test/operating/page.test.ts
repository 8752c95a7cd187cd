/**
 * Runs the steps of `docs/operating.md` while users use the gateways, in front of the sandbox or,
 * with `OPENAM=1`, a real OpenAM. Requires nginx, Prometheus and `npm run postgres`.
 */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { asSuperuser } from '../ledger/stores.ts';
import { realmPath } from '../openam/am-rest.ts';
import { beginTwoFactor, registerDevice } from '../openam/hotp-sign-in.ts';
import { readState } from '../postgres/state.ts';
import { freePort } from '../support/free-port.ts';
import {
  type Follower,
  type PageBlock,
  runBlock,
  runBlocksOf,
  writeBlock,
} from '../support/page.ts';
import { type Peer, peers } from '../support/peer.ts';
import { asEnvironment, withLists } from '../support/with-lists.ts';
import { beginLoad, lost } from './load.ts';
import { mainConfig, replaceAll } from './nginx.ts';
import { createTlsClient } from './tls-client.ts';

const suffix = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
const ledger = `gateway_ledger_${suffix}`;
const role = `identity_gateway_${suffix}`;
const groups = ['recovery-desk', 'recovery-admins'];
const peter = { realm: 'alpha', name: 'peter', password: sandboxPassword };

let folder: string;
let peer: Peer;
let page: Map<string, PageBlock>;
let follower: Follower;
let ports: Record<string, string>;
let postgres: string;

beforeAll(async () => {
  const [first] = peers;
  const running = readState();
  if (running === undefined) throw new Error('PostgreSQL is not running; start: npm run postgres');
  if (first === undefined) throw new Error('There is no AM.');
  postgres = running.url;
  peer = await first.open();
  await peer.restore();
  folder = await mkdtemp(join(tmpdir(), 'identity-gateway-operating-'));
  const free = await Promise.all(Array.from({ length: 6 }, freePort));
  const names = ['4000', '4010', '9464', '9474', '9090', '443'];
  ports = Object.fromEntries(names.map((name, at) => [name, String(free[at])]));
  await chmod(folder, 0o755); // nginx's workers run as another user where the master is root
  const nginx = join(folder, 'nginx');
  await mkdir(join(nginx, 'conf.d'), { recursive: true });
  await mkdir(join(folder, 'bin'));
  await writeFile(join(nginx, 'nginx.conf'), mainConfig(nginx, 'conf.d/*.conf'));
  const password = join(folder, 'password');
  await writeFile(password, `${sandboxPassword}\n`, { mode: 0o600 });
  follower = {
    folder: process.cwd(),
    env: asEnvironment({
      ...process.env,
      // pg_dump must be as new as the server.
      PATH: `${running.bin}:${folder}/bin:${process.env['PATH'] ?? ''}`,
      AM_URL: peer.url,
      AM_FLAVOR: peer.flavor,
      AM_SERVICE_USERNAME: 'amadmin',
      AM_SERVICE_PASSWORD_FILE: password,
      HELPER: 'helen',
      HELPER_PASSWORD_FILE: password,
      TEST_PERSON: peter.name,
      POSTGRES_URL: postgres,
      DATABASE_OWNER_URL: postgres.replace(/\/postgres$/, `/${ledger}`),
      DATABASE_URL: postgres.replace(/\/\/.*@(.*)\/postgres$/, `//${role}@$1/${ledger}`),
      NGINX_FOLDER: nginx,
      // For the load: no limit on changes.
      ...withLists({ limits: { ownChanges: [] } }),
    }),
  };
  const blocks = runBlocksOf('docs/operating.md').filter(({ use }) => use !== 'new-server');
  page = new Map(blocks.map((block) => [headOf(block), { ...block, text: adapted(block.text) }]));
}, 120_000);

afterAll(async () => {
  if (page === undefined) return;
  // Ends all processes if the page was not completed.
  const end = `kill $(cat ${folder}/*.pid ${folder}/nginx/pid) 2>/dev/null || true\n`;
  await runBlock({ text: end }, { ...follower, folder });
  await asSuperuser(postgres, `drop database if exists ${ledger} with (force)`);
  await asSuperuser(postgres, `drop role if exists ${role}`);
  await removeGroups();
  await peer.restore();
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

/** Replaces the page's ports, folders and names. */
function adapted(text: string): string {
  return text
    .replaceAll(
      /\b(4000|4010|9464|9474|9090)\b|(?<=gateway\.example\.com:)443\b/g,
      (port) => ports[port] ?? '',
    )
    .replaceAll('/opt/identity-gateway', folder)
    .replaceAll('/usr/local/bin', join(folder, 'bin'))
    .replaceAll(/\brecovery-(desk|admins)\b/g, (group) => `${group}-${suffix}`)
    .replaceAll('gateway_ledger', ledger)
    .replaceAll(/\bidentity_gateway\b/g, role);
}

/** Removes the groups, because the real server outlives the test. */
async function removeGroups(): Promise<void> {
  const headers = { ...(await peer.signIn('amadmin')) };
  for (const group of groups) {
    const path = `${realmPath('alpha')}/groups/${group}-${suffix}`;
    await peer.rest.call(path, { method: 'DELETE', headers });
  }
}

/** Returns the name of a block: its file, or its first line. */
function headOf({ use, text }: PageBlock): string {
  return use === 'try' ? (text.split('\n', 1)[0] ?? '') : use;
}

/** Runs the next block of the page, which must start with `head`. */
async function follow(head: string): Promise<string> {
  const [next] = page.keys();
  expect(next).toBe(head);
  const block = page.get(head);
  page.delete(head);
  if (block === undefined) return '';
  if (block.use !== 'try') return writeBlock(block, follower).then(() => '');
  return runBlock(block, follower);
}

const version = JSON.parse(await readFile('package.json', 'utf8')).version;

test('the commands lead from installation to upgrade, and no request is lost', async () => {
  expect(await follow('mkdir -p /opt/identity-gateway')).toBe(
    `identity-gateway-server-${version}.tgz\n${version}\n`,
  );
  await giveSampleOurPorts();
  await follow(
    `psql -q "$POSTGRES_URL" -c 'CREATE DATABASE gateway_ledger' -c 'CREATE ROLE identity_gateway LOGIN'`,
  );
  expect(
    await follow(
      '(umask 077 && SIGN_IN_REALM=/ SIGN_IN_PASSWORD=$(cat "$AM_SERVICE_PASSWORD_FILE") \\',
    ),
  ).toContain('"uniqueMember":["uid=helen,');
  const checked = (await follow('cat >gateway.env <<END')).trimEnd().split('\n');
  expect(checked.length).toBeGreaterThan(3);
  expect(checked.filter((line) => !line.startsWith('ok'))).toEqual([]);
  await follow('file=start.sh');
  const started = await follow('sh start.sh 4000 9464');
  expect(started).toBe('{"status":"ready"}{"status":"ready"}');
  expect(await follow('mkdir -p "$NGINX_FOLDER/tls"')).toMatch(
    /^\{"data":\{"__typename":"Query"\}/,
  );
  await follow('file=prometheus.yml');
  expect(await follow('promtool check config prometheus.yml >promtool.log')).toContain('"2"');
  const record = await expectFirstReset();

  const ca = await readFile(join(folder, 'nginx/tls/gateway.pem'), 'utf8');
  const nginx = { port: Number(ports['443']), ca };
  // A load that leaves time to OpenAM; `nginx.test.ts` restarts gateways under a denser one.
  const load = await beginLoad(nginx, peer, 250);
  try {
    const verified = await follow(
      'DATABASE_URL=$DATABASE_OWNER_URL identity-gateway ledger verify | tee heads',
    );
    expect(verified.match(/^Whole: \d+ records?\.$/gm)).toHaveLength(2);
    expect((await stat(join(folder, 'ledger.dump'))).mode & 0o077).toBe(0);
    await follow('file=restart.sh');
    await follow('sh restart.sh');
    await follow('DATABASE_URL=$DATABASE_OWNER_URL identity-gateway ledger migrate');
  } finally {
    await load.end();
  }
  expect(lost(load.sent())).toEqual([]);
  expect(load.sent().length).toBeGreaterThan(200);
  expect(await resetCounted()).toBe(true);
  const client = createTlsClient(nginx);
  const { text } = await client.graphql(
    '{ user(id: "peter") { history(first: 1) { edges { node { id } } } } }',
    await peer.signIn('helen'),
  );
  client.close();
  expect(text).toContain(`{"edges":[{"node":{"id":"${record}"}}]}`);

  await follow('kill -TERM "$(cat 4000.pid)" "$(cat 4010.pid)" "$(cat prometheus.pid)"');
  expect([...page.keys()]).toEqual([]);
}, 900_000);

/** The test user's device is removed, also in AM. Returns the id of the change. */
async function expectFirstReset(): Promise<string> {
  await registerDevice(peer.rest, peter);
  expect(await peer.deviceIds('peter', 'OATH')).toHaveLength(1);

  const [change = '', history = ''] = (
    await follow(
      '(umask 077 && SIGN_IN_PASSWORD=$(cat "$HELPER_PASSWORD_FILE") identity-gateway-sign-in "$HELPER" >helper.session)',
    )
  ).split('\n');

  const { data } = JSON.parse(change);
  expect(data.resetOathDevices).toEqual({
    outcome: 'DONE',
    isVerified: true,
    removedDevices: [{ name: 'OATH Device' }],
    change: { id: expect.any(String) },
  });
  const { id } = data.resetOathDevices.change;
  expect(JSON.parse(history).data.user.history.edges).toEqual([
    {
      node: {
        id,
        effect: 'RESET',
        outcome: 'DONE',
        reason: 'First reset',
        actor: { amId: 'helen', role: 'HELP_DESK' },
      },
    },
  ]);
  expect(await peer.deviceIds('peter', 'OATH')).toEqual([]);
  expect(await beginTwoFactor(peer.rest, peter)).toMatchObject({ kind: 'registration offered' });
  return id;
}

/**
 * Whether Prometheus still has the metric of the reset, which the gateways have lost with their
 * restart.
 */
async function resetCounted(): Promise<boolean> {
  const counted =
    'max_over_time(identity_gateway_changes_total{effect="reset",outcome="DONE"}[1h])';
  const url = `http://127.0.0.1:${ports['9090']}/api/v1/query?query=${encodeURIComponent(`sum(${counted})`)}`;
  const { data } = JSON.parse(await (await fetch(url)).text());
  return data.result[0]?.value[1] === '1';
}

/** Changes the ports of the installed sample to free ones. */
async function giveSampleOurPorts(): Promise<void> {
  const sample = resolve(follower.folder, 'current/deploy/nginx/identity-gateway.conf');
  const text = replaceAll(await readFile(sample, 'utf8'), {
    '127.0.0.1:4000': `127.0.0.1:${ports['4000']}`,
    '127.0.0.1:4010': `127.0.0.1:${ports['4010']}`,
    'listen 443 ssl': `listen ${ports['443']} ssl`,
    '/etc/nginx': join(folder, 'nginx'),
    '/var/log/nginx': join(folder, 'nginx'),
  });
  await writeFile(sample, text);
}
