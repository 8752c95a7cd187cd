/** Devices by kind, one list for each: if one list cannot be read, the others are returned. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import {
  demoKinds,
  flavors,
  kindsOf,
  missingKindsOf,
  typeOf,
  type DemoKind,
} from './demo-devices.ts';

const entries =
  'devicesByKind(kinds: $kinds) { kind devices { __typename id: amId kind owner { id: amId } } }';
const own = `query ($kinds: [RegisteredDeviceKind!]) { me { ${entries} } }`;
const theirs = `query ($id: ID!, $kinds: [RegisteredDeviceKind!]) { user(id: $id) { ${entries} } }`;

describe.each(flavors)('on %s', (flavor) => {
  const has = kindsOf(flavor);
  const stage = useStage(flavor, { env: everyCallerEnv() });
  let bob: SessionHeader;

  beforeEach(async () => {
    // Signs in the service account.
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

  test.each(has)('$kind that cannot be read is an error of its list only', async (demo) => {
    const match = { path: new RegExp(`devices/(2fa/)?${demo.path}\\?`) };
    stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 500 } });

    const answer = await ask();

    const wanted = has.map((one) => (one === demo ? unread(one) : entryOf(one)));
    expect(answer.data).toEqual({ me: { devicesByKind: wanted } });
    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(answer.errors[0]?.path).toEqual(['me', 'devicesByKind', has.indexOf(demo), 'devices']);
    expect(answer.errors[0]?.extensions).not.toHaveProperty('kinds');
  });

  test('a kind that the product lacks is an error of its list, without a call to AM', async () => {
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

  test('an empty list of kinds is refused', async () => {
    const { data, errors } = await ask([]);

    expect(data).toEqual({ me: { devicesByKind: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'kinds' } }]);
    expect(listPaths()).toEqual([]);
  });

  test.each([
    { caller: 'helen', user: 'bob', code: undefined },
    { caller: 'helen', user: 'vera', code: 'TARGET_PRIVILEGED' },
    { caller: 'oscar', user: 'vera', code: undefined },
  ])('$caller reads $user: $code', async ({ caller, user, code }) => {
    const as = await stage.peer.signIn(caller);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(theirs, as, { id: stage.peer.idOf(user) });

    expect(codesOf(answer)).toEqual(code === undefined ? [] : [code]);
    const path = code === undefined ? undefined : ['user', 'devicesByKind'];
    expect(answer.errors[0]?.path).toEqual(path);
    expect(listPaths()).toHaveLength(code === undefined ? has.length : 0);
  });
});
