/**
 * Setup codes of a gateway in a process of its own: a kill between a record and its answer opens
 * nothing, and no receiver, log, metric, mail or export has a code. On both engines.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { exportedFrom } from '../ledger/ocsf-schema.ts';
import { startOn } from '../ledger/own-process.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { account, makeCertificates, startMailServer } from '../notices/mail-server.ts';
import { startReceiver } from '../notices/receiver.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { useFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import { secret } from './enrolment-stage.ts';

const folder = useFolder();
const env = {
  ...withLists({ enrolment: { rules: [{ method: 'ticket' }] }, limits: { personChanges: [] } }),
  ENROLMENT_SECRET: secret,
};
const form = /^[2-9A-Z]{5}-[2-9A-Z]{5}$/;
let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let helen: SessionHeader;

beforeAll(async () => {
  [peer, workplace] = await Promise.all([openSandboxPeer(), createWorkplace()]);
});
afterAll(() => Promise.all([workplace?.remove(), peer?.close()]));
beforeEach(async () => {
  peer.sandbox.reset();
  helen = await peer.signIn('helen');
  store = await createStore();
});
afterEach(() => store.remove());

async function start(more: Readonly<Record<string, string>> = {}) {
  const gateway = startOn(store, { workplace, peer, env: { ...env, ...more } });
  return { gateway, url: await gateway.listening() };
}

async function end(gateway: GatewayProcess): Promise<void> {
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);
}

/** Resets bob's one-time passwords; returns the setup code. */
async function reset(url: string): Promise<string> {
  const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } },
    reason: "lost phone", endSessions: false, force: true }) { setupCode } }`;
  const headers = { 'content-type': 'application/json', ...helen };
  const body = JSON.stringify({ query });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  return String(fieldAt(await response.json(), 'data', 'resetOathDevices', 'setupCode'));
}

async function asks(url: string, code: string | null = null): Promise<unknown> {
  const response = await fetch(`${url}/enrolment/decisions`, {
    method: 'POST',
    headers: { 'x-enrolment-secret': secret },
    body: JSON.stringify({ realm: 'alpha', user: 'bob', kind: 'OATH', code }),
  });
  return fieldAt(await response.json(), 'reason');
}

test('a reset whose gateway is killed before AM has answered holds, and no one has its code', async () => {
  const first = await start();
  const path = /oath\?_action=reset/;
  peer.sandbox.breakNext({ match: { path }, effect: { kind: 'blackhole' } });
  const lost = reset(first.url).catch(() => 'no answer');
  await until('AM has the reset', () =>
    peer.sandbox.received().some((request) => path.test(request.path)),
  );
  await first.gateway.kill();
  expect(await lost).toBe('no answer');

  const second = await start();
  expect(await asks(second.url)).toBe('CODE_NEEDED');
  expect(await asks(second.url, '22222-22222')).toBe('CODE_WRONG');
  // Until the lost reset is settled from AM's list, the same one is refused.
  let code = '';
  await until(
    'the reset can be repeated',
    async () => form.test((code = await reset(second.url))),
    60_000,
  );
  expect(await asks(second.url, code)).toBe('CODE_ACCEPTED');
  await end(second.gateway);
}, 120_000);

test('a code that was accepted before a kill is not accepted by a race after it', async () => {
  const first = await start();
  const code = await reset(first.url);
  expect(await asks(first.url, code)).toBe('CODE_ACCEPTED');
  await first.gateway.kill();

  const second = await start();
  expect(await asks(second.url, code)).toBe('JUST_ALLOWED');
  await end(second.gateway);
}, 120_000);

test('five wrong tries are five in all, also over restarts and many connections', async () => {
  const first = await start();
  const code = await reset(first.url);
  const wrong = (url: string, many: number): Promise<string[]> =>
    Promise.all(Array.from({ length: many }, async () => String(await asks(url, '22222-22222'))));
  expect(await wrong(first.url, 3)).toEqual(Array(3).fill('CODE_WRONG'));
  await first.gateway.kill();

  const second = await start();
  expect((await wrong(second.url, 8)).toSorted()).toEqual([
    ...Array<string>(7).fill('CODE_ENDED'),
    'CODE_WRONG',
  ]);
  expect(await asks(second.url, code)).toBe('CODE_ENDED');
  await end(second.gateway);
}, 120_000);

test('no webhook, mail, audit log, log line, metric or export has a code', async () => {
  const certificates = await makeCertificates();
  const [hook, mails, metricsPort] = await Promise.all([
    startReceiver(),
    startMailServer(certificates),
    freePort(),
  ]);
  const { gateway, url } = await start({
    LOG_LEVEL: 'debug',
    AUDIT_LOG: 'stdout',
    METRICS_PORT: `${metricsPort}`,
    WEBHOOK_PRIVATE_TARGETS: 'allow',
    ...withLists({
      webhooks: [
        {
          name: 'siem',
          url: hook.url,
          secrets: [secretFile(`whsec_${randomBytes(32).toString('base64')}`)],
        },
      ],
    }),
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${mails.port}`,
    SMTP_PASSWORD: account.password,
    SMTP_CA_FILE: folder.write('mail-ca.pem', certificates.authority.cert),
    MAIL_FROM: 'no-reply@example.org',
  });
  const code = await reset(url);
  expect(await asks(url, '22222-22222')).toBe('CODE_WRONG');
  expect(await asks(url, code)).toBe('CODE_ACCEPTED');
  await until('all is sent', () => hook.received.length > 0 && mails.received.length > 0);
  await until('the tries are in the audit log', () => gateway.output().includes('"enrolment'));
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  await end(gateway);

  const places = {
    webhook: JSON.stringify(hook.received),
    mail: JSON.stringify(mails.received.map(({ raw, parsed }) => [raw, parsed])),
    output: gateway.output(),
    metrics,
    export: JSON.stringify(await store.bare(exportedFrom)),
    am: JSON.stringify(peer.sandbox.received()),
  };
  expect(code).toMatch(form);
  expect(metrics).toContain('identity_gateway_enrolment_decisions_total');
  const found = Object.entries(places).filter(
    ([, text]) => text.length < 50 || text.includes(code) || text.includes(code.replace('-', '')),
  );
  expect(found.map(([place]) => place)).toEqual([]);
  await Promise.all([hook.close(), mails.stop()]);
}, 120_000);
