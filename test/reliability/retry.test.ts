/**
 * Reads are retried once if that can help, and within a budget (reliability R5, R6, R7, R8, R28).
 * One kind that fails is one error beside the lists of the others (R16).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { status } from '../devices/outcome-cases.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { countAt, places } from './am-traffic.ts';
import { largestShare, retryWaits } from './retry-waits.ts';

const roles = '{ gatewayCaller { roles } }';
const devices = '{ me { id: amId oathDevices { id: amId } } }';
const whole = { me: { id: 'alice', oathDevices: [{ id: deviceIds.aliceOath }] } };

// Breakers remember.
const stage = useStage('pingam', { env: { AM_TIMEOUT_MS: '3000' }, anew: true });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});

const notPermitted = { code: 403, message: 'User not permitted.' };
const reads = ['session', 'person', 'oathList'] as const;
const unavailable = 'UPSTREAM_UNAVAILABLE';
const passing: readonly {
  readonly label: string;
  readonly effect: FaultEffect;
  /** What it means where it does not pass. */
  readonly code: string;
}[] = [
  { label: '502', effect: status(502), code: unavailable },
  { label: '503', effect: status(503), code: unavailable },
  { label: '504', effect: status(504), code: 'UPSTREAM_TIMEOUT' },
  { label: 'a cut before the work', effect: { kind: 'cut', when: 'before' }, code: unavailable },
  { label: 'a cut after the work', effect: { kind: 'cut', when: 'after' }, code: unavailable },
];
const rows = reads.flatMap((read) => passing.map((row) => ({ read, ...row })));

describe('a read', () => {
  test.each(rows)('of $read is retried once after $label', async ({ read, effect }) => {
    stage.sandbox.breakNext({ match: places[read], effect });

    const { data, errors } = await stage.gateway.ask(devices, alice);

    expect(errors).toEqual([]);
    expect(data).toEqual(whole);
    expect(reads.map((name) => countAt(stage.sandbox, places[name]))).toEqual(
      reads.map((name) => (name === read ? 2 : 1)),
    );
  });

  test.each(passing)('is not retried twice after $label', async ({ effect, code }) => {
    stage.sandbox.breakNext({ match: places.oathList, effect, times: Infinity });

    const answer = await stage.gateway.ask(devices, alice);

    expect(codesOf(answer)).toEqual([code]);
    expect(answer.data).toEqual({ me: { id: 'alice', oathDevices: null } });
    expect(countAt(stage.sandbox, places.oathList)).toBe(2);
  });

  test.each<readonly [string, code: string, FaultEffect]>([
    ['500', 'UPSTREAM_ERROR', status(500)],
    ['400', 'UPSTREAM_ERROR', status(400)],
    ['a redirect', 'UPSTREAM_ERROR', { kind: 'redirect', location: '/am/XUI/' }],
    ['401', 'UNAUTHENTICATED', status(401)],
    ['403', 'FORBIDDEN', status(403)],
    ['403 for a stronger sign-in', 'STEP_UP_REQUIRED', status(403, { body: notPermitted })],
    ['404', 'NOT_SUPPORTED_UPSTREAM', status(404)],
    ['429', 'RATE_LIMITED', status(429)],
    ['half of a JSON', 'UPSTREAM_CONTRACT', { kind: 'malformed' }],
    ['2 MB', 'UPSTREAM_CONTRACT', { kind: 'huge', bytes: 2_000_000 }],
    ['no answer', 'UPSTREAM_TIMEOUT', { kind: 'blackhole' }],
    ['a slow body', 'UPSTREAM_TIMEOUT', { kind: 'slowBody', bytesPerSecond: 10 }],
  ])('is not retried after %s, and the others are answered', async (_label, code, effect) => {
    stage.sandbox.breakNext({ match: places.oathList, effect });

    const query = '{ me { id: amId oathDevices { id: amId } pushDevices { id: amId } } }';
    const { data, errors } = await stage.gateway.ask(query, alice);

    const pushDevices = [{ id: deviceIds.alicePush }];
    expect(data).toEqual({ me: { id: 'alice', oathDevices: null, pushDevices } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['me', 'oathDevices'], code],
    ]);
    expect(countAt(stage.sandbox, places.oathList)).toBe(1);
  });

  test('says how long to wait if AM does not', async () => {
    stage.sandbox.breakNext({ match: places.oathList, effect: { kind: 'status', status: 429 } });

    const untold = await stage.gateway.ask(devices, alice);
    const next = await stage.gateway.ask(devices, alice);

    expect(untold.errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 1,
    });
    expect(next.data).toEqual(whole);
  });

  test.each([
    { status: 429, code: 'RATE_LIMITED' },
    { status: 503, code: 'UPSTREAM_UNAVAILABLE' },
  ])(
    'waits as long as AM says with $status, and so do all callers',
    async ({ status: number, code }) => {
      const effect = status(number, { headers: { 'retry-after': '7' } });
      stage.sandbox.breakNext({ match: places.oathList, effect });
      const bob = await stage.peer.signIn('bob');

      const told = await stage.gateway.ask(devices, alice);
      const others = await stage.gateway.ask(
        '{ me { oathDevices { id } pushDevices { id } } }',
        bob,
      );

      expect(told.errors[0]?.extensions).toMatchObject({ code, retryAfterSeconds: 7 });
      const extensions = expect.objectContaining({ code, retryAfterSeconds: 7 });
      expect(others.errors).toEqual([
        expect.objectContaining({ path: ['me', 'oathDevices'], extensions }),
      ]);
      expect(countAt(stage.sandbox, places.oathList)).toBe(1);
      expect(countAt(stage.sandbox, places.pushList)).toBe(1);
    },
  );
});

