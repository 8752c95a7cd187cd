/** No call outlives its deadline, whatever AM does with it (reliability R1, R2, R3). */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { callsIn, countAt, places, until } from './am-traffic.ts';
import { startDeafListener } from './deaf-listener.ts';
import { openGate, type TcpGate } from './tcp-gate.ts';

const timeoutMs = 1_500;
const roles = '{ gatewayCaller { roles } }';
const me = '{ me { amId } }';

describe('a call to AM', () => {
  let peer: SandboxPeer;
  let gate: TcpGate;
  let gateway: TestGateway;
  let alice: SessionHeader;

  beforeAll(async () => {
    peer = await openSandboxPeer();
  });
  beforeEach(async () => {
    await peer.restore();
    gate = await openGate(peer.url);
    alice = await peer.signIn('alice');
    await start(timeoutMs);
  });
  afterEach(async () => {
    await gateway.stop();
    await gate.close();
  });
  afterAll(() => peer?.close());

  async function start(limitMs: number): Promise<void> {
    const env = {
      AM_TIMEOUT_MS: String(limitMs),
      REQUEST_DEADLINE_MS: '120000',
    };
    gateway = await startTestGateway({ url: gate.url, flavor: peer.flavor }, { env });
    await gateway.ask(roles, alice); // the session is known from here on
  }
  async function cutAfterAWhile(): Promise<void> {
    await sleep(0.3 * timeoutMs);
    gate.cut();
  }
  test.each<{
    readonly label: string;
    readonly effects: readonly FaultEffect[];
    readonly attempts: number;
  }>([
    { label: 'never answered', effects: [{ kind: 'blackhole' }], attempts: 1 },
    {
      label: 'answered byte by byte',
      effects: [{ kind: 'slowBody', bytesPerSecond: 10 }],
      attempts: 1,
    },
    {
      label: 'cut and tried again, within the same deadline',
      effects: [{ kind: 'hook', run: () => cutAfterAWhile() }, { kind: 'blackhole' }],
      attempts: 2,
    },
  ])('$label ends at the deadline', async ({ effects, attempts }) => {
    for (const effect of effects) peer.sandbox.breakNext({ match: places.person, effect });

    const timer = durationOf(sleep(timeoutMs));
    const asked = gateway.ask(me, alice);
    await until('AM has it', () => countAt(peer.sandbox, places.person) === attempts);
    const open = gate.open();
    const answer = await asked;

    expect(codesOf(answer)).toEqual(['UPSTREAM_TIMEOUT']);
    expect(answer.data).toEqual({ me: null });
    const [call] = callsIn(gateway.log).filter(({ template }) => template === 'users/{id}');
    expect(call).toMatchObject({ result: 'DEADLINE', attempts });
    expect(call?.durationMs).toBeGreaterThanOrEqual(timeoutMs - 2);
    // About as long as a timer of the same process and moment.
    expect(call?.durationMs).toBeLessThan(1.3 * (await timer));
    expect(countAt(peer.sandbox, places.person)).toBe(attempts);
    await until('its socket is closed', () => gate.open() === open - 1);
  });
});

// A connection that is refused is in test/devices/outcomes.test.ts and readiness.test.ts.
describe('a connection to AM', () => {
  const session = { iPlanetDirectoryPro: 'AQIC5wM2LY4Sfc.any' };
  const env = { AM_COOKIE_NAME: 'iPlanetDirectoryPro' };
  const limits = { connectTimeoutMs: 300 };

  test('that does not open in time is given up', async () => {
    const listener = await startDeafListener();
    const url = `http://127.0.0.1:${listener.port}/am`;
    const gateway = await startTestGateway({ url, flavor: 'pingam' }, { env, limits });

    const asked = gateway.ask(roles, session);
    const tookMs = await durationOf(asked);
    const answer = await asked;
    await gateway.stop();
    await listener.close();

    expect(codesOf(answer)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(callsIn(gateway.log)).toMatchObject([
      { result: 'UND_ERR_CONNECT_TIMEOUT', attempts: 1 },
    ]);
    expect(tookMs).toBeGreaterThanOrEqual(295);
    // A call without the shorter limit would end at its deadline of eight seconds.
    expect(tookMs).toBeLessThan(6_000);
  });
});

async function durationOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}
