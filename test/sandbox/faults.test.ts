import { Agent, get as httpGet } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, startSandbox } from '../../src/sandbox/index.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { send } from './am-client.ts';
import { ALL, amOf } from './caller.ts';

describe('faults', () => {
  let sandbox: Sandbox;
  const am = amOf(() => sandbox);

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const reset = () => am('amadmin POST bob/oath?_action=reset', {});
  const count = async () => fieldAt((await am(`amadmin GET bob/oath${ALL}`)).json, 'resultCount');
  const plan = (effect: FaultEffect, times = 1) =>
    sandbox.breakNext({ match: { method: 'POST', path: 'devices' }, times, effect });

  test.each([
    ['a status', { kind: 'status', status: 503, body: 'busy' }, [503, 'busy'], 2],
    ['a status with effect', { kind: 'status', status: 500, applyEffect: true }, [500, ''], 0],
    ['a redirect', { kind: 'redirect', location: 'https://elsewhere.example/' }, [302, ''], 2],
    ['broken JSON', { kind: 'malformed' }, [200, '{"result":[{"uuid":"'], 0],
    ['another body', { kind: 'body', body: { result: false } }, [200, '{"result":false}'], 0],
    ['a huge body', { kind: 'huge', bytes: 3 }, [200, '{"padding":"xxx"}'], 0],
    ['a slow body', { kind: 'slowBody', bytesPerSecond: 200 }, [200, '{"result":true}'], 0],
    ['latency', { kind: 'latency', ms: 20 }, [200, '{"result":true}'], 0],
  ] as const)('answers with %s', async (_, effect, wanted, left) => {
    plan(effect);

    const answer = await reset();

    expect([answer.status, answer.text]).toEqual(wanted);
    expect(await count()).toBe(left);
  });

  test.each([
    ['before', 2],
    ['after', 0],
  ] as const)('cuts the socket %s the effect', async (when, left) => {
    plan({ kind: 'cut', when });

    await expect(reset()).rejects.toThrow('socket hang up');
    expect(await count()).toBe(left);
  });

  test('swallows a request and never answers', async () => {
    plan({ kind: 'blackhole' });

    const race = await Promise.race([
      reset().catch(() => 'closed'),
      setTimeout(50, 'still waiting'),
    ]);

    expect(race).toBe('still waiting');
    expect(await count()).toBe(2);
  });

  test('leaves a dead socket behind', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () => statusOf(agent, `${sandbox.url}/json/serverinfo/*`);
    sandbox.breakNext({ effect: { kind: 'closeIdle' } });

    const first = await ask();
    const second = await ask();
    const third = await ask();
    agent.destroy();

    expect([first, second, third]).toEqual([200, 'ECONNRESET', 200]);
  });

  test('runs a hook before the work', async () => {
    plan({
      kind: 'hook',
      run: async () => void (await am(`amadmin DELETE bob/oath/${deviceIds.bobOath}`)),
    });

    await reset();

    const calls = sandbox.received().filter(({ path }) => path.includes('/devices/'));
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  test('hits only what matches, as often as planned', async () => {
    sandbox.breakNext({
      match: { path: /oath\?_action/ },
      times: 2,
      effect: { kind: 'status', status: 502 },
    });

    const other = await am(`amadmin GET bob/oath${ALL}`);
    const hits = [await reset(), await reset(), await reset()];

    expect(other.status).toBe(200);
    expect(hits.map(({ status }) => status)).toEqual([502, 502, 200]);
  });

  test('goes on until reset when planned for ever', async () => {
    sandbox.breakNext({ times: Infinity, effect: { kind: 'status', status: 500 } });

    const broken = await Promise.all([1, 2, 3].map(() => send(sandbox.url, '/isAlive.jsp')));
    sandbox.reset();
    const whole = await send(sandbox.url, '/isAlive.jsp');

    expect(broken.map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(whole.status).toBe(200);
  });
});

function statusOf(agent: Agent, url: string): Promise<number | string> {
  return new Promise((resolve) => {
    httpGet(url, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    }).on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}
