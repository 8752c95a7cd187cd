/** An AM whose certificate is not right gets nothing (security H2). */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerOptions } from 'node:https';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { makeCertificate, type Certificate } from './certificates.ts';
import { openHttpsFront, type HttpsFront } from './https-front.ts';

const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
const day = 86_400_000;

let peer: SandboxPeer;
let authority: Certificate;
let folder: string;
let caFile: string;
/** What a test has opened, in the order to close it. */
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  peer = await openSandboxPeer();
  authority = await makeCertificate({ name: 'Test CA', isAuthority: true });
  folder = mkdtempSync(join(tmpdir(), 'gateway-tls-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.cert);
});
beforeEach(() => peer.restore());
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await peer?.close();
});

/** The server that each row puts in front of AM. */
const wrong: readonly (readonly [string, () => Promise<ServerOptions>])[] = [
  ['for another address', () => signed({ ip: '10.0.0.1' })],
  ['expired yesterday', () => signed({ notBefore: ago(9 * day), notAfter: ago(day) })],
  ['not valid before tomorrow', () => signed({ notBefore: ago(-day), notAfter: ago(-9 * day) })],
  ['signed by itself', () => makeCertificate()],
  ['signed by an unknown authority', signedByStranger],
  ['signed by a mere certificate', signedByMere],
  ['good, but TLS 1.1 only', () => oldTls('TLSv1.1')],
  ['good, but TLS 1.0 only', () => oldTls('TLSv1')],
];

describe('security H2: a certificate', () => {
  test.each(wrong)('%s gets nothing', async (_label, makeServer) => {
    const alice = await peer.signIn('alice');
    peer.sandbox.clearReceived();
    const front = await open(await makeServer());

    for (const AM_COOKIE_NAME of [peer.cookieName, '']) {
      const gateway = await startBehind(front, { AM_CA_FILE: caFile, AM_COOKIE_NAME });
      const seen = await gateway.ask('{ me { id: amId } }', alice);
      const write = await gateway.ask(reset, alice);
      const health = await fetch(`${gateway.url}/health/ready`);

      expect(codesOf(seen)).toEqual(['UPSTREAM_UNAVAILABLE']);
      expect(codesOf(write)).toEqual(['UPSTREAM_UNAVAILABLE']);
      expect(health.status).toBe(503);
      // The log has an alert for the operator.
      const calls = linesOf(gateway, 'upstream');
      expect(calls.length).toBeGreaterThan(0);
      for (const { level, result } of calls) {
        expect([level, result]).toEqual(['error', expect.stringMatching(wakes)]);
      }
    }

    expect(front.requests()).toBe(0);
    expect(peer.sandbox.received()).toEqual([]);
  });

  test('of a known authority serves', async () => {
    const alice = await peer.signIn('alice');
    const front = await open(await signed({}));
    const gateway = await startBehind(front, { AM_CA_FILE: caFile, NODE_ENV: 'production' });

    const { data, errors } = await gateway.ask(reset, alice);

    expect(errors).toEqual([]);
    expect(data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
    expect(front.requests()).toBeGreaterThan(3);
  });

  test('of an authority that is not named gets nothing', async () => {
    const front = await open(await signed({}));
    const gateway = await startBehind(front, {});

    expect(codesOf(await gateway.ask('{ me { id: amId } }'))).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(front.requests()).toBe(0);
  });
});

describe('security H2: no switch of Node’s', () => {
  test.each([
    ['for any certificate', () => makeCertificate(), { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, []],
    [
      'for old TLS',
      () => oldTls('TLSv1.1'),
      {},
      ['--tls-min-v1.0', '--tls-cipher-list=ALL:@SECLEVEL=0'],
    ],
  ])('turns checks off %s', async (_label, makeServer, environment, flags) => {
    const front = await open(await makeServer());

    const outcome = await callFromProcess(front.url, environment, flags);

    expect(outcome).toBe('UPSTREAM_UNAVAILABLE');
    expect(front.requests()).toBe(0);
  });

  test('is in the way of a good certificate', async () => {
    const front = await open(await signed({}));

    expect(await callFromProcess(front.url, {}, [])).toBe('200');
    expect(front.requests()).toBe(1);
  });
});

/** What the alert `AmNotTrusted` is for; of the codes of certificates and names that do not fit. */
const wakes = new RegExp(
  `^(?:${/error_type=~"([^"]*)"/.exec(readFileSync('deploy/helm/monitoring/alerts.yml', 'utf8'))?.[1]})$`,
);

/** The lines of one event in the log. */
function linesOf({ log }: TestGateway, event: string): { level: unknown; result: unknown }[] {
  return log.map((line) => JSON.parse(line)).filter((line) => line.event === event);
}

async function startBehind(
  front: HttpsFront,
  env: Readonly<Record<string, string>>,
): Promise<TestGateway> {
  const gateway = await startTestGateway({ url: front.url, flavor: peer.flavor }, { env });
  closers.unshift(() => gateway.stop());
  return gateway;
}

async function open(tls: ServerOptions): Promise<HttpsFront> {
  const front = await openHttpsFront(peer.url, tls);
  closers.push(() => front.close());
  return front;
}

/** Node reads these switches from the process itself, so the client runs in one of its own. */
async function callFromProcess(
  url: string,
  environment: Readonly<Record<string, string>>,
  flags: readonly string[],
): Promise<string> {
  const { origin, pathname } = new URL(url);
  const [module, live] = ['am/http/am-http.ts', 'config/values/live-value.ts'].map(
    (path) => new URL(`../../src/${path}`, import.meta.url).href,
  );
  const script = `
    import { readFileSync } from 'node:fs';
    import { AmHttp } from ${JSON.stringify(module)};
    import { LiveValue } from ${JSON.stringify(live)};
    const ca = new LiveValue(readFileSync(${JSON.stringify(caFile)}, 'utf8'));
    const http = new AmHttp({
      origin: ${JSON.stringify(origin)}, ca, timeoutMs: 5000, connectTimeoutMs: 2000,
      connections: 1, observe: () => undefined,
    });
    const route = { path: ${JSON.stringify(`${pathname}/json/serverinfo/*`)}, template: 'serverinfo/*', realm: 'alpha' };
    const call = { method: 'GET', route, version: '1.1', mode: 'read' };
    const context = { credential: null, cookieName: '', correlationId: 'x', client: undefined, deadline: { at: Infinity }, sharedBy: null };
    const outcome = await http.send(call, context).then((answer) => answer.status, (error) => error.code);
    process.stdout.write(String(outcome));
    await http.destroy();`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, '--no-warnings', '--input-type=module', '--eval', script],
    { env: { PATH: process.env['PATH'], ...environment } },
  );
  return stdout;
}

async function signed(about: Parameters<typeof makeCertificate>[0]): Promise<Certificate> {
  return makeCertificate({ ...about, issuer: authority });
}

async function signedByStranger(): Promise<Certificate> {
  const issuer = await makeCertificate({ name: 'Test CA', isAuthority: true });
  return makeCertificate({ issuer });
}

/** A certificate of the known authority that may not sign has signed another. */
async function signedByMere(): Promise<Certificate> {
  const mere = await signed({ name: 'mere' });
  const { key, cert } = await makeCertificate({ issuer: mere });
  return { key, cert: `${cert}\n${mere.cert}` };
}

async function oldTls(version: 'TLSv1' | 'TLSv1.1'): Promise<ServerOptions> {
  const ciphers = 'ALL:@SECLEVEL=0';
  return { ...(await signed({})), minVersion: version, maxVersion: version, ciphers };
}

function ago(ms: number): Date {
  return new Date(Date.now() - ms);
}
