/** What `check` finds before a start would, a sentence for each. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCheck } from '../../src/check-program.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { makeCertificate } from '../security/certificates.ts';
import type { CertificateOptions } from '../security/certificates.ts';
import { openHttpsFront } from '../security/https-front.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';

let folder: string;
let peer: SandboxPeer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  peer = await openSandboxPeer('pingam');
});
afterAll(async () => {
  await peer?.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function check(env: Environment, online = true): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await runCheck({ online }, env, { print: say, tell: say });
  return { code, text: lines.join('\n') };
}

test('says that the configuration is in order, and warns of names', async () => {
  const { code, text } = await check({ AM_REALSM: 'x' }, false);

  expect(code).toBe(0);
  expect(text).toContain('Did you mean AM_REALMS?');
  expect(text).toContain('ok      the configuration');
});

test('says what is wrong with it', async () => {
  const { code, text } = await check({ PORT: 'x' }, false);

  expect(code).toBe(78);
  expect(text).toContain('PORT: expected');
});

test('asks AM for everything that a start depends on', async () => {
  const { code, text } = await check({
    AM_URL: peer.url,
    AM_REALMS: 'alpha,beta',
    ...peer.staffEnv(),
  });

  expect(text).not.toContain('FAILED');
  expect(code).toBe(0);
  expect(text.split('\n')).toEqual([
    'ok      the configuration',
    expect.stringMatching(/^ok {6}connection and clock: the clocks are -?[01] s apart$/),
    'ok      realm alpha (/alpha): AM serves it',
    'ok      realm beta (/beta): AM serves it',
    'ok      session cookie: iPlanetDirectoryPro',
    'ok      flavour: pingam, as AM answers',
    'ok      service credential and groups: AM takes it, and has every group that must exist',
    'ok      version: 8.0.1',
  ]);
});

const noPrivileged = { ADMIN_GROUPS: '', PRIVILEGED_GROUPS: '' };

test.each<[string, Environment, string]>([
  [
    'a realm that AM lacks',
    { AM_REALMS: 'alpha,gamma', ...noPrivileged, HELP_DESK_GROUPS: '', AUDITOR_GROUPS: '' },
    'realm gamma (/gamma): AM does not serve it: AM answered 404 to serverinfo/*',
  ],
  [
    'a wrong password',
    { AM_SERVICE_PASSWORD: 'wr0ng' },
    'service credential and groups: AM refuses it: look at its name, its secret and its realm',
  ],
  [
    'an account that may not read groups',
    { AM_SERVICE_USERNAME: 'bob', AM_SERVICE_REALM: 'alpha', ...noPrivileged },
    'service credential and groups: AM answered 403 to groups/{name}',
  ],
  [
    'a privileged group that is not there',
    { ADMIN_GROUPS: 'nobodies' },
    'service credential and groups: a group of ADMIN_GROUPS or PRIVILEGED_GROUPS does not exist in every realm it is named for, or cannot be read\n        realm alpha has no group nobodies',
  ],
  [
    'a group of staff that is not there',
    { AUDITOR_GROUPS: 'nobodies' },
    'service credential and groups: a group of HELP_DESK_GROUPS or AUDITOR_GROUPS exists in no served realm\n        realm alpha has no group nobodies',
  ],
  [
    'another product, which has no UUIDs',
    { AM_FLAVOR: 'aic', AM_SERVICE_USERNAME: '', AM_SERVICE_PASSWORD: '' },
    'flavour: AM answers as pingam does, and AM_FLAVOR is aic',
  ],
  [
    'another product, which is no OpenAM',
    { AM_FLAVOR: 'openam' },
    'flavour: AM answers as pingam does, and AM_FLAVOR is openam',
  ],
])('names %s', async (_label, env, sentence) => {
  const { code, text } = await check({ AM_URL: peer.url, ...peer.staffEnv(), ...env });

  expect(code).toBe(69);
  expect(text.match(/^FAILED.*$/gm)).toHaveLength(1);
  expect(text).toContain(`FAILED  ${sentence}`);
  expect(text).not.toMatch(/wr0ng|sandbox-password/);
});

test.each(['aic', 'openam'] as const)('knows %s, and what it is not', async (flavor) => {
  const other = await openSandboxPeer(flavor);
  const env = { AM_URL: other.url, ...other.staffEnv() };

  const right = await check({ ...env, AM_FLAVOR: flavor });
  const wrong = await check({ ...env, AM_FLAVOR: 'pingam' });
  await other.close();

  expect(right.text).toContain(`ok      flavour: ${flavor}, as AM answers`);
  expect(right.code).toBe(0);
  expect(wrong.text).toContain(
    `FAILED  flavour: AM answers as ${flavor} does, and AM_FLAVOR is pingam`,
  );
});

test.each([
  [29, true],
  [-29, true],
  [40, false],
  [-3_600, false],
])('a clock of AM that is %p s ahead is in order: %p', async (seconds, isGood) => {
  const answer = await (await fetch(`${peer.url}/json/serverinfo/*`)).text();
  const server = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
    response.setHeader('content-type', 'application/json').end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;

  const { code, text } = await check({ AM_URL: `http://127.0.0.1:${port}/am` });
  server.close();

  expect(code).toBe(isGood ? 0 : 69);
  expect(/^FAILED .*clock: the clocks are -?\d+ s apart; set them by NTP$/m.test(text)).toBe(
    !isGood,
  );
});

describe('of a certificate', () => {
  const day = 86_400_000;
  const ago = (ms: number): Date => new Date(Date.now() - ms);

  /** What is told of the connection to an AM with this certificate, whose authority is trusted or not. */
  async function told(
    options: CertificateOptions,
    { isTrusted = true } = {},
  ): Promise<string | undefined> {
    const issuer = await makeCertificate({ name: 'Test CA', isAuthority: true });
    const server: ServerOptions = await makeCertificate({ issuer, ...options });
    const front = await openHttpsFront(peer.url, server);
    const trusted = isTrusted ? { AM_CA_FILE: file('ca.pem', issuer.cert) } : {};
    const { text } = await check({ AM_URL: front.url, ...trusted });
    await front.close();
    return text.split('\n')[1];
  }

  test('that is good says so', async () => {
    expect(await told({})).toMatch(/^ok {6}TLS and clock: the clocks are -?[01] s apart$/);
  });

  test.each<[string, CertificateOptions, string]>([
    [
      'that has expired',
      { notBefore: ago(9 * day), notAfter: ago(day) },
      'certificate has expired (CERT_HAS_EXPIRED)',
    ],
    [
      'that is not valid yet',
      { notBefore: ago(-day), notAfter: ago(-9 * day) },
      'certificate is not yet valid (CERT_NOT_YET_VALID)',
    ],
    [
      'of another host',
      { ip: '10.0.0.1' },
      "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: 10.0.0.1 (ERR_TLS_CERT_ALTNAME_INVALID)",
    ],
  ])('%s says why', async (_label, options, sentence) => {
    expect(await told(options)).toBe(`FAILED  TLS and clock: ${sentence}`);
  });

  test('of an unknown authority says what to do', async () => {
    expect(await told({}, { isTrusted: false })).toMatch(
      /^FAILED {2}TLS and clock: the authority of its certificate is not known; name it in AM_CA_FILE \([A-Z_]+\)$/,
    );
  });

  test('in front of which there is no TLS says so in words', async () => {
    const { text } = await check({ AM_URL: peer.url.replace('http:', 'https:') });

    expect(text).toContain(
      'FAILED  TLS and clock: wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)\n',
    );
  });
});

test.each(['', '/access'])('says where AM is instead of %p', async (path) => {
  const { code, text } = await check({ AM_URL: `${new URL(peer.url).origin}${path}` });

  expect(code).toBe(69);
  expect(text).toContain(`AM answers at ${peer.url}: is that AM_URL?`);
});

test('warns of an AM without a deploy path before it is asked', async () => {
  const { code, text } = await check({ AM_URL: 'https://am.example.com/' }, false);

  expect(code).toBe(0);
  expect(text).toContain(
    'Warning: AM_URL has no deploy path. AM is usually at https://am.example.com/am or https://am.example.com/openam.',
  );
});

test('names an AM that is not there', async () => {
  const { code, text } = await check({ AM_URL: 'http://127.0.0.1:1/am' });

  expect(code).toBe(69);
  expect(text).toMatch(/FAILED {2}connection and clock: .*ECONNREFUSED/);
});
