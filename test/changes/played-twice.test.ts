/** Every input with an idempotency key, played twice: a repeat is a repeat (R19). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
} from 'graphql';
import { readFileSync } from 'node:fs';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { ledgerOn, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { Store } from '../../src/store/store.ts';
import { recordsOf } from '../ledger/stores.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/** The mutations whose input has an idempotency key, and the types of these inputs. */
const inputs: readonly (readonly [string, GraphQLInputObjectType])[] = Object.values(
  schema.getMutationType()?.getFields() ?? {},
).flatMap(({ name, args }) =>
  args.flatMap(({ type }) => {
    const input = getNamedType(type);
    const isKeyed = isInputObjectType(input) && 'idempotencyKey' in input.getFields();
    return isKeyed ? [[name, input] as const] : [];
  }),
);

const onBob = { target: { user: { id: 'bob' } }, reason: 'The phone was lost.' };

/** Who plays a mutation, with what, and what of its answer must be equal. */
interface Play {
  readonly who: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly selection: string;
}

const plays: Readonly<Record<string, Play>> = {
  resetOathDevices: { who: 'helen', input: onBob, selection: 'outcome change { reference }' },
  resetPushDevices: { who: 'helen', input: onBob, selection: 'outcome change { reference }' },
  resetDevices: {
    who: 'helen',
    input: { ...onBob, kinds: ['OATH', 'PUSH'] },
    selection: 'results { kind outcome } change { reference }',
  },
  removeDevice: {
    who: 'oscar',
    input: { ...onBob, kind: 'OATH', deviceId: deviceIds.bobOath },
    selection: 'outcome change { reference }',
  },
  renameDevice: {
    who: 'bob',
    input: {
      target: { me: true },
      kind: 'WEB_AUTHN',
      deviceId: deviceIds.bobWebauthn,
      name: 'New',
    },
    selection: 'outcome change { reference }',
  },
  endDeviceOwnerSessions: {
    who: 'helen',
    input: onBob,
    selection: 'outcome change { reference }',
  },
  requestDeviceChange: {
    who: 'helen',
    input: { ...onBob, change: { reset: ['OATH', 'PUSH'] } },
    selection: 'pendingChange { reference state }',
  },
  createResetCampaign: {
    who: 'oscar',
    input: {
      realm: 'alpha',
      people: { search: 'bob' },
      kinds: ['OATH', 'PUSH'],
      reason: 'Stolen seeds.',
      pacePerMinute: 60,
    },
    selection: 'campaign { reference state }',
  },
};

let folder: string;
let store: Store;
let ledger: OpenLedger;
let stage: Stage;
let now = Date.parse('2026-11-25T12:00:00.000Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'played-'));
  store = await Store.open({ folder, postgres: undefined }, { owner: 'sandbox' });
  const clock = (): number => now;
  const opened = await ledgerOn(store, folder, { now: clock, warn: () => undefined });
  ledger = { ...opened, campaigns: new LedgerCampaigns(store, clock) };
  const limits = withLists({ limits: { personChanges: [], staffChanges: [] } });
  const env = everyCallerEnv({ ...withLists({ approvals: [{ of: 'privileged' }] }), ...limits });
  stage = await openStage('pingam', { env, ledger, now: clock, amNow: clock, elapsed: clock });
});
beforeEach(async () => {
  now += 7_200_000;
  stage.restart();
  await ledger.empty();
});
afterAll(async () => {
  await stage.close();
  await ledger.close();
  await rm(folder, { recursive: true });
});

/** Plays a mutation; returns what it came to, or the codes of its errors. */
async function play(name: string, more: object = {}): Promise<unknown> {
  const { who, input, selection } = playOf(name);
  const type = inputs.find(([one]) => one === name)?.[1].name ?? '';
  const query = `mutation ($input: ${type}!) {
    ${name}(input: $input) { ${selection} errors { code } } }`;
  const as = await stage.peer.signIn(who);
  const { data, errors } = await stage.gateway.ask(query, as, { input: { ...input, ...more } });
  return errors.length > 0 ? errors.map(({ extensions }) => extensions.code) : data;
}

function playOf(name: string): Play {
  const found = plays[name];
  if (found === undefined) throw new Error(`Say in \`plays\` how ${name} is played.`);
  return found;
}

