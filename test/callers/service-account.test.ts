/** What differs by the kind of the gateway's own credential: lifetimes, odd passwords, weak accounts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PersonDevicesDocument, WhoAmIDocument } from '../../src/client/operations.ts';
import { personUuids, sandboxPassword, startSandbox } from '../../src/sandbox/index.ts';
import type { Flavor, Sandbox } from '../../src/sandbox/index.ts';
import { createAmRest, listAt, realmPath } from '../openam/am-rest.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { signInsOf } from './am-credentials.ts';

const alpha = realmPath('alpha');

describe('a token of a service account', () => {
  let sandbox: Sandbox;
  let gateway: TestGateway;
  let offset = 0;

  beforeAll(async () => {
    const now = (): number => Date.now() + offset;
    sandbox = await startSandbox({ flavor: 'aic', now });
    const { id, privateJwk } = sandbox.serviceAccount;
    const env = {
      HELP_DESK_GROUPS: 'helpdesk',
      AM_SERVICE_ACCOUNT_ID: id,
      AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateJwk),
    };
    gateway = await startTestGateway(sandbox, { env, now });
  });
  afterAll(async () => {
    await gateway?.stop();
    await sandbox?.close();
  });

  test('is kept until shortly before its end, and AM never gets one that has ended', async () => {
    const token = await createAmRest(sandbox.url).signIn('alpha', 'helen', sandboxPassword);
    const see = async (): Promise<string[]> =>
      codesOf(
        await gateway.send(
          PersonDevicesDocument,
          { id: personUuids.bob },
          { [sandbox.cookieName]: token },
        ),
      );

    const told: [string[], number][] = [];
    for (const seconds of [0, 500, 830, 845, 899, 1_600]) {
      offset = seconds * 1_000;
      told.push([await see(), signInsOf(sandbox).length]);
    }

    expect(told).toEqual([
      [[], 1],
      [[], 1],
      [[], 1],
      [[], 2],
      [[], 2],
      [[], 2],
    ]);
    expect(gateway.log.join('')).not.toContain('"result":401');
  });
});

describe('a password', () => {
  let peer: SandboxPeer;

  beforeAll(async () => {
    peer = await openSandboxPeer();
  });
  beforeEach(() => peer.restore());
  afterAll(() => peer?.close());

  test.each([
    ['plain', 'diener', 'plain-password'],
    ['with marks and a blank inside', 'diener', `"a: 'b' {c}; %41&x=\\`],
    ['with a blank at each end', 'diener', ' plain '],
    ['that looks like an encoded word', 'diener', '=?UTF-8?B?YWJj?='],
    ['with umlauts', 'diener', 'Größe-£-5'],
    ['in Japanese, of somebody with an accent', 'zoë', '名前は何ですか'],
    ['longer than one encoded word may be', 'diener', 'ß'.repeat(120)],
  ])('%s reaches AM as it is', async (_label, username, password) => {
    await makeDelegate(peer, username, password);
    const helen = await peer.signIn('helen');
    const gateway = await startTestGateway(peer, {
      env: {
        HELP_DESK_GROUPS: 'helpdesk',
        AM_SERVICE_USERNAME: username,
        AM_SERVICE_PASSWORD: password,
        AM_SERVICE_REALM: 'alpha',
      },
    });

    const { data } = await gateway.send(WhoAmIDocument, {}, helen);
    await gateway.stop();

    expect(data?.viewer.roles).toEqual(['SELF', 'HELP_DESK']);
    const [signIn] = signInsOf(peer.sandbox);
    expect(signIn?.path).toBe(`/am${alpha}/authenticate`);
    expect(gateway.log.join('')).not.toContain(password);
  });
});

describe('readiness and the start', () => {
  const warning = 'no service credential';
  const staff = { HELP_DESK_GROUPS: 'helpdesk' };
  const good = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
  const oscar = { ...good, AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_REALM: 'alpha' };
  const oidc = {
    OIDC_ISSUER: 'https://issuer.example.test',
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: 'https://issuer.example.test/keys',
  };

  test.each<{
    label: string;
    flavor: Flavor;
    env: Record<string, string>;
    warns: boolean;
    degraded: string[] | undefined;
  }>([
    { label: 'nothing', flavor: 'pingam', env: {}, warns: false, degraded: undefined },
    {
      label: 'help desk without a credential',
      flavor: 'pingam',
      env: staff,
      warns: true,
      degraded: undefined,
    },
    {
      label: 'administrators by a property without a credential',
      flavor: 'pingam',
      env: { ADMIN_PROPERTY: 'role=admin' },
      warns: true,
      degraded: undefined,
    },
    {
      label: 'bearers without a credential',
      flavor: 'aic',
      env: oidc,
      warns: true,
      degraded: undefined,
    },
    {
      label: 'the super user',
      flavor: 'openam',
      env: { ...staff, ...good },
      warns: false,
      degraded: undefined,
    },
    {
      label: 'a delegate, who may not act for others on OpenAM',
      flavor: 'openam',
      env: { ...staff, ...oscar },
      warns: false,
      degraded: ['SERVICE_CREDENTIAL_TOO_WEAK'],
    },
    {
      label: 'a delegate on PingAM',
      flavor: 'pingam',
      env: { ...staff, ...oscar },
      warns: false,
      degraded: undefined,
    },
    {
      label: 'a wrong password',
      flavor: 'pingam',
      env: { ...staff, ...good, AM_SERVICE_PASSWORD: 'wr0ng' },
      warns: false,
      degraded: ['SERVICE_CREDENTIAL_MISSING'],
    },
  ])('tell of $label on $flavor', async ({ flavor, env, warns, degraded }) => {
    const sandbox = await startSandbox({ flavor });
    const gateway = await startTestGateway(sandbox, { env });

    const answer = await fetch(`${gateway.url}/health/ready`);
    const told: unknown = await answer.json();
    await gateway.stop();
    await sandbox.close();

    expect([answer.status, told]).toEqual([
      200,
      { status: 'ready', ...(degraded && { degraded }) },
    ]);
    expect(gateway.log.join('').includes(warning)).toBe(warns);
    expect(gateway.log.join('')).not.toMatch(/wr0ng|sandbox-password/);
  });
});

/** Somebody in realm alpha who may read people and groups (contract §18 U31). */
async function makeDelegate(
  { rest, signIn }: SandboxPeer,
  username: string,
  userpassword: string,
): Promise<void> {
  const headers = { ...(await signIn('amadmin')) };
  const json = { username, userpassword };
  await rest.call(`${alpha}/users?_action=create`, { method: 'POST', headers, json });
  const admins = await rest.call(`${alpha}/groups/admins`, { headers });
  const member = `uid=${username},ou=people,ou=identities`;
  const uniqueMember = [...listAt(admins.body, 'uniqueMember'), member];
  await rest.call(`${alpha}/groups/admins`, { method: 'PUT', headers, json: { uniqueMember } });
}
