/** Trusted documents: what runs, by text and by hash, in each mode (security D13). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import { callsTo } from '../security/am-received.ts';
import { codesOf, withoutCost } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage, type Stage } from '../support/stage.ts';
import {
  byId,
  get,
  idOf,
  persisted,
  post,
  register,
  textOf,
  waysByHash,
  waysByPost,
} from './by-hash.ts';

const myDevices = textOf(MyDevicesDocument);
const personDevices = textOf(PersonDevicesDocument);
const resetOath = textOf(ResetOathDevicesDocument);
/** A document that no manifest lists. */
const unlisted = '{ me { realm } }';

const modes = ['off', 'prefer', 'only'] as const;
type Mode = (typeof modes)[number];

let stages: ReadonlyMap<Mode, Stage>;

beforeAll(async () => {
  stages = new Map(
    await Promise.all(
      modes.map(async (mode): Promise<[Mode, Stage]> => {
        const env = mode === 'prefer' ? {} : { TRUSTED_DOCUMENTS: mode };
        return [mode, await openStage('pingam', { env })];
      }),
    ),
  );
});
afterAll(() => Promise.all([...(stages ?? [])].map(([, stage]) => stage.close())));

/** Restarts the stage of a mode, and signs alice in. */
async function begin(mode: Mode): Promise<Stage & { readonly alice: SessionHeader }> {
  const stage = stages.get(mode);
  if (stage === undefined) throw new Error(`no stage for ${mode}`);
  stage.restart();
  const alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
  return { ...stage, alice };
}