/** How many changes, requests and campaigns were begun. */
async function begun(): Promise<number> {
  const kinds = ['intent', 'request', 'campaign'];
  return (await recordsOf(store)).filter(({ kind }) => kinds.includes(kind)).length;
}

/** The same input as another client writes it: with nulls, lists reversed, and spaces. */
function inOtherWords(name: string, input: GraphQLInputObjectType): object {
  const given = playOf(name).input;
  return respelled(input, given);
}

function respelled(type: GraphQLInputObjectType, given: object): object {
  return Object.fromEntries(
    Object.values(type.getFields()).flatMap((field): [string, unknown][] => {
      const value: unknown = Reflect.get(given, field.name);
      const isLeftOut = value === undefined;
      if (
        isLeftOut &&
        field.name !== 'idempotencyKey' &&
        !isNonNullType(field.type) &&
        !type.isOneOf
      )
        return [[field.name, null]];
      if (isLeftOut) return [];
      return [[field.name, respelledValue(field.type, field.name, value)]];
    }),
  );
}

function respelledValue(type: unknown, name: string, value: unknown): unknown {
  const given = getNullableType(Object(type));
  if (isListType(given) && isEnumType(getNamedType(given)) && Array.isArray(value))
    return [...value.toReversed(), ...value];
  if (isInputObjectType(given)) return respelled(given, Object(value));
  return name === 'reason' ? `  ${String(value)} ` : value;
}

test('the table has every mutation with a key', () => {
  expect(Object.keys(plays).toSorted()).toEqual(inputs.map(([name]) => name).toSorted());
});

const key = { idempotencyKey: 'once' };
const keyless = inputs.filter(
  ([, input]) => !isNonNullType(input.getFields()['idempotencyKey']?.type),
);

describe.each(inputs)('%s', (name, input) => {
  const ways = keyless.some(([one]) => one === name) ? [key, {}] : [key];

  test.each(ways)('twice in a row is once: %j', async (given) => {
    const first = await play(name, given);
    now += 1_000;

    expect(await play(name, given)).toEqual(first);
    expect(JSON.stringify(first)).toContain('reference":"');
    expect(await begun()).toBe(1);
  });

  test.each(ways)('twice at once is once: %j', async (given) => {
    const [one, other] = await Promise.all([play(name, given), play(name, given)]);

    expect(other).toEqual(one);
    expect(await begun()).toBe(1);
  });

  test('in other words is the same', async () => {
    const first = await play(name, key);
    now += 60_000;

    expect(await play(name, { ...inOtherWords(name, input), ...key })).toEqual(first);
    expect(await begun()).toBe(1);
  });

  test('is answered from the record, whatever AM answers by now', async () => {
    const first = await play(name, key);
    now += 60_000;
    for (const path of [/\/devices\//, /\/users\?/])
      stage.sandbox.breakNext({
        match: { path },
        times: 100,
        effect: { kind: 'status', status: 500 },
      });

    expect(await play(name, key)).toEqual(first);
    expect(await begun()).toBe(1);
  });
});

// What still waits for a second person is the same request, however late it is repeated.
const waits = 'requestDeviceChange';

test.each(keyless.map(([name]) => name).filter((name) => name !== waits))(
  '%s without a key is new after five seconds',
  async (name) => {
    await play(name);
    now += 5_000;
    await play(name);

    expect(await begun()).toBe(2);
  },
);

test('without a key, what repeats an earlier change than the last one is new', async () => {
  const name = (text: string) => play('renameDevice', { name: text });
  await name('X');
  await name('Y');

  expect(await name('X')).toMatchObject({ renameDevice: { outcome: 'DONE' } });
  expect(await begun()).toBe(3);
});

test('a request that was withdrawn is requested again', async () => {
  const first = await play('requestDeviceChange');
  const [waiting] = (await ledger.approvals?.waiting({ realm: 'alpha', first: 1 }))?.changes ?? [];
  const none = { actor: null, note: null, code: null, correlationId: null };
  await ledger.approvals?.end(waiting?.id ?? '', { state: 'WITHDRAWN', ...none });

  expect(await play('requestDeviceChange')).not.toEqual(first);
});

test(`${waits} without a key is the waiting request, also after five seconds`, async () => {
  const first = await play(waits);
  now += 5_000;

  expect(await play(waits)).toEqual(first);
  expect(await begun()).toBe(1);
});
