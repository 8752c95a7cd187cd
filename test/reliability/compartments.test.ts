/**
 * One part of AM that hangs or fails does not take the others with it, and is left alone until it
 * works again (reliability R8, R9, R10, R11, R12). Times are compared with a baseline of the same
 * run, with room for a busy machine; exact figures are those of `npm run bench -- faults`.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { until } from './am-traffic.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

const slots = 8;
const timeoutMs = 5_000;
const oath = '{ me { oathDevices { id } } }';
const push = '{ me { pushDevices { id } } }';
const both = '{ me { oathDevices { id } pushDevices { id } } }';
const resetOath = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
const oathPath = /devices\/2fa\/oath\?_queryFilter/;

let peer: SandboxPeer;
let proxy: FaultProxy;
let gateway: TestGateway;
let alice: SessionHeader;
let bella: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  proxy = await startFaultProxy(peer.url);
  const env = {
    AM_REALMS: 'alpha,beta',
    AM_CONNECTIONS: String(slots),
    AM_TIMEOUT_MS: String(timeoutMs),
  };
  gateway = await startTestGateway({ url: proxy.url, flavor: peer.flavor }, { env });
  alice = await peer.signIn('alice');
  bella = await peer.signIn('bella', 'beta');
  for (const person of [alice, bella]) await gateway.ask('{ gatewayCaller { roles } }', person);
});
afterEach(async () => {
  await gateway.stop();
  await proxy.close();
});
afterAll(() => peer?.close());

/** Sessions that the gateway knows: what one caller reads at one time is one read. */
async function sessions(count: number): Promise<SessionHeader[]> {
  const all: SessionHeader[] = [];
  for (let made = 0; made < count; made += 1) {
    const session = await peer.signIn('alice');
    await gateway.ask('{ gatewayCaller { roles } }', session);
    all.push(session);
  }
  return all;
}

function passedAt(path: RegExp): number {
  return proxy.passed.filter((one) => path.test(one.path)).length;
}

async function slowest(act: () => Promise<unknown>, times = 30): Promise<number> {
  let most = 0;
  for (let time = 0; time < times; time += 1) {
    const begunAt = performance.now();
    await act();
    most = Math.max(most, performance.now() - begunAt);
  }
  return most;
}

describe.each([
  { what: 'a kind', harm: { path: oathPath } },
  { what: 'a realm', harm: { realm: 'alpha' } },
])('while $what hangs', ({ what, harm }) => {
  test('its own calls are bounded and refused at once beyond that, and the others are served', async () => {
    const tooMany = 3;
    const [last = {}, ...callers] = await sessions(2 * slots + tooMany + 1);
    const other = (): Promise<void> => served(what === 'a kind' ? push : oath, bella);
    const usualMs = await slowest(other);
    proxy.harm({ ...harm, harm: { kind: 'hang' } });

    const before = passedAt(oathPath);
    const ended: string[] = [];
    const hung = callers.map(async (caller) => {
      const answer = await gateway.ask(oath, caller);
      ended.push(...codesOf(answer));
      return answer;
    });
    await until('those beyond are refused', () => ended.length === tooMany, timeoutMs / 2);
    const meanwhileMs = await slowest(other);
    // Only overload alone is a reason to wait and to send the same again.
    const twofold = await gateway.ask(oath.replace('}', '} } user(id: "bob") { amId'), last);

    expect(ended).toEqual(Array.from({ length: tooMany }, () => 'OVERLOADED'));
    expect(passedAt(oathPath) - before - (what === 'a kind' ? 0 : 30)).toBe(slots);
    expect(meanwhileMs).toBeLessThan(Math.max(20 * usualMs, 500));
    const refused = (await Promise.all(hung)).filter(({ status }) => status === 503);
    expect(refused).toHaveLength(tooMany);
    for (const { headers, errors } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expect(errors[0]?.extensions).toMatchObject({ retryAfterSeconds: 1 });
    }
    expect([twofold.status, codesOf(twofold).toSorted()]).toEqual([
      200,
      ['FORBIDDEN', 'OVERLOADED'],
    ]);
    const others = ended.slice(tooMany);
    expect(others).toEqual(Array.from({ length: 2 * slots }, () => 'UPSTREAM_TIMEOUT'));
  });
});

async function served(query: string, as: SessionHeader): Promise<void> {
  expect((await gateway.ask(query, as)).errors).toEqual([]);
}

describe('a part of AM that fails', () => {
  async function failTwenty(): Promise<void> {
    for (const caller of await sessions(20)) await gateway.ask(oath, caller);
  }

  test('gets no calls, is reported at once, and is served soon after its return', async () => {
    proxy.harm({ path: oathPath, harm: { kind: 'status', status: 502 } });
    await failTwenty();
    const before = passedAt(oathPath);

    const answers = [];
    const begunAt = performance.now();
    for (let time = 0; time < 20; time += 1) answers.push(await gateway.ask(both, alice));
    const perAnswerMs = (performance.now() - begunAt) / 20;
    const probes = passedAt(oathPath) - before;

    expect(answers.flatMap((answer) => codesOf(answer))).toEqual(
      Array.from({ length: 20 }, () => 'UPSTREAM_UNAVAILABLE'),
    );
    expect(answers.at(-1)?.errors[0]?.extensions).toMatchObject({ retryAfterSeconds: 1 });
    expect(answers.at(-1)?.data).toMatchObject({ me: { pushDevices: [{}] } });
    // A probe a second, with its one retry.
    expect(probes).toBeLessThanOrEqual(2 * (1 + Math.ceil((perAnswerMs * 20) / 1_000)));

    proxy.harm();
    const returnedAt = performance.now();
    await until('it is served', async () => (await gateway.ask(oath, alice)).errors.length === 0);
    expect(performance.now() - returnedAt).toBeLessThan(4_000);
    await served(oath, alice);
  });

  // AM answers 500 to names that it does not know.
  test.each([400, 401, 403, 404, 429, 500])("is not left alone for AM's own %i", async (status) => {
    proxy.harm({ path: oathPath, harm: { kind: 'status', status, byAm: true } });
    await failTwenty();
    proxy.harm();

    expect(codesOf(await gateway.ask(oath, alice))).toEqual([]);
  });
});

test('a change whose write is refused is reported as not done, and nothing is sent', async () => {
  const resetPath = /oath\?_action=reset/;
  proxy.harm({
    path: resetPath,
    harm: { kind: 'status', status: 503, headers: { 'retry-after': '9' } },
  });
  const first = await gateway.ask(resetOath, alice);
  const sent = passedAt(resetPath);

  const second = await gateway.ask(resetOath, await peer.signIn('bob'));

  expect(sent).toBe(1);
  expect(passedAt(resetPath)).toBe(1);
  expect(first.data).toMatchObject({ resetOathDevices: { outcome: 'UNKNOWN' } });
  expect(second.data).toMatchObject({ resetOathDevices: { outcome: 'NOT_DONE' } });
  expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
});
