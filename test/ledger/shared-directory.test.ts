/**
 * One person through two realms that share a directory, and through a third one with a directory of
 * its own (security A24).
 */
import { describe, expect, test } from '@jest/globals';
import type { RecordedActor, RecordedPerson } from '../../src/domain/change-record.ts';
import type { Begun, Terms } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { verifyAll, type TestStore, useLedger } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

type Realm = 'tenant' | 'alpha' | 'beta';
const entries = { tenant: 'dc=tenant', alpha: 'dc=tenant', beta: 'dc=beta' };
const entryIn = (realm: Realm, id: string): string => `uid="${id}",ou="people",${entries[realm]}`;
const bobOf = (realm: Realm): RecordedPerson => aPerson({ realm, entry: entryIn(realm, 'bob') });
const helenOf = (realm: Realm): RecordedActor => anActor({ realm, entry: entryIn(realm, 'helen') });

/** Begins a change ten seconds after the last one, so that it is not a double click. */
async function begin(
  {
    actor = helenOf('tenant'),
    target = bobOf('tenant'),
  }: Partial<Record<'actor', RecordedActor> & Record<'target', RecordedPerson>>,
  on: Partial<Terms> = {},
  afterMs = 10_000,
): Promise<Begun> {
  store.clock.now += afterMs;
  return ledger.begin(anIntent({ actor, target }), terms(on));
}

/** Begins and completes a change; returns its id. */
async function change(
  about: Parameters<typeof begin>[0],
  on: Partial<Terms> = {},
): Promise<string> {
  const id = idOf(await begin(about, on));
  await ledger.complete(id, anOutcome());
  return id;
}

describe.each([
  ['alpha', 'limited', 'replay', 'repeated-reset'],
  ['beta', 'recorded', 'key conflict', undefined],
] as const)('after a change through tenant, one through %s', (realm, atLimit, underKey, event) => {
  test(`of the person is ${atLimit} at the limit of the person`, async () => {
    const limits = [limit('person and kind', 1, 86_400)];
    await change({ actor: anActor({ id: 'henry' }) }, { limits });

    expect(await begin({ target: bobOf(realm) }, { limits })).toMatchObject({ kind: atLimit });
  });

  test(`by the actor is ${atLimit} at the limit of the actor`, async () => {
    const limits = [limit('actor', 1, 600)];
    await change({ target: aPerson({ id: 'ann' }) }, { limits });

    expect(await begin({ actor: helenOf(realm) }, { limits })).toMatchObject({ kind: atLimit });
  });

  test(`under the same key is a ${underKey}`, async () => {
    await change({}, { idempotencyKey: 'key' });

    const again = await begin({ target: bobOf(realm) }, { idempotencyKey: 'key' });
    expect(again).toMatchObject({ kind: underKey });
  });

  test('within a second is a double click only in the same directory', async () => {
    const first = await begin({});

    const second = await begin({ target: bobOf(realm) }, {}, 1_000);
    expect(second).toMatchObject(
      realm === 'alpha' ? { kind: 'in progress', id: idOf(first) } : { kind: 'recorded' },
    );
  });

  test('repeats a reset for detection only in the same directory', async () => {
    await change({});
    await change({ target: bobOf(realm) });
    await ledger.close();

    const types = store.events.map(({ type }) => type);
    expect(types.find((type) => type === 'repeated-reset')).toBe(event);
  });
});

test('a refusal through another realm is the same refusal', async () => {
  await ledger.refuse(anIntent({ target: bobOf('tenant') }), 'TARGET_PRIVILEGED');
  await ledger.refuse(anIntent({ target: bobOf('alpha') }), 'TARGET_PRIVILEGED');
  await ledger.refuse(anIntent({ target: bobOf('beta') }), 'TARGET_PRIVILEGED');

  const refused = async (realm: Realm): Promise<number> =>
    (await ledger.history({ realm, first: 9, refused: true })).changes.length;
  expect([await refused('tenant'), await refused('alpha'), await refused('beta')]).toEqual([
    1, 0, 1,
  ]);
});

test('a search by the actor counts wherever they signed in', async () => {
  const search = (realm: Realm) =>
    ledger.search({ actor: helenOf(realm), realm, correlationId: 'c' }, [
      { most: 1, withinSeconds: 600 },
    ]);
  await search('tenant');

  expect(await search('beta')).toEqual({ kind: 'may be made' });
  expect(await search('alpha')).toMatchObject({ kind: 'limited' });
});

describe('the history', () => {
  const through = { entry: entryIn('tenant', 'bob'), realms: ['tenant', 'alpha'] };

  test('of a person has the changes through the visible realms, page by page', async () => {
    const ids = [
      await change({ target: aPerson({ realm: 'tenant' }) }),
      await change({ target: bobOf('alpha') }),
      await change({ target: bobOf('tenant') }),
    ];
    await change({ target: bobOf('beta') });
    await change({ target: { ...bobOf('alpha'), realm: 'hidden' } });
    const seen: string[] = [];
    let after: string | undefined;
    for (const hasMore of [true, true, false]) {
      const page = await ledger.history({
        realm: 'tenant',
        target: { id: 'bob', through },
        first: 1,
        ...(after !== undefined && { after }),
      });
      expect(page.hasMore).toBe(hasMore);
      seen.push(...page.changes.map(({ id }) => id));
      after = page.changes.at(-1)?.cursor;
    }

    expect(seen).toEqual(ids.toReversed());
  });

  test('of an actor has the changes of each realm, and older ones without an entry', async () => {
    const ids = [
      await change({ actor: anActor({ realm: 'tenant' }) }),
      await change({ actor: helenOf('alpha') }),
      await change({ actor: helenOf('tenant') }),
    ];
    await change({ actor: helenOf('beta') });

    const { changes } = await ledger.activity({
      actor: helenOf('tenant'),
      realms: ['tenant'],
      first: 9,
    });

    expect(changes.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await store.bare((kept) => verifyAll(kept))).broken).toBeNull();
  });
});