describe.each(['prefer', 'only'] as const)(
  'with TRUSTED_DOCUMENTS=%s a documented query',
  (mode) => {
    test.each(waysByHash)('runs by %s as by its text, with its variables', async (_label, send) => {
      const { gateway, sandbox, alice } = await begin(mode);

      const byText = await post(gateway, { query: myDevices }, alice);
      const byHash = await send(gateway, myDevices, alice);
      const person = await send(gateway, personDevices, alice, {
        variables: { id: 'alice' },
        operationName: 'PersonDevices',
      });

      expect([byHash.status, codesOf(byHash)]).toEqual([200, []]);
      expect(byHash.text).toContain("Alice's phone");
      expect(byHash.text).toBe(byText.text);
      expect(person.data).toMatchObject({ user: { id: idOfPerson('alice') } });
      expect(callsTo(sandbox)).not.toEqual([]);
    });

    test.each(waysByPost)('and change runs by %s', async (_label, send) => {
      const { gateway, alice } = await begin(mode);

      const answer = await send(gateway, resetOath, alice, {
        variables: { input: { target: { me: true } } },
      });

      expect(answer.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
    });

    const capitals = hashOf(myDevices).toUpperCase();
    const documentId = idOf(myDevices);
    test.each([
      ['text and hash', { query: myDevices, documentId }],
      ['text and Apollo’s hash', { query: myDevices, extensions: persisted(myDevices) }],
      ['a hash in capitals', { documentId: `sha256:${capitals}` }],
      [
        'Apollo’s hash in capitals',
        { extensions: { persistedQuery: { version: 1, sha256Hash: capitals } } },
      ],
      ['a hash and no text but null', { documentId, query: null }],
      ['a hash and no extensions but null', { documentId, extensions: null }],
      ['both kinds of hash', { documentId, extensions: persisted(unlisted) }],
    ])('runs by %s', async (_label, members) => {
      const { gateway, alice } = await begin(mode);

      const answer = await post(gateway, members, alice);

      expect([answer.status, codesOf(answer)]).toEqual([200, []]);
      expect(answer.text).toContain("Alice's phone");
    });
  },
);

describe('an unlisted document', () => {
  test.each(['off', 'prefer'] as const)('runs with TRUSTED_DOCUMENTS=%s', async (mode) => {
    const { gateway, alice } = await begin(mode);

    const answer = await post(gateway, { query: unlisted }, alice);

    expect([answer.status, codesOf(answer)]).toEqual([200, []]);
  });

  test.each([
    ['another document', unlisted],
    ['a blank more', `${myDevices} `],
    ['a byte order mark', `\uFEFF${myDevices}`],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['two documented ones in one', `${myDevices}\n${personDevices}`],
    ['the schema for a router', '{ _service { sdl } }'],
    ['a change', 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }'],
    ['a huge text', `{ me { id } } #${'x'.repeat(60_000)}`],
    ['what is over every limit', `{ ${'{ a'.repeat(5_000)} }`],
  ])('is refused by `only` before AM is called: %s', async (_label, query) => {
    const { gateway, sandbox, alice } = await begin('only');

    const answers = [
      await post(gateway, { query }, alice),
      await post(gateway, { query }, alice),
      await register(gateway, query, alice),
      await get(gateway, { query: query.slice(0, 5_000) }, alice),
    ];

    for (const answer of answers) {
      expect([answer.status, answer.data]).toEqual([400, null]);
      expect(answer.errors).toMatchObject([
        {
          message:
            'This gateway runs only trusted documents. Nothing was run. Add the document to a manifest of the gateway.',
          extensions: { code: 'DOCUMENT_NOT_TRUSTED' },
        },
      ]);
    }
    expect(sandbox.received()).toEqual([]);
  });

  test('cannot run in the mode `only` with the hash of a trusted document', async () => {
    const { gateway, sandbox, alice } = await begin('only');
    const query = resetOath.replace('resetOathDevices', 'resetPushDevices');

    const answers = [
      await post(gateway, { query, documentId: idOf(resetOath) }, alice),
      await post(gateway, { query, extensions: persisted(resetOath) }, alice),
      await get(gateway, { query: unlisted, documentId: idOf(myDevices) }, alice),
    ];

    expect(answers.map((answer) => [answer.status, codesOf(answer)])).toEqual(
      answers.map(() => [400, ['BAD_USER_INPUT']]),
    );
    expect(sandbox.received()).toEqual([]);
  });
});

describe('an unknown hash', () => {
  const notFound = { code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' };
  const wanted = {
    off: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', message: 'PersistedQueryNotSupported' },
    prefer: notFound,
    only: notFound,
  } as const;

  test.each(modes.flatMap((mode) => waysByHash.map(([way, send]) => ({ mode, way, send }))))(
    'with TRUSTED_DOCUMENTS=$mode by $way has the standard message',
    async ({ mode, send }) => {
      const { gateway, sandbox, alice } = await begin(mode);

      const answer = await send(gateway, unlisted, alice);

      const { code, message } = wanted[mode];
      const correlationId = answer.headers.get('x-correlation-id');
      expect(answer.status).toBe(200);
      expect(answer.errors).toEqual([{ message, extensions: { code, correlationId } }]);
      expect(answer.text).not.toContain('"data"');
      expect(sandbox.received()).toEqual([]);
    },
  );
});

test('a request by hash is logged with the name of its operation', async () => {
  const { gateway, alice } = await begin('prefer');

  const answer = await byId(gateway, myDevices, alice);

  const correlationId = answer.headers.get('x-correlation-id');
  expect(gateway.log.map((line): unknown => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ correlationId, operationName: 'MyDevices', operationType: 'query' }),
  );
});

test('by hash, errors of variables and operation names are GraphQL’s', async () => {
  const { gateway, sandbox, alice } = await begin('only');

  const answers = [
    await byId(gateway, personDevices, alice),
    await byId(gateway, personDevices, alice, { variables: { id: { a: 1 } } }),
    await byId(gateway, personDevices, alice, { operationName: 'Other' }),
  ];

  expect(answers.map(codesOf)).toEqual([
    ['BAD_USER_INPUT'],
    ['BAD_USER_INPUT'],
    ['OPERATION_RESOLUTION_FAILURE'],
  ]);
  expect(callsTo(sandbox)).toEqual([]);
  expect(withoutCost(answers[0]?.text ?? '')).toContain('Variable \\"$id\\"');
});
