/** Ids of documents that cannot be, and hashes that are not of their texts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument } from '../../src/client/operations.ts';
import { openStage } from '../security/stage.ts';
import type { Stage } from '../security/stage.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { idOf, post, textOf } from './by-hash.ts';

const unlisted = '{ me { realm } }';

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  alice = await stage.peer.signIn('alice');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

describe('a malformed id', () => {
  const persistedQuery = (value: unknown): object => ({ extensions: { persistedQuery: value } });
  const sha256Hash = 'a'.repeat(64);
  const id = 'The id of a document is sha256: and 64 hexadecimal digits.';
  const extension = 'Send persistedQuery with version 1 and a sha256Hash.';
  test.each([
    ['that is empty', { documentId: '' }, id],
    ['that is a digit short', { documentId: `sha256:${'a'.repeat(63)}` }, id],
    ['that is a digit long', { documentId: `sha256:${'a'.repeat(65)}` }, id],
    ['that is not hexadecimal', { documentId: `sha256:${'g'.repeat(64)}` }, id],
    ['of another prefix', { documentId: `md5:${sha256Hash}` }, id],
    ['of a prefix of one’s own', { documentId: `x-mine:${sha256Hash}` }, id],
    ['with two prefixes', { documentId: `sha256:sha256:${sha256Hash}` }, id],
    ['with blanks', { documentId: ` sha256:${sha256Hash}` }, id],
    ['with a newline', { documentId: `sha256:${sha256Hash}\n` }, id],
    ['that is a name', { documentId: 'MyDevices' }, id],
    ['that is a path', { documentId: '../../etc/passwd' }, id],
    ['that every object has', { documentId: '__proto__' }, id],
    ['that is a number', { documentId: 7 }, 'Send documentId as a text.'],
    ['that is a list', { documentId: [sha256Hash] }, 'Send documentId as a text.'],
    ['that is an object', { documentId: { id: sha256Hash } }, 'Send documentId as a text.'],
    ['of Apollo of another version', persistedQuery({ version: 2, sha256Hash }), extension],
    ['of Apollo without a version', persistedQuery({ sha256Hash }), extension],
    ['of Apollo without a hash', persistedQuery({ version: 1 }), extension],
    ['of Apollo with a number', persistedQuery({ version: 1, sha256Hash: 7 }), extension],
    ['of Apollo that is a text', persistedQuery(sha256Hash), extension],
    ['of Apollo that is null', persistedQuery(null), extension],
    ['of Apollo that is short', persistedQuery({ version: 1, sha256Hash: 'abc' }), id],
  ])('%s is refused, with a text beside it or not', async (_label, members, message) => {
    const alone = await post(stage.gateway, members, alice);
    const beside = await post(stage.gateway, { query: unlisted, ...members }, alice);

    for (const answer of [alone, beside]) {
      expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
      expect(answer.errors[0]?.message).toBe(message);
    }
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('a hash that is not of its text is refused before AM is asked', async () => {
  const answer = await post(
    stage.gateway,
    { query: unlisted, documentId: idOf(textOf(MyDevicesDocument)) },
    alice,
  );

  expect(answer.status).toBe(400);
  expect(answer.errors).toMatchObject([
    {
      message: 'The hash is not the sha256 of the query.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'sha256Hash' },
    },
  ]);
  expect(stage.sandbox.received()).toEqual([]);
});