test('retries stay within their budget', async () => {
  const calls = 60;
  const callers = await Promise.all(
    Array.from({ length: calls }, () => stage.peer.signIn('alice')),
  );
  await Promise.all(callers.map((caller) => stage.gateway.ask(roles, caller)));
  stage.sandbox.breakNext({
    match: places.person,
    effect: { kind: 'status', status: 503 },
    times: Infinity,
  });

  await Promise.all(callers.map((caller) => stage.gateway.ask('{ me { id } }', caller)));
  const sent = countAt(stage.sandbox, places.person);
  await Promise.all(callers.map((caller) => stage.gateway.ask('{ me { id } }', caller)));

  // Ten that were saved up, and one for every five reads; then the breaker lets nothing through but
  // probes.
  expect(sent).toBeGreaterThan(calls);
  expect(sent).toBeLessThanOrEqual(calls + 10 + calls / 5);
  expect(countAt(stage.sandbox, places.person)).toBeLessThanOrEqual(sent + 6);
});

test('five hundred retries at once are spread over 25 ms (R7)', async () => {
  await retryWaits(count); // compiles what is measured
  const ratios: { readonly share: number; readonly longest: number }[] = [];
  const isEven = (): boolean =>
    ratios.some(({ share }) => share < 1.5) &&
    ratios.some(({ longest }) => Math.abs(longest - 1) < 0.2);
  // In one of the rounds they are spread as timers of the same moment are that divide 25 ms evenly.
  for (let round = 0; round < 15 && !isEven(); round += 1) {
    const [waits, even] = await Promise.all([retryWaits(count), evenWaits()]);
    ratios.push({
      share: largestShare(waits) / largestShare(even),
      longest: Math.max(...waits) / Math.max(...even),
    });
  }

  expect([ratios, isEven()]).toEqual([ratios, true]);
});

const count = 500;

function evenWaits(): Promise<number[]> {
  const timers = Array.from({ length: count }, (_, index) => sleep((25 * index) / count));
  return Promise.all(timers.map(durationOf));
}

async function durationOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}
