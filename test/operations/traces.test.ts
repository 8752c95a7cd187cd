/** Spans for OpenTelemetry: one for each request, call to AM and ledger query; without names. */
import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { bearerEnv } from '../callers/bearers.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { openTestLedger } from '../support/ledger.ts';
import { bearer, everyCallerEnv, onStage, type Stage } from '../support/stage.ts';
import { startCollector, type Collector } from './collector.ts';

interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

let collector: Collector;
let ledger: OpenLedger;

beforeEach(async () => {
  [collector, ledger] = await Promise.all([startCollector(), openTestLedger()]);
});
afterEach(() => Promise.all([collector.close(), ledger.close()]));

/** The spans of an action on a stage. The gateway has sent them when it has stopped. */
async function spansOf(
  act: (stage: Stage) => Promise<unknown>,
  more: (peer: SandboxPeer) => Environment = () => ({}),
  tracing: Environment = {},
): Promise<readonly ReceivedSpan[]> {
  const otel: Environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret%20key',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test%2Ctwo,service.name=mfa',
    ...tracing,
  };
  const env = (peer: SandboxPeer): Environment => everyCallerEnv({ ...otel, ...more(peer) })(peer);
  // The SDK reads the environment of the process.
  Object.assign(process.env, otel);
  try {
    await onStage('pingam', { env, ledger }, act);
  } finally {
    for (const name of Object.keys(otel)) Reflect.deleteProperty(process.env, name);
  }
  return collector.received.flatMap((text) => {
    const json: unknown = JSON.parse(text);
    return listAt(json, 'resourceSpans')
      .flatMap((one) => listAt(one, 'scopeSpans'))
      .flatMap((one) => listAt(one, 'spans'))
      .map(parseSpan);
  });
}

function parseSpan(span: unknown): ReceivedSpan {
  const parent = fieldAt(span, 'parentSpanId');
  const nanos = (name: string): number => Number(textAt(span, name));
  return {
    name: textAt(span, 'name'),
    traceId: textAt(span, 'traceId'),
    spanId: textAt(span, 'spanId'),
    parentSpanId: typeof parent === 'string' && parent !== '' ? parent : undefined,
    attributes: Object.fromEntries(
      listAt(span, 'attributes').map((one) => {
        const value = fieldAt(one, 'value');
        return [textAt(one, 'key'), fieldAt(value, 'stringValue') ?? fieldAt(value, 'intValue')];
      }),
    ),
    ms: (nanos('endTimeUnixNano') - nanos('startTimeUnixNano')) / 1e6,
  };
}

const caller = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
};
const input = { input: { target: { me: true } } };

test('a reset is one span, with a span for each call to AM and each query to the ledger', async () => {
  let calls: string[] = [];
  let sent: (string | undefined)[] = [];
  let log = '';
  const spans = await spansOf(async ({ gateway, peer, sandbox }) => {
    const alice = await peer.signIn('alice');
    sandbox.clearReceived();
    await gateway.send(ResetOathDevicesDocument, input, { ...alice, ...caller });
    calls = sandbox.received().map(({ method }) => method);
    sent = sandbox.received().map(({ headers }) => headers['traceparent']?.toString());
    log = gateway.log.filter((line) => line.includes(caller.traceId)).join('');
  });

  const own = spans.filter(({ traceId }) => traceId === caller.traceId);
  const root = own.find(({ parentSpanId }) => parentSpanId === caller.spanId);
  const below = own.filter((span) => span !== root);
  expect(root).toMatchObject({
    name: 'mutation',
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'ResetOathDevices',
      'identity_gateway.role': 'SELF',
    },
  });
  expect(new Set(below.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([root?.spanId]));
  const upstream = below.filter(({ attributes }) => 'url.template' in attributes);
  expect(upstream.map(({ attributes }) => attributes['http.request.method'])).toEqual(calls);
  expect(upstream.map(({ name }) => name)).toContain(
    'POST users/{id}/devices/2fa/oath?_action=reset',
  );
  expect(below.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ledger check', 'ledger begin', 'ledger read', 'ledger complete']),
  );
  // Reads: the level, the unclear change to repeat, the change of the payload, its notices and its
  // hold, limits.
  expect(below).toHaveLength(upstream.length + 9);
  // Rounded to milliseconds by some clocks.
  for (const { ms } of below) expect(ms).toBeLessThanOrEqual((root?.ms ?? 0) + 1);
  expect(new Set(sent)).toEqual(new Set([`00-${caller.traceId}-${root?.spanId}-01`]));
  expect(new Set(collector.headers)).toEqual(new Set(['secret key']));
  expect(log).toMatch(/"event":"request"/);
  expect(log.match(/"event":"upstream"/g)).toHaveLength(upstream.length);
  expect(collector.received[0]).toContain(
    '{"key":"deployment.environment.name","value":{"stringValue":"test,two"}}',
  );
  expect(collector.received[0]).toContain('{"key":"service.name","value":{"stringValue":"mfa"}}');
});

