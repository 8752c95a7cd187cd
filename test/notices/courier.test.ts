/** Receivers that hang hold their own slots only, on each channel (G7, G11, G31, R48). */
import { expect, test } from '@jest/globals';
import type { Delivery, OutboxMessage } from '../../src/domain/outbox/outbox.ts';
import type { Channel } from '../../src/notices/channel.ts';
import { Courier, type CourierParts } from '../../src/notices/courier.ts';
import { TeamMailChannel } from '../../src/notices/mail/team-mail-channel.ts';
import { oneApproval, requestedIds } from '../support/one-approval.ts';
import { settings } from './mail-samples.ts';
import { until } from '../reliability/am-traffic.ts';

/** The channels of each kind: to people, to other systems, to streams. */
const channels = ['mail', 'webhook:siem', 'stream:portal'];
const most = 72;
const hangs = (number: number): boolean => number % 10 === 0;

/** Messages that are all due, and what became of them. */
class Queue {
  readonly delivered: string[] = [];
  readonly #left = new Map(
    channels.map((channel) => [channel, Array.from({ length: most }, (_, index) => index + 1)]),
  );
  mostUnderWay = 0;
  #underWay = 0;

  readonly outbox: CourierParts['outbox'] = {
    claim: async (channel, limit) => {
      const numbers = this.#left.get(channel)?.splice(0, limit) ?? [];
      return numbers.map((number) => messageOf(channel, number));
    },
    settle: async ({ id }) => void this.delivered.push(id),
    release: async () => undefined,
    onAdded: () => undefined,
  };

  /** A channel whose receivers hang, one in ten, until the attempt is aborted. */
  channel(name: string): Channel {
    return {
      name,
      kinds: ['verification'],
      deliver: async ({ id }, signal): Promise<Delivery> => {
        this.mostUnderWay = Math.max(this.mostUnderWay, (this.#underWay += 1));
        await (hangs(Number(id.split(' ')[1])) ? aborted(signal) : undefined);
        this.#underWay -= 1;
        return signal.aborted ? { kind: 'retry', problem: 'TIMEOUT' } : { kind: 'delivered' };
      },
      close: async () => undefined,
    };
  }
}

function messageOf(channel: string, number: number): OutboxMessage {
  const event = { kind: 'verification', state: null, at: 0 } as const;
  return { id: `${channel} ${number}`, channel, attempts: 1, recipient: null, event };
}

function aborted(signal: AbortSignal): Promise<void> {
  const gate = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => gate.resolve());
  return gate.promise;
}

test('one hanging receiver in ten holds none of the others, on any channel', async () => {
  const queue = new Queue();
  const courier = new Courier({
    outbox: queue.outbox,
    channels: channels.map((name) => queue.channel(name)),
    log: { warn: () => undefined },
  });

  courier.start();
  const others =
    channels.length * Array.from({ length: most }).filter((_, i) => !hangs(i + 1)).length;
  await until('all others are delivered', () => queue.delivered.length === others, 10_000);
  await courier.stop();

  expect(queue.delivered).toHaveLength(others);
  expect(queue.mostUnderWay).toBe(channels.length * 8);
});

test('a channel whose slots are all taken goes on once one is free', async () => {
  const gates = Array.from({ length: 8 }, () => Promise.withResolvers<void>());
  const delivered: string[] = [];
  const waiting = Array.from({ length: 9 }, (_, index) => messageOf('mail', index));
  let added = (): void => undefined;
  const courier = new Courier({
    outbox: {
      claim: async (_channel, limit) => waiting.splice(0, limit),
      settle: async ({ id }) => void delivered.push(id),
      release: async () => undefined,
      onAdded: (listener) => (added = listener),
    },
    channels: [
      {
        name: 'mail',
        kinds: ['verification'],
        deliver: async ({ id }) => {
          await gates[Number(id.split(' ')[1])]?.promise;
          return { kind: 'delivered' };
        },
        close: async () => undefined,
      },
    ],
    log: { warn: () => undefined },
  });
  courier.start();
  await until('all slots are taken', () => waiting.length === 1);

  added();
  gates[3]?.resolve();
  await until('the last one is delivered', () => delivered.length === 2, 10_000);
  for (const gate of gates) gate.resolve();
  await courier.stop();

  expect(delivered.slice(0, 2)).toEqual(['mail 3', 'mail 8']);
});

test('a message with nothing to send is settled, and says nothing of the receiver', async () => {
  const deliveries: Delivery[] = [
    { kind: 'retry', problem: 'ECONNREFUSED' },
    { kind: 'nothing' },
    { kind: 'delivered' },
  ];
  const waiting = deliveries.map((_delivery, index) => messageOf('mail', index));
  const [settled, warnings]: [string[], string[]] = [[], []];
  let added = (): void => undefined;
  const courier = new Courier({
    outbox: {
      claim: async () => waiting.splice(0, 1),
      settle: async (_message, { kind }) =>
        void settled.push(`${kind} after ${warnings.length} warnings`),
      release: async () => undefined,
      onAdded: (listener) => (added = listener),
    },
    channels: [
      {
        name: 'mail',
        kinds: ['verification'],
        deliver: async ({ id }) => deliveries[Number(id.split(' ')[1])] ?? { kind: 'nothing' },
        close: async () => undefined,
      },
    ],
    log: { warn: (line) => void warnings.push(line) },
  });
  courier.start();
  for (const count of [1, 2, 3]) {
    added();
    await until(`${count} are settled`, () => settled.length >= count, 10_000);
  }
  await courier.stop();

  expect(settled).toEqual([
    'retry after 0 warnings',
    'nothing after 1 warnings',
    'delivered after 1 warnings',
  ]);
  expect(warnings).toEqual([
    expect.stringContaining('ECONNREFUSED'),
    'Messages of mail are delivered again.',
  ]);
});

test.each([
  ['waits', true, 'addressed'],
  ['was decided while its mail could not be sent', false, 'nothing'],
])('a request that %s', async (_label, isNews, kind) => {
  const channel = new TeamMailChannel({
    name: 'mail:approvals',
    addresses: ['leads@example.org'],
    language: 'en',
    sender: { send: () => Promise.reject(new Error('nothing is sent')) },
    settings,
    approvals: { isNews: async () => isNews },
  });
  const pending = await oneApproval().find(requestedIds.byHelen);
  if (pending === null) throw new Error('there is a request');
  const event = { kind: 'approval', pending } as const;
  const message = { id: 'm', channel: channel.name, attempts: 1, recipient: null, event };

  expect(await channel.deliver(message, new AbortController().signal)).toMatchObject({ kind });
});
