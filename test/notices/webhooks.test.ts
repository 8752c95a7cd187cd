/** Webhooks: each change reaches each receiver, signed, in order, and never in the way (G11). */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { expectSchema } from './event-schema.ts';
import { useNotices } from './notice-stage.ts';
import { startReceiver, type Received, type Receiver } from './receiver.ts';
import { secretFile, withLists } from '../support/with-lists.ts';

const secret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const secrets = [secret(), secret(), secret()] as const;
let receiver: Receiver;
let other: Receiver;
const stage = useNotices(async () => {
  [receiver, other] = await Promise.all([startReceiver(), startReceiver()]);
  return [() => receiver.close(), () => other.close()];
});

/** The webhooks: `siem`, with two secrets and perhaps other events, and `portal`. */
function webhooks({ events = ['changes'], urlOf = (url: string) => url } = {}) {
  const [first, second, third] = secrets.map(secretFile);
  return withLists({
    webhooks: [
      { name: 'siem', url: urlOf(receiver.url), secrets: [first, second], events },
      { name: 'portal', url: urlOf(other.url), secrets: [third] },
    ],
  });
}
const start = (env: Readonly<Record<string, string>> = {}) =>
  stage.start({ ...webhooks(), WEBHOOK_PRIVATE_TARGETS: 'allow', ...env });

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
  const id = await stage.reset('bob');
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
      reason: 'REASON-CANARY',
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
    await stage.reset('bob');
    await arrived(1);

    const [data] = receiver.received.map((message) => fieldAt(bodyOf(message), 'data'));
    expectSchema('device-changed', data);
    const [message] = receiver.received;
    const id = message?.headers['webhook-id'];
    const type = 'device.changed';
    const source = 'urn:identity-gateway:alpha';
    expect([message?.headers['content-type'], message && bodyOf(message)]).toMatchObject(
      format === 'standard'
        ? ['application/json', { type }]
        : [
            'application/cloudevents+json; charset=utf-8',
            { specversion: '1.0', id, source, type, datacontenttype: 'application/json' },
          ],
    );
  },
);

test('an end of sessions has a type and a schema of its own', async () => {
  await start();
  const end = `mutation ($input: EndDeviceOwnerSessionsInput!) { endDeviceOwnerSessions(input: $input) { outcome } }`;
  const grounds = { reason: 'lost phone', ticket: 'INC-1' };
  const signOut = (id: string, more: object = {}) =>
    stage.gateway.ask(end, stage.helen, {
      input: { target: { user: { id } }, ...grounds, ...more },
    });
  await signOut('bob', { dryRun: true });
  await signOut('bob');
  const effect = { kind: 'status', status: 500, body: { code: 500 } } as const;
  stage.peer.sandbox.breakNext({ match: { path: 'logoutByUser' }, effect });
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
  for (const one of data) expectSchema('sessions-ended', one);
});

test('a receiver that is down for ten minutes gets everything, in order, once each', async () => {
  await start();
  receiver.answerWith((response) => response.destroy());
  const ids = [await stage.reset('bob'), await stage.reset('alice')];
  await arrived(2);
  ids.push(await stage.reset('bob', { kinds: ['PUSH'] }));
  // The other receiver does not wait for it.
  await arrived(3, other);

  stage.store.clock.now += 600_000;
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
  expect(stage.gateway.log.filter((line) => line.includes('webhook:siem'))).toHaveLength(2);
});

