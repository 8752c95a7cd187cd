/** `ledger export --person`: all that is kept about one person, with who saw it. */
import { expect, test } from '@jest/globals';
import { exportPerson } from '../../src/ledger/upkeep/person-export.ts';
import { recordKinds } from '../../src/store/kinds/record-kinds.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { fill, personOf, withEverything } from './filled.ts';
import { rowsOf } from './kept-ledger.ts';
import { onLedger, recordsOf } from './stores.ts';
import { fieldAt, listAt } from '../support/json.ts';

const on = onLedger(...withEverything);

/** What the command writes, and how many records and rows it counts. */
async function exportOf(name: string, realm = 'alpha'): Promise<[unknown, number]> {
  const lines: string[] = [];
  const count = await exportPerson(on.ledger.store, {
    name,
    realm,
    write: async (line) => void lines.push(line),
    progress: () => undefined,
    onUnreadable: () => undefined,
  });
  return [JSON.parse(lines.join('\n')), count];
}

const numbersIn = (exported: unknown): unknown[] =>
  listAt(exported, 'records').map((one) => fieldAt(one, 'number'));

test('has every record of the person, of whichever kind, and none of others', async () => {
  await fill(on, 'alpha');
  await fill(on, 'beta');
  const { id, realm } = personOf('alpha');
  const [exported] = await exportOf(id, realm);

  const records = await recordsOf(on.ledger.store);
  const changes = new Set(
    records.filter(({ body }) => body.includes(`"${id}"`)).map((one) => one.change_id),
  );
  const own = records.filter((one) => changes.has(one.change_id));
  expect(numbersIn(exported)).toEqual(own.map(({ number }) => number));
  // The others name a realm, a clerk or a searcher.
  const without = ['settlement', 'search', 'campaign', 'threat', 'checkpoint'];
  const kinds = listAt(exported, 'records').map((one) => fieldAt(one, 'kind'));
  expect(recordKinds.filter((kind) => !kinds.includes(kind))).toEqual(without);
  expect(JSON.stringify(exported)).not.toContain(personOf('beta').id);
});

test('has the rows beside the chain, without secrets', async () => {
  await fill(on, 'alpha');
  const [exported, count] = await exportOf(personOf('alpha').id);
  const rows = fieldAt(exported, 'rows');

  const all = await rowsOf(on.ledger.store);
  for (const table of ['enrolment_hold', 'identity_proof', 'pending_change'])
    expect([table, listAt(rows, table).length]).toEqual([table, all[table]?.length]);
  // A threat level is about no one.
  const messages = all['outbox_message']?.filter((one) => one['kind'] !== 'security') ?? [];
  expect(listAt(rows, 'outbox_message')).toHaveLength(messages.length);
  expect(JSON.stringify(rows)).not.toMatch(/sealed|_hash/);
  const inRows = Object.values(Object(rows)).flat().length;
  expect(count).toBe(numbersIn(exported).length + inRows);
});

test('names who saw the person, with the first and the last time', async () => {
  await fill(on, 'alpha');
  const [exported] = await exportOf(personOf('alpha').id);

  expect(listAt(exported, 'seenBy')).toMatchObject([
    { name: 'helen', realm: 'alpha' },
    { name: 'oscar', realm: 'alpha' },
  ]);
});

test('of what a person did to others has neither their names nor their devices', async () => {
  await fill(on, 'alpha');
  const [exported] = await exportOf('helen');

  expect(numbersIn(exported).length).toBeGreaterThan(3);
  expect(listAt(exported, 'records')[0]).toMatchObject({
    kind: 'intent',
    named: ['intent.actor'],
    effect: 'reset',
  });
  expect(JSON.stringify(exported)).not.toMatch(/bob|phone|oscar/);
});

test('knows a person by the directory entry in every realm, and by no other', async () => {
  const entry = 'uid=bob,ou=people';
  const change = async (about: Parameters<typeof aPerson>[0]): Promise<void> => {
    const begun = await on.ledger.begin(anIntent({ target: aPerson(about) }), terms());
    await on.ledger.complete(idOf(begun), anOutcome());
    on.store.clock.now += 60_000;
  };
  await change({ realm: 'beta', id: 'robert', entry });
  await change({ realm: 'beta', id: 'bob', entry: 'uid=other,ou=people' });
  await change({ entry });
  const own = anActor({ id: 'bob', entry, role: 'SELF' });
  await on.ledger.begin(anIntent({ actor: own, target: aPerson({ entry }) }), terms());

  const [exported] = await exportOf('bob');

  expect(
    listAt(exported, 'records').map((one) => [fieldAt(one, 'realm'), fieldAt(one, 'number')]),
  ).toEqual([
    ['alpha', 1],
    ['alpha', 2],
    ['alpha', 3],
    ['beta', 1],
    ['beta', 2],
  ]);
});
