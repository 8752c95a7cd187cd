/** Security events reach the webhooks that chose them, by their published schema (G20). */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Webhook } from 'standardwebhooks';
import { loadConfig } from '../../src/config/load-config.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { channelsOf } from '../../src/process/open-notices.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
let peer: SandboxPeer;
let siem: Receiver;
let portal: Receiver;
let ledger: OpenLedger;
let gateway: TestGateway;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(async () => {
  await peer.restore();
  [siem, portal] = await Promise.all([startReceiver(), startReceiver()]);
});
afterEach(async () => {
  await gateway.stop();
  await Promise.all([ledger.close(), siem.close(), portal.close()]);
});
afterAll(() => peer?.close());

async function start(more: Readonly<Record<string, string>> = {}): Promise<void> {
  const env = {
    ...peer.staffEnv(),
    WEBHOOKS: `siem=${siem.url},portal=${portal.url}`,
    WEBHOOK_SECRETS: `siem=${secret},portal=${secret}`,
    WEBHOOK_EVENTS: 'siem=security',
    WEBHOOK_PRIVATE_TARGETS: 'allow',
    ...more,
  };
  ledger = await openTestLedger({ channels: channelsOf(loadConfig(env)) });
  gateway = await startTestGateway(peer, { ledger, env });
}

const reset = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) {
  change { id } } }`;

/** Resets bob twice, and returns the reference number of the second reset. */
async function resetTwice(): Promise<string> {
  let id = '';
  for (const idempotencyKey of ['first', 'second']) {
    await peer.restore();
    const input = { target: { user: { id: 'bob' } }, reason: 'lost phone', idempotencyKey };
    const answer = await gateway.ask(reset, await peer.signIn('helen'), { input });
    expect(codesOf(answer)).toEqual([]);
    id = textAt(answer.data, 'resetOathDevices', 'change', 'id');
  }
  return id;
}

test('a second reset within a day is reported to the receiver of security events only', async () => {
  await start();
  const reference = await resetTwice();
  await until('the event arrives', () => siem.received.length > 0);
  await until('the changes arrive', () => portal.received.length > 1);

  const [message, ...more] = siem.received;
  if (message === undefined) throw new Error('No message arrived.');
  expect(more).toEqual([]);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  const body: unknown = new Webhook(secret).verify(message.body, headers);
  expect(body).toMatchObject({
    type: 'security.detected',
    data: { type: 'repeated-reset', reference, realm: 'alpha', count: 2, further: 0 },
  });
  expect(message.body).not.toMatch(/bob|helen|lost phone/);
  const schema: object = JSON.parse(
    readFileSync('schema/events/security-detected.v1.json', 'utf8'),
  );
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  expect([validate(fieldAt(body, 'data')), validate.errors]).toEqual([true, null]);
  const types = portal.received.map((one) => textAt(JSON.parse(one.body), 'type'));
  expect(types).toEqual(['device.changed', 'device.changed']);
});

test('a security event as a CloudEvent has the realm as its source', async () => {
  await start({ WEBHOOK_FORMAT: 'cloudevents' });
  await resetTwice();
  await until('the event arrives', () => siem.received.length > 0);

  expect(JSON.parse(siem.received[0]?.body ?? '')).toMatchObject({
    specversion: '1.0',
    source: 'urn:identity-gateway:alpha',
    type: 'security.detected',
    data: { type: 'repeated-reset' },
  });
});
