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
import { withLists } from '../support/with-lists.ts';

const { write: file } = useFolder();
let peer: SandboxPeer;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
afterAll(() => peer?.close());

async function check(env: Environment): Promise<{ code: number | undefined; text: string }> {
  const args = ['check', '--online'];
  const { code, out, err } = await commandResult(args, { NODE_ENV: 'test', PORT: '0', ...env });
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
    `ok      connection: ${new URL(peer.url).host} answers`,
    expect.stringMatching(/^ok {6}clock: the clocks are -?[01] s apart$/),
    'ok      realm alpha (/alpha): AM serves it',
    'ok      realm beta (/beta): AM serves it',
    'ok      session cookie: iPlanetDirectoryPro',
    'ok      flavour: pingam, as AM answers',
    'ok      service credential and groups: AM accepts it, and every required group exists',
    'ok      directories: each realm has people of its own',
    'ok      own changes in alpha: SAME; journeys of AM permit NONE',
    'ok      own changes in beta: SAME; journeys of AM permit NONE',
    'ok      version: 8.0.1',
    'ok      devices in realm alpha: AM lists each kind',
    'ok      devices in realm beta: AM lists each kind',
    'ok      ledger: data can be written; the first start creates the ledger',
    expect.stringMatching(/^ok {6}documents: \d\d can be trusted$/),
    'ok      port: 127.0.0.1, any free port',
  ]);
});

test.each([
  ['SAME', 'SAME', 'ok      own changes in alpha: SAME; journeys of AM permit SAME'],
  ['ANY', 'ANY', 'ok      own changes in alpha: ANY; journeys of AM permit ANY'],
  [
    'ANY',
    'NONE',
    "FAILED  own changes in alpha: DEVICE_MANAGEMENT: NONE permits tokens more than AM's journeys permit sessions (ANY)",
  ],
  [
    'SAME',
    'NONE',
    "FAILED  own changes in alpha: DEVICE_MANAGEMENT: NONE permits tokens more than AM's journeys permit sessions (SAME)",
  ],
] as const)('compares AM’s rule %s with DEVICE_MANAGEMENT=%s', async (rule, given, line) => {
  peer.sandbox.configure({ deviceManagement: rule });
  try {
    const env = { AM_URL: peer.url, DEVICE_MANAGEMENT: given, ...peer.staffEnv() };

    expect((await check(env)).text.split('\n')).toContain(line);
  } finally {
    peer.sandbox.configure({ deviceManagement: 'NONE' });
  }
});

describe.each([
  ['pingam', 'twofactor'],
  ['openam', 'twofactor, Module Based Authentication'],
] as const)('where %s registers devices', (flavor, unasked) => {
  const secret = 'a-secret-of-the-script-and-the-gateway';
  const env = {
    ...withLists({ enrolment: { rules: [{ method: 'ticket', realm: 'alpha' }] } }),
    ENROLMENT_SECRET: secret,
  };
  const lineOf = async (more: Environment): Promise<string | undefined> => {
    const { text } = await check({ ...env, ...more });
    return text.split('\n').find((line) => line.includes('registrations in '));
  };

  test('it must ask the gateway', async () => {
    const other = await openSandboxPeer(flavor);
    try {
      const at = { AM_URL: other.url, AM_FLAVOR: flavor, ...other.staffEnv() };
      expect(await lineOf(at)).toBe(
        `FAILED  registrations in alpha: enrolment.rules: devices are registered without a question to the gateway by ${unasked}`,
      );
      await other.asksBeforeRegistration('https://gateway.example.com/enrolment/decisions');
      expect(await lineOf(at)).toBe(
        'ok      registrations in alpha: AM asks the gateway before each of them',
      );
      expect(
        await lineOf({ ...at, ...withLists({ enrolment: { rules: [] } }), ENROLMENT_SECRET: '' }),
      ).toBeUndefined();
      other.sandbox.breakNext({
        match: { method: 'GET', path: 'scripts' },
        effect: { kind: 'status', status: 403 },
        times: 9,
      });
      expect(await lineOf(at)).toMatch(
        /^ok {6}registrations in alpha: not looked at, because AM does not show them: /,
      );
    } finally {
      await other.close();
    }
  });
});

test('says how many staff and people each area has, and which group is missing', async () => {
  const people = [
    { area: 'north', group: { name: 'executives' } },
    { area: 'north', attribute: 'givenName', value: 'bob' },
    { area: 'south', attribute: 'givenName', value: 'alice' },
  ];
  const areas = {
    HELP_DESK_GROUPS: '',
    ...withLists({
      roles: [
        { area: 'north', role: 'help-desk', group: 'helpdesk' },
        { area: 'south', role: 'auditor', property: { name: 'area', value: 'south' } },
      ],
      areas: { people },
    }),
  };
  const found = await check({ AM_URL: peer.url, ...peer.staffEnv(), ...areas });
  const missing = await check({
    AM_URL: peer.url,
    ...peer.staffEnv(),
    ...areas,
    ...withLists({ areas: { people: [...people, { area: 'south', group: { name: 'nowhere' } }] } }),
  });

  expect(found.text).toContain(
    'ok      area north in realm alpha: 2 staff by groups; 1 members of its groups, 1 by attributes',
  );
  expect(found.text).toContain(
    'ok      area south in realm alpha: 0 staff by groups, others by scopes or properties; 1 by attributes',
  );
  expect(missing.text).toContain('areas.people: realm alpha has no group nowhere');
  expect(missing.code).not.toBe(0);
});

