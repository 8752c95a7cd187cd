/** A change that waits for a lock affects only devices that existed when it was requested (R20). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetOathDevicesDocument,
  type ResetOathDevicesMutation,
} from '../../packages/client/operations.ts';
import { until } from '../reliability/am-traffic.ts';
import { writesTo } from '../security/am-received.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, idsOf, recordOf, storedDevices } from './demo-devices.ts';

const oath = demoOf('OATH');
const webAuthn = demoOf('WEB_AUTHN');

const target = { me: true };

/** A change must wait for another one, however busy the machine is. */
const patience = { AM_TIMEOUT_MS: '60000', REQUEST_DEADLINE_MS: '120000' };
const stage = useStage('pingam', { env: patience });
let bob: SessionHeader;
let amadmin: SessionHeader;

beforeEach(async () => {
  const { signIn } = stage.peer;
  [bob, amadmin] = await Promise.all([signIn('bob'), signIn('amadmin')]);
  stage.sandbox.clearReceived();
});

type Reset = ResetOathDevicesMutation['resetOathDevices'];
const reset = (as = bob): Promise<ClientAnswer<ResetOathDevicesMutation>> =>
  stage.gateway.send(
    ResetOathDevicesDocument,
    {
      input:
        as === amadmin ? { target: { user: { id: 'BOB' } }, reason: 'lost phone' } : { target },
    },
    as,
  );
const payloadOf = ({ data, errors }: ClientAnswer<ResetOathDevicesMutation>): Reset => {
  expect(errors).toEqual([]);
  return data?.resetOathDevices ?? null;
};
const writes = (): string[] => writesTo(stage.sandbox).filter((call) => call.includes('/devices/'));
const stored = async (): Promise<unknown[]> => idsOf((await storedDevices(stage.peer)).OATH, oath);
const listsOf = (path: string): number =>
  stage.sandbox.received().filter(({ method, path: url }) => method === 'GET' && url.includes(path))
    .length;

/** Holds the next reset at AM until the gate opens. After it, bob registers these devices. */
function holdReset(registers: readonly string[]): PromiseWithResolvers<void> {
  const gate = Promise.withResolvers<void>();
  const records = registers.map((id) => recordOf(oath, id, id));
  const register = (): Promise<unknown> => stage.peer.plant('bob', { [oath.attribute]: records });
  const run = async (): Promise<void> => {
    await gate.promise;
    stage.sandbox.breakNext({
      match: { method: 'GET', path: oath.path },
      effect: { kind: 'hook', run: async () => void (await register()) },
    });
  };
  const match = { method: 'POST', path: 'oath?_action=reset' };
  stage.sandbox.breakNext({ match, effect: { kind: 'hook', run } });
  return gate;
}

describe.each([
  { who: 'the person', second: () => bob },
  { who: 'an administrator under another spelling', second: () => amadmin },
])('a reset by $who that waited for another', ({ second }) => {
  /** Starts a reset and, while AM holds it, a second one; then opens the gate. */
  async function resetTwice({ resolve }: PromiseWithResolvers<void>) {
    const one = reset();
    await until('the write came', () => writes().length === 1);
    const two = reset(second());
    await until('the second one listed', () => listsOf(oath.path) === 2);
    resolve();
    return [await one, await two] as const;
  }

  test('leaves a phone that was registered meanwhile, and sends nothing', async () => {
    const gate = holdReset(['new-phone']);

    const [one, two] = await resetTwice(gate);

    expect(payloadOf(one)).toMatchObject({ outcome: 'DONE', isVerified: true });
    const nothing = { outcome: 'NOTHING_TO_RESET', removedDevices: [], isVerified: true };
    expect(payloadOf(two)).toMatchObject(nothing);
    expect(await stored()).toEqual(['new-phone']);
    expect(writes()).toHaveLength(1);
  });

  test('does not change a list with a new phone and one of the requested devices', async () => {
    const [kept] = oath.ids;
    const gate = holdReset([kept, 'new-phone']);

    const [, two] = await resetTwice(gate);

    expect(payloadOf(two)).toMatchObject({
      outcome: 'NOT_DONE',
      removedDevices: [],
      errors: [{ code: 'NOT_DONE' }],
    });
    expect(await stored()).toEqual([kept, 'new-phone']);
    expect(writes()).toHaveLength(1);
  });

  test('removes the rest of the requested devices', async () => {
    const [kept] = oath.ids;
    const gate = holdReset([kept]);

    const [, two] = await resetTwice(gate);

    expect(payloadOf(two)).toMatchObject({
      outcome: 'DONE',
      removedDevices: [{ deviceId: idOfDevice('bob', 'OATH', kept) }],
    });
    expect(await stored()).toEqual([]);
  });
});

test('at most 64 changes of the person wait for one, and 32 of another; the next fails at once', async () => {
  const gate = holdReset([]);
  const first = reset();
  await until('the write came', () => writes().length === 1);

  const order: string[] = [];
  const waitingOf = (name: string, as: SessionHeader, count: number) =>
    Array.from({ length: count }, async () => {
      const answer = await reset(as);
      order.push(name);
      return payloadOf(answer);
    });
  const waiting = waitingOf('amadmin', amadmin, 32);
  await until('the others listed', () => listsOf(oath.path) === 33);
  const next = [payloadOf(await reset(amadmin))];
  waiting.push(...waitingOf('bob', bob, 64));
  await until('bob listed', () => listsOf(oath.path) === 98);
  next.push(payloadOf(await reset()));
  gate.resolve();

  expect(next).toMatchObject([{ outcome: 'NOT_DONE' }, { outcome: 'NOT_DONE' }]);
  expect(payloadOf(await first)).toMatchObject({ outcome: 'DONE' });
  for (const one of await Promise.all(waiting))
    expect(one).toMatchObject({ outcome: 'NOTHING_TO_RESET' });
  expect(order.slice(0, 64)).toEqual(Array.from({ length: 64 }, () => 'bob'));
  expect(writes()).toHaveLength(1);
});

test('a rename during a removal of the same key does not restore the key', async () => {
  const [id] = webAuthn.ids;
  const gate = Promise.withResolvers<void>();
  const match = { method: 'DELETE', path: webAuthn.path };
  stage.sandbox.breakNext({ match, effect: { kind: 'hook', run: () => gate.promise } });

  const removal = stage.gateway.send(
    RemoveDeviceDocument,
    { input: { target, kind: 'WEB_AUTHN', deviceId: id } },
    bob,
  );
  await until('the write came', () => writes().length === 1);
  const rename = stage.gateway.send(
    RenameDeviceDocument,
    { input: { target, kind: 'WEB_AUTHN', deviceId: id, name: 'renamed' } },
    bob,
  );
  await until('the rename listed', () => listsOf(webAuthn.path) === 2);
  gate.resolve();

  expect((await removal).data?.removeDevice?.outcome).toBe('DONE');
  expect((await rename).data?.renameDevice).toMatchObject({
    outcome: 'NOT_DONE',
    errors: [{ code: 'DEVICE_NOT_FOUND' }],
  });
  expect((await storedDevices(stage.peer)).WEB_AUTHN).toEqual([]);
  expect(writes()).toHaveLength(1);
});
