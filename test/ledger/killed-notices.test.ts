/**
 * A gateway that is killed while it sends: messages, mail and SETs are sent again with the same id
 * (G11, G31), and the audit log has every record in order, a duplicate with the same bytes (G15).
 */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { account, makeCertificates, startMailServer } from '../notices/mail-server.ts';
import { startReceiver } from '../notices/receiver.ts';
import { until } from '../reliability/am-traffic.ts';
import {
  createWorkplace,
  type GatewayProcess,
  type Workplace,
} from '../reliability/built-gateway.ts';
import { startSetReceiver } from '../shared-signals/set-receiver.ts';
import { discover, newPem, signalEnv } from '../shared-signals/stage.ts';
import { useFolder } from '../support/folder.ts';
import { codesOf, read } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import { startOn } from './own-process.ts';
import { createStore, engine, recordsOf, type TestStore } from './stores.ts';

const folder = useFolder();
let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let helen: SessionHeader;

beforeAll(async () => {
  [peer, workplace] = await Promise.all([openSandboxPeer(), createWorkplace()]);
  helen = await peer.signIn('helen');
});
afterAll(() => Promise.all([workplace?.remove(), peer?.close()]));
beforeEach(async () => {
  store = await createStore();
});
afterEach(() => store.remove());

async function start(env: Readonly<Record<string, string>>): Promise<[GatewayProcess, string]> {
  const gateway = startOn(store, {
    workplace,
    peer,
    env: { ...withLists({ limits: { dryRuns: [] } }), ...env },
  });
  return [gateway, await gateway.listening()];
}

/** Resets bob's push phone, and returns the reference number. */
async function reset(url: string, more = ''): Promise<string> {
  const query = `mutation { resetPushDevices(input: { target: { user: { id: "bob" } },
    reason: "lost phone", endSessions: false ${more} }) { change { id: reference } } }`;
  const headers = { 'content-type': 'application/json', ...helen };
  const body = JSON.stringify({ query });
  const answer = await read(await fetch(`${url}/graphql`, { method: 'POST', headers, body }));
  expect(codesOf(answer)).toEqual([]);
  return textAt(answer.data, 'resetPushDevices', 'change', 'id');
}

function outbox(...args: string[]): Promise<CommandResult> {
  const { folder: data, postgres } = store.settings;
  const env = { DATA_DIR: data, ...(postgres && { DATABASE_URL: postgres.url }) };
  return commandResult(['outbox', ...args], env);
}

async function end(gateway: GatewayProcess): Promise<void> {
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);
}

