/**
 * One person through two realms that share a directory, and through a third one with a directory of
 * its own (security A24).
 */
import { expect, test } from '@jest/globals';
import type { RecordedActor, RecordedPerson } from '../../src/domain/change/change-record.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit } from './builders.ts';
import { onLedger } from './stores.ts';

const on = onLedger();

type Realm = 'tenant' | 'alpha' | 'beta';
const entries = { tenant: 'dc=tenant', alpha: 'dc=tenant', beta: 'dc=beta' };
const entryIn = (realm: Realm, id: string): string => `uid="${id}",ou="people",${entries[realm]}`;
const bobOf = (realm: Realm): RecordedPerson => aPerson({ realm, entry: entryIn(realm, 'bob') });
const helenOf = (realm: Realm): RecordedActor => anActor({ realm, entry: entryIn(realm, 'helen') });

const actor = helenOf('tenant');
const throughTenant = { actor, target: bobOf('tenant') };

test.each([
  ['alpha', 'limited', 'replay', 'in progress', 'repeated-reset'],
  ['beta', 'recorded', 'key conflict', 'recorded', undefined],
] as const)('after changes through tenant, those through %s', async (...row) => {
  const [realm, atLimit, underKey, atOnce, event] = row;
  const target = bobOf(realm);
  const ann = { actor, target: aPerson({ id: 'ann' }) };
  const once = { idempotencyKey: 'key' };
  const ofPerson = { limits: [limit('person and kind', 1, 86_400)] };
  const ofActor = { limits: [limit('actor', 1, 600)] };
  await on.change({ ...throughTenant, actor: anActor({ id: 'henry' }) });
  expect(await on.kinds(ofPerson, { actor, target })).toEqual([atLimit]);

  on.store.clock.now += 700_000;
  await on.kinds(ofActor, { ...ann, effect: 'remove' });
  const byHelen = { ...ann, actor: helenOf(realm), effect: 'remove' } as const;
  expect(await on.kinds(ofActor, byHelen)).toEqual([atLimit]);

  const keyed = { ...throughTenant, effect: 'rename' } as const;
  await on.ledger.complete(idOf(await on.begin(keyed, once)), anOutcome());
  expect(await on.kinds(once, { ...keyed, target })).toEqual([underKey]);

  // Within a second it is a double click.
  await on.begin({ ...keyed, kinds: ['PUSH'] });
  on.store.clock.now -= 9_000;
  expect(await on.kinds({}, { ...keyed, kinds: ['PUSH'], target })).toEqual([atOnce]);

  await on.reopen();
  on.store.events.length = 0;
  on.store.clock.now += 90_000_000;
  await on.change(throughTenant);
  await on.change({ actor, target });
  await on.ledger.close();
  const types = on.store.events.map(({ type }) => type);
  expect(types.find((type) => type === 'repeated-reset')).toBe(event);
});

test('a refusal through another realm is the same refusal', async () => {
  await on.ledger.refuse(anIntent({ target: bobOf('tenant') }), 'TARGET_PRIVILEGED');
  await on.ledger.refuse(anIntent({ target: bobOf('alpha') }), 'TARGET_PRIVILEGED');
  await on.ledger.refuse(anIntent({ target: bobOf('beta') }), 'TARGET_PRIVILEGED');

  const refused = async (realm: Realm): Promise<number> =>
    (await on.ledger.history({ realm, first: 9, refused: true })).changes.length;
  expect([await refused('tenant'), await refused('alpha'), await refused('beta')]).toEqual([
    1, 0, 1,
  ]);
});
