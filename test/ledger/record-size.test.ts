/** A record is small, whatever names and reasons are (security F14). */
import { expect, test } from '@jest/globals';
import type { RecordedDevice } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anIntent, idOf, phone, terms } from './builders.ts';
import { recordsOf, verifyAll, type TestStore, useLedger } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

const one: RecordedDevice = { ...phone, id: 'one', name: 'a very telling name' };
const other: RecordedDevice = { ...phone, id: 'two', name: 'another telling name' };
const bytesOf = (bodies: readonly string[]): number => Buffer.byteLength(bodies.join(''));
const reason = 'her phone fell into the lake';

async function recordChange(
  before: readonly RecordedDevice[],
  after: readonly RecordedDevice[],
  dryRun = false,
): Promise<string> {
  const id = idOf(await ledger.begin(anIntent({ before, reason, dryRun }), terms()));
  const outcome = dryRun ? 'WOULD_RESET' : 'NOT_DONE';
  const result = { kind: 'OATH', outcome, proof: 'LIST', problem: null, before, after } as const;
  await ledger.complete(id, { outcome, results: [result], sessionsEnded: null });
  return id;
}
const bodies = async (): Promise<string[]> => (await store.bare(recordsOf)).map(({ body }) => body);

test('the reason and the names of devices are stored once, and read back in each list', async () => {
  const renamed = { ...other, name: 'a new name' };
  const id = await recordChange([one, other], [one, renamed]);

  const change = await ledger.findChange(id);
  expect(change?.outcome?.results).toMatchObject([{ before: [one, other], after: [one, renamed] }]);
  const text = (await bodies()).join('');
  for (const once of [reason, one.name, other.name, renamed.name])
    expect(text.split(String(once))).toHaveLength(2);
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('a dry run leaves no names of devices', async () => {
  await recordChange([one, other], [one, other], true);

  const texts = await bodies();
  expect(texts.join('')).not.toContain('telling');
  expect(bytesOf(texts)).toBeLessThan(2_000);
});

test('long names are cut within a character, many names are left out, ids are kept', async () => {
  const many = Array.from({ length: 100 }, (_, number) => ({
    ...phone,
    id: `device-${number}`,
    name: `${number} ${'📱'.repeat(500)}`,
  }));
  const id = await recordChange(many, many);

  const before = (await ledger.findChange(id))?.intent.before ?? [];
  expect(before.map((device) => device.id)).toEqual(many.map((device) => device.id));
  expect(before[0]?.name).toMatch(/^0 📱+…$/u);
  expect(before[99]?.name).toBeNull();
  const texts = await bodies();
  expect(bytesOf(texts)).toBeLessThan(24_000);
  expect(texts.at(-1)).not.toContain('📱');
});
