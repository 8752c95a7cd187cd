/** Every read of every port that is not bounded has connections of its own, and its turn (R25). */
import { jest, expect, test } from '@jest/globals';
import { costOfCall } from '../../src/domain/ledger-ports/ledger-calls.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { oneCampaign } from '../support/one-campaign.ts';
import { portCalls } from '../support/ledger-ports.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
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
