/** Ids of documents that cannot be, and hashes that are not of their texts. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { MyDevicesDocument } from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { idOf, post, textOf } from './by-hash.ts';

const unlisted = '{ me { realm } }';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const persisted = (value: unknown): object => ({ extensions: { persistedQuery: value } });
const sha256Hash = 'a'.repeat(64);
const id = 'The id of a document is sha256: and 64 hexadecimal digits.';
const text = 'Send documentId as a text.';
const extension = 'Send persistedQuery with version 1 and a sha256Hash.';

test.each([
  ['that is empty', { documentId: '' }, id],
  ['that is a digit short', { documentId: `sha256:${'a'.repeat(63)}` }, id],
  ['that is a digit long', { documentId: `sha256:${'a'.repeat(65)}` }, id],
  ['that is not hexadecimal', { documentId: `sha256:${'g'.repeat(64)}` }, id],
  ['of another prefix', { documentId: `md5:${sha256Hash}` }, id],
  ['with two prefixes', { documentId: `sha256:sha256:${sha256Hash}` }, id],
  ['with blanks', { documentId: ` sha256:${sha256Hash}` }, id],
  ['with a newline', { documentId: `sha256:${sha256Hash}\n` }, id],
  ['that is a path', { documentId: '../../etc/passwd' }, id],
  ['that every object has', { documentId: '__proto__' }, id],
  ['that is a number', { documentId: 7 }, text],
  ['that is a list', { documentId: [sha256Hash] }, text],
  ['that is an object', { documentId: { id: sha256Hash } }, text],
  ['of Apollo of another version', persisted({ version: 2, sha256Hash }), extension],
  ['of Apollo without a version', persisted({ sha256Hash }), extension],
  ['of Apollo without a hash', persisted({ version: 1 }), extension],
  ['of Apollo with a number', persisted({ version: 1, sha256Hash: 7 }), extension],
  ['of Apollo that is a text', persisted(sha256Hash), extension],
  ['of Apollo that is null', persisted(null), extension],
  ['of Apollo that is short', persisted({ version: 1, sha256Hash: 'abc' }), id],
])('an id %s is refused, with a text beside it or not', async (_label, members, message) => {
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

test('a hash that is not of its text is refused before AM is asked', async () => {
  const documentId = idOf(textOf(MyDevicesDocument));

  const answer = await post(stage.gateway, { query: unlisted, documentId });

  expect(answer.status).toBe(400);
  expect(answer.errors).toMatchObject([
    {
      message: 'The hash is not the sha256 of the query.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'sha256Hash' },
    },
  ]);
  expect(stage.sandbox.received()).toEqual([]);
});
