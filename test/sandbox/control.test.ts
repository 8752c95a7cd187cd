/** Starting a sandbox, and controlling it over HTTP. */
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Flavor, Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { authenticate, send } from './am-client.ts';

describe('starting a sandbox', () => {
  const open: Sandbox[] = [];
  const start = async (options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> => {
    const sandbox = await startSandbox(options);
    open.push(sandbox);
    return sandbox;
  };

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

  test('rejects a port that is in use', async () => {
    const { origin } = await start({});

    const second = startSandbox({ port: Number(new URL(origin).port) });

    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test.each<[Flavor, string, RegExp]>([
    ['pingam', '/am', /^iPlanetDirectoryPro$/],
    ['aic', '/am', /^[0-9a-f]{15}$/],
    ['openam', '/openam', /^iPlanetDirectoryPro$/],
  ])('serves %s at its own path', async (flavor, path, cookieName) => {
    const sandbox = await start({ flavor });

    const { json } = await send(sandbox.url, '/json/serverinfo/*');

    expect(sandbox.url).toBe(`${sandbox.origin}${path}`);
    expect(sandbox.cookieName).toMatch(cookieName);
    expect(fieldAt(json, 'cookieName')).toBe(sandbox.cookieName);
  });

  test('accepts a fixed cookie name', async () => {
    const sandbox = await start({ flavor: 'aic', cookieName: '6ac6499e9da2071' });

    expect(sandbox.cookieName).toBe('6ac6499e9da2071');
  });

  test('shares nothing with another sandbox', async () => {
    const [one, other] = await Promise.all([start({}), start({})]);

    await send(one.url, '/isAlive.jsp');

    expect([one.received().length, other.received().length]).toEqual([1, 0]);
  });

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

  test('describes itself and its users', async () => {
    const { json } = await control('GET', '');

    expect(json).toMatchObject({
      flavor: 'aic',
      deployPath: '/am',
      cookieName: sandbox.cookieName,
    });
    expect(listAt(json, 'people')).toHaveLength(15);
  });

  test('returns the received requests without control calls', async () => {
    await authenticate(sandbox.url, '/alpha', 'bob');

    const before = await control('GET', '/requests');
    await control('DELETE', '/requests');
    const after = await control('GET', '/requests');

    expect(listAt(before.json, 'requests')).toMatchObject([
      {
        method: 'POST',
        path: '/am/json/realms/root/realms/alpha/authenticate',
        headers: { 'x-openam-username': 'bob' },
        body: '{}',
        at: 1_795_500_000_000,
      },
    ]);
    expect(listAt(after.json, 'requests')).toEqual([]);
  });

  test('plans and clears faults', async () => {
    const effect = { kind: 'status', status: 503 };

    await control('POST', '/faults', { match: { path: 'isAlive' }, times: 'Infinity', effect });
    const broken = await send(sandbox.url, '/isAlive.jsp');
    await control('DELETE', '/faults');
    const whole = await send(sandbox.url, '/isAlive.jsp');

    expect([broken.status, whole.status]).toEqual([503, 200]);
  });

  test.each([
    ['/faults', { effect: { kind: 'hook' } }],
    ['/faults', { effect: { kind: 'cut', when: 'never' } }],
    ['/configure', { deviceManagement: 'SOME' }],
    ['/configure', { groupFillers: { helpdesk: -1 } }],
    ['/configure', { listLimit: -1 }],
    ['/clock', { advanceMs: 'soon' }],
    ['/access-token', { scopes: 'devices:read' }],
    ['/access-token', { persons: 'alice' }],
    ['/access-token', { person: 'nobody' }],
    ['/access-token', { realm: 'gamma' }],
    ['/session-property', { person: 'helen', name: 'role' }],
    ['/session-property', { person: 'nobody', name: 'role', value: 'help-desk' }],
  ])('rejects invalid input at %s', async (path, body) => {
    expect((await control('POST', path, body)).status).toBe(400);
  });

  test('advances and resets the clock', async () => {
    const { json } = await control('POST', '/clock', { advanceMs: 60_000 });
    await control('POST', '/reset');
    const after = await control('GET', '');

    expect(fieldAt(json, 'now')).toBe('2026-11-24T06:01:00.000Z');
    expect(fieldAt(after.json, 'now')).toBe('2026-11-24T06:00:00.000Z');
  });

  test('changes settings until the next reset', async () => {
    const changed = await control('POST', '/configure', { deviceManagement: 'ANY' });
    await control('POST', '/reset');
    const after = await control('GET', '');

    const off = { gateReset: false, rotateRefreshTokens: false, backChannelLogoutUrl: null };
    const proofs = { proofJourneys: 'GUARDED', ignoreNoSession: false, listLimit: null };
    const rest = { ...off, ...proofs, groupFillers: {} };
    expect(changed.json).toEqual({ deviceManagement: 'ANY', ...rest });
    expect(fieldAt(after.json, 'settings')).toEqual({ deviceManagement: 'NONE', ...rest });
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
