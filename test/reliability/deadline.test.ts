/** No call outlives its deadline, whatever AM does with it (reliability R1, R2, R3). */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { callsIn, countAt, inTurns, places, until } from './am-traffic.ts';
import { startDeafListener } from './deaf-listener.ts';
import { openGate, type TcpGate } from './tcp-gate.ts';

const timeoutMs = 1_500;
const patientMs = 30_000;
/** Those of one kind of endpoint; as many more wait. */
const slots = 200;
const roles = '{ caller { roles } }';
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
      AM_CONNECTIONS: String(slots),
    };
    gateway = await startTestGateway({ url: gate.url, flavor: peer.flavor }, { env });
    await gateway.ask(roles, alice); // the session is known from here on
  }
  async function restart(limitMs: number): Promise<void> {
    await gateway.stop();
    await start(limitMs);
  }
  /** Sessions of their own, known to the gateway: what one caller reads at one time is one read. */
  async function sessions(count: number): Promise<SessionHeader[]> {
    const all = await Promise.all(Array.from({ length: count }, () => peer.signIn('alice')));
    await inTurns(all, (session) => gateway.ask(roles, session));
    return all;
  }
  async function cutAfterAWhile(): Promise<void> {
    await sleep(0.3 * timeoutMs);
    gate.cut();
  }
  const readsOfPeople = ({ log } = gateway): unknown[] =>
    callsIn(log)
      .filter(({ template }) => template === 'users/{id}')
      .map(({ result, attempts }) => [result, attempts]);
  const breakPerson = (effect: FaultEffect): void =>
    peer.sandbox.breakNext({ match: places.person, effect, times: Infinity });

  test.each<{
    readonly label: string;
    readonly effects: readonly FaultEffect[];
    readonly attempts: number;
  }>([
    { label: 'never answered', effects: [{ kind: 'blackhole' }], attempts: 1 },
    { label: 'answered too late', effects: [{ kind: 'latency', ms: 2 * timeoutMs }], attempts: 1 },
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

  test.each<readonly [string, FaultEffect]>([
    ['no answer', { kind: 'blackhole' }],
    ['a slow body', { kind: 'slowBody', bytesPerSecond: 10 }],
  ])(
    'ends at the deadline with its socket, 200 of 200 in parallel with %s',
    async (_label, effect) => {
      await restart(patientMs);
      const callers = await sessions(slots);
      // Several times as long as this machine takes for them all.
      const round = Promise.all(callers.map((caller) => gateway.ask(me, caller)));
      const limitMs = Math.ceil(Math.max(timeoutMs, 3 * (await durationOf(round))));
      await restart(limitMs);
      await inTurns(callers, (caller) => gateway.ask(roles, caller));
      const before = countAt(peer.sandbox, places.person);
      breakPerson(effect);

      const timer = durationOf(sleep(limitMs));
      const asked = Promise.all(callers.map((caller) => gateway.ask(me, caller)));
      await until('AM has them all', () => countAt(peer.sandbox, places.person) >= before + slots);
      const answers = await asked;

      expect(answers.map((answer) => codesOf(answer))).toEqual(
        Array.from({ length: slots }, () => ['UPSTREAM_TIMEOUT']),
      );
      expect(readsOfPeople()).toEqual(Array.from({ length: slots }, () => ['DEADLINE', 1]));
      const slowest = Math.max(...callsIn(gateway.log).map(({ durationMs }) => durationMs));
      expect(slowest).toBeGreaterThanOrEqual(limitMs - 2);
      expect(slowest).toBeLessThan(1.3 * (await timer));
      await until('every socket is closed', () => gate.open() === 0);
    },
    180_000,
  );

  test('leaks no socket, however often a body is huge', async () => {
    breakPerson({ kind: 'huge', bytes: 4_000_000 });
    // A mebibyte is read before the size is known to be too large: on a busy machine longer than
    // the short deadline.
    const patient = await startTestGateway({ url: gate.url, flavor: peer.flavor });
    await patient.ask(roles, alice);
    const kept = gate.open();

    const codes: unknown[] = [];
    for (let round = 0; round < 10; round += 1) {
      codes.push(...codesOf(await patient.ask(me, alice)));
    }

    expect(codes).toEqual(Array.from({ length: 10 }, () => 'UPSTREAM_CONTRACT'));
    await until('every socket is closed', () => gate.open() <= kept);
    expect(readsOfPeople(patient)).toEqual(
      Array.from({ length: 10 }, () => ['UPSTREAM_CONTRACT', 1]),
    );
    await patient.stop();
  });
});

describe('a connection to AM', () => {
  const session = { iPlanetDirectoryPro: 'AQIC5wM2LY4Sfc.any' };
  const env = { AM_COOKIE_NAME: 'iPlanetDirectoryPro', AM_CONNECT_TIMEOUT_MS: '300' };

  test('that does not open in time is given up', async () => {
    const listener = await startDeafListener();
    const url = `http://127.0.0.1:${listener.port}/am`;
    const gateway = await startTestGateway({ url, flavor: 'pingam' }, { env });

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

  test('that is refused fails at once', async () => {
    const gate = await openGate('http://127.0.0.1:1/am', { shut: true });
    const gateway = await startTestGateway({ url: gate.url, flavor: 'pingam' }, { env });

    const answer = await gateway.ask(roles, session);
    await gateway.stop();

    expect(codesOf(answer)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(callsIn(gateway.log).map(({ result }) => result)).toEqual(['ECONNREFUSED']);
  });
});

async function durationOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}
