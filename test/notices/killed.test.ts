/** A gateway that is killed while it sends: the message is sent again, with the same id (G11). */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startProgram } from '../ledger/processes.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { read } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { startReceiver, type Receiver } from './receiver.ts';

let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let receiver: Receiver;
let helen: SessionHeader;

beforeAll(async () => {
  [peer, workplace, store, receiver] = await Promise.all([
    openSandboxPeer(),
    createWorkplace(),
    createStore('SQLite'),
    startReceiver(),
  ]);
  helen = await peer.signIn('helen');
});
afterAll(async () => {
  await Promise.all([workplace?.remove(), store?.remove(), receiver?.close(), peer?.close()]);
});

function start(): GatewayProcess {
  return workplace.start({
    ...peer.staffEnv(),
    AM_URL: peer.url,
    AM_FLAVOR: peer.flavor,
    PORT: '0',
    LOG_LEVEL: 'error',
    DATA_DIR: store.settings.folder,
    WEBHOOKS: `siem=${receiver.url}`,
    WEBHOOK_SECRETS: `siem=whsec_${randomBytes(32).toString('base64')}`,
    WEBHOOK_PRIVATE_TARGETS: 'allow',
  });
}

async function outbox(...args: string[]): Promise<[code: number | null, out: string, err: string]> {
  const command = startProgram('src/main.ts', ['outbox', ...args], {
    DATA_DIR: store.settings.folder,
  });
  return [await command.exited(), command.output(), command.errors()];
}

const ids = (): unknown[] => receiver.received.map(({ headers }) => headers['webhook-id']);

test('it is listed, sent by the next gateway with the same id, and then no more', async () => {
  receiver.answerWith(() => undefined);
  const first = start();
  const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } }, reason: "lost phone" }) {
    outcome change { id } } }`;
  const response = await fetch(`${await first.listening()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...helen },
    body: JSON.stringify({ query }),
  });
  const reference = textAt((await read(response)).data, 'resetOathDevices', 'change', 'id');
  await until('the message is under way', () => receiver.received.length === 1);
  await first.kill();

  const [id] = ids();
  const [code, listed] = await outbox('list');
  expect(code).toBe(0);
  expect(listed).toMatch(
    new RegExp(
      `^${String(id)} webhook:siem change ${reference} added \\S+Z due \\S+Z attempts 1\n$`,
    ),
  );
  expect((await outbox('retry', 'msg_none'))[0]).toBe(1);
  expect(await outbox('on', 'webhook:siem')).toEqual([
    1,
    '',
    'webhook:siem was not found. Nothing was changed.\n',
  ]);

  receiver.answerWith((answer) => answer.writeHead(204).end());
  const next = start();
  await next.listening();
  await until('the message arrives again', () => receiver.received.length === 2);
  expect(ids()).toEqual([id, id]);
  next.signal('SIGTERM');
  expect(await next.exited()).toBe(0);
  expect(await outbox('list')).toEqual([0, '', '']);
});

test.each([
  [[], /^Unknown command "".\nUsage: identity-gateway outbox list\n/],
  [['drop'], /^ID is missing\.\n/],
  [['list', 'msg_1'], /^"msg_1" is one argument too many\.\n/],
])('outbox %j prints its usage', async (args, message) => {
  const [code, , errors] = await outbox(...args);

  expect([code, errors]).toEqual([64, expect.stringMatching(message)]);
});
