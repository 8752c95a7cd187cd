/** The gateway behind nginx, with the sample of `deploy/nginx`. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';
import { connectionsAt } from './tcp-count.ts';
import { freePort } from '../support/free-port.ts';
import { withoutCost } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { createTlsClient, openTlsConnection, type TlsClient } from './tls-client.ts';

const me = '{ me { amId } }';
const itIsAlice = '{"data":{"me":{"amId":"alice"}}}';

let workplace: Workplace;
let peer: SandboxPeer;
let ports: [number, number];
let nginx: Nginx;
let gateway: GatewayProcess;
let client: TlsClient;
let alice: SessionHeader;

beforeAll(async () => {
  [workplace, peer] = await Promise.all([createWorkplace(), openSandboxPeer()]);
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
  // Each test has its own gateway and nginx. No gateway listens on the second port.
  ports = [await freePort(), await freePort()];
  gateway = await start();
  nginx = await startNginx(ports);
  client = createTlsClient(nginx, '127.0.7.1');
});
afterEach(async () => {
  client.close();
  await nginx.stop();
  await gateway.kill();
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  const one = workplace.start({
    NODE_ENV: 'production',
    PORT: `${ports[0]}`,
    AM_URL: peer.url,
    TRUSTED_PROXIES: '127.0.0.1',
    ...env,
  });
  if ((await one.listening()) === '') throw new Error(one.errors());
  return one;
}

/** Returns the access-log lines of the gateway. */
function requestLines(): unknown[] {
  const lines = gateway.output().split('\n');
  return lines
    .filter((line) => line.includes('"event":"request"'))
    .map((line): unknown => JSON.parse(line));
}

describe('a request', () => {
  test('uses TLS, and many requests share a connection on both sides', async () => {
    for (let sent = 0; sent < 50; sent += 1) {
      expect(withoutCost((await client.graphql(me, alice)).text)).toBe(itIsAlice);
    }
    const socket = await openTlsConnection(nginx);

    expect(socket.getProtocol()).toBe('TLSv1.3');
    expect(client.connections()).toBe(1);
    expect(connectionsAt(ports[0]).all).toBeLessThanOrEqual(2); // one for each worker
    expect((await client.get('/health/live')).headers['strict-transport-security']).toMatch(
      /^max-age=\d{8}$/,
    );
    socket.destroy();
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'gets a long answer of %s compressed, if it accepts that',
    async (accept) => {
      const long = `{ ${Array.from({ length: 49 }, (_, n) => `m${n}: me { amId }`).join(' ')} }`;

      const { headers } = await client.graphql(long, {
        ...alice,
        accept,
        'accept-encoding': 'gzip',
      });
      const plain = await client.graphql(long, { ...alice, accept });

      expect(headers).toMatchObject({
        'content-type': expect.stringContaining(accept),
        'content-encoding': 'gzip',
        vary: expect.stringMatching(/accept-encoding/i),
      });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.text).toContain('"m48":{"amId":"alice"}');
    },
  );

  test("has the client's address and its id in both logs, whatever the client sends", async () => {
    const { headers } = await client.graphql(me, {
      ...alice,
      'x-forwarded-for': '203.0.113.9',
      'x-correlation-id': 'from-the-portal',
    });

    expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    await until('it is logged', () => requestLines().length === 1);
    const about = { client: '127.0.7.1', status: 200 };
    const beside = { clientCorrelationId: 'from-the-portal' };
    expect(requestLines()).toEqual([expect.objectContaining({ ...about, ...beside })]);
    await until('nginx has logged it', async () => (await nginx.accessLog()).length === 1);
    expect(await nginx.accessLog()).toEqual([
      expect.objectContaining({
        ...about,
        correlationId: 'from-the-portal',
        method: 'POST',
        path: '/graphql',
      }),
    ]);
  });

  test('with an invalid id gets a new one', async () => {
    await client.graphql(me, { ...alice, 'x-correlation-id': 'a b"c' });

    await until('it is logged', () => requestLines().length === 1);
    const clientCorrelationId = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(requestLines()).toEqual([expect.objectContaining({ clientCorrelationId })]);
  });

  test('from a page of the same site is accepted, and from another site is rejected', async () => {
    const cookie = Object.entries(alice)
      .map((pair) => pair.join('='))
      .join();
    const by = async (origin: string): Promise<number> =>
      (await client.graphql(me, { cookie, origin })).status;

    expect(await by('https://gateway.example.com')).toBe(200);
    expect(await by('https://other.example.com')).toBe(403);
  });

  test.each(['/metrics', '/health/ready', '/health/live'])('for %s ends at nginx', async (path) => {
    expect((await client.get(path)).status).toBe(404);
  });

  test('that is too large is rejected by nginx', async () => {
    const { status, text } = await client.graphql(`{ me { amId } } # ${'x'.repeat(70_000)}`, alice);

    expect(status).toBe(413);
    expect(codeOf(text)).toBe('OPERATION_TOO_LARGE');
    expect(requestLines()).toEqual([]);
  });

  test('of a client with too many requests is rejected, and others are served', async () => {
    const flood = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const one = createTlsClient(nginx, '127.0.7.9');
        const { status, text } = await one.get('/graphql');
        one.close();
        return status === 429 ? codeOf(text) : status;
      }),
    );

    expect(flood.filter((one) => one === 'RATE_LIMITED').length).toBeGreaterThan(0);
    expect((await client.graphql(me, alice)).status).toBe(200);
  });
});

