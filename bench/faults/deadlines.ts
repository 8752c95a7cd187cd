/** Calls that hang, connections that do not open, bodies that drip, and clients that leave (R1 to R4). */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { startDeafListener } from '../../test/reliability/deaf-listener.ts';
import { cookieName } from '../lib/am-bodies.ts';
import { atRate, openClients } from '../lib/fault-load.ts';
import type { Ended, Wanted } from '../lib/fault-load.ts';
import { heldBy } from '../lib/held.ts';
import type { Held } from '../lib/held.ts';
import { places } from '../lib/places.ts';
import { Trouble } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  claims,
  delayMs,
  gatewayAt,
  largest,
  manyAtOnce,
  oath,
  oathPath,
  onStage,
  own,
  p,
} from './stage.ts';
import type { Place, Stage } from './stage.ts';

const timeoutMs = 2_000;

/** Asks so many questions at once. */
function allAtOnce(
  send: Stage['send'],
  count: number,
  next: (number: number) => Wanted,
): Promise<Ended[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => send(next(number))));
}

const coded = (all: readonly Ended[], code: string): number =>
  all.filter(({ codes }) => codes[0] === code).length;

/** R1: AM takes 200 calls and never answers. */
export function blackHole(place: Place): Promise<Verdict[]> {
  const env = { ...manyAtOnce(200), AM_TIMEOUT_MS: String(timeoutMs) };
  return onStage(place, { env }, async ({ send, proxy }) => {
    proxy.harm({ path: oathPath, harm: { kind: 'hang' } });
    // Within a second, so that all are under way when the first ends, and none waits for the others to be begun.
    const ended = await atRate(send, { perSecond: 200, seconds: 1, next: oath });
    const lateMs = largest(ended.map(({ tookMs }) => tookMs)) - timeoutMs;
    return claims(
      [
        'R1',
        'of 200 reads that AM never answers, those told of the time-out',
        coded(ended, 'UPSTREAM_TIMEOUT'),
        'at least',
        200,
      ],
      ['R1', 'ms by which the last of them passes its deadline', lateMs, 'at most', 100],
    );
  });
}

/** R2: AM's queue of connections is full. */
export async function fullBacklog({ folder }: Place): Promise<Verdict[]> {
  const limitMs = 1_000; // the default
  const listener = await startDeafListener();
  const amUrl = `http://127.0.0.1:${listener.port}/am`;
  const gateway = await gatewayAt({ folder, amUrl }, { AM_COOKIE_NAME: cookieName });
  const { send, close } = await openClients(gateway.url, 16);
  const ended = await allAtOnce(send, 10, own);
  await close();
  await gateway.stop();
  await listener.close();
  const lateMs = largest(ended.map(({ tookMs }) => tookMs)) - limitMs;
  return claims(
    [
      'R2',
      'of 10 reads whose connection does not open, those told so',
      coded(ended, 'UPSTREAM_UNAVAILABLE'),
      'at least',
      10,
    ],
    ['R2', 'ms by which the last of them passes the limit', lateMs, 'at most', 100],
  );
}

/** R3: a thousand bodies at once come at twenty bytes a second. */
export function drippingBodies(place: Place): Promise<Verdict[]> {
  const count = 1_000;
  // A thousand requests take a busy machine a second or two; all shall be under way before the first of them fails.
  const env = { ...manyAtOnce(count), AM_TIMEOUT_MS: String(2 * timeoutMs) };
  const nodeFlags = ['--expose-gc', '--import', join(places.servers, 'held-probe.ts')];
  const settings = { env, nodeFlags, connections: count };
  return onStage(place, settings, async ({ send, gateway, gate, proxy }) => {
    // Connections that wait for their next call are no leak: they are closed before anything is counted.
    const held = async (): Promise<Held> => {
      gate.cut();
      await sleep(1_000);
      return heldBy(gateway.pid);
    };
    const before = await held();
    proxy.harm({ path: oathPath, harm: { kind: 'slow body', bytesPerSecond: 20 } });
    const ended = await allAtOnce(send, count, oath);
    const endedAt = performance.now();
    await Promise.all(proxy.passed.map(({ over }) => over));
    const closedMs = performance.now() - endedAt;
    proxy.harm();
    const after = await held();
    return claims(
      [
        'R3',
        'of 1 000 bodies that drip, those told of the time-out',
        coded(ended, 'UPSTREAM_TIMEOUT'),
        'at least',
        count,
      ],
      ['R3', 'ms from the last answer to the last closed socket', closedMs, 'at most', 100],
      [
        'R3',
        'sockets held afterwards, more than before',
        after.sockets - before.sockets,
        'at most',
        5,
      ],
      [
        'R3',
        'MiB held afterwards, more than before',
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
    if (performance.now() > end) throw new Trouble('Sockets to AM stay open.');
    await sleep(1);
  }
  return performance.now();
}

/** R4: fifty clients, one after the other, leave while AM hangs. */
export function leavingClients(place: Place): Promise<Verdict[]> {
  return onStage(place, {}, async ({ gateway, gate, proxy }) => {
    proxy.harm({ path: oathPath, harm: { kind: 'hang' } });
    const times: number[] = [];
    for (let number = 0; number < 50; number += 1)
      times.push(await leave({ gateway, gate, proxy }, number));
    return claims(
      [
        'R4',
        'ms from a client’s leaving to the end of its call, p50',
        p(
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

async function leave(
  { gateway, gate, proxy }: Pick<Stage, 'gateway' | 'gate' | 'proxy'>,
  number: number,
): Promise<number> {
  const client = new AbortController();
  const { path, headers, body } = oath(number);
  const begun = proxy.passed.length;
  const asked = request(`${gateway.url}${path}`, {
    method: 'POST',
    headers,
    body,
    signal: client.signal,
  });
  asked.catch(() => undefined);
  while (!proxy.passed.slice(begun).some((one) => oathPath.test(one.path))) await sleep(1);
  await sleep(2 * delayMs); // until the person, who is read beside the list, has come
  const open = gate.open();
  const leftAt = performance.now();
  client.abort();
  return (await untilClosed(gate, open - 1)) - leftAt;
}
