/** What an operation may cost is limited before AM is asked, and shown to developers only. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument, PersonDevicesDocument } from '../../src/client/operations.ts';
import { fieldAt } from '../openam/am-rest.ts';
import { onStage, openStage } from '../security/stage.ts';
import type { Stage } from '../security/stage.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { get, post, register, textOf, waysByHash } from './by-hash.ts';

const limit = 100;
/** Eleven for alice, and fifteen for each kind. */
const devices = 'query Devices($kinds: [DeviceKind!]) { me { devices(kinds: $kinds) { id } } }';
const dear = { kinds: ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE', 'TRUSTED'] };
const cheap = { kinds: ['OATH', 'PUSH'] };

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  stage = await openStage('pingam', { env: { LIMIT_COST: `${limit}`, APQ: 'on' } });
});
beforeEach(async () => {
  stage.restart();
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});
afterAll(() => stage?.close());

type Send = (gateway: TestGateway, variables: object) => Promise<ClientAnswer<never>>;
const ways: readonly (readonly [string, Send])[] = [
  ['its text', (gateway, variables) => post(gateway, { query: devices, variables }, alice)],
  [
    'GET',
    (gateway, variables) =>
      get(gateway, { query: devices, variables: JSON.stringify(variables) }, alice),
  ],
  ...waysByHash.map(([way, send]): readonly [string, Send] => [
    way,
    (gateway, variables) => send(gateway, devices, alice, { variables }),
  ]),
];

describe('LIMIT_COST', () => {
  beforeAll(() => register(stage.gateway, devices));

  test.each(ways)('refuses by %s before AM is asked, each time', async (_label, send) => {
    const answers = [
      await send(stage.gateway, dear),
      await send(stage.gateway, dear),
      await send(stage.gateway, dear),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(answer.data).toBeNull();
      expect(answer.errors).toMatchObject([
        {
          message: 'The operation may cost 101 points, more than the limit of 100.',
          extensions: { code: 'OPERATION_TOO_LARGE', limit, points: 101 },
        },
      ]);
    }
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each(ways)(
    'lets by %s what costs less, before and after a refusal',
    async (_label, send) => {
      const answers = [
        await send(stage.gateway, cheap),
        await send(stage.gateway, cheap),
        await send(stage.gateway, dear),
        await send(stage.gateway, cheap),
      ];

      expect(answers.map(codesOf)).toEqual([[], [], ['OPERATION_TOO_LARGE'], []]);
    },
  );

  test('counts every alias', async () => {
    const query = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, n) => `a${n}: me { id }`).join(' ')} }`;

    const [nine, ten] = [
      await post(stage.gateway, { query: query(9) }, alice),
      await post(stage.gateway, { query: query(10) }, alice),
    ];

    expect([codesOf(nine), codesOf(ten)]).toEqual([[], ['OPERATION_TOO_LARGE']]);
  });

  test('refuses a change before anything is changed', async () => {
    const query =
      'mutation { resetDevices(input: { kinds: [OATH, PUSH, TRUSTED] }) { results { outcome } } }';

    const answer = await post(stage.gateway, { query }, alice);

    expect([answer.status, codesOf(answer)]).toEqual([400, ['OPERATION_TOO_LARGE']]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('counts the operation that is chosen', async () => {
    const query = `query A { me { id } } query B { me { devices { id } } }`;

    const answers = [
      await post(stage.gateway, { query, operationName: 'A' }, alice),
      await post(stage.gateway, { query, operationName: 'B' }, alice),
    ];

    expect(answers.map(codesOf)).toEqual([[], ['OPERATION_TOO_LARGE']]);
  });

  test('refuses whoever asks, and tells it in production, too', async () => {
    await onStage(
      'pingam',
      { env: { NODE_ENV: 'production', LIMIT_COST: `${limit}` } },
      async ({ gateway, sandbox }) => {
        const answer = await post(gateway, { query: devices, variables: dear });

        expect(answer.errors[0]?.extensions).toMatchObject({ limit, points: 101 });
        expect(sandbox.received()).toEqual([]);
      },
    );
  });

  test('leaves a page of people with their devices within its standard', async () => {
    await onStage('pingam', {}, async ({ gateway, peer }) => {
      const query =
        '{ users(search: "bob") { edges { node { id oathDevices { id name } pushDevices { id name } } } } }';

      const answer = await post(gateway, { query }, await peer.signIn('amadmin'));

      expect(codesOf(answer)).toEqual([]);
    });
  });
});

describe('the cost is shown', () => {
  const cost = (answer: ClientAnswer<never>): unknown =>
    fieldAt(JSON.parse(answer.text), 'extensions');

  test.each(ways)('in development, by %s', async (_label, send) => {
    await register(stage.gateway, devices);

    for (let times = 0; times < 3; times += 1) {
      const answer = await send(stage.gateway, cheap);

      expect(cost(answer)).toEqual({ cost: { points: 41, limit } });
    }
  });

  test('in development with a refusal for it, and not where nothing was counted', async () => {
    const refused = await post(stage.gateway, { query: devices, variables: dear }, alice);
    const wrong = await post(stage.gateway, { query: '{ nothing }' }, alice);

    expect([cost(refused), cost(wrong)]).toEqual([{ cost: { points: 101, limit } }, undefined]);
  });

  test('never in production', async () => {
    await onStage('pingam', { env: { NODE_ENV: 'production' } }, async ({ gateway, peer }) => {
      const as = await peer.signIn('alice');
      const answers = [
        await post(gateway, { query: '{ me { id } }' }, as),
        await post(gateway, { query: '{ me { id } }' }, as),
        await post(gateway, { query: '{ me { id } }' }, as),
        await post(gateway, { query: '{ nothing }' }, as),
        ...(await Promise.all(
          waysByHash.map(([, send]) => send(gateway, textOf(MyDevicesDocument), as)),
        )),
        await post(
          gateway,
          { query: textOf(PersonDevicesDocument), variables: { id: 'alice' } },
          as,
        ),
      ];

      for (const { text } of answers) {
        expect(fieldAt(JSON.parse(text), 'extensions')).toBeUndefined();
        expect(text).not.toMatch(/points|"limit"/);
      }
    });
  });
});
