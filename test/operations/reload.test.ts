/** SIGHUP reads again what needs no restart, all of it or nothing, and says what it did; SIGUSR2 changes the level of the log. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hashOf } from '../../src/documents/manifest.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';
import { makeCertificate } from '../security/certificates.ts';
import type { Certificate } from '../security/certificates.ts';
import { openHttpsFront } from '../security/https-front.ts';
import type { HttpsFront } from '../security/https-front.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'reload-'));
const document = 'query Reloaded { me { amId } }';
const otherDocument = 'query ReloadedToo { me { amId displayName } }';

let workplace: Workplace;
let peer: SandboxPeer;
let front: HttpsFront;
let authority: Certificate;
let gateway: GatewayProcess;
let url: string;

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Everything as it is at the start. */
function writeAll(): Readonly<Record<string, string>> {
  return {
    AM_CA_FILE: write('ca.pem', authority.cert),
    AM_SERVICE_PASSWORD_FILE: write('password', 'wr0ng-one\n'),
    LOG_LEVEL_FILE: write('level', 'warn'),
    TRUSTED_DOCUMENTS_MANIFESTS: write('manifest.json', manifestOf(document)),
    KEEP_ALIVE_SECONDS_FILE: write('keep-alive', '65'),
    PAGES_SECRET_FILE: write('pages', 'p'.repeat(32)),
    OTEL_EXPORTER_OTLP_HEADERS_FILE: write('headers', 'x-key=one'),
    LOG_CALLER_KEY_FILE: write('caller-key', 'k'.repeat(16)),
  };
}

function manifestOf(...documents: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(documents.map((text) => [hashOf(text), text])));
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
    TRUSTED_DOCUMENTS: 'only',
    AM_SERVICE_USERNAME: 'amadmin',
    HELP_DESK_GROUPS: 'helpdesk',
    ...writeAll(),
  });
  url = await gateway.listening();
});
afterAll(async () => {
  await gateway?.kill();
  await front?.close();
  await peer?.close();
  await workplace?.remove();
  rmSync(folder, { recursive: true });
});

/** Puts everything back, and what is in force, too. */
beforeEach(async () => {
  writeAll();
  await hangUp();
});

/** What the log says of signals, as level and message, in order. */
function notes(): string[] {
  return gateway
    .output()
    .split('\n')
    .filter((line) => /"msg":"(?:SIGHUP|The log level)/.test(line))
    .map((line): unknown => JSON.parse(line))
    .map((line) => `${String(fieldAt(line, 'level'))} ${String(fieldAt(line, 'msg'))}`);
}

/** Sends a signal; resolves to what is said of it. */
async function signal(name: NodeJS.Signals): Promise<string> {
  const before = notes().length;
  gateway.signal(name);
  await until(`${name} is answered`, () => notes().length > before);
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

test('where nothing has changed it says so', async () => {
  expect(await hangUp()).toBe('warn SIGHUP: nothing has changed.');
});

test('another manifest is trusted, and what it lacks no longer', async () => {
  expect([await statusOf(document), await statusOf(otherDocument)]).toEqual([
    'OK',
    'DOCUMENT_NOT_TRUSTED',
  ]);
  write('manifest.json', manifestOf(otherDocument));

  expect(await hangUp()).toBe('warn SIGHUP: TRUSTED_DOCUMENTS_MANIFESTS in force.');

  expect([await statusOf(document), await statusOf(otherDocument)]).toEqual([
    'DOCUMENT_NOT_TRUSTED',
    'OK',
  ]);
});

test('another password of the service account is tried at once', async () => {
  await until('the wrong one is refused', async () =>
    (await readiness()).includes('SERVICE_CREDENTIAL_MISSING'),
  );
  write('password', 'sandbox-password\n');

  expect(await hangUp()).toBe('warn SIGHUP: AM_SERVICE_PASSWORD in force.');

  await until('it is ready', async () => (await readiness()) === '"ready"');
  expect(gateway.output()).not.toMatch(/wr0ng|sandbox-password/);
});

test('another authority is trusted for new connections', async () => {
  const other = await makeCertificate({ name: 'two', isAuthority: true });
  const port = new URL(front.url).port;
  await front.close();
  front = await openHttpsFront(peer.url, await makeCertificate({ issuer: other }), Number(port));
  await until('the new one is refused', async () => (await statusOf(document)) !== 'OK');
  write('ca.pem', `${authority.cert}${other.cert}`);

  expect(await hangUp()).toBe('warn SIGHUP: AM_CA_FILE in force.');

  await until('it is trusted', async () => (await statusOf(document)) === 'OK');
  authority = other;
});

test('the level of the log is another, and SIGUSR2 comes back to it', async () => {
  write('level', 'info');

  expect(await hangUp()).toBe('warn SIGHUP: LOG_LEVEL in force.');
  expect(await signal('SIGUSR2')).toBe('warn The log level is debug now.');
  expect(await signal('SIGUSR2')).toBe('warn The log level is info now.');
});

test.each<[string, () => void, string]>([
  ['an authority', () => write('ca.pem', 'none'), 'AM_CA_FILE: the file holds no PEM certificate'],
  ['a level', () => write('level', 'loud'), 'LOG_LEVEL: expected one of'],
  [
    'a manifest',
    () => write('manifest.json', '{"x":"{ me { amId } }"}'),
    'TRUSTED_DOCUMENTS_MANIFESTS: ',
  ],
  ['a secret', () => rmSync(join(folder, 'password')), 'AM_SERVICE_PASSWORD: cannot read the file'],
])('%s that is bad keeps everything as it is', async (_what, spoil, problem) => {
  write('manifest.json', manifestOf(document, otherDocument));
  write('level', 'info');
  spoil();

  const told = await hangUp();

  expect(told).toMatch(/^error SIGHUP: nothing was put into force\. /);
  expect(told).toContain(problem);
  expect([await statusOf(document), await statusOf(otherDocument)]).toEqual([
    'OK',
    'DOCUMENT_NOT_TRUSTED',
  ]);
});

test('secrets of the pages and of the collector are in force without a restart, the key of the log is not', async () => {
  write('pages', `${'q'.repeat(32)},${'p'.repeat(32)}`);
  write('headers', 'x-key=two');
  write('caller-key', 'l'.repeat(16));

  expect(await hangUp()).toBe(
    'warn SIGHUP: PAGES_SECRET, OTEL_EXPORTER_OTLP_HEADERS in force; LOG_CALLER_KEY changed, too, and needs a restart.',
  );
});

test('what needs a restart is told each time, beside what is in force', async () => {
  write('keep-alive', '70');
  write('password', 'another\n');

  const first = await hangUp();
  const second = await hangUp();

  expect(first).toBe(
    'warn SIGHUP: AM_SERVICE_PASSWORD in force; KEEP_ALIVE_SECONDS changed, too, and needs a restart.',
  );
  expect(second).toBe(
    'warn SIGHUP: nothing has changed that can be put into force; KEEP_ALIVE_SECONDS changed, too, and needs a restart.',
  );
});
