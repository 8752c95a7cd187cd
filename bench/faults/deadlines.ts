/** Hanging calls, connections that do not open, slow bodies, disconnected clients (R1 to R4). */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { startDeafListener } from '../../test/reliability/deaf-listener.ts';
import { cookieName } from '../lib/am-bodies.ts';
import { atRate, openClients } from '../lib/fault-load.ts';
import type { RequestResult, FaultRequest } from '../lib/fault-load.ts';
import { readRetained } from '../lib/retained.ts';
import type { Retained } from '../lib/retained.ts';
import { places } from '../lib/places.ts';
import { BenchError } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  claims,
  delayMs,
  startGatewayFor,
  largest,
  manyAtOnce,
  oath,
  oathPath,
  withStage,
  own,
  percentileOf,
} from './stage.ts';
import type { Setup, Stage } from './stage.ts';

const timeoutMs = 2_000;

/** Sends `count` requests at once. */
function sendAtOnce(
  send: Stage['send'],
  count: number,
  next: (number: number) => FaultRequest,
): Promise<RequestResult[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => send(next(number))));
}

const countCode = (all: readonly RequestResult[], code: string): number =>
  all.filter(({ codes }) => codes[0] === code).length;

/** R1: AM accepts 200 calls and never answers. */
export function blackHole(setup: Setup): Promise<Verdict[]> {
  const env = { ...manyAtOnce(200), AM_TIMEOUT_MS: String(timeoutMs) };
  return withStage(setup, { env }, async ({ send, proxy }) => {
    proxy.harm({ path: oathPath, harm: { kind: 'hang' } });
    // Within a second, so that all are in flight before the first ends, and none waits for a start.
    const ended = await atRate(send, { perSecond: 200, seconds: 1, next: oath });
    const lateMs = largest(ended.map(({ tookMs }) => tookMs)) - timeoutMs;
    return claims(
      [
        'R1',
        'of 200 reads that AM never answers, those that report the timeout',
        countCode(ended, 'UPSTREAM_TIMEOUT'),
        'at least',
        200,
      ],
      ['R1', 'ms between a deadline and its response, at most', lateMs, 'at most', 100],
    );
  });
}

/** R2: AM's queue of connections is full. */
export async function fullBacklog({ folder }: Setup): Promise<Verdict[]> {
  const limitMs = 1_000; // the default
  const listener = await startDeafListener();
  const amUrl = `http://127.0.0.1:${listener.port}/am`;
  const gateway = await startGatewayFor({ folder, amUrl }, { AM_COOKIE_NAME: cookieName });
  const { send, close } = await openClients(gateway.url, 16);
  const ended = await sendAtOnce(send, 10, own);
  await close();
  await gateway.stop();
  await listener.close();
  const lateMs = largest(ended.map(({ tookMs }) => tookMs)) - limitMs;
  return claims(
    [
      'R2',
      'of 10 reads whose connection does not open, those that report it',
      countCode(ended, 'UPSTREAM_UNAVAILABLE'),
      'at least',
      10,
    ],
    ['R2', 'ms between the limit and the response, at most', lateMs, 'at most', 100],
  );
}

/** R3: a thousand bodies arrive at twenty bytes per second beside each other. */
export function drippingBodies(setup: Setup): Promise<Verdict[]> {
  const count = 1_000;
  // All must be in flight before the first fails.
  const env = { ...manyAtOnce(count), AM_TIMEOUT_MS: String(4 * timeoutMs) };
  const nodeFlags = ['--expose-gc', '--import', join(places.servers, 'retained-probe.ts')];
  const settings = { env, nodeFlags, connections: count };
  return withStage(setup, settings, async ({ send, gateway, gate, proxy }) => {
    // Idle kept-alive connections are not a leak, so they are closed before the count.
    const retained = async (): Promise<Retained> => {
      gate.cut();
      await sleep(1_000);
      return readRetained(gateway.pid);
    };
    const before = await retained();
    proxy.harm({ path: oathPath, harm: { kind: 'slow body', bytesPerSecond: 20 } });
    const ended = await atRate(send, { perSecond: count / 4, seconds: 4, next: oath });
    const endedAt = performance.now();
    await Promise.all(proxy.passed.map(({ over }) => over));
    const closedMs = performance.now() - endedAt;
    proxy.harm();
    const after = await retained();
    return claims(
      [
        'R3',
        'of 1 000 slow bodies, those that report the timeout',
        countCode(ended, 'UPSTREAM_TIMEOUT'),
        'at least',
        count,
      ],
      ['R3', 'ms from the last response to the last closed socket', closedMs, 'at most', 100],
      [
        'R3',
        'sockets retained, compared with before',
        after.sockets - before.sockets,
        'at most',
        5,
      ],
      [
        'R3',
        'MiB retained, compared with before',
        after.heapMegabytes - before.heapMegabytes,
        'at most',
        10,
      ],
    );
  });
}

async function untilClosed(gate: Stage['gate'], most: number): Promise<number> {
  const end = performance.now() + 10_000;
  while (gate.open() > most) {
    if (performance.now() > end) throw new BenchError('Sockets to AM stay open.');
    await sleep(1);
  }
  return performance.now();
}

/** R4: fifty clients, one after the other, disconnect while AM hangs. */
export function disconnectedClients(setup: Setup): Promise<Verdict[]> {
  return withStage(setup, {}, async ({ gateway, gate, proxy }) => {
    proxy.harm({ path: oathPath, harm: { kind: 'hang' } });
    const times: number[] = [];
    for (let number = 0; number < 50; number += 1)
      times.push(await disconnect({ gateway, gate, proxy }, number));
    return claims(
      [
        'R4',
        'ms from a disconnect to the end of its call, p50',
        percentileOf(
          50,
          times.map((tookMs) => ({ tookMs })),
        ),
        'at most',
        100,
      ],
      ['R4', 'the same, worst of 50', largest(times), 'at most', 100],
    );
  });
}

async function disconnect(
  { gateway, gate, proxy }: Pick<Stage, 'gateway' | 'gate' | 'proxy'>,
  number: number,
): Promise<number> {
  const client = new AbortController();
  const { path, headers, body } = oath(number);
  const before = proxy.passed.length;
  const response = request(`${gateway.url}${path}`, {
    method: 'POST',
    headers,
    body,
    signal: client.signal,
  });
  response.catch(() => undefined);
  while (!proxy.passed.slice(before).some((one) => oathPath.test(one.path))) await sleep(1);
  await sleep(2 * delayMs); // until the user, who is read beside the list, has arrived
  const open = gate.open();
  const disconnectedAt = performance.now();
  client.abort();
  return (await untilClosed(gate, open - 1)) - disconnectedAt;
}
