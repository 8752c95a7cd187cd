/** Lists of any length in a statement are few texts, and no limit of parameters stops them. */
import { expect, test } from '@jest/globals';
import { anIntent, terms } from './builders.ts';
import { onLedger } from './stores.ts';

const on = onLedger([{ name: 'webhook:a', kinds: ['change'] }]);
const lengths = Array.from({ length: 1_200 }, (_, index) => index + 1);
const texts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `no-${index}`);

test('lists of a thousand lengths are few texts', () => {
  const seen = new Set<string>();
  return on.ledger.store.query(async (db) => {
    for (const length of lengths)
      seen.add(
        db
          .selectFrom('ledger_record')
          .select('number')
          .where('change_id', 'in', texts(length))
          .compile().sql,
      );
    expect(seen.size).toBeLessThan(20);
  });
});

test.each([1, 16, 17, 70_000])('%i texts and numbers find what is there', async (length) => {
  const id = await on.change();
  const other = await on.ledger.begin(anIntent({ kinds: ['PUSH'] }), terms());

  const found = await on.ledger.store.query(async (db) => {
    const all = db.selectFrom('ledger_record').select(['change_id', 'number']);
    return {
      byText: await all.where('change_id', 'in', [...texts(length - 1), id]).execute(),
      byNumber: await all
        .where('number', 'in', [2, ...texts(length - 1).map((_text, index) => index + 10)])
        .execute(),
    };
  });

  expect(other.kind).toBe('recorded');
  expect(found.byText.map(({ change_id: change }) => change)).toEqual([id, id]);
  expect(found.byNumber).toEqual([{ change_id: id, number: 2 }]);
});
