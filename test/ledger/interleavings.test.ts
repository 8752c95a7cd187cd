/** In any order of starts, ends and repeats, the chain is intact and no limit is exceeded. */
import { expect, test } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Begun } from '../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { RecordRow } from '../../src/store/tables/tables.ts';
import { anActor, anIntent, anOutcome, aPerson, limit, terms } from './builders.ts';
import { createStore, engine, recordsOf, verifyAll } from './stores.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const runs = Number(process.env['RUNS'] ?? 5);

const limits = [limit('actor', 6, 3_600), limit('person and kind', 3, 3_600)];

const change = record({
  actor: constantFrom('helen', 'henry', 'oscar'),
  person: constantFrom('ann', 'bob', 'cid', 'dan'),
  realm: constantFrom('alpha', 'beta'),
  kinds: constantFrom(['OATH'] as const, ['PUSH'] as const, ['OATH', 'PUSH'] as const),
  key: oneof(constantFrom(null), constantFrom('one', 'two', 'three')),
  outcome: constantFrom('DONE', 'NOT_DONE', 'UNKNOWN', null),
  /** The delay of its start; most changes start at the same time. */
  delayMs: integer({ min: 0, max: 20 }),
});

test(
  `${runs} runs`,
  async () => {
    await assert(
      asyncProperty(array(change, { minLength: 20, maxLength: 60 }), async (asked) => {
        const store = await createStore();
        try {
          // A SQLite file belongs to one process.
          const count = engine === 'PostgreSQL' ? 3 : 1;
          const ledgers: OpenLedger[] = [];
          for (let index = 0; index < count; index += 1) ledgers.push(await store.open());
          const begun = await Promise.all(
            asked.map((one, index) => {
              const ledger = ledgers[index % count];
              if (ledger === undefined) throw new Error('there is no ledger');
              return act(ledger, one);
            }),
          );

          const { verdict, rows } = await store.bare(async (kept) => ({
            verdict: await verifyAll(kept),
            rows: await recordsOf(kept),
          }));
          const intents = rows.filter(({ kind }) => kind === 'intent');
          expect(verdict.broken).toBeNull();
          expect(intents.map((row) => row.change_id).sort()).toEqual(
            begun.flatMap((one) => (one.kind === 'recorded' ? [one.id] : [])).sort(),
          );
          expectLimits(rows);
          expectOnce(intents);
        } finally {
          await store.remove();
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  },
  20_000 + runs * 10_000,
);

type ChangeInput = typeof change extends Arbitrary<infer Value> ? Value : never;

async function act(ledger: OpenLedger, asked: ChangeInput): Promise<Begun> {
  const { actor, person, realm, kinds, key, outcome, delayMs } = asked;
  await new Promise((done) => setTimeout(done, delayMs));
  const intent = anIntent({
    actor: anActor({ id: actor }),
    target: aPerson({ id: person, realm }),
    kinds,
  });
  const begun = await ledger.begin(intent, terms({ limits, idempotencyKey: key }));
  if (begun.kind !== 'recorded' || outcome === null) return begun;
  const completion = await ledger.complete(begun.id, anOutcome(outcome));
  if (completion !== 'recorded') throw new Error(`an outcome is ${completion}`);
  return begun;
}

/** The clock stands still, so all changes are within the time of each limit. */
function expectLimits(rows: readonly RecordRow[]): void {
  const intents = rows.filter(({ kind }) => kind === 'intent');
  const failed = new Set(
    rows.filter(({ result }) => result === 'NOT_DONE').map((row) => row.change_id),
  );
  const byActor = Map.groupBy(intents, ({ actor }) => actor);
  expect(Math.max(0, ...[...byActor.values()].map((all) => all.length))).toBeLessThanOrEqual(6);
  const effective = intents.filter((row) => !failed.has(row.change_id));
  const byPerson = Map.groupBy(
    effective.flatMap(
      (row) =>
        (row.kinds ?? '').match(/\w+/g)?.map((kind) => `${row.realm} ${row.person} ${kind}`) ?? [],
    ),
    (name) => name,
  );
  expect(Math.max(0, ...[...byPerson.values()].map((all) => all.length))).toBeLessThanOrEqual(3);
}

/** No key has two changes, and without a key no change is made twice at the same time. */
function expectOnce(intents: readonly RecordRow[]): void {
  const keyed = intents.filter((row) => row.key_hash !== null);
  const keys = keyed.map((row) => `${row.actor} ${row.key_hash}`);
  expect(keys).toHaveLength(new Set(keys).size);
  const plain = intents.filter((row) => row.key_hash === null);
  const acts = plain.map((row) => `${row.actor} ${row.realm} ${row.person} ${row.kinds}`);
  expect(acts).toHaveLength(new Set(acts).size);
}
