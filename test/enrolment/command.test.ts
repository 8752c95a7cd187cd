/** The command `identity-gateway enrolment`, on the ledger's database alone. On both engines. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { anIntent, idOf, terms } from '../ledger/builders.ts';
import { createStore, type TestStore, verifyAll } from '../ledger/stores.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';

const enrolment = { rules: [{}], holdMs: 72 * 3_600_000, key: () => 'a-secret-of-the-deployment' };
let store: TestStore;
let code: string | undefined;
let id: string;

beforeEach(async () => {
  store = await createStore();
  store.clock.now = Date.now();
  const ledger = await store.open([], [], enrolment);
  const begun = await ledger.begin(anIntent(), terms());
  id = idOf(begun);
  code = begun.kind === 'recorded' ? begun.setupCode?.code : undefined;
  await ledger.close();
});
afterEach(() => store.remove());

function run(...args: readonly string[]): Promise<CommandResult> {
  const { folder, postgres } = store.settings;
  const env = { DATA_DIR: folder, ...(postgres && { DATABASE_URL: postgres.url }) };
  return commandResult(['enrolment', ...args], env);
}

test('shows the hold of a user, and never the code', async () => {
  const { code: exit, out, err } = await run('show', 'alpha', 'bob');

  expect([exit, err]).toEqual([0, []]);
  expect(out).toEqual([
    expect.stringMatching(
      new RegExp(`^${id} OATH,.* opened \\S+Z until \\S+Z code works wrong tries 0$`),
    ),
  ]);
  expect(code).toMatch(/^[2-9A-Z]{10}$/);
  expect(out.join()).not.toContain(code);
});

test('ends the hold once, which is recorded', async () => {
  expect(await run('end', 'alpha', 'bob')).toMatchObject({
    code: 0,
    out: [expect.stringContaining(id), 'The hold is ended: the next device needs no code.'],
  });

  const none = 'No hold is open for bob in alpha.';
  expect(await run('end', 'alpha', 'bob')).toEqual({
    code: 1,
    out: [],
    err: [`${none} Nothing was changed.`],
  });
  expect(await run('show', 'alpha', 'bob')).toEqual({ code: 1, out: [], err: [none] });
  const ledger = await store.open([], [], enrolment);
  const asked = {
    person: { id: 'bob', realm: 'alpha' },
    kind: 'OATH',
    correlationId: 'c',
  } as const;
  const decision = await ledger.holds.decide({ ...asked, code: null }, async () => []);
  expect(decision.reason).toBe('NOT_HELD');
  expect((await ledger.holds.ofChanges([id])).get(id)?.end).toBe('ENDED');
  expect((await verifyAll(ledger.store)).broken).toBeNull();
});

test('names another user, or a realm that is not served, and changes nothing', async () => {
  expect((await run('end', 'alpha', 'carol')).code).toBe(1);
  expect(await run('end', 'gamma', 'bob')).toMatchObject({
    code: 64,
    err: [expect.stringContaining('"gamma" is not served')],
  });
  expect((await run('show', 'alpha', 'bob')).code).toBe(0);
});