const nowhere = withLists({ approvals: [{ group: { name: 'nowhere' }, effect: 'reset' }] });

test.each([
  [
    'ADMIN_GROUPS',
    { ADMIN_GROUPS: 'nowhere' },
    'ADMIN_GROUPS, roles or PRIVILEGED_GROUPS: realm alpha has no group',
  ],
  [
    'HELP_DESK_GROUPS',
    { HELP_DESK_GROUPS: 'nowhere' },
    'HELP_DESK_GROUPS, AUDITOR_GROUPS or roles: no served realm has',
  ],
  ['approvals', nowhere, 'approvals: realm alpha has no group'],
])('%s names a missing group, and not the password', async (_option, options, problem) => {
  const { code, text } = await check({ AM_URL: peer.url, ...peer.staffEnv(), ...options });

  const line = text.split('\n').find((one) => one.startsWith('FAILED')) ?? '';
  expect(line).toContain(`FAILED  service credential and groups: ${problem}`);
  expect(line).toMatch(/\bgroup nowhere$/);
  expect(line).not.toContain('AM_SERVICE');
  expect(code).toBe(69);
  // The other checks do not depend on this group.
  expect(text).toContain('ok      devices in realm alpha: AM lists each kind');
});

test('a group that AM does not show is named by its option', async () => {
  peer.sandbox.breakNext({
    match: { path: '/groups/' },
    times: 9,
    effect: { kind: 'status', status: 403 },
  });

  const { text } = await check({ AM_URL: peer.url, ...peer.staffEnv() });
  peer.sandbox.reset();

  expect(text).toContain('FAILED  service credential and groups: ADMIN_GROUPS, roles or PRIV');
});

test('goes on after each failure but that of the connection, the product or the credential', async () => {
  const failing = { AM_URL: peer.url, ...peer.staffEnv() };

  const ofRealm = await check({ ...failing, AM_REALMS: 'alpha,omega' });
  const ofCredential = await check({ ...failing, AM_SERVICE_PASSWORD: 'wr0ng' });

  expect(ofRealm.text).toMatch(/^FAILED {2}realm omega/m);
  expect(ofRealm.text).toContain('ok      devices in realm alpha: AM lists each kind');
  expect(ofRealm.text).not.toContain('skipped');
  expect(ofCredential.text).toContain('FAILED  service credential and groups: AM rejects it');
  expect(ofCredential.text).toMatch(
    /^skipped own changes in alpha, version, devices in realm alpha$/m,
  );
});

test.each([
  ['openam', true],
  ['pingam', false],
] as const)('says for %s that its tokens have no time of a sign-in: %p', async (flavor, isSo) => {
  const { text } = await check({
    AM_URL: peer.url,
    AM_FLAVOR: flavor,
    STEP_UP_MAX_AGE: '600',
    OIDC_ISSUER: 'https://issuer.example.com',
    OIDC_AUDIENCE: 'portal',
    OIDC_INTROSPECTION_URL: `${peer.url}/introspect`,
    OIDC_CLIENT_ID: 'portal',
    OIDC_CLIENT_SECRET: 'secret',
  });

  expect(text.includes("Warning: STEP_UP_MAX_AGE: OpenAM's introspection does not say")).toBe(isSo);
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

test('journeys refuse requests without the secret, and no secret is printed', async () => {
  const { code, text } = await check({ AM_URL: peer.url, ...peer.staffEnv(), ...proofEnv });

  expect(code).toBe(0);
  const refuses = 'in realm alpha: it refuses requests without the secret';
  expect(text).toMatch(
    new RegExp(`ok {6}journey ProveByPush ${refuses}; the secret was not tried`),
  );
  expect(text).toContain(`ok      journey ProveByCode ${refuses}, and accepts the secret`);
  expect(text).not.toContain(proofEnv.PROOF_JOURNEY_SECRET);
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
    expect(await lineFor({})).toMatch(/^ok {6}connection: 127\.0\.0\.1:\d+ answers by TLS$/);
  });

  // Which certificates are refused is in test/security/tls.test.ts.
  test('of another host is explained', async () => {
    expect(await lineFor({ ip: '10.0.0.1' })).toBe(
      "FAILED  connection: AM_URL: Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: 10.0.0.1 (ERR_TLS_CERT_ALTNAME_INVALID)",
    );
  });

  test('of an unknown authority is explained with the option to set', async () => {
    expect(await lineFor({}, { isTrusted: false })).toMatch(
      /^FAILED {2}connection: AM_URL: the authority of its certificate is not known; name it in AM_CA_FILE \([A-Z_]+\)$/,
    );
  });
});