describe('a fault:', () => {
  const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';

  test('without a gateway the error has the gateway’s format, until a gateway is back', async () => {
    await client.graphql(me, alice);
    await gateway.kill();

    const { status, headers, text } = await client.graphql(me, {
      ...alice,
      'x-correlation-id': 'gone',
    });

    expect({ status, type: headers['content-type'] }).toEqual({
      status: 502,
      type: 'application/json',
    });
    expect(fieldAt(JSON.parse(text), 'errors')).toEqual([
      {
        message: expect.any(String),
        extensions: { code: 'UPSTREAM_UNAVAILABLE', correlationId: 'gone' },
      },
    ]);
    gateway = await start();
    await until('it is served', async () => (await client.graphql(me, alice)).status === 200);
  });

  test('a gateway that dies during a change leaves it unknown, and nginx does not resend it', async () => {
    await gateway.kill();
    gateway = await start({ AM_TIMEOUT_MS: '14000' });
    // The second of two requests finds the unused port, so that the next change goes to this
    // gateway at once.
    await client.graphql(me, alice);
    await client.graphql(me, alice);
    peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'blackhole' } });
    const changing = createTlsClient(nginx, '127.0.7.2');
    const answer = changing.graphql(reset, alice);
    await until('AM has the write', () => countAt(peer.sandbox, places.oathReset) === 1);
    const other = await start({ PORT: `${ports[1]}`, AM_TIMEOUT_MS: '14000' });
    try {
      await until('nginx knows the other', async () => {
        await client.graphql(me, alice);
        return other.output().includes('"event":"request"');
      });

      await gateway.kill();

      expect((await answer).status).toBe(502);
      expect((await answer).text).toContain('The outcome of a change is unknown');
      expect(countAt(peer.sandbox, places.oathReset)).toBe(1);
    } finally {
      changing.close();
      await other.kill();
    }
  });

  test('a slow AM is reported by the gateway, not by nginx', async () => {
    peer.sandbox.breakNext({
      match: places.person,
      effect: { kind: 'blackhole' },
      times: Infinity,
    });

    const { status, text } = await client.graphql(me, alice);

    expect(status).toBe(200);
    expect(codeOf(text)).toBe('UPSTREAM_TIMEOUT');
  });

  test('a gateway that hangs is abandoned after its own deadline', async () => {
    await client.graphql(me, alice);
    gateway.signal('SIGSTOP');
    const begun = performance.now();

    const { status, text } = await client.graphql(me, alice);

    expect({ status, code: codeOf(text) }).toEqual({ status: 504, code: 'UPSTREAM_UNAVAILABLE' });
    expect(performance.now() - begun).toBeGreaterThan(17_000);
  });

  test('a gateway that stops continues to serve, and has no connection left when it closes', async () => {
    await gateway.kill();
    gateway = await start({ DRAIN_DELAY_SECONDS: '2' });
    await client.graphql(me, alice);
    expect(connectionsAt(ports[0]).open).toBeGreaterThan(0);

    gateway.signal('SIGTERM');
    const answers = [await client.graphql(me, alice), await client.graphql(me, alice)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await until('no connection is left', () => connectionsAt(ports[0]).open === 0, 1_500);
    expect(await gateway.exited()).toBe(0);
    expect((await client.graphql(me, alice)).status).toBe(502);
  });
});

function codeOf(text: string): string {
  return textAt(JSON.parse(text), 'errors', '0', 'extensions', 'code');
}
