/**
 * The program itself: killed while it pushes (G31), and its keys replaced while it runs (G33). Two
 * gateways share the ledger on PostgreSQL.
 */
import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startProgram } from '../ledger/processes.ts';
import { createStore, engine, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { read } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { useFolder } from '../support/folder.ts';
import { startSetReceiver, type SetReceiver } from './set-receiver.ts';
import { call, discover, newPem, signalEnv } from './stage.ts';

const { write: file } = useFolder();
const pems = [newPem(), newPem()] as const;
let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let receiver: SetReceiver;
let helen: SessionHeader;
let keys: string;

beforeAll(async () => {
  [peer, workplace] = await Promise.all([openSandboxPeer(), createWorkplace()]);
});
beforeEach(async () => {
  await peer.restore();
  [store, receiver] = await Promise.all([createStore(), startSetReceiver()]);
  helen = await peer.signIn('helen');
  keys = file('signals.pem', pems[0]);
});
afterEach(async () => {
  await Promise.all([store.remove(), receiver.close()]);
});
afterAll(async () => {
  await Promise.all([workplace?.remove(), peer?.close()]);
});

const ledgerEnv = (): Record<string, string> => ({
  DATA_DIR: store.settings.folder,
  ...(store.settings.postgres !== undefined && { DATABASE_URL: store.settings.postgres.url }),
});

async function start(): Promise<{ readonly gateway: GatewayProcess; readonly url: string }> {
  const { SSF_SIGNING_KEYS: _pem, ...env } = signalEnv({ siem: `push:${receiver.url}` }, '');
  const gateway = workplace.start({
    ...peer.staffEnv(),
    ...env,
    ...ledgerEnv(),
    AM_URL: peer.url,
    AM_FLAVOR: peer.flavor,
    PORT: '0',
    METRICS_PORT: 'off',
    LOG_LEVEL: 'warn',
    LIMIT_PERSON_CHANGES: 'none',
    SSF_SIGNING_KEYS_FILE: keys,
  });
  const url = await gateway.listening();
  receiver.known = await discover({ url }, 'siem');
  return { gateway, url };
}

async function reset(url: string, id: string, kind: 'Oath' | 'Push'): Promise<void> {
  const query = `mutation { reset${kind}Devices(input: { target: { user: { id: "${id}" } },
    reason: "lost phone", endSessions: false }) { outcome } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...helen },
    body: JSON.stringify({ query }),
  });
  const { data } = await read(response);
  expect(fieldAt(data, `reset${kind}Devices`, 'outcome')).toBe('DONE');
}

const accepted = (count: number): Promise<void> =>
  until(`${count} SETs are accepted`, () => receiver.accepted.length >= count);

const jtiIn = ({ body }: { readonly body: string }): unknown =>
  fieldAt(JSON.parse(Buffer.from(body.split('.')[1] ?? '', 'base64url').toString()), 'jti');

test('a SET of a killed gateway is listed, then sent by the next one with the same jti', async () => {
  receiver.answerWith(() => undefined);
  const first = await start();
  await reset(first.url, 'alice', 'Push');
  await until('the SET is under way', () => receiver.pushes.length === 1);
  await first.gateway.kill();

  const command = startProgram('src/main.ts', ['outbox', 'list'], ledgerEnv());
  expect(await command.exited()).toBe(0);
  const [jti] = receiver.pushes.map(jtiIn);
  expect(command.output()).toMatch(
    new RegExp(`^${String(jti)} ssf:siem credential-change \\S+ added \\S+ due \\S+ attempts 1\n$`),
  );

  receiver.answerWith(null);
  const next = await start();
  // On PostgreSQL another process may still be sending it: it is due after its lease.
  if (engine === 'PostgreSQL')
    await startProgram('src/main.ts', ['outbox', 'retry'], ledgerEnv()).exited();
  await accepted(1);
  expect(receiver.accepted[0]?.jti).toBe(jti);
  next.gateway.signal('SIGTERM');
  expect(await next.gateway.exited()).toBe(0);
});

test('a key is published before it signs, and a receiver with cached keys misses no SET', async () => {
  const { gateway, url } = await start();
  const kids = async (): Promise<unknown[]> => {
    const set: unknown = await (await call({ url }, '/ssf/jwks', { token: null })).json();
    return listAt(set, 'keys').map((key) => fieldAt(key, 'kid'));
  };
  const reload = async (...next: readonly string[]): Promise<void> => {
    const before = JSON.stringify(await kids());
    await writeFile(keys, next.join('\n'));
    gateway.signal('SIGHUP');
    await until('the keys change', async () => JSON.stringify(await kids()) !== before);
  };
  const signedBy = (index: number): unknown => fieldAt(receiver.accepted[index]?.header, 'kid');
  const [old] = await kids();

  await reload(pems[0], pems[1]);
  const [, added] = await kids();
  await reset(url, 'alice', 'Oath');
  await accepted(1);
  // The receiver fetches the keys once more, and then no more.
  receiver.known = await discover({ url }, 'siem');
  await reload(pems[1], pems[0]);
  await reset(url, 'bob', 'Oath');
  await accepted(3);
  await reload(pems[1]);
  await reset(url, 'bob', 'Push');
  await accepted(4);

  expect([signedBy(0), signedBy(1), signedBy(2), signedBy(3)]).toEqual([old, added, added, added]);
  expect(receiver.refused).toEqual([]);
  // A broken file changes nothing.
  await writeFile(keys, 'no key');
  gateway.signal('SIGHUP');
  await reset(url, 'alice', 'Push');
  await accepted(5);
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);
});
