/** Refused changes leave a record, within bounds, and nobody waits for it (security G1). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anActor, anIntent, aPerson, limit, terms } from './builders.ts';
import { createStore, engines } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger & { readonly store: Store };

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const recorded = async (): Promise<number> =>
    (await ledger.history({ realm: 'alpha', first: 100, refused: true })).changes.length;
  const someone = (id: string) => anIntent({ target: aPerson({ id }) });

  test('one actor fills twenty records in ten minutes, whomever they name; others are not kept from theirs', async () => {
    for (let number = 0; number < 30; number += 1)
      await ledger.refuse(someone(`person-${number}`), 'FORBIDDEN');

    expect(await recorded()).toBe(20);
    await ledger.refuse(anIntent({ actor: anActor({ id: 'hugo' }) }), 'FORBIDDEN');
    expect(await recorded()).toBe(21);
    store.clock.now += 600_000;
    await ledger.refuse(someone('later'), 'FORBIDDEN');
    expect(await recorded()).toBe(22);
  });

  test('a burst does not queue up without end, and what is left out is told', async () => {
    const burst = Array.from({ length: 200 }, (_, number) =>
      ledger.refuse(
        anIntent({ actor: anActor({ id: `actor-${number}` }), target: aPerson() }),
        'FORBIDDEN',
      ),
    );
    await Promise.all(burst);

    expect(await recorded()).toBe(20);
    expect(store.events.map(({ type }) => type)).toEqual(['records-left-out']);
  });

  test('they count toward no limit', async () => {
    for (const id of ['ann', 'bob', 'cid']) await ledger.refuse(someone(id), 'TARGET_PRIVILEGED');

    const begun = await ledger.begin(
      anIntent(),
      terms({ limits: [limit('actor', 1, 600), limit('person and kind', 1, 86_400)] }),
    );

    expect(begun.kind).toBe('recorded');
  });

  test('a key that belongs to another change is one', async () => {
    await ledger.begin(anIntent(), terms({ idempotencyKey: 'a-key' }));
    await ledger.begin(someone('ann'), terms({ idempotencyKey: 'a-key' }));

    const { changes } = await ledger.history({ realm: 'alpha', first: 9, refused: true });
    expect(changes.map(({ refusal }) => refusal)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('without the ledger they are left out, and nothing fails', async () => {
    await ledger.store.close();

    await expect(ledger.refuse(anIntent(), 'FORBIDDEN')).resolves.toBeUndefined();
    expect(store.events.map(({ type }) => type)).toEqual(['records-left-out']);
  });
});