describe('an answer of a receiver', () => {
  const status =
    (code: number, headers: Readonly<Record<string, string>> = {}) =>
    (response: ServerResponse): void =>
      void response.writeHead(code, headers).end();

  async function problemAfter(answer: (response: ServerResponse) => void): Promise<unknown> {
    await start();
    receiver.answerWith(answer);
    await stage.reset('bob');
    await arrived(1);
    await arrived(1, other);
    await until('it is settled', () =>
      stage.gateway.log.some((line) => line.includes('webhook:siem')),
    );
    return (await stage.ledger.outbox.figures()).map(({ channel, waiting, isOff }) => [
      channel,
      waiting,
      isOff,
    ]);
  }

  test('410 switches the channel off', async () => {
    expect(await problemAfter(status(410))).toEqual([['webhook:siem', 1, true]]);
    stage.store.clock.now += 86_400_000;
    await stage.reset('alice');
    await arrived(2, other);
    expect(receiver.received).toHaveLength(1);
  });

  test.each([300, 307])('a redirect is not followed, and no delivery: %i', async (code) => {
    const location = `${other.url}/elsewhere`;
    expect(await problemAfter(status(code, { location }))).toEqual([['webhook:siem', 1, false]]);
    expect(other.received).toHaveLength(1);
  });

  test.each([
    ['seconds', () => '3600'],
    ['a date', () => new Date(stage.store.clock.now + 3_600_000).toUTCString()],
  ])('Retry-After in %s is honoured', async (_form, value) => {
    await problemAfter(status(503, { 'retry-after': value() }));

    stage.store.clock.now += 3_500_000;
    await stage.reset('alice');
    await arrived(2, other);
    expect(receiver.received.filter((one) => referenceIn(one) !== null)).toHaveLength(2);
    stage.store.clock.now += 200_000;
    await arrived(3);
  });
});

test.each([
  ['an address', (url: string) => url],
  ['a name that resolves to one', (url: string) => url.replace('127.0.0.1', 'localhost')],
])('%s of this machine is refused unless it is allowed', async (_what, urlOf) => {
  await start({ ...webhooks({ urlOf }), WEBHOOK_PRIVATE_TARGETS: 'refuse' });
  await stage.reset('bob');

  await until('it is refused', () =>
    stage.gateway.log.some((line) => line.includes('PRIVATE_TARGET')),
  );
  expect([receiver.received, other.received]).toEqual([[], []]);
});

test.each(['standard', 'cloudevents'])(
  'a report of a change is a message of its own, as %s (security G17)',
  async (format) => {
    await start({ WEBHOOK_FORMAT: format });
    const reference = await stage.reset('bob');
    const report = `mutation ($reference: ID!) {
      reportUnrecognisedDeviceChange(input: { reference: $reference }) { change { id: reference } } }`;
    const bob = await stage.peer.signIn('bob');
    for (const _ of [1, 2])
      expect(codesOf(await stage.gateway.ask(report, bob, { reference }))).toEqual([]);
    await stage.reset('alice');
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
    expectSchema('change-reported', fieldAt(body, 'data'));
    // Names of devices stay in the message about the change.
    expect(message?.body).not.toContain('phone');
  },
);

describe('a second reset within a day', () => {
  /** Without the events of a machine's weekend. */
  const detected = (): readonly Received[] =>
    receiver.received.filter(({ body }) => !body.includes('"outside-working-hours"'));
  const twice = async (env: Readonly<Record<string, string>> = {}): Promise<string> => {
    await start({ ...webhooks({ events: ['security'] }), ...env });
    await stage.reset('bob');
    const reference = await stage.reset('bob', { kinds: ['PUSH'] });
    await until('the event arrives', () => detected().length > 0);
    await arrived(2, other);
    return reference;
  };

  test('is reported to the receiver of security events only (G20)', async () => {
    const reference = await twice();

    const [message, ...more] = detected();
    if (message === undefined) throw new Error('No message arrived.');
    expect(more).toEqual([]);
    const body: unknown = new Webhook(secrets[0]).verify(message.body, headersOf(message));
    expect(body).toMatchObject({
      type: 'security.detected',
      data: { type: 'repeated-reset', reference, realm: 'alpha', count: 2, further: 0 },
    });
    expect(message.body).not.toMatch(/bob|helen|REASON/);
    expectSchema('security-detected', fieldAt(body, 'data'));
    const types = other.received.map((one) => textAt(bodyOf(one), 'type'));
    expect(types).toEqual(['device.changed', 'device.changed']);
  });
});
