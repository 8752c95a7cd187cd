/**
 * Records that callers cause without a change are bounded: refusals in the background (security G1,
 * F13), searches by AM's name of the caller (security F6), and the size of each record (security
 * F14).
 */
import { describe, expect, test } from '@jest/globals';
import type { RecordedActor, RecordedDevice } from '../../src/domain/change/change-record.ts';
import type { SearchBegun } from '../../src/domain/ledger-ports/ledger.ts';
import { anActor, anIntent, aPerson, idOf, limit, phone, terms } from './builders.ts';
import { onLedger, recordsOf, stepsOf } from './stores.ts';

const on = onLedger();
const eventTypes = (): string[] => on.store.events.map(({ type }) => type);

describe('refusals', () => {
  const recorded = async (): Promise<number> =>
    (await on.ledger.history({ realm: 'alpha', first: 100, refused: true })).changes.length;
  const codes = async (): Promise<unknown[]> => {
    const { changes } = await on.ledger.history({ realm: 'alpha', first: 9, refused: true });
    return changes.map(({ refusal }) => refusal);
  };
  const intentFor = (id: string) => anIntent({ target: aPerson({ id }) });
  const refuse = async (count: number): Promise<void> => {
    for (let number = 0; number < count; number += 1)
      await on.ledger.refuse(intentFor(`person-${number}`), 'FORBIDDEN');
  };

  test('of one actor are at most twenty within ten minutes', async () => {
    await refuse(30);

    expect(await recorded()).toBe(20);
    await on.ledger.refuse(anIntent({ actor: anActor({ id: 'hugo' }) }), 'FORBIDDEN');
    expect(await recorded()).toBe(21);
    on.store.clock.now += 600_000;
    await on.ledger.refuse(intentFor('later'), 'FORBIDDEN');
    expect(await recorded()).toBe(22);
  });

  test('beyond the quota raise one event with their count', async () => {
    await refuse(80);
    expect(await recorded()).toBe(20);
    await on.ledger.close();

    const about = { role: 'HELP_DESK', change: null, correlationId: 'a-correlation-id' };
    expect(on.store.events).toEqual([
      { type: 'many-refusals', realm: 'alpha', count: 60, ...about },
    ]);
  });

  test('hold nothing that the caller wrote', async () => {
    const limits = [limit('actor', 1, 600)];
    await on.begin({}, { limits });
    await on.begin(
      { ...intentFor('ann'), reason: 'wrote', options: { name: 'wrote' } },
      { limits },
    );

    expect(await recorded()).toBe(1);
    const rows = await recordsOf(on.ledger.store);
    expect(rows.filter(({ body }) => body.includes('wrote'))).toEqual([]);
  });

  test('in a burst fill a bounded queue, and an event reports omitted ones', async () => {
    const actors = Array.from({ length: 200 }, (_, number) => anActor({ id: `actor-${number}` }));
    await Promise.all(actors.map((actor) => on.ledger.refuse(anIntent({ actor }), 'FORBIDDEN')));

    expect(await recorded()).toBe(20);
    expect(eventTypes()).toEqual(['records-left-out']);
  });

  test('for another reason are recorded again; they do not count towards limits', async () => {
    await on.ledger.refuse(intentFor('ann'), 'FORBIDDEN');
    for (const id of ['ann', 'bob', 'cid'])
      await on.ledger.refuse(intentFor(id), 'TARGET_PRIVILEGED');

    expect((await codes()).slice(-2)).toEqual(['TARGET_PRIVILEGED', 'FORBIDDEN']);
    const limits = [limit('actor', 1, 600), limit('person and kind', 1, 86_400)];
    expect(await on.kinds({ limits }, {})).toEqual(['recorded']);
  });

  test('without the ledger are omitted, and nothing fails', async () => {
    await on.ledger.store.close();

    await expect(on.ledger.refuse(anIntent(), 'FORBIDDEN')).resolves.toBeUndefined();
    expect(eventTypes()).toEqual(['records-left-out']);
  });
});

