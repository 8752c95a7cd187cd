/** Searches are counted in the ledger by AM's own name of the caller, and go on without it (security F6). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordedActor } from '../../src/domain/change-record.ts';
import type { SearchBegun } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anActor, anIntent, limit, terms } from './builders.ts';
import { createStore, engines, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

const limits = [{ most: 3, withinSeconds: 60 }];

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger & { readonly store: Store };

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const search = (about: Partial<RecordedActor> = {}, realm = 'alpha'): Promise<SearchBegun> =>
    ledger.search({ actor: anActor(about), realm, correlationId: 'a-correlation-id' }, limits);

  async function kinds(times: number): Promise<string[]> {
    const all = await Promise.all(Array.from({ length: times }, () => search()));
    return all.map(({ kind }) => kind).toSorted();
  }

  test('at the same time, too, no more than the limit are made; each is recorded, a refused one once', async () => {
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

  test('another realm, role, method or client is no way around; another person and the next minute are', async () => {
    await kinds(3);

    expect((await search({}, 'beta')).kind).toBe('limited');
    const token = { role: 'ADMINISTRATOR', method: 'BEARER', clientId: 'portal' } as const;
    expect((await search(token)).kind).toBe('limited');
    expect((await search({ id: 'hugo' })).kind).toBe('may be made');
    expect((await search({ realm: 'beta' })).kind).toBe('may be made');
    store.clock.now += 60_000;
    expect((await search()).kind).toBe('may be made');
  });

  test('are no changes, and changes are no searches', async () => {
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

  test('without the ledger this process counts those that it has seen, and tells so', async () => {
    await kinds(2);
    await ledger.store.close();

    expect(await kinds(3)).toEqual(['limited', 'limited', 'may be made']);
    expect(store.events.map(({ type }) => type)).toEqual(['records-left-out', 'limit-reached']);
  });
});
