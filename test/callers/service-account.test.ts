/** What differs by the kind of the gateway's own credential: lifetimes, odd passwords, weak accounts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { PersonDevicesDocument, WhoAmIDocument } from '../../packages/client/operations.ts';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import type { Flavor } from '../../src/sandbox/index.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { onStage } from '../support/stage.ts';
import { signInsOf } from './am-credentials.ts';

test('a token of a service account is kept until shortly before its end, and never used after it', async () => {
  let offset = 0;
  const now = (): number => Date.now() + offset;
  const env = (peer: SandboxPeer) => peer.staffEnv();
  await onStage('aic', { env, now, amNow: now }, async ({ peer, sandbox, gateway }) => {
    const helen = await peer.signIn('helen');

    const told: [string[], number][] = [];
    for (const seconds of [0, 500, 830, 845, 899, 1_600]) {
      offset = seconds * 1_000;
      const seen = await gateway.send(PersonDevicesDocument, { id: peer.idOf('bob') }, helen);
      told.push([codesOf(seen), signInsOf(sandbox).length]);
    }

    expect(told).toEqual([1, 1, 1, 2, 2, 2].map((signIns) => [[], signIns]));
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
    expect(signIn?.path).toBe(`/am${realmPath('alpha')}/authenticate`);
    expect(gateway.log.join('')).not.toContain(password);
  });
});

describe('readiness and the start', () => {
  const staff = { HELP_DESK_GROUPS: 'helpdesk' };
  const good = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
  const oscar = { ...good, AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_REALM: 'alpha' };
  const oidc = {
    OIDC_ISSUER: 'https://issuer.example.test',
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: 'https://issuer.example.test/keys',
  };

  const scopes = { ...oidc, ADMIN_SCOPES: 'devices:admin' };

  test.each<readonly [string, Flavor, Record<string, string>, { warns?: true; degraded?: string }]>(
    [
      ['nothing', 'pingam', {}, {}],
      ['help desk without a credential', 'pingam', staff, { warns: true }],
      [
        'a property without a credential',
        'pingam',
        { ADMIN_PROPERTY: 'role=admin' },
        { warns: true },
      ],
      ['scopes without a credential', 'pingam', scopes, { warns: true }],
      ['bearers without a credential', 'aic', oidc, { warns: true }],
      ['the super user', 'openam', { ...staff, ...good }, {}],
      [
        'a delegate, who may not act for others,',
        'openam',
        { ...staff, ...oscar },
        { degraded: 'SERVICE_CREDENTIAL_TOO_WEAK' },
      ],
      ['a delegate', 'pingam', { ...staff, ...oscar }, {}],
      [
        'a wrong password',
        'pingam',
        { ...staff, ...good, AM_SERVICE_PASSWORD: 'wr0ng' },
        { degraded: 'SERVICE_CREDENTIAL_MISSING' },
      ],
    ],
  )('tell of %s on %s', async (_label, flavor, env, { warns = false, degraded }) => {
    await onStage(flavor, { env }, async ({ gateway }) => {
      const answer = await fetch(`${gateway.url}/health/ready`);

      expect([answer.status, await answer.json()]).toEqual([
        200,
        { status: 'ready', ...(degraded !== undefined && { degraded: [degraded] }) },
      ]);
      expect(gateway.log.join('').includes('no service credential')).toBe(warns);
      expect(gateway.log.join('')).not.toMatch(/wr0ng|sandbox-password/);
    });
  });
});

/** Somebody in realm alpha who may read people and groups (contract §18 U31). */
async function makeDelegate(peer: SandboxPeer, username: string, password: string): Promise<void> {
  const headers = { ...(await peer.signIn('amadmin')) };
  const json = { username, userpassword: password };
  const people = `${realmPath('alpha')}/users?_action=create`;
  await peer.rest.call(people, { method: 'POST', headers, json });
  await changeMembers(peer, 'admins', (members) => [...members, entryOf(peer, username)]);
}
