/**
 * Readiness checks every served realm and the configured groups, and responds in time (reliability
 * R24).
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { until } from './am-traffic.ts';

/** A probe is promised within 500 ms; this is what a busy machine may add. */
const probeMs = 500 + 3_500;

let peer: SandboxPeer;
let gateway: TestGateway;

beforeEach(async () => {
  peer = await openSandboxPeer();
});
afterEach(async () => {
  await gateway.stop();
  await peer.close();
});

async function start(env: Environment): Promise<void> {
  gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), AM_TIMEOUT_MS: '8000', METRICS_PORT: '0', ...env },
  });
}

/** The result of a finished check: a busy machine may not finish one while a probe waits. */
async function readiness(): Promise<unknown> {
  let found: unknown = late;
  await until('a check is finished', async () => {
    const answer = await fetch(`${gateway.url}/health/ready`);
    found = [answer.status, await answer.json()];
    return !isSame(found, late);
  });
  return found;
}

/** Answers of two JavaScript realms have different prototypes. */
const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const late = [503, { status: 'not ready', reason: 'UPSTREAM_TIMEOUT' }];

const ready = (...degraded: string[]): unknown => [
  200,
  { status: 'ready', ...(degraded.length > 0 && { degraded }) },
];

describe('realms', () => {
  test.each<[string, Environment, unknown]>([
    ['all there', { AM_REALMS: 'alpha,beta' }, ready()],
    [
      'one that AM does not have',
      { AM_REALMS: 'alpha,beta,gamma' },
      ready('REALM_UNAVAILABLE', 'PRIVILEGE_UNKNOWN'),
    ],
    [
      'the default one is not there',
      { AM_REALMS: 'gamma,alpha' },
      [503, { status: 'not ready', reason: 'NOT_SUPPORTED_UPSTREAM' }],
    ],
  ])('%s', async (_label, env, wanted) => {
    await start(env);

    expect(await readiness()).toEqual(wanted);
    const isNamed = gateway.log.some((line) => line.includes('"code":"REALM_UNAVAILABLE"'));
    expect(isNamed).toBe(JSON.stringify(wanted).includes('REALM_UNAVAILABLE'));
  });

  test('one that fails is noticed, and so is its return', async () => {
    await start({ AM_REALMS: 'alpha,beta' });
    const match = { path: /beta.*serverinfo/ };
    peer.sandbox.breakNext({ match, effect: { kind: 'status', status: 500 } });

    expect(await readiness()).toEqual(ready('REALM_UNAVAILABLE'));
    await until('its return is noticed', async () => isSame(await readiness(), ready()));
  });
});

describe('groups', () => {
  test.each<[string, Environment, unknown]>([
    ['all there', {}, ready()],
    [
      'one of the help desk that is in no realm',
      { HELP_DESK_GROUPS: 'helpdesk,nobodies' },
      ready('GROUP_NOT_FOUND'),
    ],
    ['one that is in another realm alone', { HELP_DESK_GROUPS: 'alpha:helpdesk' }, ready()],
    [
      'one that is named for the realm without it',
      { HELP_DESK_GROUPS: 'beta:nobodies' },
      ready('GROUP_NOT_FOUND'),
    ],
    [
      'a privileged one that one realm lacks',
      { PRIVILEGED_GROUPS: 'beta:nobodies' },
      ready('PRIVILEGE_UNKNOWN'),
    ],
  ])('%s', async (_label, env, wanted) => {
    await start({ AM_REALMS: 'alpha,beta', ...env });

    expect(await readiness()).toEqual(wanted);
  });
});

test.each<[string, FaultEffect]>([
  ['never answers', { kind: 'blackhole' }],
  ['answers a byte at a time', { kind: 'slowBody', bytesPerSecond: 5 }],
  ['sends far too much', { kind: 'huge', bytes: 3_000_000 }],
])('a probe is answered in time where AM %s, at both ports', async (_label, effect) => {
  await start({ AM_REALMS: 'alpha' });
  peer.sandbox.breakNext({ match: { path: /./ }, effect, times: Infinity });

  for (const url of [gateway.url, gateway.metricsUrl]) {
    for (const path of ['/health/ready', '/health/live', '/health/ready']) {
      const begunAt = performance.now();
      const answer = await fetch(`${url}${path}`);
      await answer.text();

      expect(answer.status).toBe(path === '/health/live' ? 200 : 503);
      expect(performance.now() - begunAt).toBeLessThan(probeMs);
    }
  }
});
