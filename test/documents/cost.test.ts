/** The cost of an operation is limited before AM is called, and covers all of its calls. */
import { readdirSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  SearchPeopleDocument,
} from '../../packages/client/operations.ts';
import { deviceKinds } from '../../src/domain/devices/device.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { pricedCalls } from '../access/received.ts';
import { operations as documented, type Documented } from '../ground/operations/documented.ts';
import { oneRecord } from '../ground/operations/stage.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { oneLevel } from '../support/one-level.ts';
import { oneApproval } from '../support/one-approval.ts';
import { oneProof } from '../support/one-proof.ts';
import { proofEnv, type SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, onStage, useStage } from '../support/stage.ts';
import { get, post, register, textOf, waysByHash } from './by-hash.ts';

describe('the limit on cost', () => {
  const limit = 100;
  /** Eleven for alice, and fifteen for each kind. */
  const devices =
    'query Devices($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { id } } }';
  const expensive = { kinds: ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE', 'TRUSTED'] };
  const cheap = { kinds: ['OATH', 'PUSH'] };

  const stage = useStage('pingam', { env: { LIMIT_COST: `${limit}`, APQ: 'on' } });
  let alice: SessionHeader;

  beforeEach(async () => {
    alice = await stage.peer.signIn('alice');
    stage.sandbox.clearReceived();
  });

  type Send = (variables: object) => Promise<ClientAnswer<never>>;
  const ways: readonly (readonly [string, Send])[] = [
    ['its text', (variables) => post(stage.gateway, { query: devices, variables }, alice)],
    [
      'GET',
      (variables) =>
        get(stage.gateway, { query: devices, variables: JSON.stringify(variables) }, alice),
    ],
    ...waysByHash.map(([way, send]): readonly [string, Send] => [
      way,
      (variables) => send(stage.gateway, devices, alice, { variables }),
    ]),
  ];
  const extensionsOf = ({ text }: ClientAnswer<never>): unknown =>
    fieldAt(JSON.parse(text), 'extensions');

  test.each(ways)(
    'by %s, an expensive operation is refused before AM is called, each time',
    async (_way, send) => {
      await register(stage.gateway, devices);
      const answers = [await send(expensive), await send(expensive), await send(expensive)];
      const calls = stage.sandbox.received().length;
      const within = [
        await send(cheap),
        await send(cheap),
        await send(expensive),
        await send(cheap),
      ];

      for (const answer of answers) {
        expect([answer.status, answer.data]).toEqual([400, null]);
        expect(answer.errors).toMatchObject([
          {
            message: 'The operation may cost 101 points, more than the limit of 100.',
            extensions: { code: 'OPERATION_TOO_LARGE', most: limit, points: 101 },
          },
        ]);
      }
      expect(calls).toBe(0);
      expect(within.map(codesOf)).toEqual([[], [], ['OPERATION_TOO_LARGE'], []]);
      expect(within.map(extensionsOf)).toEqual(
        [41, 41, 101, 41].map((points) => ({ cost: { points, limit } })),
      );
    },
  );

  const tooLarge = ['OPERATION_TOO_LARGE'];
  const aliases = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, n) => `a${n}: me { id }`).join(' ')} }`;
  const operations = 'query A { me { id } } query B { me { devices { id } } }';
  test.each([
    ['nine aliases', { query: aliases(9) }, []],
    ['ten aliases, each of which counts', { query: aliases(10) }, tooLarge],
    ['the cheap one of two operations', { query: operations, operationName: 'A' }, []],
    ['the expensive one of two operations', { query: operations, operationName: 'B' }, tooLarge],
    [
      'a change',
      {
        query:
          'mutation { resetDevices(input: { target: { me: true }, kinds: [OATH, PUSH, TRUSTED] }) { results { outcome } } }',
      },
      tooLarge,
    ],
  ])('LIMIT_COST and %s', async (_label, members, codes) => {
    const answer = await post(stage.gateway, members, alice);

    expect(codesOf(answer)).toEqual(codes);
    expect(stage.sandbox.received().length === 0).toBe(codes.length > 0);
  });

  describe('in production', () => {
    const env = { NODE_ENV: 'production', LIMIT_COST: `${limit}` };

    test('the cost is never shown', async () => {
      await onStage('pingam', { env }, async ({ gateway, peer }) => {
        const as = await peer.signIn('alice');
        const queries = ['{ me { id } }', '{ me { id } }', '{ me { id } }', '{ nothing }'];
        const person = { query: textOf(PersonDevicesDocument), variables: { id: 'alice' } };
        const answers = [
          ...(await Promise.all(queries.map((query) => post(gateway, { query }, as)))),
          ...(await Promise.all(
            waysByHash.map(([, send]) => send(gateway, textOf(MyDevicesDocument), as)),
          )),
          await post(gateway, person, as),
        ];

        for (const answer of answers) {
          expect(extensionsOf(answer)).toBeUndefined();
          expect(answer.text).not.toMatch(/points|"limit"/);
        }
        expect(answers.map(({ data }) => data === null)).toEqual(
          answers.map((_, index) => index === 3),
        );
      });
    });
  });
});

const pointsPerCall = 10;

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  /** The clock is advanced between operations, so that no cached value is used. */
  const stage = useStage(flavor, {
    env: everyCallerEnv(proofEnv),
    now: () => Date.now() + ahead,
    ledger: {
      ...oneRecord,
      proofs: oneProof(Date.now),
      threats: oneLevel(Date.now),
      approvals: oneApproval(),
    },
  });
  let ahead = 0;

  beforeEach(async () => {
    ahead += 31_000;
    // The gateway's own sign-in does not belong to an operation.
    await stage.gateway.ask('{ gatewayCaller { roles } }', await stage.peer.signIn('helen'));
    ahead += 31_000;
  });

  const kinds = flavor === 'openam' ? ['OATH', 'PUSH', 'TRUSTED'] : deviceKinds;
  const id = (): string => stage.peer.idOf('bob');
  const device = { kind: 'OATH', deviceId: deviceIds.bobOath };
  /** What the documented variables lack on this product. */
  const more: Readonly<Record<string, object>> = {
    SearchPeople: { search: 'bob' },
    ResetDevices: { kinds },
    RemoveDevice: device,
    RenameDevice: device,
  };
  const rows: readonly (readonly [string, Pick<Documented, 'name' | 'text'>, () => object])[] = [
    ...documented.map((one): (typeof rows)[number] => [
      one.name,
      one,
      () => {
        const variables = one.variables(id());
        return 'input' in variables
          ? { input: { ...Object(variables.input), ...more[one.name] } }
          : { ...variables, ...more[one.name] };
      },
    ]),
    ...[20, 1].map((first): (typeof rows)[number] => [
      `a search for ${first}`,
      { name: 'SearchPeople', text: textOf(SearchPeopleDocument) },
      () => ({ search: first === 1 ? 'bob' : 'exa', first }),
    ]),
  ];
  let made = 0;

  // OpenAM and AIC differ in their calls for few operations.
  describe.each(flavor === 'pingam' ? ['bob', 'helen', 'amadmin'] : ['amadmin'])(
    'for %s',
    (name) => {
      test.each(rows)('%s', async (_label, { text: query }, variables) => {
        const as = await stage.peer.signIn(name);
        stage.sandbox.clearReceived();

        const answer = await post(stage.gateway, { query, variables: variables() }, as);

        // Bob asks about himself.
        const caller = name === 'bob' ? 'nobody' : stage.peer.idOf(name);
        const calls = pricedCalls(stage.sandbox, caller);
        made += calls.length;
        expect(codesOf(answer).filter((code) => code.startsWith('UPSTREAM'))).toEqual([]);
        expect(calls.length * pointsPerCall).toBeLessThanOrEqual(pointsOf(answer));
      });
    },
  );

  test('these operations call AM', () => {
    expect(documented).toHaveLength(readdirSync('schema/operations').length);
    expect(made).toBeGreaterThan(flavor === 'pingam' ? 60 : 25);
  });
});

function pointsOf({ text }: ClientAnswer<never>): number {
  const points = fieldAt(JSON.parse(text), 'extensions', 'cost', 'points');
  return typeof points === 'number' ? points : Number.NaN;
}
