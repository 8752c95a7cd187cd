/**
 * Readiness checks every served realm and the configured groups, responds in time, and notices a
 * return (reliability R24). Each change is one log line with its code and cause (R37).
 */
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { freePort } from '../support/free-port.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { until } from './am-traffic.ts';

let peer: SandboxPeer;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  peer = await openSandboxPeer();
  closing.push(() => peer.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A gateway whose readiness each call checks anew. */
async function start(env: Environment) {
  let skippedMs = 0;
  const gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), METRICS_PORT: '0', ...env },
    elapsed: () => performance.now() + skippedMs,
  });
  closing.push(() => gateway.stop());
  return {
    /** The URLs of both ports. */
    urls: [gateway.url, gateway.metricsUrl],
    check: async (): Promise<unknown> => {
      skippedMs += 40_000;
      const answer = await fetch(`${gateway.url}/health/ready`);
      return [answer.status, await answer.json()];
    },
    lines: () =>
      gateway.log
        .map((line): Record<string, unknown> => JSON.parse(line))
        .filter(({ event }) => event === 'readiness'),
  };
}

/** The gateway's environment, and what AM does. */
interface Cause {
  readonly env?: Environment;
  readonly effect?: FaultEffect;
}

const noGroups = { ADMIN_GROUPS: '', PRIVILEGED_GROUPS: '' };
const asBob = { AM_SERVICE_USERNAME: 'bob', AM_SERVICE_REALM: 'alpha' };
const status = (code: number, more = {}): Cause => ({
  effect: { kind: 'status', status: code, ...more },
});

const readyWith = (...degraded: string[]): unknown => [
  200,
  { status: 'ready', ...(degraded.length > 0 && { degraded }) },
];

/**
 * What makes the gateway not ready or degraded; the code, the cause and the detail of its line; and
 * what is degraded while it is ready.
 */
const causes: readonly (readonly [
  string,
  Cause | (() => Promise<Cause>),
  RegExp,
  ...degraded: string[],
])[] = [
  [
    'a realm that does not exist',
    { env: { AM_REALMS: 'gamma', ...noGroups } },
    /^NOT_SUPPORTED_UPSTREAM HTTP_404 realm gamma: AM answered 404 to serverinfo/,
  ],
  [
    'a further realm that does not exist',
    { env: { AM_REALMS: 'alpha,gamma', ...noGroups } },
    /^REALM_UNAVAILABLE HTTP_404 realm gamma: AM answered 404/,
    'REALM_UNAVAILABLE',
    'NOT_SUPPORTED_UPSTREAM',
  ],
  ['an error', status(500), /^UPSTREAM_ERROR HTTP_500 /],
  ['an outage', status(503), /^UPSTREAM_UNAVAILABLE HTTP_503 .*AM answered 503/],
  [
    'a hang',
    { env: { AM_TIMEOUT_MS: '500' }, effect: { kind: 'blackhole' } },
    /^UPSTREAM_TIMEOUT DEADLINE .*did not answer/,
  ],
  [
    'a port that is closed',
    async () => ({ env: { AM_URL: `http://127.0.0.1:${await freePort()}/am` } }),
    /^UPSTREAM_UNAVAILABLE ECONNREFUSED .*serverinfo/,
  ],
  [
    'a wrong password',
    { env: { AM_SERVICE_PASSWORD: 'wr0ng' } },
    /^SERVICE_CREDENTIAL_MISSING HTTP_401 AM answered 401 to authenticate/,
    'SERVICE_CREDENTIAL_MISSING',
  ],
  [
    'groups that the account cannot read',
    { env: asBob },
    /^PRIVILEGE_UNKNOWN HTTP_403 ADMIN_GROUPS, roles or PRIVILEGED_GROUPS: AM answered 403 to groups/,
    'PRIVILEGE_UNKNOWN',
  ],
  [
    'a group that does not exist',
    { env: { HELP_DESK_GROUPS: 'nobodies' } },
    /^GROUP_NOT_FOUND null HELP_DESK_GROUPS.*nobodies/,
    'GROUP_NOT_FOUND',
  ],
  [
    'a privileged group that does not exist',
    { env: { PRIVILEGED_GROUPS: 'nobodies' } },
    /^PRIVILEGE_UNKNOWN null .*PRIVILEGED_GROUPS: realm alpha has no group nobodies/,
    'PRIVILEGE_UNKNOWN',
  ],
  [
    'another product',
    { env: { AM_FLAVOR: 'openam' } },
    /^WRONG_FLAVOR null .*AM_FLAVOR is openam/,
    'WRONG_FLAVOR',
  ],
];

