/** Documents by hash: invalid ids, and automatic persisted queries (security D13). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument } from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { onStage, useStage } from '../support/stage.ts';
import {
  byId,
  idOf,
  post,
  register,
  textOf,
  waysByGet,
  waysByHash,
  waysByPost,
} from './by-hash.ts';

describe('an id of a document', () => {
  const unlisted = '{ me { realm } }';

  const stage = useStage();

  const persisted = (value: unknown): object => ({ extensions: { persistedQuery: value } });
  const sha256Hash = 'a'.repeat(64);
  const id = 'The id of a document is sha256: and 64 hexadecimal digits.';
  const text = 'Send documentId as a text.';
  const extension = 'Send persistedQuery with version 1 and a sha256Hash.';

  test.each([
    ['that is empty', { documentId: '' }, id],
    ['that is a digit short', { documentId: `sha256:${'a'.repeat(63)}` }, id],
    ['that is not hexadecimal', { documentId: `sha256:${'g'.repeat(64)}` }, id],
    ['of another prefix', { documentId: `md5:${sha256Hash}` }, id],
    ['with a newline', { documentId: `sha256:${sha256Hash}\n` }, id],
    ['that is a path', { documentId: '../../etc/passwd' }, id],
    ['that is a number', { documentId: 7 }, text],
    ['that is an object', { documentId: { id: sha256Hash } }, text],
    ['of Apollo of another version', persisted({ version: 2, sha256Hash }), extension],
    ['of Apollo without a version', persisted({ sha256Hash }), extension],
    ['of Apollo with a number', persisted({ version: 1, sha256Hash: 7 }), extension],
    ['of Apollo that is a text', persisted(sha256Hash), extension],
    ['of Apollo that is short', persisted({ version: 1, sha256Hash: 'abc' }), id],
  ])('%s is refused, with and without a text', async (_label, members, message) => {
    const answers = [
      await post(stage.gateway, members),
      await post(stage.gateway, { query: unlisted, ...members }),
    ];

    for (const answer of answers) {
      expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
      expect(answer.errors[0]?.message).toBe(message);
    }
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('a hash of another text is refused before AM is called', async () => {
    const documentId = idOf(textOf(MyDevicesDocument));

    const answer = await post(stage.gateway, { query: unlisted, documentId });

    expect(answer.status).toBe(400);
    expect(answer.errors).toMatchObject([
      {
        message: 'The hash is not the sha256 of the query.',
        extensions: {
          code: 'BAD_USER_INPUT',
          path: ['extensions', 'persistedQuery', 'sha256Hash'],
        },
      },
    ]);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

describe('an automatic persisted query', () => {
  const query = '{ me { realm } }';
  const reset = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const notFound = ['PERSISTED_QUERY_NOT_FOUND'];

  const stage = useStage('pingam', { env: { APQ: 'on' } });
  let alice: SessionHeader;

  beforeEach(async () => {
    alice = await stage.peer.signIn('alice');
    stage.sandbox.clearReceived();
  });

  /** A document that no other test sends. */
  function another(text: string): string {
    count += 1;
    return `${text} # ${count}`;
  }
  let count = 0;

  test('is off by default', async () => {
    await onStage('pingam', {}, async ({ gateway, peer }) => {
      const as = await peer.signIn('alice');

      expect((await register(gateway, query, as)).data).toEqual({ me: { realm: 'alpha' } });
      for (const [, send] of waysByHash) {
        expect(codesOf(await send(gateway, query, as))).toEqual(notFound);
      }
    });
  });

  test.each(waysByHash)('by %s: not found, sent, found', async (_label, send) => {
    const text = another(query);

    const first = await send(stage.gateway, text, alice);
    const sent = await register(stage.gateway, text, alice);
    const found = await send(stage.gateway, text, alice);

    expect(codesOf(first)).toEqual(notFound);
    expect([sent.data, found.data]).toEqual([
      { me: { realm: 'alpha' } },
      { me: { realm: 'alpha' } },
    ]);
  });

  test.each(waysByPost)('by %s a change runs', async (_label, send) => {
    const text = another(reset);
    await register(stage.gateway, text, alice);

    expect((await send(stage.gateway, text, alice)).data).toEqual({
      resetOathDevices: { outcome: 'NOTHING_TO_RESET' },
    });
  });

  test.each(waysByGet)('by %s a change never runs', async (_label, send) => {
    const text = another(reset);
    await register(stage.gateway, text, {});
    stage.sandbox.clearReceived();

    const answer = await send(stage.gateway, text, alice);

    expect(answer.status).toBe(405);
    expect(stage.sandbox.received()).toEqual([]);
  });

  describe('registered by one caller', () => {
    test('gives other callers no rights', async () => {
      const text = another('{ user(id: "bob") { amId } }');

      const own = await register(stage.gateway, text, await stage.peer.signIn('amadmin'));
      const others = [await byId(stage.gateway, text, alice), await byId(stage.gateway, text)];

      expect(own.data).toEqual({ user: { amId: 'bob' } });
      expect(others.map(codesOf)).toEqual([['FORBIDDEN'], ['UNAUTHENTICATED']]);
    });

    test.each([
      ['too many tokens', `{ me { ${'id '.repeat(501)} } }`, 'OPERATION_TOO_LARGE'],
      ['a subscription', 'subscription { me { id } }', 'BAD_USER_INPUT'],
    ])('is never a refused document: %s', async (_label, text, code) => {
      const refused = await register(stage.gateway, text, alice);
      const again = await byId(stage.gateway, text, alice);

      expect([refused.status, codesOf(refused), codesOf(again)]).toEqual([400, [code], notFound]);
      expect(stage.sandbox.received()).toEqual([]);
    });
  });
});
