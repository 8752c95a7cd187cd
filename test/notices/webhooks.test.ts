/** Webhooks: each change reaches each receiver, signed, in order, and never in the way (G11). */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Webhook } from 'standardwebhooks';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { startReceiver, type Received, type Receiver } from './receiver.ts';

const secret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const secrets = [secret(), secret(), secret()] as const;
let peer: SandboxPeer;
let receiver: Receiver;
let other: Receiver;
let ledger: OpenLedger;
let gateway: TestGateway;
let helen: SessionHeader;
const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(async () => {
  await peer.restore();
  clock.ahead = 0;
  [receiver, other] = await Promise.all([startReceiver(), startReceiver()]);
  ledger = await openTestLedger({
    now,
    channels: ['webhook:siem', 'webhook:portal'].map((name) => ({
      name,
      kinds: ['change', 'report'],
    })),
  });
  helen = await peer.signIn('helen');
});
afterEach(async () => {
  await gateway?.stop();
  await Promise.all([ledger.close(), receiver.close(), other.close()]);
});
afterAll(() => peer?.close());

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  gateway = await startTestGateway(peer, {
    ledger,
    now,
    env: {
      ...peer.staffEnv(),
      WEBHOOKS: `siem=${receiver.url},portal=${other.url}`,
      WEBHOOK_SECRETS: `siem=${secrets[0]},siem=${secrets[1]},portal=${secrets[2]}`,
      WEBHOOK_PRIVATE_TARGETS: 'allow',
      ...env,
    },
  });
}

