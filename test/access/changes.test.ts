/** Security A2, A3, A7, A9, A12, design D2: what every mutation sends to AM, in every cell. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { nameOf, tokensAt, type Caller } from './cast.ts';
import { changeDocument, changes, type Change } from './changes.ts';
import { schema } from './every-way.ts';
import { everybody, fields, type Table, type TargetName } from './matrix.ts';
import { credentialOf, writesTo } from './received.ts';
import { cell, isAskable, isTried, leaks, openMatrix, type Cell, type Matrix } from './scene.ts';
import { tokens } from './token-matrix.ts';

test('every mutation of the schema that names a person to change is tried', () => {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const names = Object.keys(mutations).filter(
    (name) => !['history', 'prove'].includes(fields[`Mutation.${name}`] ?? ''),
  );

  expect(changes.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test('a mutation takes no other argument than its input', () => {
  const all = Object.values(schema.getMutationType()?.getFields() ?? {});

  expect(new Set(all.map(({ args }) => args.map(({ name }) => name).join()))).toEqual(
    new Set(['input']),
  );
});

const scenes = [
  ...(['pingam', 'aic', 'openam'] as const).map((flavor) => ({ flavor, of: 'everybody' }) as const),
  { flavor: 'pingam', of: 'tokens' },
] as const;

describe.each(scenes)('on $flavor, of $of:', ({ flavor, of }) => {
  const table = { everybody, tokens }[of];
  let matrix: Matrix;
  let cast: Readonly<Record<string, Caller>>;

  beforeAll(async () => {
    matrix = await openMatrix(flavor);
    cast = of === 'tokens' ? tokensAt(matrix.stage) : matrix.cast;
  });
  afterAll(() => matrix?.stage.close());

  const callerOf = (name: string): Caller => cast[name] ?? never();
  const verdictOf = (change: Change, one: Cell): string => verdictIn(table, change, one);
  const asked = table.callers
    .flatMap((caller) => table.targets.map((target) => ({ caller, target })))
    .filter((one) => isAskable(flavor, one) && isTried(flavor, one));
  // A document with one mutation and one with all of them differ in no product.
  const isAlone = flavor === 'pingam' && of === 'everybody';
  const isRefused = (change: Change, one: Cell): boolean =>
    !/^(yes|nobody)$/.test(verdictOf(change, one));

  const refusing = asked.filter((one) => changes.some((change) => isRefused(change, one)));
  test.each(refusing)('$caller → $target: what is refused changes nothing', async (one) => {
    const { stage } = matrix;
    const who = callerOf(one.caller);
    const person = nameOf(stage.peer, who, one.target) ?? {};
    const refused = changes.filter((change) => isRefused(change, one));
    stage.sandbox.clearReceived();
    const alone = isAlone ? refused : [];
    const told = await Promise.all(
      alone.map(async (change) => {
        const answer = await stage.gateway.ask(changeDocument([change], person), who.header);
        return [answer.data, codesOf(answer), answer.errors[0]?.path];
      }),
    );
    const all = await stage.gateway.ask(changeDocument(refused, person), who.header);

    expect(told).toEqual(
      alone.map((change) => [{ [change.name]: null }, [verdictOf(change, one)], [change.name]]),
    );
    expect(codesOf(all)).toEqual(refused.map((change) => verdictOf(change, one)));
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(leaks(stage, { ...one, who }, table)).toEqual([]);
  });

  // The callers of the matrix are signed in once, so no cell may end their sessions.
  const allowed = asked.flatMap((one) =>
    changes
      .filter(
        (change) => change.name !== 'endDeviceOwnerSessions' && verdictOf(change, one) === 'yes',
      )
      .map((change) => ({ ...one, change: change.name })),
  );

  test.each(allowed)('$caller → $target: $change is done once', async (one) => {
    const { stage, give } = matrix;
    const who = callerOf(one.caller);
    const change = changes.find(({ name }) => name === one.change) ?? changes[0];
    const person = nameOf(stage.peer, who, one.target) ?? {};
    const home = homeOf(one.target, who.own);
    await give(home.name, home.realm);
    stage.sandbox.clearReceived();

    const query = changeDocument(change === undefined ? [] : [change], person);
    const answer = await stage.gateway.ask(query, who.header);

    const payload: unknown = Object.values(answer.data ?? {})[0];
    const writes = writesTo(stage.sandbox);
    const isOwn = one.target === 'unnamed' || one.target === 'own name';
    const isForwarded = who.forwards === 'always' || (who.forwards === 'for oneself' && isOwn);
    // A token that may only change is not shown the device that it renamed.
    const seen = cell(table.expected['see devices'], one.caller, one.target);
    const isHidden = seen !== 'yes' && one.change === 'renameDevice';
    expect(codesOf(answer)).toEqual(isHidden ? [seen] : []);
    // OpenAM has no names, and not every kind.
    const hasUnsupported = ['renameDevice', 'resetDevices'].includes(one.change);
    expect(fieldAt(payload, 'errors')).toEqual(
      hasUnsupported && flavor === 'openam' ? [{ code: 'NOT_SUPPORTED' }] : [],
    );
    expect(writes).toHaveLength(change?.writes[flavor] ?? -1);
    expect(new Set(writes.map((write) => credentialOf(write, who.header)))).toEqual(
      new Set(writes.length === 0 ? [] : [isForwarded ? 'own' : 'service']),
    );
    expect(
      writes.filter(({ path }) => !path.includes(`/users/${stage.peer.idOf(home.name)}/`)),
    ).toEqual([]);
  });

  const missing = asked.filter((one) => one.target === 'missing');
  test.each(missing.filter((one) => !isRefused(changes[0] ?? never(), one)))(
    '$caller → a missing person: an error, and nothing is written',
    async ({ caller, target }) => {
      const { stage } = matrix;
      const who = callerOf(caller);
      stage.sandbox.clearReceived();
      const possible = changes.filter((change) => !isRefused(change, { caller, target }));
      const query = changeDocument(possible, nameOf(stage.peer, who, target) ?? {});

      const answer = await stage.gateway.ask(query, who.header);

      const errors = Object.values(answer.data ?? {}).map((payload) => listAt(payload, 'errors'));
      expect(answer.errors).toEqual([]);
      expect(errors).toEqual(possible.map(() => [{ code: 'USER_NOT_FOUND' }]));
      expect(writesTo(stage.sandbox)).toEqual([]);
    },
  );
});

function verdictIn({ expected }: Table, { name }: Change, { caller, target }: Cell): string {
  const deed = fields[`Mutation.${name}`];
  return deed === undefined || deed === 'search' || deed === 'history' || deed === 'prove'
    ? ''
    : cell(expected[deed], caller, target);
}

/** The realm of the person of a column. */
function homeOf(
  target: TargetName,
  own: { readonly name: string; readonly realm: string } | null,
): { readonly name: string; readonly realm: string } {
  if (target === 'unnamed' || target.startsWith('own name')) return own ?? never();
  if (target === 'amadmin') return { name: target, realm: 'root' };
  return { name: target, realm: target === 'bella' ? 'beta' : 'alpha' };
}

function never(): never {
  throw new Error('the matrix has no such cell');
}
