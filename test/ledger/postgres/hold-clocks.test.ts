/** A hold has one time, whatever the clocks of the gateways' machines show (R45). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { anIntent, aPerson, idOf, terms } from '../builders.ts';
import { createStore, type TestStore } from '../stores.ts';

const hour = 3_600_000;
const enrolment = {
  rules: [{}],
  holdMs: 72 * hour,
  key: () => 'a-secret-of-the-deployment-and-am',
};

let store: TestStore;
const ledgers: OpenLedger[] = [];

beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  await store.remove();
});

/** Opens the ledger of a gateway whose machine's clock is off, in milliseconds. */
async function open(offMs: number): Promise<OpenLedger> {
  const timeOfDay = (): number => Date.now() + offMs;
  const ledger = await openLedger(store.settings, { timeOfDay, warn: () => undefined, enrolment });
  ledgers.push(ledger);
  return ledger;
}

test.each([
  ['ahead', 100 * hour],
  ['behind', -100 * hour],
])('a reset at a machine whose clock is %s opens a hold everywhere else', async (_label, off) => {
  const [one, other] = [await open(off), await open(-off)];
  const begun = await one.begin(anIntent(), terms());
  const code = begun.kind === 'recorded' ? (begun.setupCode?.code ?? null) : null;
  const ask = async (typed: string | null): Promise<string> => {
    const question = { person: aPerson(), kind: 'OATH', code: typed, correlationId: 'am' } as const;
    return (await other.holds.decide(question, async () => [])).reason;
  };

  expect(idOf(begun)).not.toBe('');
  expect(await ask(null)).toBe('CODE_NEEDED');
  expect(await ask(code)).toBe('CODE_ACCEPTED');
});
