/** Manifests of consumers, and starts that do not fit them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/values/problem.ts';
import { hashOf, readManifests } from '../../src/documents/manifest.ts';
import { useFolder } from '../support/folder.ts';
import {
  codesOf,
  startTestGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { byId, post, waysByHash } from './by-hash.ts';

const own = 'query Portal { me { displayName } }';
const other = 'query Other { me { realm } }';
const format = 'apollo-persisted-query-manifest';

let peer: SandboxPeer;
const { path: folder, write, clear } = useFolder();
let alice: SessionHeader;
let gateway: TestGateway | undefined;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  clear();
});
afterAll(() => peer?.close());

async function start(
  env: Readonly<Record<string, string>>,
  limits: TestGatewayOptions['limits'] = {},
): Promise<TestGateway> {
  gateway = await startTestGateway(peer, { env, limits });
  return gateway;
}

describe('a consumer’s manifest adds to the documented operations', () => {
  test.each([
    [
      'as Apollo writes it',
      {
        format,
        version: 1,
        operations: [{ id: hashOf(own), name: 'Portal', type: 'query', body: own }],
      },
    ],
    ['as Relay and the client preset write it', { [hashOf(own)]: own }],
  ])('%s', async (_label, manifest) => {
    const path = write('portal.json', manifest);
    const served = await start({ TRUSTED_DOCUMENTS: 'only', TRUSTED_DOCUMENTS_MANIFESTS: path });

    for (const [, send] of waysByHash) {
      expect((await send(served, own, alice)).data).toEqual({
        me: { displayName: 'Alice Example' },
      });
    }
    expect((await post(served, { query: own }, alice)).status).toBe(200);
    expect(codesOf(await post(served, { query: other }, alice))).toEqual(['DOCUMENT_NOT_TRUSTED']);
    expect(codesOf(await byId(served, text('MyDevices'), alice))).toEqual([]);
  });

  test('from a folder and a file, with duplicates', async () => {
    const documented = text('MyDevices');
    const file = write('one.json', { [hashOf(own)]: own, [hashOf(documented)]: documented });
    mkdirSync(join(folder, 'more'));
    write('more/two.json', { [hashOf(other)]: other, [hashOf(own)]: own });
    write('more/README.md', 'two.json is made by the build.');

    const served = await start({
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: `${file}, ${join(folder, 'more')}`,
    });

    for (const one of [own, other, documented]) {
      expect(codesOf(await byId(served, one, alice))).toEqual([]);
    }
  });

  test('but not if TRUSTED_DOCUMENTS is off', async () => {
    const path = write('a.json', { [hashOf(own)]: own });

    const served = await start({ TRUSTED_DOCUMENTS: 'off', TRUSTED_DOCUMENTS_MANIFESTS: path });

    expect(codesOf(await byId(served, own, alice))).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
  });
});

test('the start fails for references without federation', async () => {
  const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  const path = write('a.json', { [hashOf(entities)]: entities });
  const env = { TRUSTED_DOCUMENTS_MANIFESTS: path };

  await expect(start({ ...env, FEDERATION: 'off' })).rejects.toMatchObject({
    cause: { constructor: ConfigError, problems: [expect.stringMatching(/Unknown type "_Any"/)] },
  });
  expect(codesOf(await byId(await start(env), entities, alice))).toEqual(['BAD_USER_INPUT']);
});

test.each([
  { documents: { tokens: 100, depth: 10 }, refused: 'PersonActions' },
  { documents: { tokens: 500, depth: 3 }, refused: 'SearchPeople' },
])('documented operations over $documents are skipped and logged', async (limited) => {
  const { documents, refused } = limited;
  const served = await start({ TRUSTED_DOCUMENTS: 'prefer' }, { documents });

  expect(served.log.join('')).toMatch(/The limits refuse \d+ of the documented operations\./);
  const answers = [
    await byId(served, text(refused), alice),
    await post(served, { query: text(refused) }, alice),
    await byId(served, text('Capabilities'), alice),
  ];
  expect(answers.map(codesOf)).toEqual([
    ['PERSISTED_QUERY_NOT_FOUND'],
    ['OPERATION_TOO_LARGE'],
    [],
  ]);
});

/** Returns the text of a documented operation. */
function text(name: string): string {
  const { documents } = readManifests(['schema/trusted-documents.json']);
  const found = documents.find((one) => new RegExp(`^query ${name}\\b`).test(one.text));
  if (found === undefined) throw new Error(`${name} is not documented`);
  return found.text;
}
