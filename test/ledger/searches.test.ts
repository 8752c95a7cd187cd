/**
 * Searches are counted in the ledger by AM's name of the caller, and continue without it (security
 * F6).
 */
import { expect, test } from '@jest/globals';
import type { RecordedActor } from '../../src/domain/change-record.ts';
import type { SearchBegun } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anActor, anIntent, limit, terms } from './builders.ts';
import { recordsOf, type TestStore, useLedger } from './stores.ts';

const limits = [{ most: 3, withinSeconds: 60 }];

let store: TestStore;
let ledger: OpenLedger & { readonly store: Store };

useLedger((opened) => ({ store, ledger } = opened));

const search = (about: Partial<RecordedActor> = {}, realm = 'alpha'): Promise<SearchBegun> =>
  ledger.search({ actor: anActor(about), realm, correlationId: 'a-correlation-id' }, limits);

async function kinds(times: number): Promise<string[]> {
  const all = await Promise.all(Array.from({ length: times }, () => search()));
  return all.map(({ kind }) => kind).toSorted();
}

test('concurrent searches reach the limit exactly; each is recorded, a refused one once', async () => {
  expect(await kinds(6)).toEqual([
    ...Array.from({ length: 3 }, () => 'limited'),
    ...Array.from({ length: 3 }, () => 'may be made'),
  ]);
  expect(await search()).toEqual({ kind: 'limited', retryAfterSeconds: 60 });
  const records = await recordsOf(ledger.store);
  expect(records.map(({ kind, result }) => [kind, result])).toEqual([
    ['search', null],
    ['search', null],
    ['search', null],
    ['search', 'RATE_LIMITED'],
  ]);
  expect(store.events.map(({ type }) => type)).toEqual(['limit-reached']);
});

test('another realm, role, method or client does not bypass the limit', async () => {
  await kinds(3);

  expect((await search({}, 'beta')).kind).toBe('limited');
  const token = { role: 'ADMINISTRATOR', method: 'BEARER', clientId: 'portal' } as const;
  expect((await search(token)).kind).toBe('limited');
  expect((await search({ id: 'hugo' })).kind).toBe('may be made');
  expect((await search({ realm: 'beta' })).kind).toBe('may be made');
  store.clock.now += 60_000;
  expect((await search()).kind).toBe('may be made');
});

test('searches and changes count separately', async () => {
  await ledger.begin(anIntent(), terms());
  await kinds(3);
  store.clock.now += 10_000;

  const begun = await ledger.begin(
    anIntent({ kinds: ['PUSH'] }),
    terms({ limits: [limit('actor', 2, 600)] }),
  );

  expect(begun.kind).toBe('recorded');
  const { changes } = await ledger.history({ realm: 'alpha', first: 10 });
  expect(changes).toHaveLength(2);
});

test('without the ledger this process counts its own searches, and reports an event', async () => {
  await kinds(2);
  await ledger.store.close();

  expect(await kinds(3)).toEqual(['limited', 'limited', 'may be made']);
  expect(store.events.map(({ type }) => type)).toEqual(['records-left-out', 'limit-reached']);
});
