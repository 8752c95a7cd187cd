/** `docs/operating.md`, followed word for word while people use the gateways from their restart on. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asSuperuser } from '../ledger/stores.ts';
import { readState } from '../postgres/state.ts';
import { freePort } from '../support/free-port.ts';
import { blocksOf, runBlock, writeBlock } from '../support/page.ts';
import type { Follower, PageBlock } from '../support/page.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { beginLoad, lost } from './load.ts';
import { mainConfig, replaceAll } from './nginx.ts';

const suffix = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
const ledger = `gateway_ledger_${suffix}`;
const role = `identity_gateway_${suffix}`;

let folder: string;
let peer: SandboxPeer;
let page: Map<string, PageBlock>;
let follower: Follower;
let ports: Record<string, string>;
let postgres: string;

beforeAll(async () => {
  peer = await openSandboxPeer();
  folder = await mkdtemp(join(tmpdir(), 'identity-gateway-operating-'));
  postgres = readState()?.url ?? '';
  const free = await Promise.all(Array.from({ length: 6 }, freePort));
  const names = ['4000', '4010', '9464', '9474', '9090', '443'];
  ports = Object.fromEntries(names.map((name, at) => [name, String(free[at])]));
  await chmod(folder, 0o755); // nginx's workers run as another user where the master is root
  const nginx = join(folder, 'nginx');
  await mkdir(join(nginx, 'conf.d'), { recursive: true });
  await writeFile(join(nginx, 'nginx.conf'), mainConfig(nginx, 'conf.d/*.conf'));
  follower = {
    folder: process.cwd(),
    env: {
      ...process.env,
      AM_URL: peer.url,
      POSTGRES_URL: postgres,
      DATABASE_OWNER_URL: postgres.replace(/\/postgres$/, `/${ledger}`),
      DATABASE_URL: postgres.replace(/\/\/.*@(.*)\/postgres$/, `//${role}@$1/${ledger}`),
      NGINX_FOLDER: nginx,
      // For the load: people change as often as they like.
      LIMIT_OWN_CHANGES: 'none',
      SHED_LOAD: 'off',
    },
  };
  const blocks = (await blocksOf('docs/operating.md')).filter(({ use }) => use !== '');
  page = new Map(blocks.map((block) => [headOf(block), { ...block, text: adapted(block.text) }]));
}, 120_000);

afterAll(async () => {
  // Nothing is left where the page was not followed to its end.
  const end = `kill $(cat ${folder}/*.pid ${folder}/nginx/pid) 2>/dev/null || true\n`;
  await runBlock({ use: 'try', text: end }, { ...follower, folder });
  await asSuperuser(postgres, `drop database if exists ${ledger} with (force)`);
  await asSuperuser(postgres, `drop role if exists ${role}`);
  await peer?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Another machine's ports, folders and names. */
function adapted(text: string): string {
  return text
    .replaceAll(
      /\b(4000|4010|9464|9474|9090)\b|(?<=gateway\.example\.com:)443\b/g,
      (port) => ports[port] ?? '',
    )
    .replaceAll('/opt/identity-gateway', folder)
    .replaceAll('gateway_ledger', ledger)
    .replaceAll(/\bidentity_gateway\b/g, role);
}

/** What a block is known by: its file, or its first line. */
function headOf({ use, text }: PageBlock): string {
  return use === 'try' ? (text.split('\n', 1)[0] ?? '') : use;
}

/** Follows the next block of the page, which must be the one that begins so. */
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

test('an operator comes from install to upgrade by its commands, and no request is lost on the way', async () => {
  expect(await follow('mkdir -p /opt/identity-gateway')).toBe(
    `identity-gateway-${version}.tgz\n${version}\n`,
  );
  await giveSampleOurPorts();
  await follow(
    `psql -q "$POSTGRES_URL" -c 'CREATE DATABASE gateway_ledger' -c 'CREATE ROLE identity_gateway LOGIN'`,
  );
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

  const load = await beginLoad(
    {
      port: Number(ports['443']),
      ca: await readFile(join(folder, 'nginx/tls/gateway.pem'), 'utf8'),
    },
    peer,
  );
  try {
    const verified = await follow(
      'DATABASE_URL=$DATABASE_OWNER_URL node current/dist/main.js ledger verify | tee heads',
    );
    expect(verified.match(/^Whole: \d+ records?\.$/gm)).toHaveLength(2);
    await follow('file=restart.sh');
    await follow('DATABASE_URL=$DATABASE_OWNER_URL node current/dist/main.js ledger migrate');
  } finally {
    await load.end();
  }
  expect(lost(load.sent())).toEqual([]);
  expect(load.sent().length).toBeGreaterThan(200);

  await follow('kill -TERM "$(cat 4000.pid)" "$(cat 4010.pid)" "$(cat prometheus.pid)"');
  expect([...page.keys()]).toEqual([]);
}, 300_000);

/** The installed sample listens where this machine has room. */
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
