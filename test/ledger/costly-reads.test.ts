/**
 * One caller's reads of many records take neither the slots of others nor the connections of
 * changes (reliability R25), and equal reads of one request are one.
 */
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Deadline } from '../../src/am/index.ts';
import { CostlyReads, ledgerInTurn } from '../../src/changes/request/costly-reads.ts';
import {
  costOfCall,
  mostCostlyReads,
  mostLongReads,
} from '../../src/domain/ledger-ports/ledger-calls.ts';
import type { Insights } from '../../src/domain/change/insights.ts';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { Failure } from '../../src/domain/values/failure.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { callAt, portCalls, uniformLedger, type PortCall } from '../support/ledger-ports.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { anIntent, terms } from './builders.ts';
import { engine, useLedger, type StoredLedger } from './stores.ts';

const aliases = (count: number, argumentsOf: (index: number) => string): string =>
  Array.from(
    { length: count },
    (_, index) => `i${index}: deviceChangeInsights(${argumentsOf(index)}) { days { changes } }`,
  ).join(' ');

const noInsights: Insights = {
  requests: [],
  outcomes: [],
  refusals: [],
  limitedSearches: 0,
  openReports: { count: 0, oldestAt: null },
  actors: [],
  people: [],
};

/** How many reads of one caller run at once, and of all of them together. */
const slotsOf = {
  bounded: [4, Infinity],
  costly: [2, mostCostlyReads],
  long: [1, mostLongReads],
} as const;
const crowds = ([1, 2, 3, 6] as const).flatMap((callers) =>
  (['bounded', 'costly', 'long'] as const).map((cost) => [cost, callers] as const),
);

test.each(crowds)('%s reads of %i callers run a few at once', async (cost, callers) => {
  const reads = new CostlyReads();
  const giveUp = new AbortController().signal;
  const gates: (() => void)[] = [];
  let [running, most] = [0, 0];
  const act = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => gates.push(resolve));
    running -= 1;
  };
  const start = (index: number): Promise<void> =>
    reads.run(`caller ${index % callers}`, { act, cost, giveUp });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  };
  const [each, together] = slotsOf[cost];
  const takesSlots = cost !== 'bounded' && Math.min(each * callers, together) === mostCostlyReads;
  const expected = Math.min(each * callers, together);

  const all = Array.from({ length: 4 * callers }, (_, index) => start(index));
  await settle();
  let hasRead = false;
  const note = async (): Promise<void> => void (hasRead = true);
  const other = reads.run('another', { act: note, cost: 'costly', giveUp });
  await settle();
  expect([running, hasRead]).toEqual([expected, !takesSlots]);

  // Each that ends lets one go on, and its caller comes again.
  for (let index = 0; index < 4 * callers; index += 1) {
    gates.shift()?.();
    await settle();
    all.push(start(index));
    await settle();
  }
  while (gates.length > 0) {
    gates.shift()?.();
    await settle();
  }
  await Promise.all([...all, other]);
  expect([most, running]).toEqual([expected, 0]);
});

/** A ledger as one request uses it, with the number of calls that were made. */
function turned(client?: AbortSignal) {
  const made = { calls: 0 };
  const act = async (): Promise<void> => {
    made.calls += 1;
    await setImmediate();
  };
  const deadline = new Deadline(performance.now() + 60_000);
  const turn = { reads: new CostlyReads(), caller: async () => 'bob', deadline, client };
  return { made, ledger: ledgerInTurn(uniformLedger(act), turn) };
}

const isRead = ({ rule }: PortCall): boolean => costOfCall(rule) !== null;
const isGivenUp = ({ rule }: PortCall): boolean =>
  ['costly', 'long'].includes(costOfCall(rule) ?? '');

describe.each(portCalls.map((call) => [call.path, call] as const))('%s', (path, call) => {
  test('is one call for two at once only if it reads, and is made again later', async () => {
    const { made, ledger } = turned();

    await Promise.all([callAt(ledger, path), callAt(ledger, path)]);
    expect(made.calls).toBe(isRead(call) ? 1 : 2);

    await callAt(ledger, path);
    expect(made.calls).toBe(isRead(call) ? 2 : 3);
  });

  test('is not made for a client who is gone, if it costs much', async () => {
    const { made, ledger } = turned(AbortSignal.abort());

    const code = await callAt(ledger, path).then(() => '', codeOf);

    expect([made.calls, code]).toEqual(isGivenUp(call) ? [0, 'UPSTREAM_TIMEOUT'] : [1, '']);
  });
});

function codeOf(error: unknown): string {
  return error instanceof Failure ? error.code : String(error);
}

