/**
 * A reset that removed some devices of a kind and not the others is a change like any other: the
 * person, receivers, streams and watches get it (G5, G11, G21, G30).
 */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { channelsOf } from '../../src/process/open-notices.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { newPem, resetOf, signalEnv } from '../shared-signals/stage.ts';
import { drain } from '../shared-signals/stream-stage.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { makeCertificates, startMailServer, type MailServer } from './mail-server.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const keys = demoOf('WEB_AUTHN');
const pem = newPem();
let peer: SandboxPeer;
let server: MailServer;
let receiver: Receiver;
let store: TestStore;
let ledger: StoredLedger;
let gateway: TestGateway;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(async () => {
  await peer.restore();
  const options = { authOptional: true, hideSTARTTLS: true } as const;
  server = await startMailServer(await makeCertificates(), options);
  receiver = await startReceiver();
  const env = {
    ...peer.staffEnv(),
    ...signalEnv({ siem: 'poll' }, pem),
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    SMTP_TLS: 'off',
    MAIL_FROM: 'no-reply@example.org',
    WEBHOOKS: `siem=${receiver.url}`,
    WEBHOOK_SECRETS: `siem=whsec_${randomBytes(32).toString('base64')}`,
    WATCH_REENROLMENT: 'on',
    LIMIT_PERSON_CHANGES: 'none',
  };
  store = await createStore();
  store.clock.now = Date.now();
  const config = loadConfig({ AM_URL: peer.url, AM_FLAVOR: peer.flavor, ...env });
  ledger = await store.open(channelsOf(config), [], 86_400_000);
  gateway = await startTestGateway(peer, { ledger, now: () => store.clock.now, env });
});
afterEach(async () => {
  await gateway?.stop();
  await Promise.all([store?.remove(), server?.stop(), receiver?.close()]);
});
afterAll(() => peer?.close());

const watched = (): Promise<unknown[]> =>
  ledger.store.read((db) => db.selectFrom('registration_watch').select('change_id').execute());

/** Resets bob's three security keys; AM refuses to remove one. Returns the reference number. */
async function resetThatFailsAt(id: string): Promise<string> {
  const records = ['key-1', 'key-2', 'key-3'].map((one) => recordOf(keys, one, one));
  await peer.plant('bob', { [keys.attribute]: records });
  const body = { code: 403, message: 'Forbidden' };
  peer.sandbox.breakNext({
    match: { method: 'DELETE', path: `/${id}` },
    effect: { kind: 'status', status: 403, body },
  });
  const reference = await resetOf(gateway, await peer.signIn('helen'), {
    id: 'bob',
    kinds: ['WEB_AUTHN'],
  });
  const change = await ledger.findChange(reference);
  expect(change?.outcome?.outcome).toBe('NOT_DONE');
  return reference;
}

test('one key of three is gone: each of them hears about the change', async () => {
  const reference = await resetThatFailsAt('key-2');
  await until('the mail arrives', () => server.received.length > 0);
  await until('the message arrives', () => receiver.received.length > 0);

  const [mail] = server.received;
  expect([mail?.to, mail?.parsed.subject]).toEqual([
    ['bob@example.com'],
    'Devices were removed from your account',
  ]);
  expect(mail?.parsed.text).toContain('Passkeys: key-1 removed, but not all');
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    type: 'device.changed',
    data: { reference, outcome: 'NOT_DONE', results: [{ kind: 'WEB_AUTHN', outcome: 'NOT_DONE' }] },
  });
  const signals = await drain(gateway);
  expect(signals.map(({ event }) => fieldAt(event, 'friendly_name'))).toEqual(['key-1']);
  expect(await watched()).toEqual([{ change_id: reference }]);
});

test('no key is gone: nothing is sent, and nothing is watched', async () => {
  await resetThatFailsAt('key-1');
  // Messages about one person are in order, so what was sent before would be here first.
  const other = await resetOf(gateway, await peer.signIn('helen'), { id: 'bob' });
  await until('the mail arrives', () => server.received.length > 0);
  await until('the message arrives', () => receiver.received.length > 0);

  expect(server.received[0]?.parsed.text).toContain(`Reference: ${other}`);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    data: { reference: other },
  });
  const signals = await drain(gateway);
  expect(signals.map(({ claims }) => fieldAt(claims, 'txn'))).toEqual([other, other]);
  expect(await watched()).toEqual([{ change_id: other }]);
});
