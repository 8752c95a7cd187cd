/** Consumers' own manifests, and a start that fails telling everything that is wrong with them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/problem.ts';
import { hashOf, readManifests } from '../../src/documents/manifest.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { byId, post, waysByHash } from './by-hash.ts';

const own = 'query Portal { me { displayName } }';
const other = 'query Other { me { realm } }';
const format = 'apollo-persisted-query-manifest';

let peer: SandboxPeer;
let workplace: Workplace;
let folder: string;
let alice: SessionHeader;
let gateway: TestGateway | undefined;
let started: GatewayProcess | undefined;

beforeAll(async () => {
  [peer, workplace] = await Promise.all([openSandboxPeer(), createWorkplace()]);
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
  folder = await mkdtemp(join(tmpdir(), 'manifests-'));
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  await started?.kill();
  started = undefined;
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function start(env: Readonly<Record<string, string>>): Promise<TestGateway> {
  gateway = await startTestGateway(peer, { env });
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
    const path = await write('portal.json', manifest);
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

  test('from a folder and a file, with what is listed twice, or documented already', async () => {
    const documented = text('MyDevices');
    const file = await write('one.json', {
      [hashOf(own)]: own,
      [hashOf(documented)]: documented,
    });
    await mkdir(join(folder, 'more'));
    await write('more/two.json', { [hashOf(other)]: other, [hashOf(own)]: own });
    await write('more/README.md', 'two.json is made by the build.');

    const served = await start({
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: `${file}, ${join(folder, 'more')}`,
    });

    for (const one of [own, other, documented]) {
      expect(codesOf(await byId(served, one, alice))).toEqual([]);
    }
  });

  test('but not where nothing is trusted', async () => {
    const path = await write('a.json', { [hashOf(own)]: own });

    const served = await start({ TRUSTED_DOCUMENTS: 'off', TRUSTED_DOCUMENTS_MANIFESTS: path });

    expect(codesOf(await byId(served, own, alice))).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
  });
});

test('the start fails for references where there is no federation', async () => {
  const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  const path = await write('a.json', { [hashOf(entities)]: entities });
  const env = { TRUSTED_DOCUMENTS_MANIFESTS: path };

  await expect(start({ ...env, FEDERATION: 'off' })).rejects.toMatchObject({
    constructor: ConfigError,
    problems: [expect.stringMatching(/Unknown type "_Any"/)],
  });
  expect(codesOf(await byId(await start(env), entities, alice))).toEqual(['BAD_USER_INPUT']);
});

test.each([
  { env: { LIMIT_FIELDS: '30' }, refused: 'PersonActions' },
  { env: { LIMIT_DEPTH: '3' }, refused: 'SearchPeople' },
])(
  'documented operations that $env refuses are left out, and told in the log',
  async ({ env, refused }) => {
    const served = await start({ ...env, TRUSTED_DOCUMENTS: 'prefer' });

    expect(served.log.join('')).toMatch(/The limits refuse \d+ of the documented operations\./);
    const answers = [
      await byId(served, text(refused), alice),
      await post(served, { query: text(refused) }, alice),
      await byId(served, text('MyDevices'), alice),
    ];
    expect(answers.map(codesOf)).toEqual([
      ['PERSISTED_QUERY_NOT_FOUND'],
      ['OPERATION_TOO_LARGE'],
      [],
    ]);
  },
);

describe('as users start it', () => {
  test('everything wrong is told at once, with status 78, and nothing listens', async () => {
    const missing = join(folder, 'missing.json');
    const broken = await write('a.json', '{ broken');
    const wrong = await write('b.json', { [hashOf(other)]: own });
    const unfit = [
      '{ nothing }',
      '{',
      `{ me { ${'id '.repeat(501)} } }`,
      'subscription { me { id } }',
    ];
    const map = await write('c.json', Object.fromEntries(unfit.map((one) => [hashOf(one), one])));

    started = workplace.start({
      AM_URL: peer.url,
      PORT: '0',
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: `${missing}, ${folder}`,
    });

    expect(await started.exited()).toBe(78);
    expect(started.output()).toBe('');
    const option = '  - TRUSTED_DOCUMENTS_MANIFESTS:';
    expect(started.errors().trimEnd().split('\n')).toEqual([
      'The configuration has problems:',
      `${option} ${missing}: ENOENT: no such file or directory, stat '${missing}'`,
      expect.stringMatching(`^${option} ${broken}: .*JSON`),
      `${option} ${wrong}: ${hashOf(other)} is not the sha256 of its text`,
      `${option} ${map}: ${hashOf('{ nothing }')}: Cannot query field "nothing" on type "Query".`,
      `${option} ${map}: ${hashOf('{')}: Syntax Error: Expected Name, found <EOF>.`,
      `${option} ${map}: ${hashOf(unfit[2] ?? '')}: The operation has more than 500 fields.`,
      `${option} ${map}: ${hashOf(unfit[3] ?? '')}: There are no subscriptions here.`,
    ]);
  });

  test('APQ beside `only` ends it with status 78', async () => {
    started = workplace.start({ PORT: '0', TRUSTED_DOCUMENTS: 'only', APQ: 'on' });

    expect(await started.exited()).toBe(78);
    expect(started.errors()).toContain(
      '  - APQ: on is refused with TRUSTED_DOCUMENTS=only; documents that anybody may add are not trusted',
    );
  });
});

/** The text of a documented operation. */
function text(name: string): string {
  const { documents } = readManifests(['schema/trusted-documents.json']);
  const found = documents.find((one) => new RegExp(`^query ${name}\\b`).test(one.text));
  if (found === undefined) throw new Error(`${name} is not documented`);
  return found.text;
}
