/** AM may be down at the start, restart, and close its idle sockets (reliability R24, R29). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { callsIn, countAt, places, until } from './am-traffic.ts';
import { openGate, type TcpGate } from './tcp-gate.ts';

const me = '{ me { amId } }';
const resetOath =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome isVerified } }';
const done = { resetOathDevices: { outcome: 'DONE', isVerified: true } };

let peer: SandboxPeer;
let gate: TcpGate;
let gateway: TestGateway;
let alice: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
});
afterEach(async () => {
  await gateway.stop();
  await gate.close();
});
afterAll(() => peer?.close());

async function start(
  options: { readonly shut?: boolean; readonly now?: () => number } = {},
): Promise<void> {
  gate = await openGate(peer.url, { shut: options.shut ?? false });
  const env = { AM_TIMEOUT_MS: '1500' };
  gateway = await startTestGateway(
    { url: gate.url, flavor: peer.flavor },
    { env, ...(options.now && { now: options.now }) },
  );
}

async function health(name: 'live' | 'ready'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${gateway.url}/health/${name}`);
  return { status: response.status, body: await response.json() };
}

describe('health', () => {
  test('AM is down at the start, and its return is noticed', async () => {
    await start({ shut: true });

    expect(await health('live')).toEqual({ status: 200, body: { status: 'live' } });
    expect(await health('ready')).toEqual({
      status: 503,
      body: { status: 'not ready', reason: 'UPSTREAM_UNAVAILABLE' },
    });
    const asked = await gateway.ask(me, alice);
    expect(asked.status).toBe(503);
    expect(codesOf(asked)).toEqual(['UPSTREAM_UNAVAILABLE']);

    await gate.reopen();
    await until('it is ready', async () => (await health('ready')).status === 200);

    expect((await gateway.ask(me, alice)).data).toEqual({ me: { amId: 'alice' } });
  });
});

describe('a socket that AM has closed', () => {
  test('costs a read one retry', async () => {
    await start();
    peer.sandbox.breakNext({ match: places.person, effect: { kind: 'closeIdle' } });
    await gateway.ask(me, alice);

    const { data, errors } = await gateway.ask(me, alice);

    expect(errors).toEqual([]);
    expect(data).toEqual({ me: { amId: 'alice' } });
    const people = callsIn(gateway.log).filter(({ template }) => template === 'users/{id}');
    expect(people.map(({ attempts, result }) => [attempts, result])).toEqual([
      [1, 200],
      [2, 200],
    ]);
  });

  test('is never met by a write', async () => {
    await start();
    const bob = await peer.signIn('bob');
    peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'closeIdle' } });

    const first = await gateway.ask(resetOath, bob);
    const second = await gateway.ask(resetOath, alice);

    expect([first.data, second.data]).toEqual([done, done]);
    expect(countAt(peer.sandbox, places.oathReset)).toBe(2);
    const writes = callsIn(gateway.log).filter(({ template }) => template.includes('reset'));
    expect(writes.map(({ attempts, result }) => [attempts, result])).toEqual([
      [1, 200],
      [1, 200],
    ]);
  });
});
