/** SIGTERM loses no accepted request, and still ends the process in time (reliability R22). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendBytes, sendRaw } from '../security/raw-http.ts';
import { withoutCost } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { countAt, inTurns, places, until, type Place } from './am-traffic.ts';
import { createWorkplace, type GatewayProcess, type Workplace } from './built-gateway.ts';
import { createClient, type KeepAliveClient, type PlainAnswer } from './keep-alive-client.ts';

const connections = 24;
const me = '{ me { amId } }';

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
  client = createClient(await gateway.listening(), 200);
}

/** AM holds every person until the gateway drains, however long a busy machine takes. */
async function startHeld(): Promise<{ callers: SessionHeader[]; release(): void }> {
  await start({
    DRAIN_SECONDS: '30',
    AM_TIMEOUT_MS: '120000',
    REQUEST_DEADLINE_MS: '120000',
  });
  const callers = await Promise.all(
    Array.from({ length: connections }, () => peer.signIn('alice')),
  );
  await inTurns(callers, (caller) => client.graphql('{ gatewayCaller { roles } }', caller));
  const { promise, resolve } = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => promise } as const;
  peer.sandbox.breakNext({ match: places.person, effect, times: Infinity });
  return { callers, release: resolve };
}

/** Whether a probe on its own connection reports ready. */
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

test('120 requests, five at once on each of 24 connections, are all answered', async () => {
  const { callers, release } = await startHeld();
  const answers = callers.map((caller) => sendBytes(client.url, requestOf(caller).repeat(5)));
  const hasAll = (): boolean => countAt(peer.sandbox, places.person) >= connections;
  await until('AM has one of each', hasAll, 120_000);

  gateway.signal('SIGTERM');
  await until('it is not ready', async () => !(await isReady()));
  release();
  const received = await Promise.all(answers);

  const counts = received.map((text) => [
    text.match(/HTTP\/1\.1 200 /g)?.length,
    text.match(/\{"data":\{"me":\{"amId":"alice"\}\}/g)?.length,
    /connection: close/i.test(text),
  ]);
  expect(counts).toEqual(Array.from({ length: connections }, () => [5, 5, true]));
  expect(await gateway.exited()).toBe(0);
  expect(gateway.errors()).toBe('');
}, 180_000);

/** A request as it is on the wire. */
function requestOf(caller: SessionHeader): string {
  // With the name of a change it has the cap of changes, which is 128 while a machine is busy.
  const body = JSON.stringify({ query: `query mutation ${me}` });
  const headers = Object.entries({
    host: 'gateway',
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...caller,
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `POST /graphql HTTP/1.1\r\n${lines}\r\n${body}`;
}

describe('what hangs at the limit is reported as unknown, and so is the exit:', () => {
  const limit = { DRAIN_SECONDS: '1', AM_TIMEOUT_MS: '20000', LOG_LEVEL: 'warn' };
  const givenUp = 75;

  /** Sends requests, lets AM hang at a place, and stops the gateway once AM has them all. */
  async function stopHanging(
    place: Place,
    requests: readonly string[],
  ): Promise<{ readonly answers: PlainAnswer[]; readonly tookMs: number }> {
    await start(limit);
    peer.sandbox.breakNext({ match: place, effect: { kind: 'blackhole' }, times: Infinity });
    const answers = Promise.all(
      requests.map(async (query) => client.graphql(query, await peer.signIn('alice'))),
    );
    await until('AM has them', () => countAt(peer.sandbox, place) === requests.length);
    const begun = performance.now();
    gateway.signal('SIGTERM');
    expect(await gateway.exited()).toBe(givenUp);
    return { answers: await answers, tookMs: performance.now() - begun };
  }

  function warnings(): unknown[] {
    const lines = gateway
      .output()
      .split('\n')
      .filter((line) => line.includes('"event":"note"'));
    return lines
      .map((line) => fieldAt(JSON.parse(line), 'msg'))
      .filter((text) => String(text).includes('given up'));
  }

  test('reads', async () => {
    const { answers, tookMs } = await stopHanging(places.person, [me, me]);

    for (const { text } of answers) {
      const body: unknown = JSON.parse(text);
      expect(fieldAt(body, 'data')).toEqual({ me: null });
      expect(listAt(body, 'errors')).toEqual([
        expect.objectContaining({
          message: 'The gateway is stopping. Try again in a moment.',
          extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' }),
        }),
      ]);
    }
    expect(warnings()).toEqual([expect.stringMatching(/^2 requests were given up after 1 s/)]);
    expect(tookMs).toBeGreaterThanOrEqual(950);
    expect(tookMs).toBeLessThan(15_000);
  });

  test('a request that has not arrived completely', async () => {
    await start(limit);
    const half =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{';
    const answer = sendBytes(client.url, half);
    await sendRaw(client.url, { method: 'GET', path: '/health/live' });

    gateway.signal('SIGTERM');

    expect(await answer).toMatch(/^HTTP\/1.1 503 [^]*"code":"UPSTREAM_UNAVAILABLE"/);
    expect(await gateway.exited()).toBe(givenUp);
  });
});

test.each([
  ['on connections that are open', true],
  ['on connections that wait to be accepted', false],
])('what has arrived before the signal is seen is answered, too, %s', async (_where, isOpen) => {
  // A loop that is busy when the signal comes sees it before the requests that have arrived
  // meanwhile.
  const busy = `process.prependListener('SIGTERM', () => {
    process.stdout.write('busy\\n');
    for (const end = Date.now() + 1_000; Date.now() < end; );
  });`;
  const callers = 50;
  await start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(busy)}` });
  const sendAll = (): Promise<PlainAnswer>[] =>
    Array.from({ length: callers }, () => client.graphql(me, alice));
  if (isOpen) await Promise.all(sendAll());

  gateway.signal('SIGTERM');
  await until('its loop is busy', () => gateway.output().includes('busy'));
  const settled = await Promise.allSettled(sendAll());

  expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await gateway.exited()).toBe(0);
});

test('a second signal does not end it before its work is done', async () => {
  await start({ DRAIN_SECONDS: '15' });
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'latency', ms: 700 } });
  const answer = client.graphql(me, alice);
  await until('AM has it', () => countAt(peer.sandbox, places.person) === 1);

  gateway.signal('SIGTERM');
  await until('it is not ready', async () => !(await isReady()));
  gateway.signal('SIGINT');

  expect(withoutCost((await answer).text)).toBe('{"data":{"me":{"amId":"alice"}}}');
  expect(await gateway.exited()).toBe(0);
});
