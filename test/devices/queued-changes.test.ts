/** Changes that wait for each other act on the devices that their callers saw (R20): none goes to a new phone. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import type { ResetOathDevicesMutation } from '../../packages/client/operations.ts';
import { until } from '../reliability/am-traffic.ts';
import { writesTo } from '../security/am-received.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, idsOf, recordOf, storedDevices } from './demo-devices.ts';

const oath = demoOf('OATH');
const webAuthn = demoOf('WEB_AUTHN');

const stage = useStage();
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
        as === amadmin
          ? { target: { user: { id: 'BOB' } }, reason: 'lost phone' }
          : { target: { self: true } },
    },
    as,
  );
const told = ({ data, errors }: ClientAnswer<ResetOathDevicesMutation>): Reset => {
  expect(errors).toEqual([]);
  return data?.resetOathDevices ?? null;
};
const writes = (): string[] => writesTo(stage.sandbox).filter((call) => call.includes('/devices/'));
const stored = async (): Promise<unknown[]> => idsOf((await storedDevices(stage.peer)).OATH, oath);
const listsOf = (path: string): number =>
  stage.sandbox.received().filter(({ method, path: url }) => method === 'GET' && url.includes(path))
    .length;

/** Holds the next reset at AM until somebody opens the gate; then, once it is done, bob registers these. */
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
  test('leaves the phone that was registered meanwhile, and sends nothing', async () => {
    const gate = holdReset(['new-phone']);

    const one = reset();
    await until('the write came', () => writes().length === 1);
    const two = reset(second());
    await until('the others listed', () => listsOf(oath.path) === 2);
    gate.resolve();

    expect(told(await one)).toMatchObject({ outcome: 'DONE', verified: true });
    expect(told(await two)).toMatchObject({
      outcome: 'NOTHING_TO_RESET',
      removedDevices: [],
      verified: true,
    });
    expect(await stored()).toEqual(['new-phone']);
    expect(writes()).toHaveLength(1);
  });

  test('does not touch a list in which a new phone stands beside one that was meant', async () => {
    const [kept] = oath.ids;
    const gate = holdReset([kept, 'new-phone']);

    const one = reset();
    await until('the write came', () => writes().length === 1);
    const two = reset(second());
    await until('the others listed', () => listsOf(oath.path) === 2);
    gate.resolve();

    await one;
    expect(told(await two)).toMatchObject({
      outcome: 'NOT_DONE',
      removedDevices: [],
      errors: [{ __typename: 'ChangeNotDone' }],
    });
    expect(await stored()).toEqual([kept, 'new-phone']);
    expect(writes()).toHaveLength(1);
  });

  test('removes what is left of the devices that were meant', async () => {
    const [kept] = oath.ids;
    const gate = holdReset([kept]);

    const one = reset();
    await until('the write came', () => writes().length === 1);
    const two = reset(second());
    await until('the others listed', () => listsOf(oath.path) === 2);
    gate.resolve();

    await one;
    expect(told(await two)).toMatchObject({
      outcome: 'DONE',
      removedDevices: [{ id: idOfDevice('bob', 'OATH', kept) }],
    });
    expect(await stored()).toEqual([]);
  });
});

test('at most 64 changes wait for one; the next is told at once that nothing was sent', async () => {
  const gate = holdReset([]);
  const first = reset();
  await until('the write came', () => writes().length === 1);

  const waiting = Array.from({ length: 64 }, () => reset());
  await until('the others listed', () => listsOf(oath.path) === 65);
  const next = told(await reset());
  gate.resolve();

  expect(next).toMatchObject({ outcome: 'NOT_DONE' });
  expect(told(await first)).toMatchObject({ outcome: 'DONE' });
  for (const one of await Promise.all(waiting)) {
    expect(told(one)).toMatchObject({ outcome: 'NOTHING_TO_RESET' });
  }
  expect(writes()).toHaveLength(1);
});

test('a rename beside a removal of the same key brings nothing back', async () => {
  const [id] = webAuthn.ids;
  const gate = Promise.withResolvers<void>();
  const match = { method: 'DELETE', path: webAuthn.path };
  stage.sandbox.breakNext({ match, effect: { kind: 'hook', run: () => gate.promise } });

  const removal = stage.gateway.send(
    RemoveDeviceDocument,
    { input: { target: { self: true }, kind: 'WEB_AUTHN', deviceId: id } },
    bob,
  );
  await until('the write came', () => writes().length === 1);
  const rename = stage.gateway.send(
    RenameDeviceDocument,
    { input: { target: { self: true }, kind: 'WEB_AUTHN', deviceId: id, name: 'renamed' } },
    bob,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  gate.resolve();

  expect((await removal).data?.removeDevice?.outcome).toBe('DONE');
  expect((await rename).data?.renameDevice).toMatchObject({
    outcome: 'NOT_DONE',
    errors: [{ __typename: 'DeviceNotFound' }],
  });
  expect((await storedDevices(stage.peer)).WEB_AUTHN).toEqual([]);
  expect(writes()).toHaveLength(1);
});
