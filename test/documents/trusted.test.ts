/** Trusted documents: which documents run, by which names, in each mode (security D13). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApolloServer } from '@apollo/server';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
} from '../../src/client/operations.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import { callsTo } from '../security/am-received.ts';
import { openStage } from '../security/stage.ts';
import type { Stage } from '../security/stage.ts';
import { codesOf, withoutCost } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { get, idOf, post, register, textOf, waysByHash, waysByPost } from './by-hash.ts';

const myDevices = textOf(MyDevicesDocument);
const personDevices = textOf(PersonDevicesDocument);
const resetOath = textOf(ResetOathDevicesDocument);
/** A document that no manifest lists. */
const unlisted = '{ me { realm } }';

let stages: Readonly<Record<'off' | 'prefer' | 'only', Stage>>;

beforeAll(async () => {
  const [off, prefer, only] = await Promise.all(
    ['off', 'prefer', 'only'].map((mode) =>
      openStage('pingam', { env: { ...(mode !== 'prefer' && { TRUSTED_DOCUMENTS: mode }) } }),
    ),
  );
  if (!off || !prefer || !only) throw new Error('a stage is missing');
  stages = { off, prefer, only };
});
afterAll(() => Promise.all(Object.values(stages ?? {}).map((stage) => stage.close())));

/** Signs alice in where nothing has been received. */
async function begin(stage: Stage): Promise<SessionHeader> {
  stage.restart();
  const alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
  return alice;
}

describe.each(['prefer', 'only'] as const)(
  'with TRUSTED_DOCUMENTS=%s a documented query',
  (mode) => {
    test.each(waysByHash)('runs by %s as by its text', async (_label, send) => {
      const { gateway, ...stage } = stages[mode];
      const alice = await begin(stages[mode]);

      const byText = await post(gateway, { query: myDevices }, alice);
      const byHash = await send(gateway, myDevices, alice);

      expect([byHash.status, codesOf(byHash)]).toEqual([200, []]);
      expect(byHash.text).toContain("Alice's phone");
      expect(byHash.text).toBe(byText.text);
      expect(callsTo(stage.sandbox)).not.toEqual([]);
    });

    test.each(waysByHash)('runs by %s with variables', async (_label, send) => {
      const alice = await begin(stages[mode]);

      const answer = await send(stages[mode].gateway, personDevices, alice, {
        variables: { id: 'alice' },
        operationName: 'PersonDevices',
      });

      expect(answer.data).toMatchObject({ user: { id: 'alice' } });
    });

    test.each(waysByPost)('and change runs by %s', async (_label, send) => {
      const alice = await begin(stages[mode]);

      const answer = await send(stages[mode].gateway, resetOath, alice, {
        variables: { input: {} },
      });

      expect(answer.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
    });

    test.each([
      ['text and hash', () => ({ query: myDevices, documentId: idOf(myDevices) })],
      [
        'text and Apollo’s hash',
        () => ({
          query: myDevices,
          extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(myDevices) } },
        }),
      ],
      ['a hash in capitals', () => ({ documentId: `sha256:${hashOf(myDevices).toUpperCase()}` })],
      [
        'Apollo’s hash in capitals',
        () => ({
          extensions: {
            persistedQuery: { version: 1, sha256Hash: hashOf(myDevices).toUpperCase() },
          },
        }),
      ],
      ['a hash and no text but null', () => ({ documentId: idOf(myDevices), query: null })],
      [
        'a hash and no extensions but null',
        () => ({ documentId: idOf(myDevices), extensions: null }),
      ],
      [
        'both kinds of hash',
        () => ({
          documentId: idOf(myDevices),
          extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(unlisted) } },
        }),
      ],
    ])('runs by %s', async (_label, members) => {
      const alice = await begin(stages[mode]);

      const answer = await post(stages[mode].gateway, members(), alice);

      expect([answer.status, codesOf(answer)]).toEqual([200, []]);
      expect(answer.text).toContain("Alice's phone");
    });

    test('is held to who asks', async () => {
      const alice = await begin(stages[mode]);
      const [, send] = waysByHash[0] ?? [];

      const answers = [
        await send?.(stages[mode].gateway, personDevices, alice, { variables: { id: 'bob' } }),
        await send?.(stages[mode].gateway, personDevices, {}, { variables: { id: 'bob' } }),
      ];

      expect(answers.map((answer) => answer && codesOf(answer))).toEqual([
        ['FORBIDDEN'],
        ['UNAUTHENTICATED'],
      ]);
    });
  },
);