test('an introspection is a span, and is sent with its trace context', async () => {
  let sent: (string | undefined)[] = [];
  const act = async ({ gateway, sandbox }: Stage): Promise<void> => {
    const token = bearer(sandbox, 'alice', { opaque: true });
    await gateway.ask('{ gatewayCaller { roles } }', { ...token, traceparent: caller.traceparent });
    const received = sandbox.received().filter(({ path }) => path.includes('/introspect'));
    sent = received.map(({ headers }) => headers['traceparent']?.toString());
  };

  const spans = await spansOf(act, (peer) => bearerEnv(peer.sandbox));

  const [root] = spans.filter(({ parentSpanId }) => parentSpanId === caller.spanId);
  const [asked] = spans.filter(({ name }) => name === 'POST introspection');
  expect(asked?.parentSpanId).toBe(root?.spanId);
  expect(asked?.attributes).toMatchObject({ 'url.template': 'introspection' });
  expect(sent).toEqual([`00-${caller.traceId}-${root?.spanId}-01`]);
});

test('a retried call has the number of retries; a call that was not sent has no span', async () => {
  const spans = await spansOf(async ({ gateway, peer, sandbox }) => {
    const alice = await peer.signIn('alice');
    const ask = (): Promise<unknown> =>
      gateway.ask('{ me { oathDevices { id } } }', { ...alice, ...caller });
    const match = { path: '/devices/2fa/oath?' };
    sandbox.breakNext({ match, effect: { kind: 'status', status: 503 } });
    await ask();
    const effect = { kind: 'status', status: 503, headers: { 'retry-after': '60' } } as const;
    sandbox.breakNext({ match, effect });
    await ask();
    // AM has asked for a pause, so this one is not sent.
    await ask();
  });

  const lists = spans.filter(({ name }) => name.includes('devices/2fa/oath'));
  expect(lists.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    }),
    expect.not.objectContaining({ 'http.request.resend_count': expect.anything() }),
  ]);
});

test('a refused request has its error code, and probes are not traced', async () => {
  const spans = await spansOf(async ({ gateway }) => {
    await gateway.ask('{ me { id } }', { traceparent: caller.traceparent });
    await fetch(`${gateway.url}/health/live`, { headers: { traceparent: caller.traceparent } });
  });

  expect(spans.filter(({ traceId }) => traceId === caller.traceId)).toEqual([
    expect.objectContaining({
      name: 'query',
      attributes: expect.objectContaining({ 'error.type': 'UNAUTHENTICATED' }),
    }),
  ]);
});

test('no span contains text from a client, a user or AM', async () => {
  await spansOf(async ({ gateway, peer }) => {
    const helen = await peer.signIn('helen');
    await gateway.ask(
      'query Personal { users(search: "alice") { edges { node { email } } } }',
      helen,
    );
    await gateway.ask('{ user(id: "bob") { displayName oathDevices { name } } }', helen);
    await fetch(`${gateway.url}/bob?token=${Object.values(helen)[0]}`);
  });

  const text = collector.received.join();
  expect(text).toContain('users/{id}');
  for (const word of ['Personal', 'alice', 'bob', 'Bob', 'helen', 'example.com', 'token=']) {
    expect(text).not.toContain(word);
  }
});

test.each([
  ['no caller has decided, and the share is nothing', {}, '0', 0],
  ['no caller has decided, and the share is all', {}, '1', 1],
  ['the caller records, whatever the share', { traceparent: caller.traceparent }, '0', 1],
  ['the caller does not', { traceparent: caller.traceparent.replace(/1$/, '0') }, '1', 0],
])('if %s: %j', async (...[, header, ratio, requests]) => {
  // The stage sends queries of its own.
  const mutation = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const spans = await spansOf(({ gateway }) => gateway.ask(mutation, header), undefined, {
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });

  const roots = spans.filter(({ name }) => name === 'mutation');
  expect(roots).toHaveLength(requests);
  for (const { traceId } of roots) {
    expect(traceId === caller.traceId).toBe('traceparent' in header);
  }
});

test.each([
  ['the SDK is disabled', { OTEL_SDK_DISABLED: 'true' }],
  ['no exporter is wanted', { OTEL_TRACES_EXPORTER: 'none' }],
  ['no trace is chosen', { OTEL_TRACES_SAMPLER: 'always_off' }],
])('no span is sent if %s', async (_what, tracing) => {
  const act = ({ gateway }: Stage): Promise<unknown> => gateway.ask('{ gatewayCaller { roles } }');

  expect(await spansOf(act, undefined, tracing)).toEqual([]);
});

test.each<[string, (server: Server) => unknown]>([
  ['is away', (server) => new Promise((resolve) => server.close(resolve))],
  [
    'never answers',
    (server) => server.removeAllListeners('request').on('request', () => undefined),
  ],
])(
  'a collector that %s delays no request, and the stop by two seconds at most',
  async (_label, spoil) => {
    await spoil(collector.server);
    let answeredAt = 0;

    await spansOf(async ({ gateway }) => {
      expect((await gateway.ask('{ gatewayCaller { roles } }')).status).toBe(200);
      answeredAt = performance.now();
    });

    expect(performance.now() - answeredAt).toBeLessThan(5_000);
    expect(collector.received).toEqual([]);
  },
);