describe('insights of one request', () => {
  let stage: Stage;
  let oscar: SessionHeader;
  let amadmin: SessionHeader;
  let asked: number[];
  let release: PromiseWithResolvers<void>;

  beforeEach(async () => {
    asked = [];
    release = Promise.withResolvers();
    const insights: Ledger['insights'] = async (query) => {
      asked.push(query.sinceDay);
      await release.promise;
      return noInsights;
    };
    const env = everyCallerEnv({ LIMIT_COST: '100000' });
    stage = await openStage('pingam', { env, ledger: { insights } });
    [oscar, amadmin] = await Promise.all([
      stage.peer.signIn('oscar'),
      stage.peer.signIn('amadmin'),
    ]);
  });
  afterEach(() => stage.close());

  const answered = (answer: { readonly data: object | null }): number =>
    Object.values(answer.data ?? {}).filter((value) => value !== null).length;

  test('that are equal are read once', async () => {
    release.resolve();

    const answer = await stage.gateway.ask(`{ ${aliases(30, () => 'days: 7')} }`, oscar);

    expect(codesOf(answer)).toEqual([]);
    expect(answered(answer)).toBe(30);
    expect(asked).toHaveLength(1);
  });

  test('that differ are read one at a time, and others get theirs meanwhile', async () => {
    const many = stage.gateway.ask(`{ ${aliases(30, (index) => `days: ${index + 1}`)} }`, oscar);
    await until('one is read', () => asked.length === 1);

    const other = stage.gateway.ask(`{ ${aliases(1, () => 'days: 31')} }`, amadmin);
    await until('the other one is read', () => asked.length === 2);
    release.resolve();

    expect(answered(await other)).toBe(1);
    expect(answered(await many)).toBe(30);
    expect(asked).toHaveLength(31);
  });

  test('of two callers leave slots to shorter reads', async () => {
    const auditors = [oscar, amadmin].map((who) =>
      stage.gateway.ask(`{ ${aliases(4, (index) => `days: ${index + 1}`)} }`, who),
    );
    await until('as many are read as may be', () => asked.length === mostLongReads);

    const rita = await stage.peer.signIn('rita');
    const other = await stage.gateway.ask('{ realmHistory { nodes { reference } } }', rita);
    release.resolve();

    expect(codesOf(other)).toEqual([]);
    await Promise.all(auditors);
  });

  test('of one caller are refused beyond sixty that wait', async () => {
    const half = `{ ${aliases(31, (index) => `days: ${index + 1}`)} }`;
    const first = [stage.gateway.ask(half, oscar), stage.gateway.ask(half, oscar)];
    await until('one is read', () => asked.length === 1);

    const third = stage.gateway.ask(half, oscar);
    const refused = await Promise.race([third, ...first]);
    release.resolve();

    expect(codesOf(refused).length).toBeGreaterThan(0);
    expect(new Set(codesOf(refused))).toEqual(new Set(['RATE_LIMITED']));
    await Promise.all([third, ...first]);
  });

  test('cost what they take: more than six are refused', async () => {
    release.resolve();
    const env = everyCallerEnv();
    const priced = await openStage('pingam', { env });
    try {
      const caller = await priced.peer.signIn('oscar');
      const few = `{ ${aliases(6, (index) => `days: ${index + 1}`)} }`;
      const many = `{ ${aliases(7, (index) => `days: ${index + 1}`)} }`;

      expect(codesOf(await priced.gateway.ask(few, caller))).toEqual([]);
      const progress = Array.from(
        { length: 70 },
        (_, index) => `c${index}: resetCampaign(id: "x") { progress { lines } }`,
      );

      expect(codesOf(await priced.gateway.ask(many, caller))).toEqual(['OPERATION_TOO_LARGE']);
      expect(codesOf(await priced.gateway.ask(`{ ${progress.join(' ')} }`, caller))).toEqual([
        'OPERATION_TOO_LARGE',
      ]);
    } finally {
      await priced.close();
    }
  });
});

if (engine === 'PostgreSQL')
  describe('a store', () => {
    let ledger: StoredLedger;
    useLedger((opened) => ({ ledger } = opened));

    test('has connections of its own for costly reads, and changes keep theirs', async () => {
      let ended = 0;
      const sleep = () =>
        ledger.store
          .queryCostly(({ db }) => sql`select pg_sleep(2)`.execute(db))
          .finally(() => (ended += 1))
          .catch(() => undefined);
      const reads = Array.from({ length: 3 * mostCostlyReads }, sleep);

      const begun = await ledger.begin(anIntent(), terms());

      expect([begun.kind, ended]).toEqual(['recorded', 0]);
      await Promise.all(reads);
    });
  });