const reset = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) {
  outcome change { id } } }`;

async function resetOf(id: string, more: object = {}): Promise<string | null> {
  const input = { target: { user: { id } }, reason: 'lost phone', ...more };
  const answer = await gateway.ask(reset, helen, { input });
  expect(codesOf(answer)).toEqual([]);
  const change = fieldAt(answer.data, 'resetOathDevices', 'change');
  return change === null ? null : textAt(change, 'id');
}

const bodyOf = ({ body }: Received): unknown => JSON.parse(body);
const referenceIn = (message: Received): string => textAt(bodyOf(message), 'data', 'reference');
const headersOf = ({ headers }: Received): Record<string, string> => ({
  'webhook-id': String(headers['webhook-id']),
  'webhook-timestamp': String(headers['webhook-timestamp']),
  'webhook-signature': String(headers['webhook-signature']),
});
const arrived = (count: number, at: Receiver = receiver): Promise<void> =>
  until(`${count} messages arrive`, () => at.received.length >= count);

test('a reset reaches each receiver, signed by its own secrets', async () => {
  await start();
  const id = await resetOf('bob');
  await arrived(1);
  await arrived(1, other);

  const [message] = receiver.received;
  if (message === undefined) throw new Error('No message arrived.');
  for (const key of secrets.slice(0, 2))
    expect(new Webhook(key).verify(message.body, headersOf(message))).toEqual(bodyOf(message));
  expect(() => new Webhook(secrets[2]).verify(message.body, headersOf(message))).toThrow(
    'No matching signature found',
  );
  expect(message.headers['content-type']).toBe('application/json');
  expect(bodyOf(message)).toMatchObject({
    type: 'device.changed',
    data: {
      reference: id,
      effect: 'reset',
      person: { realm: 'alpha', id: 'bob' },
      actor: { id: 'helen', role: 'HELP_DESK', isSelf: false },
      outcome: 'DONE',
      results: [{ kind: 'OATH', outcome: 'DONE', after: [] }],
      reason: 'lost phone',
    },
  });
  const [copy] = other.received;
  expect(copy && new Webhook(secrets[2]).verify(copy.body, headersOf(copy))).toEqual(
    bodyOf(message),
  );
  expect(copy?.headers['webhook-id']).not.toBe(message.headers['webhook-id']);
});

test.each(['standard', 'cloudevents'])(
  'the data of %s has the published schema',
  async (format) => {
    await start({ WEBHOOK_FORMAT: format });
    await resetOf('bob');
    await arrived(1);

    const schema: object = JSON.parse(readFileSync('schema/events/device-changed.v1.json', 'utf8'));
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const [data] = receiver.received.map((message) => fieldAt(bodyOf(message), 'data'));
    expect([validate(data), validate.errors]).toEqual([true, null]);
  },
);

test('an end of sessions has a type and a schema of its own', async () => {
  await start();
  const end = `mutation ($input: EndSessionsInput!) { endSessions(input: $input) { outcome } }`;
  const grounds = { reason: 'lost phone', ticket: 'INC-1' };
  const signOut = (id: string, more: object = {}) =>
    gateway.ask(end, helen, { input: { target: { user: { id } }, ...grounds, ...more } });
  await signOut('bob', { dryRun: true });
  await signOut('bob');
  const effect = { kind: 'status', status: 500, body: { code: 500 } } as const;
  peer.sandbox.breakNext({ match: { path: 'logoutByUser' }, effect });
  await signOut('alice');
  await arrived(2);

  const messages = receiver.received.map(bodyOf);
  for (const message of messages) expect(fieldAt(message, 'type')).toBe('sessions.ended');
  const data = messages.map((message) => fieldAt(message, 'data'));
  const byPerson = ['alice', 'bob'].map((id) =>
    data.find((one) => textAt(one, 'person', 'id') === id),
  );
  expect(byPerson).toMatchObject([
    { person: { id: 'alice' }, outcome: 'UNKNOWN', sessionsEnded: null },
    { person: { id: 'bob' }, outcome: 'DONE', sessionsEnded: null, ticket: 'INC-1' },
  ]);
  const schema: object = JSON.parse(readFileSync('schema/events/sessions-ended.v1.json', 'utf8'));
  const validate = new Ajv2020({ strict: true }).compile(schema);
  for (const one of data) expect([validate(one), validate.errors]).toEqual([true, null]);
});

test('a message is a CloudEvent if the deployment wants it', async () => {
  await start({ WEBHOOK_FORMAT: 'cloudevents' });
  await resetOf('bob');
  await arrived(1);

  const [message] = receiver.received;
  expect(message?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(message && bodyOf(message)).toMatchObject({
    specversion: '1.0',
    id: message?.headers['webhook-id'],
    source: 'urn:identity-gateway:alpha',
    type: 'device.changed',
    datacontenttype: 'application/json',
  });
});

test('what changed nothing is not sent', async () => {
  await start();
  await resetOf('bob', { dryRun: true });
  const id = await resetOf('bob');
  await resetOf('bob', { idempotencyKey: 'another' });
  await arrived(1);
  const last = await resetOf('alice');
  await arrived(2);

  expect(receiver.received.map(referenceIn)).toEqual([id, last]);
});

test('a receiver that is down for ten minutes gets everything, in order, once each', async () => {
  await start();
  receiver.answerWith((response) => response.destroy());
  const ids = [await resetOf('bob'), await resetOf('alice')];
  await arrived(2);
  await peer.restore();
  helen = await peer.signIn('helen');
  ids.push(await resetOf('bob', { idempotencyKey: 'second' }));
  // The other receiver does not wait for it.
  await arrived(3, other);

  clock.ahead += 600_000;
  receiver.answerWith((response) => response.writeHead(204).end());
  const before = receiver.received.length;
  await arrived(before + 3);

  const good = receiver.received.slice(before);
  expect(new Set(good.map(referenceIn))).toEqual(new Set(ids));
  expect(good).toHaveLength(3);
  const ofBob = good.map(referenceIn).filter((id) => id !== ids[1]);
  expect(ofBob).toEqual([ids[0], ids[2]]);
  // The attempts of one message have one id.
  const idsOf = (reference: string | null): Set<unknown> =>
    new Set(
      receiver.received
        .filter((message) => referenceIn(message) === reference)
        .map(({ headers }) => headers['webhook-id']),
    );
  for (const id of ids) expect(idsOf(id).size).toBe(1);
  expect(gateway.log.filter((line) => line.includes('webhook:siem'))).toHaveLength(2);
});

test('a receiver that never answers keeps no change waiting', async () => {
  await start();
  receiver.answerWith(() => undefined);

  expect(await resetOf('bob')).not.toBeNull();
  await arrived(1);
  expect(await resetOf('alice')).not.toBeNull();
  await arrived(2, other);
});

describe('an answer of a receiver', () => {
  const status =
    (code: number, headers: Readonly<Record<string, string>> = {}) =>
    (response: ServerResponse): void =>
      void response.writeHead(code, headers).end();

  async function problemAfter(answer: (response: ServerResponse) => void): Promise<unknown> {
    await start();
    receiver.answerWith(answer);
    await resetOf('bob');
    await arrived(1);
    await arrived(1, other);
    await until('it is settled', () => gateway.log.some((line) => line.includes('webhook:siem')));
    return (await ledger.outbox.figures()).map(({ channel, waiting, isOff }) => [
      channel,
      waiting,
      isOff,
    ]);
  }

  test('410 switches the channel off', async () => {
    expect(await problemAfter(status(410))).toEqual([['webhook:siem', 1, true]]);
    clock.ahead += 86_400_000;
    await resetOf('alice');
    await arrived(2, other);
    expect(receiver.received).toHaveLength(1);
  });

  test('a redirect is not followed', async () => {
    const location = `${other.url}/elsewhere`;
    expect(await problemAfter(status(307, { location }))).toEqual([['webhook:siem', 1, false]]);
    expect(other.received).toHaveLength(1);
  });

  test.each([
    ['seconds', () => '3600'],
    ['a date', () => new Date(now() + 3_600_000).toUTCString()],
  ])('Retry-After in %s is honoured', async (_form, value) => {
    await problemAfter(status(503, { 'retry-after': value() }));

    clock.ahead += 3_500_000;
    await resetOf('alice');
    await arrived(2, other);
    expect(receiver.received.filter((one) => referenceIn(one) !== null)).toHaveLength(2);
    clock.ahead += 200_000;
    await arrived(3);
  });
});

test.each([
  ['an address', (url: string) => url],
  ['a name that resolves to one', (url: string) => url.replace('127.0.0.1', 'localhost')],
])('%s of this machine is refused unless it is allowed', async (_what, urlOf) => {
  await start({
    WEBHOOKS: `siem=${urlOf(receiver.url)},portal=${urlOf(other.url)}`,
    WEBHOOK_PRIVATE_TARGETS: 'refuse',
  });
  await resetOf('bob');

  await until('it is refused', () => gateway.log.some((line) => line.includes('PRIVATE_TARGET')));
  expect([receiver.received, other.received]).toEqual([[], []]);
});

test('neither addresses nor secrets nor people are in the log', async () => {
  receiver.answerWith((response) => response.writeHead(500).end('BODY-CANARY'));
  await start({ WEBHOOKS: `siem=${receiver.url}?token=URL-CANARY,portal=${other.url}` });
  await resetOf('bob');
  await arrived(1);
  await until('it is logged', () => gateway.log.some((line) => line.includes('HTTP_500')));

  const canaries = ['URL-CANARY', 'BODY-CANARY', 'lost phone', ...secrets, receiver.url];
  const log = gateway.log.join('\n');
  expect(canaries.filter((canary) => log.includes(canary))).toEqual([]);
});

test.each(['standard', 'cloudevents'])(
  'a report of a change is a message of its own, as %s (security G17)',
  async (format) => {
    await start({ WEBHOOK_FORMAT: format });
    const reference = await resetOf('bob');
    const report = `mutation ($reference: ID!) {
      reportUnrecognisedChange(input: { reference: $reference }) { change { id } } }`;
    const bob = await peer.signIn('bob');
    for (const _ of [1, 2])
      expect(codesOf(await gateway.ask(report, bob, { reference }))).toEqual([]);
    await resetOf('bob', { target: { user: { id: 'alice' } } });
    await arrived(3);

    const types = receiver.received.map((message) => textAt(bodyOf(message), 'type'));
    expect(types.toSorted()).toEqual(['change.reported', 'device.changed', 'device.changed']);
    const message = receiver.received[types.indexOf('change.reported')];
    const body = message && bodyOf(message);
    expect(fieldAt(body, 'data')).toMatchObject({
      reference,
      effect: 'reset',
      kinds: ['OATH'],
      person: { realm: 'alpha', id: 'bob' },
      actor: { id: 'helen', isSelf: false },
      outcome: 'DONE',
    });
    const schema: object = JSON.parse(
      readFileSync('schema/events/change-reported.v1.json', 'utf8'),
    );
    const isValid = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    expect([isValid(fieldAt(body, 'data')), isValid.errors]).toEqual([true, null]);
    // Names of devices stay in the message about the change.
    expect(message?.body).not.toContain('phone');
  },
);
