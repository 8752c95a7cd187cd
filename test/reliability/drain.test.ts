/** SIGTERM loses nothing that was accepted, and ends in time all the same (reliability R22). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { withoutCost } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { countAt, places, until } from './am-traffic.ts';
import { createWorkplace } from './built-gateway.ts';
import type { GatewayProcess, Workplace } from './built-gateway.ts';
import { createClient } from './keep-alive-client.ts';
import type { KeepAliveClient } from './keep-alive-client.ts';

const connections = 200;
const me = '{ me { id } }';

let workplace: Workplace;
let peer: SandboxPeer;
let alice: SessionHeader;
let gateway: GatewayProcess;
let client: KeepAliveClient;

beforeAll(async () => {
  [workplace, peer] = await Promise.all([createWorkplace(), openSandboxPeer()]);
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
});
afterEach(async () => {
  client.close();
  await gateway.kill();
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  gateway = workplace.start({
    PORT: '0',
    AM_URL: peer.url,
    AM_CONNECTIONS: String(connections),
    LOG_LEVEL: 'silent',
    ...env,
  });
  client = createClient(await gateway.listening(), connections);
}

/** Whether a probe on a connection of its own is told that it is ready. */
async function isReady(): Promise<boolean> {
  const probe = createClient(client.url, 1);
  try {
    return (await probe.get('/health/ready')).status === 200;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

test('every accepted request is answered, then the process ends', async () => {
  await start({ DRAIN_SECONDS: '8' });
  peer.sandbox.breakNext({
    match: places.person,
    effect: { kind: 'latency', ms: 1_500 },
    times: Infinity,
  });
  const callers = await Promise.all(
    Array.from({ length: connections }, () => peer.signIn('alice')),
  );
  const answers = Promise.allSettled(callers.map((caller) => client.graphql(me, caller)));
  await until('AM has them all', () => countAt(peer.sandbox, places.person) === connections);

  const begun = performance.now();
  gateway.signal('SIGTERM');
  await until('it is not ready', async () => !(await isReady()), 2_000);
  const settled = await answers;
  const code = await gateway.exited();
  const tookMs = performance.now() - begun;

  expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
  const answered = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const expected = { status: 200, connection: 'close', text: '{"data":{"me":{"id":"alice"}}}' };
  expect(answered.map((one) => ({ ...one, text: withoutCost(one.text) }))).toEqual(
    Array.from({ length: connections }, () => expected),
  );
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(7_500);
  expect(gateway.errors()).toBe('');
});

test('what hangs at the limit is cut, and the process ends', async () => {
  await start({ DRAIN_SECONDS: '1', AM_TIMEOUT_MS: '20000' });
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'blackhole' }, times: Infinity });
  const other = await peer.signIn('alice');
  const hanging = Promise.allSettled([client.graphql(me, alice), client.graphql(me, other)]);
  await until('AM has both', () => countAt(peer.sandbox, places.person) === 2);

  const begun = performance.now();
  gateway.signal('SIGTERM');
  const settled = await hanging;
  const code = await gateway.exited();
  const tookMs = performance.now() - begun;

  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(code).toBe(0);
  expect(tookMs).toBeGreaterThanOrEqual(950);
  expect(tookMs).toBeLessThan(5_000);
});

test('a reset under way is finished and its outcome told', async () => {
  await start({ DRAIN_SECONDS: '8' });
  peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 700 } });
  const answer = client.graphql('mutation { resetOathDevices(input: {}) { outcome } }', alice);
  await until('AM has the write', () => countAt(peer.sandbox, places.oathReset) === 1);

  gateway.signal('SIGTERM');

  expect(withoutCost((await answer).text)).toBe('{"data":{"resetOathDevices":{"outcome":"DONE"}}}');
  expect(await gateway.exited()).toBe(0);
  expect(countAt(peer.sandbox, places.oathList)).toBe(2);
});

test('a second signal does not end it before its work is done', async () => {
  await start({ DRAIN_SECONDS: '8' });
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'latency', ms: 700 } });
  const answer = client.graphql(me, alice);
  await until('AM has it', () => countAt(peer.sandbox, places.person) === 1);

  gateway.signal('SIGTERM');
  await until('it is not ready', async () => !(await isReady()), 2_000);
  gateway.signal('SIGINT');

  expect(withoutCost((await answer).text)).toBe('{"data":{"me":{"id":"alice"}}}');
  expect(await gateway.exited()).toBe(0);
});

test('an idle kept connection does not hold it up', async () => {
  await start({ DRAIN_SECONDS: '8' });
  await client.graphql(me, alice);

  const begun = performance.now();
  gateway.signal('SIGTERM');

  expect(await gateway.exited()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(4_000);
});
