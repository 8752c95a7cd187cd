/** Starting a sandbox, and controlling it over HTTP (design D13). */
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { send } from './am-client.ts';
import { devicePath, withToken } from './caller.ts';

describe('starting a sandbox', () => {
  const open: Sandbox[] = [];

  afterEach(() => Promise.all(open.splice(0).map((sandbox) => sandbox.close())));

  test('rejects production', async () => {
    await expect(startSandbox({ nodeEnv: 'production' })).rejects.toThrow('refuses to run');
  });

  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.1.evil.example'])(
    'rejects the host %s',
    async (host) => {
      await expect(startSandbox({ host })).rejects.toThrow('loopback address only');
    },
  );

  test('closes during a pending request', async () => {
    const sandbox = await startSandbox();
    sandbox.breakNext({ effect: { kind: 'blackhole' } });
    const hanging = send(sandbox.url, '/isAlive.jsp').catch(() => 'cut');

    await setTimeout(20);
    await sandbox.close();

    expect(await hanging).toBe('cut');
  });
});

describe('control over HTTP', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ flavor: 'aic', now: () => 1_795_500_000_000 });
  });

  afterEach(() => sandbox.close());

  const control = (method: string, path: string, body?: unknown) =>
    send(sandbox.origin, `/sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test.each([
    ['/faults', { effect: { kind: 'hook' } }],
    ['/faults', { effect: { kind: 'cut', when: 'never' } }],
    ['/configure', { deviceManagement: 'SOME' }],
    ['/configure', { groupFillers: { helpdesk: -1 } }],
    ['/configure', { listLimit: -1 }],
    ['/configure', { gateReset: true }],
    ['/configure', { whitelist: 'factor' }],
    ['/clock', { advanceMs: 'soon' }],
    ['/access-token', { scopes: 'devices:read' }],
    ['/access-token', { persons: 'alice' }],
    ['/access-token', { person: 'alice', secondFactors: ['sms'] }],
    ['/session', { person: 'alice', secondFactors: 'oath' }],
    ['/session', { person: 'nobody' }],
    ['/configure', { signInClaims: 'ALL' }],
    ['/access-token', { person: 'nobody' }],
    ['/access-token', { realm: 'gamma' }],
    ['/session-property', { person: 'helen', name: 'role' }],
    ['/session-property', { person: 'nobody', name: 'role', value: 'help-desk' }],
  ])('rejects invalid input at %s', async (path, body) => {
    expect((await control('POST', path, body)).status).toBe(400);
  });

  test('changes settings until the next reset', async () => {
    const changed = await control('POST', '/configure', { deviceManagement: 'ANY' });
    await control('POST', '/reset');
    const after = await control('GET', '');

    const shown = { refusalText: 'User not permitted.', signInClaims: 'ACR_AMR' };
    const off = {
      whitelist: [],
      secondFactorMandatory: false,
      rotateRefreshTokens: false,
      backChannelLogoutUrl: null,
    };
    const proofs = { proofJourneys: 'GUARDED', ignoreNoSession: false, listLimit: null };
    const rest = { ...shown, ...off, ...proofs, groupFillers: {}, setupCodes: null };
    expect(changed.json).toEqual({ deviceManagement: 'ANY', ...rest });
    expect(fieldAt(after.json, 'settings')).toEqual({ deviceManagement: 'SAME', ...rest });
  });

  test('starts a session that says how its user signed in', async () => {
    const started = await control('POST', '/session', { person: 'bob', secondFactors: ['oath'] });
    const bob = withToken(sandbox, textAt(started.json, 'tokenId'));

    const statuses = await Promise.all(
      ['oath', 'push'].map(async (kind) => {
        const { json } = await bob('GET', `${devicePath(sandbox, 'bob', kind)}?_queryFilter=true`);
        return fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus');
      }),
    );

    expect(statuses).toEqual([true, false]);
  });

  test.each([
    ['an origin', { Origin: 'https://evil.example' }],
    ['a cross-site fetch', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a foreign host name', { Host: 'sandbox.evil.example' }],
  ])('rejects %s', async (_, headers) => {
    const { status } = await send(sandbox.origin, '/sandbox/reset', { method: 'POST', headers });

    expect(status).toBe(403);
  });
});
