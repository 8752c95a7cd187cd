/** A gateway that is killed while it sends mail: the mail arrives, with the same Message-ID. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { startProgram } from '../ledger/processes.ts';
import { read } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { account, makeCertificates, startMailServer, type MailServer } from './mail-server.ts';

let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let server: MailServer;

beforeAll(async () => {
  const certificates = await makeCertificates();
  [peer, workplace, store, server] = await Promise.all([
    openSandboxPeer(),
    createWorkplace(),
    createStore('SQLite'),
    startMailServer(certificates),
  ]);
  writeFileSync(join(store.settings.folder, 'ca.pem'), certificates.authority.cert);
});
afterAll(async () => {
  await Promise.all([workplace?.remove(), store?.remove(), server?.stop(), peer?.close()]);
});

const start = (): GatewayProcess =>
  workplace.start({
    ...peer.staffEnv(),
    AM_URL: peer.url,
    AM_FLAVOR: peer.flavor,
    PORT: '0',
    LOG_LEVEL: 'error',
    DATA_DIR: store.settings.folder,
    SMTP_URL: `smtp://${account.user}@127.0.0.1:${server.port}`,
    SMTP_PASSWORD: account.password,
    SMTP_CA_FILE: join(store.settings.folder, 'ca.pem'),
    MAIL_FROM: 'no-reply@example.org',
  });

async function outbox(): Promise<string> {
  const command = startProgram('src/main.ts', ['outbox', 'list'], {
    DATA_DIR: store.settings.folder,
  });
  expect(await command.exited()).toBe(0);
  return command.output();
}

test('it is listed, and the next gateway sends it once to the same address', async () => {
  server.answerWith(() => new Promise(() => undefined));
  const first = start();
  const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } }, reason: "lost phone" }) {
    outcome change { id } } }`;
  const response = await fetch(`${await first.listening()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await peer.signIn('helen')) },
    body: JSON.stringify({ query }),
  });
  const reference = textAt((await read(response)).data, 'resetOathDevices', 'change', 'id');
  await until('the mail is under way', () => server.named.length === 1);
  await first.kill();

  const [id] = (await outbox()).split(' ');
  await peer.plant('bob', { mail: ['eve@example.net'] });
  server.answerWith(() => 250);
  const next = start();
  await next.listening();
  await until('the mail arrives', () => server.received.length === 1);
  const [mail] = server.received;
  expect([mail?.to, mail?.parsed.messageId]).toEqual([['bob@example.com'], `<${id}@example.org>`]);
  expect(mail?.parsed.text).toContain(reference);
  next.signal('SIGTERM');
  expect(await next.exited()).toBe(0);
  expect(await outbox()).toBe('');
});
