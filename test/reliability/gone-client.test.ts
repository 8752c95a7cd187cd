/**
 * Work for a client that is gone stops, but a reset that was started is finished (reliability R4).
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { callsIn, countAt, places, until } from './am-traffic.ts';
import { createClient, type KeepAliveClient } from './keep-alive-client.ts';
import { openGate, type TcpGate } from './tcp-gate.ts';

/** Long, so that a deadline never ends a call in this file. */
const timeoutMs = 15_000;
/** Ends before the deadline, which closes every socket, too. */
const patienceMs = 10_000;
const roles = '{ gatewayCaller { roles } }';
const me = '{ me { amId } }';
const resetOath = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';

let peer: SandboxPeer;
let gate: TcpGate;
let gateway: TestGateway;
let alice: SessionHeader;
let client: KeepAliveClient;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  gate = await openGate(peer.url);
  const env = { AM_TIMEOUT_MS: String(timeoutMs) };
  gateway = await startTestGateway({ url: gate.url, flavor: peer.flavor }, { env });
  client = createClient(gateway.url, 8);
  alice = await peer.signIn('alice');
  await gateway.ask(roles, alice);
  peer.sandbox.clearReceived();
});
afterEach(async () => {
  client.close();
  await gateway.stop();
  await gate.close();
});
afterAll(() => peer?.close());

test('a read for a client that hangs up is aborted', async () => {
  const effect = { kind: 'blackhole' } as const;
  peer.sandbox.breakNext({ match: places.person, effect, times: Infinity });
  const call = client.dial(me, alice);
  await until('AM has the read', () => countAt(peer.sandbox, places.person) === 1);

  const open = gate.open();
  call.hangUp();
  await until('its socket to AM is closed', () => gate.open() === open - 1, patienceMs);

  expect(countAt(peer.sandbox, places.person)).toBe(1);
});

test('clients that hang up leave the retries to the others', async () => {
  const callers = await Promise.all(Array.from({ length: 20 }, () => peer.signIn('alice')));
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'blackhole' }, times: 20 });
  const calls = callers.map((caller) => ({ caller, client: createClient(gateway.url, 1) }));
  const dialled = calls.map((one) => one.client.dial(me, one.caller));
  await until('AM has them', () => countAt(peer.sandbox, places.person) === 20);
  const open = gate.open();
  for (const one of dialled) one.hangUp();
  await until('their sockets to AM are closed', () => gate.open() === open - 20, patienceMs);
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'status', status: 503 } });

  const { data } = await gateway.ask(me, alice);

  expect(data).toEqual({ me: { amId: 'alice' } });
  const people = callsIn(gateway.log).filter(({ template }) => template === 'users/{id}');
  expect(people.map(({ attempts }) => attempts)).toEqual([
    ...Array.from({ length: 20 }, () => 1),
    2,
  ]);
  for (const one of calls) one.client.close();
});

test('a reset under way is finished and read again', async () => {
  peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 200 } });
  const call = client.dial(resetOath, alice);
  await until('AM has the write', () => countAt(peer.sandbox, places.oathReset) === 1);

  call.hangUp();
  await until('the list was read again', () => countAt(peer.sandbox, places.oathList) === 2);

  await until('both calls are logged', () => {
    const oath = callsIn(gateway.log).filter(({ template }) => template.includes('2fa/oath'));
    return oath.map(({ result }) => result).join() === '200,200,200';
  });
  expect(countAt(peer.sandbox, places.oathReset)).toBe(1);
  expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
});

test('a removal that waits for another is dropped, and the ones behind it get the lock', async () => {
  const bob = await peer.signIn('bob');
  const remove = (id: string): string =>
    `mutation { removeDevice(input: { target: { me: true }, kind: OATH, deviceId: "${id}" }) { outcome } }`;
  const held = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => held.promise } as const;
  peer.sandbox.breakNext({ match: places.oathRemoval, effect });
  const first = gateway.ask(remove(deviceIds.bobOath), bob);
  await until('AM has the write', () => countAt(peer.sandbox, places.oathRemoval) === 1);

  const call = client.dial(remove(deviceIds.bobOathSecond), bob);
  await until('the second has looked', () => countAt(peer.sandbox, places.oathList) === 2);
  call.hangUp();
  const last = gateway.ask(remove('nothing-like-it'), bob);
  await until('the last has looked', () => countAt(peer.sandbox, places.oathList) === 3);
  held.resolve();

  expect((await first).data).toEqual({ removeDevice: { outcome: 'DONE' } });
  expect((await last).data).toEqual({ removeDevice: { outcome: 'NOT_DONE' } });
  expect(countAt(peer.sandbox, places.oathRemoval)).toBe(1);
  expect(await peer.deviceIds('bob', 'OATH')).toEqual([deviceIds.bobOathSecond]);
});

test('a client that leaves a shared read does not end it for the others', async () => {
  const held = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => held.promise } as const;
  peer.sandbox.breakNext({ match: places.person, effect });
  const first = client.dial(me, alice);
  await until('AM has the read', () => countAt(peer.sandbox, places.person) === 1);
  const second = gateway.ask(me, alice);
  // Whatever is asked later is answered first, so it waits, too.
  for (let later = 0; later < 3; later += 1) await gateway.ask(roles, alice);

  const open = gate.open();
  first.hangUp();
  await gateway.ask(roles, alice);
  expect(gate.open()).toBe(open);
  held.resolve();

  expect((await second).data).toEqual({ me: { amId: 'alice' } });
  expect(countAt(peer.sandbox, places.person)).toBe(1);
});
