/** What a repeat under the same idempotency key answers, and what it sends (R18, R19). */
import { beforeEach, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/domain/change/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { writesTo } from '../security/am-received.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';

const reset = `mutation ($input: ResetDevicesInput!) { told: resetDevices(input: $input) { isReplayed
  change { id: reference } results { kind outcome isVerified removedDevices { amId } errors { code } } } }`;

let bob: SessionHeader;
/** Whether outcomes get lost, as after a crash. */
let isLosing = false;

const on = new LedgerStage({
  wrap: (ledger) => {
    const complete: OpenLedger['complete'] = async (id, outcome) =>
      isLosing ? 'lost' : ledger.complete(id, outcome);
    return { ...ledger, complete };
  },
});
beforeEach(async () => {
  isLosing = false;
  bob = await on.signIn('bob');
});

async function resetOnce(kinds: readonly string[], more: object = {}): Promise<unknown> {
  const input = { target: { me: true }, idempotencyKey: 'a-key', kinds, ...more };
  const { data } = await on.ask(reset, bob, { input });
  return data?.['told'];
}
const plant = (...ids: string[]): Promise<void> =>
  on.stage.peer.plant('bob', {
    pushDeviceProfiles: ids.map((id) => recordOf(demoOf('PUSH'), id, id)),
  });
const answerReset = (status: number, body?: object): void =>
  on.stage.sandbox.breakNext({
    match: { path: '_action=reset' },
    effect: { kind: 'status', status, body },
  });
const sent = (): string[] =>
  writesTo(on.stage.sandbox).filter((call) => call.includes('/devices/'));

interface Row {
  readonly outcome: string;
  readonly isVerified: boolean;
  readonly arrange?: () => void;
  /** What happens between the two requests. */
  readonly between?: () => Promise<void>;
}
test.each<Row>([
  { outcome: 'DONE', isVerified: true },
  { outcome: 'NOTHING_TO_RESET', isVerified: true, arrange: () => void plant() },
  {
    outcome: 'NOT_DONE',
    isVerified: false,
    arrange: () => answerReset(403, { code: 403, message: 'Forbidden' }),
  },
  {
    outcome: 'UNKNOWN',
    isVerified: false,
    arrange: () => answerReset(502),
    between: () => plant('another-phone'),
  },
])('a replay of $outcome is verified as it was', async ({ outcome, isVerified, ...row }) => {
  row.arrange?.();
  const first = await resetOnce(['PUSH']);
  await row.between?.();

  const again = await resetOnce(['PUSH']);

  expect(first).toMatchObject({ isReplayed: false, results: [{ outcome, isVerified }] });
  expect(again).toMatchObject({ isReplayed: true, results: [{ outcome, isVerified }] });
});

test('a dry run reads the devices each time, and after its change says that it was made', async () => {
  await plant('phone');
  const would = { outcome: 'WOULD_REMOVE', removedDevices: [{ amId: 'phone' }] };
  const done = { outcome: 'DONE', removedDevices: [{ amId: 'phone' }] };

  for (const _time of [1, 2]) {
    const tried = await resetOnce(['PUSH'], { dryRun: true });
    expect(tried).toMatchObject({ isReplayed: false, results: [would] });
  }
  const made = await resetOnce(['PUSH']);
  on.stage.sandbox.clearReceived();
  const late = await resetOnce(['PUSH'], { dryRun: true });

  expect(made).toMatchObject({ isReplayed: false, results: [done] });
  expect(late).toMatchObject({ isReplayed: true, results: [done] });
  expect(fieldAt(late, 'change', 'id')).toBe(fieldAt(made, 'change', 'id'));
  expect(sent()).toEqual([]);
});

test('a change that was found done after a crash is replayed as verified', async () => {
  isLosing = true;
  const first = await resetOnce(['PUSH']);
  const id = String(fieldAt(first, 'change', 'id'));
  const result = {
    kind: 'PUSH',
    proof: 'RECOVERY',
    problem: null,
    before: null,
    after: [],
  } as const;
  const found: Outcome = {
    outcome: 'CONFIRMED',
    results: [{ ...result, outcome: 'CONFIRMED' }],
    sessionsEnded: null,
  };
  await on.ledger.complete(id, found);

  const again = await resetOnce(['PUSH']);

  const results = [{ outcome: 'DONE', isVerified: true }];
  expect(again).toMatchObject({ isReplayed: true, change: { id }, results });
});

test('after StepUpRequired the same key sends what AM refused, and nothing else', async () => {
  on.stage.sandbox.configure({ deviceManagement: 'SAME' });
  const weak = await resetOnce(['WEB_AUTHN', 'TRUSTED']);
  const stillWeak = await resetOnce(['WEB_AUTHN', 'TRUSTED']);
  on.stage.sandbox.configure({ deviceManagement: 'NONE' });

  const strong = await resetOnce(['WEB_AUTHN', 'TRUSTED']);
  const again = await resetOnce(['WEB_AUTHN', 'TRUSTED']);

  const stepUp = { outcome: 'NOT_DONE', errors: [{ code: 'STEP_UP_REQUIRED' }] };
  const done = { outcome: 'DONE', errors: [] };
  expect([weak, stillWeak]).toMatchObject(
    [1, 2].map(() => ({ isReplayed: false, results: [stepUp, done] })),
  );
  expect(strong).toMatchObject({ isReplayed: false, results: [done, done] });
  expect(again).toMatchObject({ isReplayed: true, results: [done, done] });
  const kinds = sent().map((call) => call.replace(/^.*devices\/(?:2fa\/)?(\w+).*$/, '$1'));
  expect(kinds).toEqual(['webauthn', 'trusted', 'webauthn', 'webauthn']);
});
