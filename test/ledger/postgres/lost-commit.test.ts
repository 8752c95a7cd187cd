/** A step whose commit got no answer may be recorded; its error says so, and no other (R57). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { openGate, type TcpGate } from '../../reliability/tcp-gate.ts';
import { anActor, anIntent, phone, terms } from '../builders.ts';
import { createStore, type StoredLedger, type TestStore } from '../stores.ts';

let store: TestStore;
let beside: StoredLedger;
let gate: TcpGate;
let ledger: OpenLedger;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
  beside = await store.open();
  const { folder, postgres } = store.settings;
  const url = new URL(postgres?.url ?? '');
  gate = await openGate(url.href);
  url.port = new URL(gate.url).port;
  ledger = await openLedger(
    { folder, postgres: { url: url.href, connections: 2 } },
    { now: () => store.clock.now, warn: () => undefined },
  );
});
afterEach(async () => {
  gate.loseAnswerTo(null);
  await ledger.close();
  await gate.close();
  await store.remove();
});

async function requested(): Promise<string> {
  const change = {
    intent: anIntent(),
    devices: [phone],
    overrideLimit: false,
    isRoleOfCredential: false,
  };
  const given = { idempotencyKey: null, proof: null, seconds: 600 };
  const asked = await beside.approvals?.request(change, given);
  if (asked?.kind !== 'requested') throw new Error('nothing was requested');
  return asked.pending.id;
}

const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

const steps = {
  approval: (id: string) =>
    ledger.begin(anIntent(), { ...terms(), approval: { id, actor: oscar, note: null } }),
  rejection: (id: string) =>
    ledger.approvals?.end(id, {
      state: 'REJECTED',
      actor: oscar,
      note: null,
      code: null,
      correlationId: 'c-1',
    }),
};

test.each([
  ['approval', 'APPROVED'],
  ['rejection', 'REJECTED'],
] as const)('%s: a commit without an answer may be recorded', async (step, state) => {
  const id = await requested();
  gate.loseAnswerTo('commit\0');

  const failure = await Promise.resolve(steps[step](id)).catch((error: unknown) => error);

  expect(failure).toMatchObject({ code: 'AUDIT_UNAVAILABLE', facts: { mayBeRecorded: true } });
  expect((await beside.approvals?.find(id))?.state).toBe(state);
});

test('an approval that was cut before its commit is not recorded', async () => {
  const id = await requested();
  gate.loseAnswerTo('insert');

  const failure = await steps.approval(id).catch((error: unknown) => error);

  expect(failure).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  expect(failure).not.toHaveProperty('facts.mayBeRecorded');
  expect((await beside.approvals?.find(id))?.state).toBe('WAITING');
});
