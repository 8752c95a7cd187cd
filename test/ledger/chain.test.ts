/** Whoever changes, adds or takes away a record is found out by `verify` (security G4). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assert, jsonValue, property } from 'fast-check';
import { canonicalJson, sha256 } from '../../src/ledger/canonical-json.ts';
import { bodyOf } from '../../src/ledger/record.ts';
import type { Store } from '../../src/ledger/store.ts';
import type { RecordRow } from '../../src/ledger/tables.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { verify } from '../../src/ledger/upkeep/verify.ts';
import type { Head, Verdict } from '../../src/ledger/upkeep/verify.ts';
import { anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { createStore, engines, noon, recordsOf, tamper } from './stores.ts';
import type { TestStore } from './stores.ts';

const hour = 3_600_000;
const day = 24 * hour;

const progress = (): void => undefined;

function check(store: Store, about: { heads?: readonly Head[] } = {}): Promise<Verdict> {
  return verify(store, { from: undefined, heads: [], progress, ...about });
}

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await createStore(engine);
  });
  afterEach(() => store.remove());

  /** Two realms with changes, an hour apart: ended, open, refused. */
  async function fill(hours = 4): Promise<void> {
    const ledger = await store.open();
    for (let index = 0; index < hours; index += 1) {
      store.clock.now = noon + index * hour;
      const target = aPerson({ id: `person-${index}`, realm: index % 2 === 0 ? 'alpha' : 'beta' });
      const begun = await ledger.begin(anIntent({ target }), terms({ idempotencyKey: `${index}` }));
      if (index % 4 !== 1) await ledger.complete(idOf(begun), anOutcome());
    }
    await ledger.begin(anIntent(), terms({ limits: [limit('actor', 1, 86_400)] }));
    await ledger.close();
  }

  const withoutRecord = (kept: Store, { realm, number }: RecordRow): Promise<unknown> =>
    kept.write((transaction) =>
      transaction
        .deleteFrom('ledger_record')
        .where('realm', '=', realm)
        .where('number', '=', number)
        .execute(),
    );

  test('a ledger that nobody has touched is whole', async () => {
    await fill();

    const { broken, records, heads } = await store.bare(check);

    expect([broken, records]).toEqual([null, 8]);
    expect(heads.map(({ realm, number }) => `${realm}:${number}`)).toEqual(['alpha:5', 'beta:3']);
  });

  test('an empty one is, too', async () => {
    expect(await store.bare(check)).toEqual({ broken: null, records: 0, heads: [] });
  });

  test('a change of any column of any record is found at that record', async () => {
    await fill();

    await store.bare(async (kept) => {
      const rows = await recordsOf(kept);
      let tried = 0;
      for (const row of rows) {
        for (const [name, value] of Object.entries(row)) {
          if (name === 'realm' || name === 'number') continue;
          await tamper(kept, row, { [name]: changed(value) });
          const { broken } = await check(kept);
          expect({ name, at: broken }).toMatchObject({
            name,
            at: { realm: row.realm, number: row.number },
          });
          await tamper(kept, row, { [name]: value });
          tried += 1;
        }
      }
      expect(tried).toBe(rows.length * 14);
      expect((await check(kept)).broken).toBeNull();
    });
  }, 60_000);

  test.each([{ realm: 'gamma' }, { number: 99 }])('a record moved to %j is missed', async (to) => {
    await fill();

    await store.bare(async (kept) => {
      const { heads } = await check(kept);
      const rows = await recordsOf(kept);
      for (const row of rows) {
        await tamper(kept, row, to);
        expect((await check(kept, { heads })).broken).not.toBeNull();
        await tamper(kept, { ...row, ...to }, { realm: row.realm, number: row.number });
      }
      expect(rows).toHaveLength(8);
      expect((await check(kept, { heads })).broken).toBeNull();
    });
  });

  test('a changed content with its own hash made right is found at the next record', async () => {
    await fill();

    const { broken } = await store.bare(async (kept) => {
      const [first] = await recordsOf(kept);
      if (first === undefined) throw new Error('there is no record');
      const body = bodyOf(first);
      const text = canonicalJson({
        ...body,
        intent: anIntent({ reason: 'none of your business' }),
      });
      await tamper(kept, first, { body: text, hash: sha256(text), person: 'bob' });
      return check(kept);
    });

    expect(broken).toEqual({
      realm: 'alpha',
      number: 2,
      why: 'it does not follow from the record before it',
    });
  });

  test('a record that is taken out is missed, wherever it was', async () => {
    await fill();

    await store.bare(async (kept) => {
      const { heads } = await check(kept);
      for (const row of await recordsOf(kept)) {
        await withoutRecord(kept, row);
        const { broken } = await check(kept, { heads });
        expect(broken).not.toBeNull();
        expect(broken?.realm).toBe(row.realm);
        expect([row.number, row.number + 1]).toContain(broken?.number);
        await kept.write((transaction) =>
          transaction.insertInto('ledger_record').values(row).execute(),
        );
      }
      expect((await check(kept, { heads })).broken).toBeNull();
    });
  });

  test('a chain that is gone altogether is missed where its head was written down', async () => {
    await fill();

    const { broken } = await store.bare(async (kept) => {
      const { heads } = await check(kept);
      await kept.write((transaction) =>
        transaction.deleteFrom('ledger_record').where('realm', '=', 'beta').execute(),
      );
      return check(kept, { heads });
    });

    expect(broken).toMatchObject({ realm: 'beta', number: 3, why: 'the chain is gone' });
  });

  test('it can be followed from any record on', async () => {
    await fill();

    const { broken, records } = await store.bare((kept) =>
      verify(kept, { from: { realm: 'alpha', number: 4 }, heads: [], progress }),
    );

    expect([broken, records]).toEqual([null, 5]);
  });

  describe('pruned', () => {
    const pruning = (before: number) => ({
      before: new Date(before),
      now: noon + 9 * day,
      progress,
    });

    test('it is whole, and its checkpoint stands for what is gone', async () => {
      await fill(8);

      await store.bare(async (kept) => {
        const before = await recordsOf(kept);
        const deleted = await prune(kept, pruning(noon + 4 * hour));
        const after = await recordsOf(kept);

        // An open change of beta, its first, keeps everything after it.
        expect(deleted).toBe(4);
        expect(after).toHaveLength(before.length - 4 + 1);
        expect(after.find(({ kind }) => kind === 'checkpoint')).toMatchObject({ realm: 'alpha' });
        expect((await check(kept)).broken).toBeNull();
      });
    });

    test('again, it still is', async () => {
      await fill(8);

      await store.bare(async (kept) => {
        await prune(kept, pruning(noon + 2 * hour));
        await prune(kept, pruning(noon + 4 * hour));
        expect(await prune(kept, pruning(noon + 4 * hour))).toBe(0);

        expect((await check(kept)).broken).toBeNull();
      });
    });

    test('by somebody else, without a checkpoint, it is broken', async () => {
      await fill(8);

      const { broken } = await store.bare(async (kept) => {
        await prune(kept, pruning(noon + 2 * hour));
        const [first] = await recordsOf(kept);
        if (first !== undefined) await withoutRecord(kept, first);
        return check(kept);
      });

      expect(broken).toMatchObject({ realm: 'alpha', number: 4 });
    });

    test.each([
      {
        label: 'another hash',
        forged: { throughHash: 'f'.repeat(64) },
        why: 'it stands for other records than were before',
      },
      { label: 'more', forged: { through: 4 }, why: 'it stands for records that are still there' },
    ])('a checkpoint that is forged to stand for $label is found', async ({ forged, why }) => {
      await fill(8);

      const { broken } = await store.bare(async (kept) => {
        await prune(kept, pruning(noon + 2 * hour));
        const checkpoint = (await recordsOf(kept)).find(({ kind }) => kind === 'checkpoint');
        if (checkpoint === undefined) throw new Error('there is no checkpoint');
        const text = canonicalJson({ ...bodyOf(checkpoint), ...forged });
        await tamper(kept, checkpoint, { body: text, hash: sha256(text) });
        return check(kept);
      });

      expect(broken).toMatchObject({ realm: 'alpha', number: 10, why });
    });

    test('it goes on where it was', async () => {
      await fill(8);
      await store.bare((kept) => prune(kept, pruning(noon + 4 * hour)));

      const ledger = await store.open();
      await ledger.begin(anIntent(), terms());

      expect((await store.bare(check)).broken).toBeNull();
      expect((await store.bare(recordsOf)).at(-1)).toMatchObject({ realm: 'beta' });
    });
  });
});

/** Another value of the same type. */
function changed(value: string | number | null): string | number {
  if (typeof value === 'number') return value + 1;
  return value === null ? 1 : `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
}

describe('canonical JSON', () => {
  test('is the same whatever the order of the members', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ü' })).toBe(
      '{"a":"ü","b":[{"c":null,"d":1}]}',
    );
  });

  test('reads back to the same text', () => {
    assert(
      property(jsonValue(), (value) => {
        const text = canonicalJson(value);

        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
