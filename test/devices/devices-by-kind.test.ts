/** Devices of several kinds, a list for each: one kind that cannot be read leaves the others. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import { demoKinds, flavors, kindsOf, missingKindsOf, typeOf } from './demo-devices.ts';
import type { DemoKind } from './demo-devices.ts';

const entries =
  'devicesByKind(kinds: $kinds) { kind devices { __typename id: amId kind owner { id: amId } } }';
const own = `query ($kinds: [RegisteredDeviceKind!]) { me { ${entries} } }`;
const theirs = `query ($id: ID!, $kinds: [RegisteredDeviceKind!]) { user(id: $id) { ${entries} } }`;

describe.each(flavors)('on %s', (flavor) => {
  const has = kindsOf(flavor);
  const stage = useStage(flavor, { env: everyCallerEnv() });
  let bob: SessionHeader;

  beforeEach(async () => {
    // The gateway signs itself in.
    await stage.gateway.ask(theirs, await stage.peer.signIn('oscar'), {
      id: stage.peer.idOf('bob'),
    });
    bob = await stage.peer.signIn('bob');
    stage.sandbox.clearReceived();
  });

  const ask = (kinds?: readonly string[]): Promise<ClientAnswer<Record<string, never>>> =>
    stage.gateway.ask(own, bob, { kinds });
  const listPaths = (): string[] =>
    stage.sandbox
      .received()
      .flatMap(({ path }) => /devices\/[^?]+/.exec(path)?.[0] ?? [])
      .toSorted();
  const entryOf = (demo: DemoKind): object => ({
    kind: demo.kind,
    devices: demo.ids.map((id) => ({
      __typename: typeOf(demo),
      id,
      kind: demo.kind,
      owner: { id: stage.peer.idOf('bob') },
    })),
  });
  const unread = ({ kind }: DemoKind): object => ({ kind, devices: null });

  test('every kind of the product has its list, in the order of the kinds, read once', async () => {
    const answer = await ask();

    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({ me: { devicesByKind: has.map(entryOf) } });
    expect(listPaths()).toHaveLength(has.length);
    expect(new Set(listPaths()).size).toBe(has.length);
  });

  test('kinds in another order, and twice, are answered in order, each read once', async () => {
    const { data, errors } = await ask(['TRUSTED', 'OATH', 'TRUSTED', 'PUSH', 'OATH']);

    const chosen = demoKinds.filter(({ kind }) => ['OATH', 'PUSH', 'TRUSTED'].includes(kind));
    expect([data, errors]).toEqual([{ me: { devicesByKind: chosen.map(entryOf) } }, []]);
    expect(listPaths()).toHaveLength(3);
  });

  test.each(has)('$kind that cannot be read is an error at its list alone', async (demo) => {
    const match = { path: new RegExp(`devices/(2fa/)?${demo.path}\\?`) };
    stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 500 } });

    const answer = await ask();

    const wanted = has.map((one) => (one === demo ? unread(one) : entryOf(one)));
    expect(answer.data).toEqual({ me: { devicesByKind: wanted } });
    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(answer.errors[0]?.path).toEqual(['me', 'devicesByKind', has.indexOf(demo), 'devices']);
    expect(answer.errors[0]?.extensions).not.toHaveProperty('kinds');
  });

  test('a kind that the product lacks is refused at its list, and AM is not asked for it', async () => {
    const answer = await ask(demoKinds.map(({ kind }) => kind));

    const missing = missingKindsOf(flavor);
    const wanted = demoKinds.map((one) => (has.includes(one) ? entryOf(one) : unread(one)));
    expect(answer.data).toEqual({ me: { devicesByKind: wanted } });
    expect(answer.errors.map(({ path, extensions: { code } }) => [code, path])).toEqual(
      missing.map((one) => [
        'NOT_SUPPORTED_UPSTREAM',
        ['me', 'devicesByKind', demoKinds.indexOf(one), 'devices'],
      ]),
    );
    expect(listPaths()).toHaveLength(has.length);
  });

  test('no kind is a mistake, and not an empty list', async () => {
    const { data, errors } = await ask([]);

    expect(data).toEqual({ me: { devicesByKind: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'kinds' } }]);
    expect(listPaths()).toEqual([]);
  });

  test.each([
    { who: 'helen', whom: 'bob', code: undefined },
    { who: 'helen', whom: 'vera', code: 'TARGET_PRIVILEGED' },
    { who: 'oscar', whom: 'vera', code: undefined },
  ])('$who who looks at $whom: $code', async ({ who, whom, code }) => {
    const as = await stage.peer.signIn(who);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(theirs, as, { id: stage.peer.idOf(whom) });

    expect(codesOf(answer)).toEqual(code === undefined ? [] : [code]);
    const path = code === undefined ? undefined : ['user', 'devicesByKind'];
    expect(answer.errors[0]?.path).toEqual(path);
    expect(listPaths()).toHaveLength(code === undefined ? has.length : 0);
  });
});
