/** Simultaneous requests of one caller share calls to AM; those of two callers never do. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { credentialOf } from '../access/received.ts';
import { until } from '../reliability/am-traffic.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';
import { labelOf, slowDown } from './waves.ts';

const mine = '{ me { id oathDevices { id } pushDevices { id } } }';
const oath = '{ me { oathDevices { id } } }';
const reset = `mutation {
  resetOathDevices(input: { target: { me: true } }) { outcome removedDevices { deviceId } }
}`;

const stage = useStage('pingam', { env: everyCallerEnv() });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
  // The gateway has a session of its own, and has met the keys of bearers.
  await stage.gateway.ask('{ gatewayCaller { roles } }', await stage.peer.signIn('hektor'));
  await stage.gateway.ask(mine, bearer(stage.sandbox, 'carol'));
  stage.sandbox.clearReceived();
});

describe('what is asked for at one time', () => {
  test('by fifty requests of one caller is asked once', async () => {
    slowDown(stage.sandbox);

    const answers = await atOnce(50, () => stage.gateway.ask(mine, alice));

    expect(labels()).toEqual(['oath alice', 'person alice', 'push alice', 'session']);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  });

  test('by different documents is shared where it is the same', async () => {
    await stage.gateway.ask('{ gatewayCaller { realm } }', alice);
    stage.sandbox.clearReceived();
    slowDown(stage.sandbox);

    await Promise.all([
      stage.gateway.ask(mine, alice),
      stage.gateway.ask(
        '{ user(id: "alice") { oathDevices { name } trustedDevices: devices(kinds: [TRUSTED]) { id } } }',
        alice,
      ),
      stage.gateway.ask('{ me { displayName devices(kinds: [PUSH]) { id } } }', alice),
    ]);

    expect(labels()).toEqual(['oath alice', 'person alice', 'push alice', 'trusted alice']);
  });
});

describe('two callers never share', () => {
  test.each([
    ['two people', async () => stage.peer.signIn('bob')],
    ['two sessions of one person', async () => stage.peer.signIn('alice')],
    ['a session and a token of one person', async () => token('alice')],
  ])('%s', async (_what, signIn) => {
    const other = await signIn();
    const [one, two] = await sharedBetween(alice, other);

    expect(one).toEqual(['oath', 'person', 'push']);
    expect(two).toEqual(['oath', 'person', 'push']);
  });

  test('two tokens of one person, though both are read with the service credential', async () => {
    const [one, two] = [token('alice'), token('alice', 'devices:reset')];
    slowDown(stage.sandbox);

    await Promise.all([...repeat(10, one), ...repeat(10, two)]);

    const twice = ['oath alice', 'person alice', 'push alice'].flatMap((label) => [label, label]);
    expect(labels()).toEqual(twice);
  });
});

describe('a change', () => {
  test.each([
    ['the kept list of a query', mine],
    ['the kept verdict on the session', '{ gatewayCaller { realm } }'],
  ])('costs the same after %s', async (_what, query) => {
    await stage.gateway.ask(query, alice);
    stage.sandbox.clearReceived();

    await stage.gateway.ask(reset, alice);

    expect(inOrder()).toHaveLength(5);
  });

  test('shares nothing with another change', async () => {
    slowDown(stage.sandbox);

    await atOnce(4, () => stage.gateway.ask(reset, alice));

    const count = (label: string): number => labels().filter((one) => one === label).length;
    expect([count('session'), count('person alice')]).toEqual([4, 4]);
    expect(count('oath alice')).toBe(8);
  });

  test('is never answered by a read begun before it', async () => {
    await stage.gateway.ask('{ gatewayCaller { realm } }', alice);
    stage.sandbox.clearReceived();
    stage.sandbox.breakNext(lateList);

    const before = stage.gateway.ask(oath, alice);
    await until('the list is asked for', () => labels().includes('oath alice'));
    const changed = await stage.gateway.ask(reset, alice);
    const after = await stage.gateway.ask(oath, alice);

    expect(changed.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
    expect(devicesIn(after)).toBe(0);
    expect(devicesIn(await before)).toBeGreaterThan(0);
    expect(listCount()).toBe(4);
  });

  test('that is under way: a request meanwhile joins no read started before it', async () => {
    await stage.gateway.ask('{ gatewayCaller { realm } }', alice);
    stage.sandbox.clearReceived();
    stage.sandbox.breakNext(lateList);
    stage.sandbox.breakNext(slowChange);

    const before = stage.gateway.ask(oath, alice);
    await until('the list is asked for', () => listCount() === 1);
    const changing = stage.gateway.ask(reset, alice);
    await until('the change is sent', () => labels().includes('change alice'));
    const during = stage.gateway.ask(oath, alice);
    await Promise.all([changing, during, before]);

    // Before, within the change two, and during.
    expect(listCount()).toBe(4);
  });

  test('that is done: a later request joins no read started while it was under way', async () => {
    await stage.gateway.ask('{ gatewayCaller { realm } }', alice);
    stage.sandbox.clearReceived();
    stage.sandbox.breakNext(slowChange);

    const changing = stage.gateway.ask(reset, alice);
    await until('the change is sent', () => labels().includes('change alice'));
    stage.sandbox.breakNext(lateList);
    const during = stage.gateway.ask(oath, alice);
    await until('the list is asked for', () => listCount() === 2);
    await changing;
    const after = await stage.gateway.ask(oath, alice);

    expect(devicesIn(after)).toBe(0);
    expect(devicesIn(await during)).toBeGreaterThan(0);
    expect(listCount()).toBe(4);
  });
});

/** AM makes the first list at once and sends it slowly, after everything else has happened. */
const lateList = {
  match: { path: '2fa/oath?_queryFilter' },
  effect: { kind: 'slowBody', bytesPerSecond: 600 },
} as const;

/** The next change is made after a while. */
const slowChange = {
  match: { path: '2fa/oath?_action=reset' },
  effect: { kind: 'latency', ms: 200 },
} as const;

function listCount(): number {
  return labels().filter((label) => label === 'oath alice').length;
}

/** The calls to AM for twenty simultaneous requests of two callers, by credential. */
async function sharedBetween(
  one: SessionHeader,
  two: SessionHeader,
): Promise<readonly (readonly string[])[]> {
  await stage.gateway.ask('{ gatewayCaller { realm } }', one);
  await stage.gateway.ask('{ gatewayCaller { realm } }', two);
  stage.sandbox.clearReceived();
  slowDown(stage.sandbox);
  const answers = await Promise.all([...repeat(10, one), ...repeat(10, two)]);
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  const ofOne = stage.sandbox.received().filter((call) => credentialOf(call, one) === 'own');
  const others = stage.sandbox.received().filter((call) => credentialOf(call, one) !== 'own');
  return [ofOne, others].map((calls) =>
    calls.map((call) => labelOf(call).replace(/ .*/, '')).toSorted(),
  );
}

function repeat(
  count: number,
  as: SessionHeader,
): readonly Promise<ClientAnswer<Record<string, never>>>[] {
  return Array.from({ length: count }, () => stage.gateway.ask(mine, as));
}

function atOnce<T>(count: number, work: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, work));
}

function token(person: string, ...more: readonly string[]): SessionHeader {
  return bearer(stage.sandbox, person, { scopes: ['devices:read', ...more] });
}

function devicesIn({ text }: { readonly text: string }): number {
  return text.match(/"id":/g)?.length ?? 0;
}

function inOrder(): readonly string[] {
  return stage.sandbox.received().map(labelOf);
}

function labels(): readonly string[] {
  return inOrder().toSorted();
}
