/** `verify` finds changed, added and removed records (security G4, G12). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonicalJson, sha256 } from '../../src/store/records/canonical-json.ts';
import { append, newChangeId } from '../../src/store/records/chain.ts';
import { bodyOf } from '../../src/store/records/read-record.ts';
import { rowOf } from '../../src/store/records/record.ts';
import type { Store } from '../../src/store/store.ts';
import type { RecordRow } from '../../src/store/tables/tables.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { verify, type Head } from '../../src/ledger/upkeep/verify.ts';
import { anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { createStore, noon, recordsOf, tamper, verifyAll, type TestStore } from './stores.ts';

const hour = 3_600_000;
const day = 24 * hour;

const progress = (): void => undefined;

let store: TestStore;

beforeEach(async () => {
  store = await createStore();
});
afterEach(() => store.remove());

/** Records changes in two realms, an hour apart: some ended, one open, one refused. */
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
  kept.append((transaction) =>
    transaction
      .deleteFrom('ledger_record')
      .where('realm', '=', realm)
      .where('number', '=', number)
      .execute(),
  );

const positions = (heads: readonly Head[]): string[] =>
  heads.map(({ realm, number }) => `${realm}:${number}`);

test('an untouched ledger is intact, and so is an empty one', async () => {
  const nothing = { broken: null, records: 0, heads: [], checkpoints: [] };
  expect(await store.verdict()).toEqual(nothing);
  await fill();

  const { broken, records, heads } = await store.verdict();

  expect([broken, records]).toEqual([null, 8]);
  expect(positions(heads)).toEqual(['alpha:5', 'beta:3']);
  // Verification can start at any record.
  const from = { realm: 'alpha', number: 4 };
  const rest = await store.bare((kept) => verify(kept, { from, heads: [], progress }));
  expect([rest.broken, rest.records]).toEqual([null, 5]);
});

const insert = (kept: Store, row: RecordRow): Promise<unknown> =>
  kept.append((transaction) => transaction.insertInto('ledger_record').values(row).execute());
const ofAlpha = async (kept: Store): Promise<RecordRow[]> =>
  (await recordsOf(kept)).filter(({ realm }) => realm === 'alpha');
const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is no such record');
  return value;
};

test('a change of any column of a record is found at that record', async () => {
  await fill();

  await store.bare(async (kept) => {
    const rows = await recordsOf(kept);
    let tried = 0;
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        if (name === 'realm' || name === 'number') continue;
        await tamper(kept, row, { [name]: changed(value) });
        const { broken } = await verifyAll(kept);
        expect({ name, at: broken }).toMatchObject({
          name,
          at: { realm: row.realm, number: row.number },
        });
        await tamper(kept, row, { [name]: value });
        tried += 1;
      }
    }
    expect(tried).toBe(rows.length * 22);
    expect((await verifyAll(kept)).broken).toBeNull();
  });
}, 60_000);

test.each([{ realm: 'gamma' }, { number: 99 }])(
  'a record that was moved to %j is missing',
  async (to) => {
    await fill();

    await store.bare(async (kept) => {
      const { heads } = await verifyAll(kept);
      const rows = await recordsOf(kept);
      for (const row of rows) {
        await tamper(kept, row, to);
        expect((await verifyAll(kept, heads)).broken).not.toBeNull();
        await tamper(kept, { ...row, ...to }, { realm: row.realm, number: row.number });
      }
      expect(rows).toHaveLength(8);
      expect((await verifyAll(kept, heads)).broken).toBeNull();
    });
  },
);

test('changed content with a matching hash is found at the next record', async () => {
  await fill();

  const { broken } = await store.bare(async (kept) => {
    const first = need((await recordsOf(kept))[0]);
    const body = bodyOf(first);
    const text = canonicalJson({
      ...body,
      intent: anIntent({ reason: 'none of your business' }),
    });
    await tamper(kept, first, { body: text, hash: sha256(text), person: 'bob' });
    return verifyAll(kept);
  });

  const why = 'it does not follow from the record before it';
  expect(broken).toEqual({ realm: 'alpha', number: 2, why });
});

test('a chain whose beginning was cut off and whose rest was renumbered is broken', async () => {
  await fill(8);

  const { broken } = await store.bare(async (kept) => {
    const rows = await ofAlpha(kept);
    for (const row of rows) await withoutRecord(kept, row);
    let previous = rows[1]?.hash ?? '';
    for (const [index, row] of rows.slice(2).entries()) {
      const moved = rowOf({ ...bodyOf(row), number: index + 1, previous });
      previous = moved.hash;
      await insert(kept, moved);
    }
    return verifyAll(kept);
  });

  const why = 'it claims a record before the first';
  expect(broken).toEqual({ realm: 'alpha', number: 1, why });
});

test('any removed record is missing', async () => {
  await fill();

  await store.bare(async (kept) => {
    const { heads } = await verifyAll(kept);
    for (const row of await recordsOf(kept)) {
      await withoutRecord(kept, row);
      const { broken } = await verifyAll(kept, heads);
      expect(broken).not.toBeNull();
      expect(broken?.realm).toBe(row.realm);
      expect([row.number, row.number + 1]).toContain(broken?.number);
      await insert(kept, row);
    }
    expect((await verifyAll(kept, heads)).broken).toBeNull();
  });
});