test('a webhook, a mail and a SET are listed, and sent again with their ids', async () => {
  const certificates = await makeCertificates();
  const [hook, mails, signals] = await Promise.all([
    startReceiver(),
    startMailServer(certificates),
    startSetReceiver(),
  ]);
  const env = {
    ...signalEnv({ siem: { push: signals.url } }, newPem()),
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
  };
  hook.answerWith(() => undefined);
  signals.answerWith(() => undefined);
  mails.answerWith(() => new Promise(() => undefined));
  const [first, url] = await start(env);
  const reference = await reset(url);
  await until('all three are under way', () =>
    [hook.received, mails.named, signals.pushes].every(({ length }) => length === 1),
  );
  await first.kill();

  const { out } = await outbox('list');
  const idOf = (channel: string): string =>
    out.find((line) => line.split(' ')[1] === channel)?.split(' ')[0] ?? 'none';
  expect(out.map((line) => line.split(' ').slice(1, 4).join(' ')).toSorted()).toEqual([
    `mail change ${reference}`,
    `ssf:siem credential-change ${reference}`,
    `webhook:siem change ${reference}`,
  ]);
  for (const line of out) expect(line).toMatch(/ added \S+Z due \S+Z attempts \d+/);
  expect((await outbox('retry', 'msg_none')).code).toBe(1);
  expect((await outbox('retry', idOf('mail'))).code).toBe(0);
  expect(await outbox('on', 'webhook:siem')).toEqual({
    code: 1,
    out: [],
    err: ['webhook:siem was not found. Nothing was changed.'],
  });

  await peer.plant('bob', { mail: ['eve@example.net'] });
  hook.answerWith((answer) => answer.writeHead(204).end());
  mails.answerWith(() => 250);
  signals.answerWith(null);
  const [next, nextUrl] = await start(env);
  signals.known = await discover({ url: nextUrl }, 'siem');
  // On PostgreSQL another process may still be sending them: they are due after their leases.
  if (engine === 'PostgreSQL') await outbox('retry');
  // The command may find one that this gateway is sending: it then comes twice, with the same id.
  await until('all arrive', () =>
    [hook.received.slice(1), mails.received, signals.accepted].every(({ length }) => length > 0),
  );
  await end(next);
  expect(await outbox('retry')).toMatchObject({ code: 0, out: ['0 messages are sent again.'] });

  const hooked = idOf('webhook:siem');
  expect(new Set(hook.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([hooked]),
  );
  expect(signals.accepted[0]?.jti).toBe(idOf('ssf:siem'));
  const [mail] = mails.received;
  expect([mail?.to, mail?.parsed.messageId]).toEqual([
    ['bob@example.com'],
    `<${idOf('mail')}@example.org>`,
  ]);
  expect(mail?.parsed.text).toContain(reference);
  expect(await outbox('list')).toMatchObject({ code: 0, out: [] });
  await Promise.all([hook.close(), mails.stop(), signals.close(), peer.restore()]);
  helen = await peer.signIn('helen');
});

test.each([
  [[], 'Unknown command "".\nUsage:\n  identity-gateway outbox list\n'],
  [['drop'], 'ID is missing.\n'],
  [['list', 'msg_1'], "Unexpected argument 'msg_1'"],
])('outbox %j prints its usage', async (args, message) => {
  const { code, err } = await outbox(...args);

  expect([code, err.join('\n').startsWith(message)]).toEqual([64, true]);
});

/** Makes dry runs. Each leaves two records. */
async function makeChanges(url: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await reset(url, ', dryRun: true');
}

const positionOf = (line: string): string =>
  textAt(JSON.parse(line), 'attestation_list', '0', 'uid');

/** The lines are all records of the ledger, in order; each duplicate has the same bytes. */
async function expectEachInOrder(lines: readonly string[]): Promise<void> {
  const first = [...new Map(lines.toReversed().map((line) => [positionOf(line), line]))];
  const records = (await store.bare(recordsOf)).map(({ realm, number }) => `${realm}:${number}`);
  expect([...new Set(lines.map(positionOf))]).toEqual(records);
  expect(new Set(lines)).toEqual(new Set(first.map(([, line]) => line)));
}

test('on standard output every line is an event or a line of the log, also after a kill', async () => {
  const runs: GatewayProcess[] = [];
  // Without the banner, which is one piece at the start.
  const lines = (): string[] =>
    runs
      .flatMap((run) => run.output().split('\n').slice(0, -1))
      .filter((line) => !/^(?:Pages|GraphQL|AM) {3,}http/.test(line));
  const isEvent = (line: string): boolean => fieldAt(JSON.parse(line), 'class_uid') !== undefined;
  const events = (): string[] => lines().filter(isEvent);
  for (let run = 0; run < 2; run += 1) {
    const [gateway, url] = await start({ AUDIT_LOG: 'stdout', LOG_LEVEL: 'debug' });
    runs.push(gateway);
    await makeChanges(url, 5);
    if (run < 1) await gateway.kill();
  }
  // On PostgreSQL the last gateway waits until the lease of a killed one has ended.
  await until('all records are written', () => new Set(events()).size >= 20, 60_000);
  const last = runs.at(-1);
  if (last) await end(last);

  const others = lines().filter((line) => !isEvent(line));
  expect(others.every((line) => fieldAt(JSON.parse(line), 'event') !== undefined)).toBe(true);
  expect(others.length).toBeGreaterThan(20);
  await expectEachInOrder(events());
}, 120_000);
