/** SIGHUP reloads secrets, AM's authority and the log level. SIGUSR2 toggles the log level. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { makeCertificate, type Certificate } from '../security/certificates.ts';
import { openHttpsFront, type HttpsFront } from '../security/https-front.ts';
import { useFolder } from '../support/folder.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';

const { path: folder, write } = useFolder();
const document = 'query { me { amId } }';

let workplace: Workplace;
let peer: SandboxPeer;
let front: HttpsFront;
let authority: Certificate;
let gateway: GatewayProcess;
let url: string;

/** A configuration file with a secret of `letter`; JSON is YAML. */
function fileWith(letter: string, more: object = {}): string {
  const secret = write(`siem-${letter}`, `whsec_${letter.repeat(40)}`);
  return JSON.stringify({
    roles: [{ role: 'help-desk', group: 'helpdesk' }],
    webhooks: [{ name: 'siem', url: 'https://siem.example.com', secrets: [{ file: secret }] }],
    ...more,
  });
}

/** Writes every file with its first content. */
function writeAll(): Readonly<Record<string, string>> {
  return {
    AM_CA_FILE: write('ca.pem', authority.cert),
    AM_SERVICE_PASSWORD_FILE: write('password', 'wr0ng-one\n'),
    LOG_LEVEL_FILE: write('level', 'info'),
    DRAIN_SECONDS_FILE: write('drain', '10'),
    PAGES_SECRET_FILE: write('pages', 'p'.repeat(32)),
    OTEL_EXPORTER_OTLP_HEADERS_FILE: write('headers', 'x-key=one'),
    CONFIG_FILE: write('gateway.yaml', fileWith('a')),
  };
}

beforeAll(async () => {
  [workplace, peer, authority] = await Promise.all([
    createWorkplace(),
    openSandboxPeer(),
    makeCertificate({ name: 'one', isAuthority: true }),
  ]);
  const server = await makeCertificate({ issuer: authority });
  front = await openHttpsFront(peer.url, server);
  gateway = workplace.start({
    PORT: '0',
    AM_URL: front.url,
    AM_SERVICE_USERNAME: 'amadmin',
    ...writeAll(),
  });
  url = await gateway.listening();
});
afterAll(async () => {
  await gateway?.kill();
  await front?.close();
  await peer?.close();
  await workplace?.remove();
});

/** Restores the files and reloads them. */
beforeEach(async () => {
  writeAll();
  await hangUp();
});

/** The log lines about signals, as level and message, in order. */
function notes(): string[] {
  return gateway
    .output()
    .split('\n')
    .filter((line) => /"msg":"(?:SIGHUP|The log level)/.test(line))
    .map((line): unknown => JSON.parse(line))
    .map((line) => `${String(fieldAt(line, 'level'))} ${String(fieldAt(line, 'msg'))}`);
}

/** Sends a signal and resolves to its log line. */
async function signal(name: NodeJS.Signals): Promise<string> {
  const before = notes().length;
  gateway.signal(name);
  await until(`${name} is logged`, () => notes().length > before);
  return notes()[before] ?? '';
}

const hangUp = (): Promise<string> => signal('SIGHUP');

async function statusOf(text: string): Promise<string> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await peer.signIn('alice')) },
    body: JSON.stringify({ query: text }),
  });
  const { errors } = JSON.parse(await answer.text());
  return errors?.[0]?.extensions.code ?? 'OK';
}

async function readiness(): Promise<string> {
  const body: unknown = await (await fetch(`${url}/health/ready`)).json();
  const degraded: unknown = Reflect.get(Object(body), 'degraded');
  return JSON.stringify(degraded ?? Reflect.get(Object(body), 'reason') ?? 'ready');
}

/** The log line of a reload. */
const reloaded = (names: string): string =>
  `${names === 'nothing' ? 'info' : 'warn'} SIGHUP: Reloaded ${names}. Changes of other options take effect after a restart.`;

test('a reload without changes reports that nothing was reloaded', async () => {
  expect(await hangUp()).toBe(reloaded('nothing'));
});

test('a new password of the service account is used at once', async () => {
  await until('the wrong password is rejected', async () =>
    (await readiness()).includes('SERVICE_CREDENTIAL_MISSING'),
  );
  write('password', 'sandbox-password\n');

  expect(await hangUp()).toBe(reloaded('AM_SERVICE_PASSWORD'));

  await until('the gateway is ready', async () => (await readiness()) === '"ready"');
  expect(gateway.output()).not.toMatch(/wr0ng|sandbox-password/);
});

test('a new authority is trusted for new connections', async () => {
  const other = await makeCertificate({ name: 'two', isAuthority: true });
  const port = new URL(front.url).port;
  await front.close();
  front = await openHttpsFront(peer.url, await makeCertificate({ issuer: other }), Number(port));
  await until('the new one is rejected', async () => (await statusOf(document)) !== 'OK');
  write('ca.pem', `${authority.cert}${other.cert}`);

  expect(await hangUp()).toBe(reloaded('AM_CA_FILE'));

  await until('the new one is trusted', async () => (await statusOf(document)) === 'OK');
  authority = other;
});

test('the log level changes, and SIGUSR2 returns to it', async () => {
  write('level', 'warn');

  expect(await hangUp()).toBe(reloaded('LOG_LEVEL'));
  expect(await signal('SIGUSR2')).toBe('warn The log level is debug now.');
  expect(await signal('SIGUSR2')).toBe('warn The log level is warn now.');
});

test.each<[string, () => void, string]>([
  [
    'an authority',
    () => write('ca.pem', 'none'),
    'AM_CA_FILE: the file contains no PEM certificate',
  ],
  ['a level', () => write('level', 'loud'), 'LOG_LEVEL_FILE: expected one of'],
  [
    'a secret',
    () => rmSync(join(folder, 'password')),
    'AM_SERVICE_PASSWORD_FILE: cannot read the file',
  ],
  [
    'a configuration file',
    () => write('gateway.yaml', 'gateway:\n  prot: 1'),
    'gateway.yaml:2:3: gateway.prot: unknown key; did you mean "port"?',
  ],
])('with %s that is invalid, nothing is reloaded', async (_what, spoil, problem) => {
  write('pages', 'q'.repeat(32));
  spoil();

  const line = await hangUp();

  expect(line).toMatch(/^error SIGHUP: Nothing was reloaded\. /);
  expect(line).toContain(problem);
  writeAll();
  expect(await hangUp()).toBe(reloaded('nothing'));
});

test('secrets of the pages and of the collector are reloaded; other options are not', async () => {
  write('pages', `${'q'.repeat(32)},${'p'.repeat(32)}`);
  write('headers', 'x-key=two');
  write('drain', '20');

  expect(await hangUp()).toBe(reloaded('OTEL_EXPORTER_OTLP_HEADERS, PAGES_SECRET'));
  expect(await hangUp()).toBe(reloaded('nothing'));
});

test('the configuration file is read again, and what is live in it changes', async () => {
  write('gateway.yaml', fileWith('b', { approvals: [{ of: 'everyone' }] }));

  expect(await hangUp()).toBe(reloaded('WEBHOOKS'));
  expect(await hangUp()).toBe(reloaded('nothing'));
});
