/** `identity-gateway check` finds problems before a start does, and explains each of them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { makeCertificate, type CertificateOptions } from '../security/certificates.ts';
import { openHttpsFront } from '../security/https-front.ts';
import { useFolder } from '../support/folder.ts';
import { openSandboxPeer, proofEnv, type SandboxPeer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';

const { write: file } = useFolder();
let peer: SandboxPeer;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
afterAll(() => peer?.close());

async function check(env: Environment): Promise<{ code: number | undefined; text: string }> {
  const args = ['check', '--online'];
  const { code, out, err } = await commandResult(args, { NODE_ENV: 'test', ...env });
  return { code, text: [...err, ...out].join('\n') };
}

test('checks everything at AM that a start depends on', async () => {
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
    'ok      service credential and groups: AM accepts it, and every required group exists',
    'ok      directories: each realm has people of its own',
    'ok      version: 8.0.1',
    'ok      ledger: data can be written',
  ]);
});

test('names the realms that share a directory', async () => {
  const { code, text } = await check({
    AM_URL: peer.url,
    AM_REALMS: 'tenant=/,alpha,beta',
    ...peer.staffEnv(),
  });

  expect(code).toBe(0);
  expect(text).toContain('ok      directories: the people of tenant and alpha are the same');
});

describe('journeys for proofs of identity', () => {
  const checkJourneys = (): ReturnType<typeof check> =>
    check({ AM_URL: peer.url, ...peer.staffEnv(), ...proofEnv });

  test('refuse requests without the secret', async () => {
    const { code, text } = await checkJourneys();

    expect(code).toBe(0);
    const refuses = 'in realm alpha: it refuses requests without the secret';
    expect(text).toContain(`ok      journey ProveByPush ${refuses}`);
    expect(text).toContain(`ok      journey ProveByCode ${refuses}`);
  });

  test.each([
    ['OPEN', 'the journey for CODE opens without the secret'],
    ['MISSING', 'AM does not have the journey for CODE in this realm'],
  ] as const)('%s fail', async (proofJourneys, reason) => {
    peer.sandbox.configure({ proofJourneys });

    const { code, text } = await checkJourneys();

    peer.sandbox.reset();
    expect(code).toBe(69);
    expect(text).toContain(`FAILED  journey ProveByCode in realm alpha: PROOF_JOURNEYS: ${reason}`);
    expect(text).not.toContain(proofEnv.PROOF_JOURNEY_SECRET);
  });
});

test.each(['aic', 'openam'] as const)('recognises %s', async (flavor) => {
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
])('a clock of AM that is %p s ahead is accepted: %p', async (seconds, isGood) => {
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

describe('a certificate', () => {
  const day = 86_400_000;
  const ago = (ms: number): Date => new Date(Date.now() - ms);

  /** The line about the connection to an AM with this certificate. */
  async function lineFor(
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

  test('that is valid is accepted', async () => {
    expect(await lineFor({})).toMatch(/^ok {6}TLS and clock: the clocks are -?[01] s apart$/);
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
  ])('%s is explained', async (_label, options, sentence) => {
    expect(await lineFor(options)).toBe(`FAILED  TLS and clock: AM_URL: ${sentence}`);
  });

  test('of an unknown authority is explained with the option to set', async () => {
    expect(await lineFor({}, { isTrusted: false })).toMatch(
      /^FAILED {2}TLS and clock: AM_URL: the authority of its certificate is not known; name it in AM_CA_FILE \([A-Z_]+\)$/,
    );
  });
});
