/**
 * Notices leave no address, secret or personal text in the log, the metrics and the traces,
 * whether they are delivered or fail (G6, G12).
 */
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { channelsOf } from '../../src/process/open-notices.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { call, newPem, resetOf, signalEnv, tokenOf } from '../shared-signals/stage.ts';
import { drain } from '../shared-signals/stream-stage.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { account, makeCertificates, startMailServer, type MailServer } from './mail-server.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const pem = newPem();
const key = Buffer.from('WEBHOOK-KEY-CANARY-0123456789').toString('base64');
/** A setting so that each address, secret and text is recognised by one word. */
const own = 'bob.canary@canary-person.example';
const refused = 'old.canary@canary-person.example';

let peer: SandboxPeer;
let server: MailServer;
let receivers: [good: Receiver, bad: Receiver];
let collector: { readonly server: Server; readonly url: string; readonly received: string[] };
let store: TestStore;
let ledger: StoredLedger;
let gateway: TestGateway;
let isRunning = false;

beforeEach(async () => {
  [peer, store, collector] = await Promise.all([
    openSandboxPeer('pingam'),
    createStore(),
    startCollector(),
  ]);
  server = await startMailServer(await makeCertificates(), { allowInsecureAuth: true });
  receivers = [await startReceiver(), await startReceiver()];
  store.clock.now = Date.now();
  const env = environment();
  const config = loadConfig({ AM_URL: peer.url, AM_FLAVOR: peer.flavor, ...env });
  ledger = await store.open(channelsOf(config), [], 86_400_000);
  gateway = await startTestGateway(peer, { ledger, now: () => store.clock.now, env });
  isRunning = true;
});
afterEach(async () => {
  await stop();
  await Promise.all([store?.remove(), server?.stop(), peer?.close()]);
  await Promise.all(receivers.map((receiver) => receiver.close()));
  collector.server.close();
  collector.server.closeAllConnections();
});

/** Stops the gateway, which sends its last traces. */
async function stop(): Promise<void> {
  if (isRunning) await gateway.stop();
  isRunning = false;
}

async function startCollector(): Promise<typeof collector> {
  const received: string[] = [];
  const listening = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { server: listening, url: `http://127.0.0.1:${port}`, received };
}

function environment(): Readonly<Record<string, string>> {
  const [good, bad] = receivers;
  return {
    ...peer.staffEnv(),
    ...signalEnv({ siem: 'poll', portal: `push:${bad.url}?token=PUSH-URL-CANARY` }, pem),
    SSF_PUSH_AUTHORIZATION: 'portal=Bearer PUSH-CANARY',
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${server.port}`,
    SMTP_PASSWORD: account.password,
    SMTP_TLS: 'off',
    MAIL_FROM: 'IT help desk <no-reply@sender-canary.example>',
    SECURITY_MAIL_TO: 'soc.canary@canary-team.example',
    REPORTS_MAIL_TO: 'desk.canary@canary-team.example',
    WEBHOOKS: `good=${good.url}?token=URL-CANARY,bad=${bad.url}?token=URL-CANARY`,
    WEBHOOK_SECRETS: `good=whsec_${key},bad=whsec_${key}`,
    WEBHOOK_EVENTS: 'good=changes+security,bad=changes+security',
    WATCH_REENROLMENT: 'on',
    LIMIT_PERSON_CHANGES: 'none',
    METRICS_PORT: '0',
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
}

/** Every channel delivers something, and every one fails once. */
async function useAllChannels(): Promise<void> {
  const oath = demoOf('OATH');
  const [, bad] = receivers;
  bad.answerWith((response) => response.writeHead(500).end('BODY-CANARY'));
  server.answerWith((to) => (to === refused ? 550 : 250));
  await peer.plant('bob', {
    mail: [own, refused],
    cn: ['Name Canary'],
    [oath.attribute]: [recordOf(oath, 'phone-1', 'Phone Canary')],
  });
  const helen = await peer.signIn('helen');
  const reference = await resetOf(gateway, helen, { id: 'bob', endSessions: true });
  await resetOf(gateway, helen, { id: 'bob', kinds: ['PUSH'], idempotencyKey: 'KEY-CANARY' });
  const report = await gateway.ask(
    `mutation { reportUnrecognisedChange(input: { reference: "${reference}" }) { change { id } } }`,
    await peer.signIn('bob'),
  );
  expect(codesOf(report)).toEqual([]);
  await call(gateway, '/ssf/poll/siem', { token: 'WRONG-TOKEN-CANARY', body: {} });
  expect((await drain(gateway)).length).toBeGreaterThan(0);
  const mailed = (address: string): boolean =>
    server.received.some(({ to }) => to.includes(address));
  for (const address of [own, 'soc.canary@canary-team.example', 'desk.canary@canary-team.example'])
    await until(`mail for ${address}`, () => mailed(address));
  await until('one is refused', () => gateway.log.some((line) => line.includes('SMTP_550')));
  await until('pushes and messages fail', () =>
    ['webhook:bad', 'ssf:portal'].every((name) =>
      gateway.log.some((line) => line.includes(name) && line.includes('HTTP_500')),
    ),
  );
}

test('of mail, webhooks, signals and reports: log, metrics, traces and what has ended', async () => {
  await useAllChannels();
  const metrics = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  const ended = await ledger.store.read((db) =>
    db.selectFrom('outbox_message').selectAll().where('state', '!=', 'waiting').execute(),
  );
  await stop();

  const log = gateway.log.join('\n');
  const traces = collector.received.join('\n');
  // Each of them has something to say about notices, or about the requests.
  expect(metrics).toMatch(/outbox_attempts_total\{channel="mail",result="failed"\} \d/);
  expect(metrics).toMatch(/outbox_attempts_total\{channel="mail:security",result="delivered"\} \d/);
  expect(traces).toContain('resourceSpans');
  expect(ended.length).toBeGreaterThan(4);
  const texts = { log, metrics, traces, ended: JSON.stringify(ended) };
  const canaries = [
    /canary/i,
    /REASON|lost phone/,
    new RegExp(receivers.map(({ url }) => new URL(url).host).join('|')),
    new RegExp(key.slice(0, 20)),
    new RegExp(tokenOf('siem').slice(0, 12)),
    /PRIVATE KEY/,
  ];
  const found = Object.entries(texts).flatMap(([where, all]) =>
    canaries.flatMap((canary) => (canary.exec(all) === null ? [] : [[where, String(canary)]])),
  );
  expect(found).toEqual([]);
});