test.each(causes)(
  '%s is answered, and leaves one line',
  async (...[, cause, line, ...degraded]) => {
    const { env = {}, effect } = typeof cause === 'function' ? await cause() : cause;
    const gateway = await start(env);
    if (effect !== undefined)
      peer.sandbox.breakNext({ match: { path: /./ }, effect, times: Infinity });

    await until('readiness changes', async () => {
      await gateway.check();
      return gateway.lines().length > 0;
    });
    await gateway.check();
    const answer = await gateway.check();

    const lines = gateway.lines();
    expect(
      lines.map(({ code, cause: why, detail }) => [code, why, detail].map(String).join(' ')),
    ).toEqual([expect.stringMatching(line)]);
    expect(lines[0]?.['level']).toBe('warn');
    const down = [503, { status: 'not ready', reason: lines[0]?.['code'] }];
    expect(answer).toEqual(degraded.length === 0 ? down : readyWith(...degraded));
  },
);

test.each<[string, Environment]>([
  ['all realms are there', { AM_REALMS: 'alpha,beta' }],
  [
    'a group is in another realm alone',
    { AM_REALMS: 'alpha,beta', HELP_DESK_GROUPS: 'alpha:helpdesk' },
  ],
])('it is ready if %s', async (_label, env) => {
  const { check } = await start(env);

  let answer: unknown;
  await until('it is ready', async () => {
    answer = await check();
    return isDeepStrictEqual(answer, readyWith());
  });
  expect(answer).toEqual(readyWith());
});

test('a good start leaves no line, and a return leaves one', async () => {
  const gateway = await start({});
  await gateway.check();
  expect(gateway.lines()).toEqual([]);
  peer.sandbox.breakNext({
    match: { path: /serverinfo/ },
    effect: { kind: 'status', status: 500 },
    times: Infinity,
  });
  const changed = (times: number): Promise<void> =>
    until('readiness has changed', async () => {
      await gateway.check();
      return gateway.lines().length >= times;
    });

  await changed(1);
  peer.sandbox.reset();
  await changed(2);
  await gateway.check();

  expect(gateway.lines().map(({ ready, code }) => [ready, code])).toEqual([
    [false, 'UPSTREAM_ERROR'],
    [true, null],
  ]);
});

/** A probe is promised within 500 ms; this is what a busy machine may add. */
const probeMs = 500 + 3_500;

test.each<[string, FaultEffect]>([
  ['never answers', { kind: 'blackhole' }],
  ['answers a byte at a time', { kind: 'slowBody', bytesPerSecond: 5 }],
  ['sends far too much', { kind: 'huge', bytes: 3_000_000 }],
])('a probe is answered in time where AM %s, at both ports', async (_label, effect) => {
  const { urls } = await start({ AM_REALMS: 'alpha', AM_TIMEOUT_MS: '8000' });
  peer.sandbox.breakNext({ match: { path: /./ }, effect, times: Infinity });

  for (const url of urls) {
    for (const path of ['/health/ready', '/health/live', '/health/ready']) {
      const begunAt = performance.now();
      const answer = await fetch(`${url}${path}`);
      await answer.text();

      expect(answer.status).toBe(path === '/health/live' ? 200 : 503);
      expect(performance.now() - begunAt).toBeLessThan(probeMs);
    }
  }
});
