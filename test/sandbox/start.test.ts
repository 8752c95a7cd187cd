import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Flavor, Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { send } from './am-client.ts';

describe('starting a sandbox', () => {
  const open: Sandbox[] = [];
  const start = async (options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> => {
    const sandbox = await startSandbox(options);
    open.push(sandbox);
    return sandbox;
  };

  afterEach(() => Promise.all(open.splice(0).map((sandbox) => sandbox.close())));

  test('refuses production', async () => {
    await expect(startSandbox({ nodeEnv: 'production' })).rejects.toThrow('refuses to run');
  });

  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.1.evil.example'])(
    'refuses to listen on %s',
    async (host) => {
      await expect(startSandbox({ host })).rejects.toThrow('loopback address only');
    },
  );

  test('rejects when the port is taken', async () => {
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

  test('takes a fixed cookie name', async () => {
    const sandbox = await start({ flavor: 'aic', cookieName: '6ac6499e9da2071' });

    expect(sandbox.cookieName).toBe('6ac6499e9da2071');
  });

  test('keeps two sandboxes apart', async () => {
    const [one, other] = await Promise.all([start({}), start({})]);

    await send(one.url, '/isAlive.jsp');

    expect([one.received().length, other.received().length]).toEqual([1, 0]);
  });

  test('closes while a request hangs', async () => {
    const sandbox = await startSandbox();
    sandbox.breakNext({ effect: { kind: 'blackhole' } });
    const hanging = send(sandbox.url, '/isAlive.jsp').catch(() => 'cut');

    await setTimeout(20);
    await sandbox.close();

    expect(await hanging).toBe('cut');
  });
});
