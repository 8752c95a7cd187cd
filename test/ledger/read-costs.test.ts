/** Every read of every port that is not bounded has connections of its own, and its turn (R25). */
import { setImmediate } from 'node:timers/promises';
import { describe, jest, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { costOfCall } from '../../src/domain/ledger-ports/ledger-calls.ts';
import { Failure } from '../../src/domain/values/failure.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { Precedence } from '../../src/store/precedence.ts';
import type { Writing } from '../../src/store/tables/handles.ts';
import { oneCampaign } from '../support/one-campaign.ts';
import { portCalls } from '../support/ledger-ports.ts';
import { anActor, anIntent, aPerson } from './builders.ts';
import { engine, onLedger } from './stores.ts';

const on = onLedger();
const actor = anActor();
const costly = portCalls.filter(({ rule }) => {
  const cost = costOfCall(rule);
  return cost !== null && cost !== 'bounded';
});

/** The arguments of each of these reads. */
const argumentsOf: Readonly<Record<string, readonly unknown[]>> = {
  openIntents: [{ before: new Date(0) }],
  history: [{ realm: 'alpha', first: 1 }],
  activity: [{ actor: { id: 'bob', realm: 'alpha' }, realms: ['alpha'], first: 1 }],
  insights: [{ realm: 'alpha', sinceDay: 20_000, days: 7 }],
  'campaigns.list': [{ most: 1 }],
  'campaigns.lines': [{ id: oneCampaign.id, most: 1 }],
  'campaigns.active': [],
  'campaigns.leftBehind': [],
  'approvals.count': [],
};

test('the table has each of them', () => {
  expect(costly.map(({ path }) => path).toSorted()).toEqual(Object.keys(argumentsOf).toSorted());
});

test.each(costly)('$path uses the connections for costly reads only', async ({ path }) => {
  const { store } = on.ledger;
  const ledger = {
    ...on.ledger,
    campaigns: new LedgerCampaigns(store, () => on.store.clock.now),
  };
  const spies = [jest.spyOn(store, 'query'), jest.spyOn(store, 'queryCostly')] as const;
  const names = path.split('.');
  const port: unknown = names
    .slice(0, -1)
    .reduce<unknown>((of, name) => Reflect.get(Object(of), name), ledger);
  const read: unknown = Reflect.get(Object(port), names.at(-1) ?? '');
  if (typeof read !== 'function') throw new Error(`${path} is no function.`);

  await Reflect.apply(read, port, argumentsOf[path] ?? []);

  expect(spies.map((spy) => spy.mock.calls.length > 0)).toEqual([false, true]);
  jest.restoreAllMocks();
});

describe('changes go before costly reads', () => {
  const soon = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  };

  test.each([0, 1, 2])('while %i are under way', async (changes) => {
    const precedence = new Precedence(Infinity);
    for (let number = 0; number < changes; number += 1) precedence.started();
    let isRead = false;
    const reading = precedence.giveWay().then(() => (isRead = true));
    for (let number = changes; number > 0; number -= 1) {
      await soon();
      expect(isRead).toBe(false);
      precedence.ended();
    }
    await reading;
    expect(isRead).toBe(true);
  });

  test('and a read among changes that do not end waits only a while', async () => {
    const precedence = new Precedence(0);
    precedence.started();

    await expect(precedence.giveWay()).resolves.toBeUndefined();
  });

  const ends: Readonly<Record<string, (writing: Writing) => Promise<unknown>>> = {
    recorded: async () => undefined,
    refused: async () => {
      throw new Failure('FORBIDDEN', 'no');
    },
    failed: (writing) => sql`select from nothing`.execute(writing),
  };

  test.each(Object.keys(ends))('a change is under way until it is %s', async (end) => {
    const { store } = on.ledger;
    const seen: string[] = [];
    for (const name of ['started', 'ended'] as const)
      jest.spyOn(Precedence.prototype, name).mockImplementation(() => void seen.push(name));

    await store
      .append(async (writing) => {
        seen.push('recording');
        await ends[end]?.(writing);
      })
      .catch(() => undefined);

    expect(seen).toEqual(['started', 'recording', 'ended']);
    jest.restoreAllMocks();
  });

  /** How many parts of each read touch at most twenty changes, or a day. */
  const days = 7;
  const partsOf: readonly (readonly [name: string, read: () => Promise<unknown>, parts: number])[] =
    [
      ['history', () => on.ledger.history({ realm: 'alpha', first: 45 }), 3],
      ['activity', () => on.ledger.activity({ actor, realms: ['alpha'], first: 45 }), 3],
      ['insights', () => on.ledger.insights({ realm: 'alpha', sinceDay: 20_000, days }), days],
    ];

  test.each(partsOf)('%s gives way before each part', async (name, read, parts) => {
    for (let number = 0; number < 45; number += 1)
      await on.begin(anIntent({ actor, target: aPerson({ id: `person-${number}` }) }));
    const giveWay = jest.spyOn(Precedence.prototype, 'giveWay');

    await read();

    const expected = name === 'insights' && engine === 'PostgreSQL' ? 1 : parts;
    expect(giveWay).toHaveBeenCalledTimes(1 + expected);
    jest.restoreAllMocks();
  });
});