describe('what no manifest lists', () => {
  test.each([
    ['off', 200, []],
    ['prefer', 200, []],
    ['only', 400, ['DOCUMENT_NOT_TRUSTED']],
  ] as const)('with TRUSTED_DOCUMENTS=%s is answered with %i', async (mode, status, codes) => {
    const alice = await begin(stages[mode]);

    const answer = await post(stages[mode].gateway, { query: unlisted }, alice);

    expect([answer.status, codesOf(answer)]).toEqual([status, codes]);
    if (mode !== 'only') return;
    expect(answer.errors[0]?.message).toBe('Only trusted documents may run here.');
    expect(answer.data).toBeNull();
    expect(stages.only.sandbox.received()).toEqual([]);
  });

  const almost: readonly (readonly [string, string])[] = [
    ['a blank more', `${myDevices} `],
    ['a newline more', `${myDevices}\n`],
    ['a comment more', `${myDevices}# x`],
    ['a byte order mark', `\uFEFF${myDevices}`],
    ['another name', myDevices.replace('MyDevices', 'MyDevicez')],
    ['a field more', myDevices.replace('{', '{ viewer { roles } ')],
    ['nothing but __typename', '{ __typename }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['what does not parse', '{'],
    ['two documented ones in one', `${myDevices}\n${personDevices}`],
    [
      'references of a router',
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    ],
    ['the schema for a router', '{ _service { sdl } }'],
    ['a change', 'mutation { resetOathDevices(input: {}) { outcome } }'],
    ['a huge text', `{ me { id } } #${'x'.repeat(60_000)}`],
    ['what is over every limit', `{ ${'{ a'.repeat(5_000)} }`],
  ];

  test.each(almost)('is refused by `only` before AM is asked: %s', async (_label, query) => {
    const alice = await begin(stages.only);

    const answers = [
      await post(stages.only.gateway, { query }, alice),
      await post(stages.only.gateway, { query }, alice),
      await register(stages.only.gateway, query, alice),
      await get(stages.only.gateway, { query: query.slice(0, 5_000) }, alice),
    ];

    expect(answers.map((answer) => [answer.status, codesOf(answer)])).toEqual(
      answers.map(() => [400, ['DOCUMENT_NOT_TRUSTED']]),
    );
    expect(stages.only.sandbox.received()).toEqual([]);
  });

  test('cannot be slipped in by `only` beside a hash that is known', async () => {
    const alice = await begin(stages.only);
    const query = resetOath.replace('resetOathDevices', 'resetPushDevices');

    const answers = [
      await post(stages.only.gateway, { query, documentId: idOf(resetOath) }, alice),
      await post(
        stages.only.gateway,
        { query, extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(resetOath) } } },
        alice,
      ),
      await get(stages.only.gateway, { query: unlisted, documentId: idOf(myDevices) }, alice),
    ];

    expect(answers.map((answer) => [answer.status, codesOf(answer)])).toEqual(
      answers.map(() => [400, ['BAD_USER_INPUT']]),
    );
    expect(stages.only.sandbox.received()).toEqual([]);
  });
});

describe('an unknown hash', () => {
  const wanted = {
    off: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', message: 'PersistedQueryNotSupported' },
    prefer: { code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' },
    only: { code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' },
  } as const;

  describe.each(['off', 'prefer', 'only'] as const)('with TRUSTED_DOCUMENTS=%s', (mode) => {
    test.each(waysByHash)('by %s is told in the words that clients know', async (_label, send) => {
      const alice = await begin(stages[mode]);

      const answer = await send(stages[mode].gateway, unlisted, alice);

      const { code, message } = wanted[mode];
      expect(answer.status).toBe(200);
      expect(answer.errors).toEqual([
        { message, extensions: { code, correlationId: answer.headers.get('x-correlation-id') } },
      ]);
      expect(answer.text).not.toContain('"data"');
      expect(stages[mode].sandbox.received()).toEqual([]);
    });
  });

  test('of a documented operation is not supported where nothing is trusted', async () => {
    const alice = await begin(stages.off);

    const answer = await post(stages.off.gateway, { documentId: idOf(myDevices) }, alice);

    expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
    expect(stages.off.sandbox.received()).toEqual([]);
  });

  /** What Apollo Server itself says of an unknown hash. */
  async function apolloSays(persistedQueries: undefined | false): Promise<unknown> {
    const apollo = new ApolloServer({
      typeDefs: 'type Query { a: Int }',
      ...(persistedQueries === false && { persistedQueries }),
    });
    const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(unlisted) } };
    const { body } = await apollo.executeOperation({ extensions });
    await apollo.stop();
    const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
    return errors?.map(({ message, extensions: about }) => ({ message, code: about?.['code'] }));
  }

  test.each([
    ['off', false],
    ['prefer', undefined],
  ] as const)('with TRUSTED_DOCUMENTS=%s is told as by Apollo Server', async (mode, apollo) => {
    expect(await apolloSays(apollo)).toEqual([wanted[mode]]);
  });
});

test('a request by hash is logged by the name of its operation', async () => {
  const alice = await begin(stages.prefer);
  const before = stages.prefer.gateway.log.length;

  const answer = await post(stages.prefer.gateway, { documentId: idOf(myDevices) }, alice);

  const correlationId = answer.headers.get('x-correlation-id');
  const lines = stages.prefer.gateway.log.slice(before).map((line): unknown => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ correlationId, operationName: 'MyDevices', operationType: 'query' }),
  );
});

test('by hash as by text, errors of variables and of names are GraphQL’s own', async () => {
  const alice = await begin(stages.only);
  const id = { documentId: idOf(personDevices) };

  const answers = [
    await post(stages.only.gateway, id, alice),
    await post(stages.only.gateway, { ...id, variables: { id: { a: 1 } } }, alice),
    await post(stages.only.gateway, { ...id, operationName: 'Other' }, alice),
  ];

  expect(answers.map(codesOf)).toEqual([
    ['BAD_USER_INPUT'],
    ['BAD_USER_INPUT'],
    ['OPERATION_RESOLUTION_FAILURE'],
  ]);
  expect(callsTo(stages.only.sandbox)).toEqual([]);
  expect(withoutCost(answers[0]?.text ?? '')).toContain('Variable \\"$id\\"');
});
