/**
 * A change whose outcome is unknown is looked at again by the gateway: what AM's lists prove is
 * recorded, and nothing that a client says.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';

const reset = `mutation ($input: ResetDevicesInput!) { told: resetDevices(input: $input) {
  change { reference } results { kind outcome } } }`;
const check = `mutation ($input: RecordedDeviceChangeInput!) { told: checkDeviceChange(input: $input) {
  change { reference outcome settledAt removedDevices { amId } } errors { code } } }`;

const on = new LedgerStage();
let bob: SessionHeader;
beforeEach(async () => void (bob = await on.signIn('bob')));

const plant = (...ids: string[]): Promise<void> =>
  on.stage.peer.plant('bob', {
    pushDeviceProfiles: ids.map((id) => recordOf(demoOf('PUSH'), id, id)),
  });
const breakPush = (times: number): void =>
  on.stage.sandbox.breakNext({
    match: { method: 'GET', path: '/devices/2fa/push' },
    effect: { kind: 'status', status: 500 },
    times,
  });

/** Resets bob's push devices with an unknown outcome; returns the reference. */
async function resetUnclearly(kinds = ['PUSH']): Promise<string> {
  on.stage.sandbox.breakNext({
    match: { method: 'POST', path: /push\?_action=reset/ },
    effect: { kind: 'status', status: 502 },
  });
  const { data } = await on.ask(reset, bob, { input: { target: { me: true }, kinds } });
  expect(fieldAt(data, 'told', 'results')).toContainEqual({ kind: 'PUSH', outcome: 'UNKNOWN' });
  return String(fieldAt(data, 'told', 'change', 'reference'));
}
const checkAs = (reference: string, as: SessionHeader) =>
  on.ask(check, as, { input: { reference } });

test('devices that are gone settle the record, by the owner and by the help desk', async () => {
  await plant('phone');
  const reference = await resetUnclearly(['PUSH', 'OATH']);
  await plant();
  on.stage.sandbox.clearReceived();

  const { data } = await checkAs(reference, bob);
  const again = await checkAs(reference, await on.signIn('helen'));

  expect(data).toMatchObject({
    told: {
      change: {
        reference,
        outcome: 'DONE',
        removedDevices: expect.arrayContaining([{ amId: 'phone' }]),
      },
      errors: [],
    },
  });
  expect(fieldAt(data, 'told', 'change', 'settledAt')).not.toBeNull();
  expect(fieldAt(again.data, 'told', 'change', 'settledAt')).toBe(
    fieldAt(data, 'told', 'change', 'settledAt'),
  );
  expect(writesTo(on.stage.sandbox)).toEqual([]);
  const recorded = await on.ledger.findChange(reference);
  expect(recorded?.settled?.unclear.outcome).toBe('UNKNOWN');
});

test.each([
  ['is still listed', () => plant('phone')],
  ['is listed in part', () => plant('phone', 'tablet')],
])('a device that %s proves nothing', async (_label, arrange) => {
  await plant('phone');
  const reference = await resetUnclearly();
  await arrange();

  const { data } = await checkAs(reference, bob);

  expect(data).toMatchObject({ told: { change: { outcome: 'UNKNOWN', settledAt: null } } });
  expect((await on.ledger.findChange(reference))?.settled).toBeNull();
});

test('a list that cannot be read fails the check, and settles nothing', async () => {
  await plant('phone');
  const reference = await resetUnclearly();
  await plant();
  breakPush(9);

  const answer = await checkAs(reference, bob);

  expect(answer.data).toEqual({ told: null });
  expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
  expect((await on.ledger.findChange(reference))?.settled).toBeNull();
});

test('a stranger settles nothing, and an unknown reference is said', async () => {
  await plant('phone');
  const reference = await resetUnclearly();
  await plant();

  const stranger = await checkAs(reference, await on.signIn('alice'));
  const unknown = await checkAs('7K3M-9QXT-2BW4-C0HJ', bob);

  expect(codesOf(stranger)).toEqual(['FORBIDDEN']);
  expect(unknown.data).toEqual({ told: { change: null, errors: [{ code: 'CHANGE_NOT_FOUND' }] } });
  expect((await on.ledger.findChange(reference))?.settled).toBeNull();
});