describe('searches', () => {
  const search = (about: Partial<RecordedActor> = {}, realm = 'alpha'): Promise<SearchBegun> =>
    on.ledger.search({ actor: anActor(about), realm, correlationId: 'a-correlation-id' }, [
      { most: 3, withinSeconds: 60 },
    ]);
  const kinds = async (times: number): Promise<string[]> => {
    const all = await Promise.all(Array.from({ length: times }, () => search()));
    return all.map(({ kind }) => kind).toSorted();
  };

  test('at once reach the limit exactly; each is recorded, a refused one once', async () => {
    const made = ['may be made', 'may be made', 'may be made'];
    expect(await kinds(6)).toEqual(['limited', 'limited', 'limited', ...made]);
    expect(await search()).toMatchObject({ limit: 'SEARCHES', retryAfterSeconds: 60 });
    const steps = ['search', 'search', 'search', 'search RATE_LIMITED'];
    expect(await stepsOf(on.ledger.store)).toEqual(steps);
    expect(eventTypes()).toEqual(['limit-reached']);
  });

  test('and changes count separately', async () => {
    await on.begin();
    await kinds(3);

    const limits = [limit('actor', 2, 600)];
    expect(await on.kinds({ limits }, { kinds: ['PUSH'] })).toEqual(['recorded']);
    const { changes } = await on.ledger.history({ realm: 'alpha', first: 10 });
    expect(changes).toHaveLength(2);
  });

  test('without the ledger are counted by this process, which reports an event', async () => {
    await kinds(2);
    await on.ledger.store.close();

    expect(await kinds(3)).toEqual(['limited', 'limited', 'may be made']);
    expect(eventTypes()).toEqual(['records-left-out', 'limit-reached']);
  });
});

describe('the size of a record', () => {
  const one: RecordedDevice = { ...phone, id: 'one', name: 'a very telling name' };
  const other: RecordedDevice = { ...phone, id: 'two', name: 'another telling name' };
  const reason = 'her phone fell into the lake';
  const record = async (
    before: readonly RecordedDevice[],
    after: readonly RecordedDevice[],
    dryRun = false,
  ): Promise<string> => {
    const id = idOf(await on.ledger.begin(anIntent({ before, reason, dryRun }), terms()));
    const outcome = dryRun ? 'WOULD_RESET' : 'NOT_DONE';
    const result = { kind: 'OATH', outcome, proof: 'LIST', problem: null, before, after } as const;
    await on.ledger.complete(id, { outcome, results: [result], sessionsEnded: null });
    return id;
  };
  const bodies = async (): Promise<string[]> =>
    (await on.store.bare(recordsOf)).map(({ body }) => body);

  test('is small: reason and names are stored once, and read back in each list', async () => {
    const renamed = { ...other, name: 'a new name' };
    const id = await record([one, other], [one, renamed]);

    const change = await on.ledger.findChange(id);
    const lists = { before: [one, other], after: [one, renamed] };
    expect(change?.outcome?.results).toMatchObject([lists]);
    const text = (await bodies()).join('');
    for (const once of [reason, one.name, other.name, renamed.name])
      expect(text.split(String(once))).toHaveLength(2);
    expect((await on.store.verdict()).broken).toBeNull();
  });

  test('of a dry run has no names of devices', async () => {
    await record([one, other], [one, other], true);

    const text = (await bodies()).join('');
    expect(text).not.toContain('telling');
    expect(Buffer.byteLength(text)).toBeLessThan(2_000);
  });

  test('has long names cut within a character, leaves many out, and keeps ids', async () => {
    const many = Array.from({ length: 100 }, (_, number) => ({
      ...phone,
      id: `device-${number}`,
      name: `${number} ${'📱'.repeat(500)}`,
    }));
    const id = await record(many, many);

    const before = (await on.ledger.findChange(id))?.intent.before ?? [];
    expect(before.map((device) => device.id)).toEqual(many.map((device) => device.id));
    expect(before[0]?.name).toMatch(/^0 📱+…$/u);
    expect(before[99]?.name).toBeNull();
    const texts = await bodies();
    expect(Buffer.byteLength(texts.join(''))).toBeLessThan(24_000);
    expect(texts.at(-1)).not.toContain('📱');
  });
});