test('a removed chain is missing if its head is known', async () => {
  await fill();

  const { broken } = await store.bare(async (kept) => {
    const { heads } = await verifyAll(kept);
    await kept.append((transaction) =>
      transaction.deleteFrom('ledger_record').where('realm', '=', 'beta').execute(),
    );
    return verifyAll(kept, heads);
  });

  expect(broken).toMatchObject({ realm: 'beta', number: 3, why: 'the chain is gone' });
});

test('a last record that was replaced by another valid one is found by its head', async () => {
  await fill();

  const broken = await store.bare(async (kept) => {
    const { heads } = await verifyAll(kept);
    const last = need((await ofAlpha(kept)).at(-1));
    const at = new Date(noon + day).toISOString();
    const forged = rowOf({ ...bodyOf(last), at });
    await withoutRecord(kept, last);
    await insert(kept, forged);
    return [(await verifyAll(kept)).broken, (await verifyAll(kept, heads)).broken];
  });

  expect(broken).toMatchObject([null, { realm: 'alpha', why: 'it is not the record of `--head`' }]);
});

describe('after pruning', () => {
  const pruning = (before: number) => ({
    before: new Date(before),
    now: noon + 9 * day,
    progress,
  });

  test('the ledger is intact, with a checkpoint for the deleted records', async () => {
    await fill(8);

    await store.bare(async (kept) => {
      const before = await recordsOf(kept);
      const { deleted, stoppedAt } = await prune(kept, pruning(noon + 4 * hour));
      const after = await recordsOf(kept);

      // An open change of beta, its first, keeps everything after it.
      expect(deleted).toBe(4);
      expect(stoppedAt).toMatchObject([{ realm: 'beta', number: 1, effect: 'reset' }]);
      expect(after).toHaveLength(before.length - 4 + 1);
      expect(after.find(({ kind }) => kind === 'checkpoint')).toMatchObject({ realm: 'alpha' });
      expect((await verifyAll(kept)).broken).toBeNull();
    });
  });

  test('and a deletion without a checkpoint the ledger is broken', async () => {
    await fill(8);

    const { broken } = await store.bare(async (kept) => {
      await prune(kept, pruning(noon + 2 * hour));
      await withoutRecord(kept, need((await recordsOf(kept))[0]));
      return verifyAll(kept);
    });

    expect(broken).toMatchObject({ realm: 'alpha', number: 4 });
  });

  test.each([
    {
      label: 'another hash',
      forged: { throughHash: 'f'.repeat(64) },
      why: 'it stands for other records than were before',
    },
    {
      label: 'more records',
      forged: { through: 4 },
      why: 'it stands for records that are still there',
    },
  ])('a checkpoint that is forged with $label is found', async ({ forged, why }) => {
    await fill(8);

    const { broken } = await store.bare(async (kept) => {
      await prune(kept, pruning(noon + 2 * hour));
      const checkpoint = need((await recordsOf(kept)).find(({ kind }) => kind === 'checkpoint'));
      const text = canonicalJson({ ...bodyOf(checkpoint), ...forged });
      await tamper(kept, checkpoint, { body: text, hash: sha256(text) });
      return verifyAll(kept);
    });

    expect(broken).toMatchObject({ realm: 'alpha', number: 10, why });
  });

  test.each([
    { label: 'of days that limits need', days: 9, before: noon + 8 * day },
    { label: 'that stands for itself', days: 9, before: noon - day, through: 99 },
  ])('a checkpoint $label is one that prune does not write', async ({ days, before, through }) => {
    await fill(8);

    const { broken } = await store.bare(async (kept) => {
      const rows = (await ofAlpha(kept)).slice(0, 5);
      const last = need(rows.at(-1));
      await kept.append((transaction) =>
        append(
          transaction,
          { realm: 'alpha', change: newChangeId(), now: noon + days * day },
          {
            kind: 'checkpoint',
            through: through ?? last.number,
            throughHash: last.hash,
            before: new Date(before).toISOString(),
          },
        ),
      );
      for (const row of rows) await withoutRecord(kept, row);
      return verifyAll(kept);
    });

    const why = 'it is a checkpoint that `ledger prune` does not write';
    expect(broken).toEqual({ realm: 'alpha', number: 10, why });
  });

  test('again each checkpoint is named, and is among the heads; the chain continues', async () => {
    await fill(8);

    const { heads, checkpoints, broken } = await store.bare(async (kept) => {
      await prune(kept, pruning(noon + 2 * hour));
      await prune(kept, pruning(noon + 4 * hour));
      expect((await prune(kept, pruning(noon + 4 * hour))).deleted).toBe(0);
      return verifyAll(kept);
    });

    expect(broken).toBeNull();
    expect(checkpoints.map(({ number, through }) => `${number} ${through}`)).toEqual([
      '10 2',
      '11 4',
    ]);
    expect(positions(heads)).toEqual(['alpha:10', 'alpha:11', 'beta:6']);
    await (await store.open()).begin(anIntent(), terms());
    expect((await store.verdict()).broken).toBeNull();
    expect((await store.bare(recordsOf)).at(-1)).toMatchObject({ realm: 'beta' });
  });
});

/** Another value of the same type. */
function changed(value: string | number | null): string | number {
  if (typeof value === 'number') return value + 1;
  return value === null ? 1 : `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
}
