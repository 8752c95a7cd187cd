/**
 * Every channel at once: a change that was only partly done reaches each of them (G5, G11,
 * G30), and notices leave no address, secret or personal text in the log, the metrics and the
 * traces, whether they are delivered or fail (G6, G12).
 */
import { expect, test } from '@jest/globals';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { startCollector, type Collector } from '../operations/collector.ts';
import { until } from '../reliability/am-traffic.ts';
import { call, newPem, signalEnv, tokenOf } from '../shared-signals/stage.ts';
import { drain } from '../shared-signals/stream-stage.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import { account, makeCertificates, startMailServer, type MailServer } from './mail-server.ts';
import { useNotices } from './notice-stage.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const keys = demoOf('WEB_AUTHN');
const pem = newPem();
const key = Buffer.from('WEBHOOK-KEY-CANARY-0123456789').toString('base64');
/** A setting so that each address, secret and text is recognised by one word. */
const own = 'bob.canary@canary-person.example';
const refused = 'old.canary@canary-person.example';

let server: MailServer;
let receivers: [good: Receiver, bad: Receiver];
let collector: Collector;
const stage = useNotices(async () => {
  server = await startMailServer(await makeCertificates(), { allowInsecureAuth: true });
  receivers = [await startReceiver(), await startReceiver()];
  collector = await startCollector();
  // OpenTelemetry's SDK reads the environment of the process.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  return [
    ...receivers.map(({ close }) => close),
    () => server.stop(),
    () => collector.close(),
    async () => void Reflect.deleteProperty(process.env, 'OTEL_EXPORTER_OTLP_ENDPOINT'),
  ];
});

async function start(): Promise<void> {
  const [good, bad] = receivers;
  const webhook = (name: string, { url }: Receiver) => ({
    name,
    url: `${url}?token=URL-CANARY`,
    secrets: [secretFile(`whsec_${key}`)],
    events: ['changes', 'security'],
  });
  const portal = {
    push: `${bad.url}?token=PUSH-URL-CANARY`,
    authorization: secretFile('Bearer PUSH-CANARY'),
  };
  await stage.start({
    ...signalEnv({ siem: {}, portal }, pem),
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${server.port}`,
    SMTP_PASSWORD: account.password,
    SMTP_TLS: 'off',
    MAIL_FROM: 'IT help desk <no-reply@sender-canary.example>',
    ...withLists({
      mail: {
        team: [
          { to: 'soc.canary@canary-team.example', events: ['security'] },
          { to: 'desk.canary@canary-team.example', events: ['reports'] },
        ],
      },
      webhooks: [webhook('good', good), webhook('bad', bad)],
    }),
    METRICS_PORT: '0',
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
}

/** Every channel delivers something, and every one fails once. */
async function useAllChannels(): Promise<void> {
  await start();
  const oath = demoOf('OATH');
  const [, bad] = receivers;
  bad.answerWith((response) => response.writeHead(500).end('BODY-CANARY'));
  server.answerWith((to) => (to === refused ? 550 : 250));
  await stage.peer.plant('bob', {
    mail: [own, refused],
    cn: ['Name Canary'],
    [oath.attribute]: [recordOf(oath, 'phone-1', 'Phone Canary')],
  });
  const reference = await stage.reset('bob', { endSessions: true });
  await stage.reset('bob', { kinds: ['PUSH'], idempotencyKey: 'KEY-CANARY' });
  const report = await stage.gateway.ask(
    `mutation { reportUnrecognisedDeviceChange(input: { reference: "${reference}" }) { change { id: reference } } }`,
    await stage.peer.signIn('bob'),
  );
  expect(codesOf(report)).toEqual([]);
  await call(stage.gateway, '/ssf/poll/siem', { token: 'WRONG-TOKEN-CANARY', body: {} });
  expect((await drain(stage.gateway)).length).toBeGreaterThan(0);
  const mailed = (address: string): boolean =>
    server.received.some(({ to }) => to.includes(address));
  for (const address of [own, 'soc.canary@canary-team.example', 'desk.canary@canary-team.example'])
    await until(`mail for ${address}`, () => mailed(address));
  await until('one is refused', () => stage.gateway.log.some((line) => line.includes('SMTP_550')));
  await until('pushes and messages fail', () =>
    ['webhook:bad', 'ssf:portal'].every((name) =>
      stage.gateway.log.some((line) => line.includes(name) && line.includes('HTTP_500')),
    ),
  );
}

test('no canary of mail, webhooks, signals and reports: log, metrics, traces and what has ended', async () => {
  await useAllChannels();
  const metrics = await (await fetch(`${stage.gateway.metricsUrl}/metrics`)).text();
  const ended = await stage.ledger.store.query((db) =>
    db.selectFrom('outbox_message').selectAll().where('state', '!=', 'waiting').execute(),
  );
  const { log: lines } = stage.gateway;
  await stage.stop();

  const log = lines.join('\n');
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

const mailOfBob = () => server.received.filter(({ to }) => to.includes('bob@example.com'));
/** The messages about changes at the good receiver, without security events. */
const changes = (): unknown[] =>
  receivers[0].received
    .map(({ body }): unknown => JSON.parse(body))
    .filter((message) => fieldAt(message, 'type') === 'device.changed');

/** Resets bob's three security keys; AM refuses to remove one. Returns the reference number. */
async function resetThatFailsAt(id: string): Promise<string> {
  await start();
  const records = ['key-1', 'key-2', 'key-3'].map((one) => recordOf(keys, one, one));
  await stage.peer.plant('bob', { [keys.attribute]: records });
  const body = { code: 403, message: 'Forbidden' };
  stage.peer.sandbox.breakNext({
    match: { method: 'DELETE', path: `/${id}` },
    effect: { kind: 'status', status: 403, body },
  });
  const reference = await stage.reset('bob', { kinds: ['WEB_AUTHN'] });
  const change = await stage.ledger.findChange(reference);
  expect(change?.outcome?.outcome).toBe('NOT_DONE');
  return reference;
}

test('one key of three is gone: each of them hears about the change', async () => {
  const reference = await resetThatFailsAt('key-2');
  await until('the mail arrives', () => mailOfBob().length > 0);
  await until('the message arrives', () => changes().length > 0);

  const [mail] = mailOfBob();
  expect([mail?.to, mail?.parsed.subject]).toEqual([
    ['bob@example.com'],
    'Removed from your account: “key-1”',
  ]);
  expect(mail?.parsed.text).toContain('Passkeys: key-1 removed, but not all');
  expect(changes()[0]).toMatchObject({
    type: 'device.changed',
    data: { reference, outcome: 'NOT_DONE', results: [{ kind: 'WEB_AUTHN', outcome: 'NOT_DONE' }] },
  });
  const signals = await drain(stage.gateway);
  expect(signals.map(({ event }) => fieldAt(event, 'friendly_name'))).toEqual(['key-1']);
});

test('no key is gone: nothing is sent', async () => {
  await resetThatFailsAt('key-1');
  // Messages about one person are in order, so what was sent before would be here first.
  const other = await stage.reset('bob');
  await until('the mail arrives', () => mailOfBob().length > 0);
  await until('the message arrives', () => changes().length > 0);

  expect(mailOfBob()[0]?.parsed.text).toContain(`Reference: ${other}`);
  expect(changes()[0]).toMatchObject({
    data: { reference: other },
  });
  const signals = await drain(stage.gateway);
  expect(signals.map(({ claims }) => fieldAt(claims, 'txn'))).toEqual([other, other]);
});
