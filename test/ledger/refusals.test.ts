/** Refused changes are recorded in the background, within limits (security G1, F13). */
import { expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anActor, anIntent, aPerson, limit, terms } from './builders.ts';
import { recordsOf, type TestStore, useLedger } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger & { readonly store: Store };

useLedger((opened) => ({ store, ledger } = opened));

const recorded = async (): Promise<number> =>
  (await ledger.history({ realm: 'alpha', first: 100, refused: true })).changes.length;
const intentFor = (id: string) => anIntent({ target: aPerson({ id }) });

test('at most twenty refusals of one actor are recorded within ten minutes', async () => {
  for (let number = 0; number < 30; number += 1)
    await ledger.refuse(intentFor(`person-${number}`), 'FORBIDDEN');

  expect(await recorded()).toBe(20);
  await ledger.refuse(anIntent({ actor: anActor({ id: 'hugo' }) }), 'FORBIDDEN');
  expect(await recorded()).toBe(21);
  store.clock.now += 600_000;
  await ledger.refuse(intentFor('later'), 'FORBIDDEN');
  expect(await recorded()).toBe(22);
});

test('refusals beyond the quota raise one event with their count', async () => {
  for (let number = 0; number < 80; number += 1)
    await ledger.refuse(intentFor(`person-${number}`), 'FORBIDDEN');
  expect(await recorded()).toBe(20);
  await ledger.close();

  expect(store.events).toEqual([
    {
      type: 'many-refusals',
      realm: 'alpha',
      role: 'HELP_DESK',
      count: 60,
      change: null,
      correlationId: 'a-correlation-id',
    },
  ]);
});

test('a refusal holds nothing that the caller wrote', async () => {
  const limits = [limit('actor', 1, 600)];
  const options = { name: 'wrote' };
  await ledger.begin(anIntent(), terms({ limits }));
  await ledger.begin(
    anIntent({ ...intentFor('ann'), reason: 'wrote', options }),
    terms({ limits }),
  );

  expect(await recorded()).toBe(1);
  const rows = await recordsOf(ledger.store);
  expect(rows.filter(({ body }) => body.includes('wrote'))).toEqual([]);
});

test('a burst fills a bounded queue, and an event reports omitted refusals', async () => {
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

test('a change that is refused for another reason is recorded again', async () => {
  await ledger.refuse(intentFor('ann'), 'FORBIDDEN');
  await ledger.refuse(intentFor('ann'), 'TARGET_PRIVILEGED');

  const { changes } = await ledger.history({ realm: 'alpha', first: 9, refused: true });
  expect(changes.map(({ refusal }) => refusal)).toEqual(['TARGET_PRIVILEGED', 'FORBIDDEN']);
});

test('refusals do not count towards limits', async () => {
  for (const id of ['ann', 'bob', 'cid']) await ledger.refuse(intentFor(id), 'TARGET_PRIVILEGED');

  const begun = await ledger.begin(
    anIntent(),
    terms({ limits: [limit('actor', 1, 600), limit('person and kind', 1, 86_400)] }),
  );

  expect(begun.kind).toBe('recorded');
});

test('a reused key is recorded as a refusal', async () => {
  await ledger.begin(anIntent(), terms({ idempotencyKey: 'a-key' }));
  await ledger.begin(intentFor('ann'), terms({ idempotencyKey: 'a-key' }));

  const { changes } = await ledger.history({ realm: 'alpha', first: 9, refused: true });
  expect(changes.map(({ refusal }) => refusal)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('without the ledger refusals are omitted, and nothing fails', async () => {
  await ledger.store.close();

  await expect(ledger.refuse(anIntent(), 'FORBIDDEN')).resolves.toBeUndefined();
  expect(store.events.map(({ type }) => type)).toEqual(['records-left-out']);
});
