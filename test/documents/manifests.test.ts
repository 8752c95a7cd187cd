/** Consumers' own manifests, and a start that fails telling everything that is wrong with them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/problem.ts';
import { hashOf, readManifests } from '../../src/documents/manifest.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { idOf, post, waysByHash } from './by-hash.ts';

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
  await mkdir(folder, { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function start(env: Readonly<Record<string, string>>): Promise<TestGateway> {
  gateway = await startTestGateway(peer, { env });
  return gateway;
}

/** The problems that a start ends with; none where it does not. */
async function problemsOf(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  try {
    await start(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
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
    const served = await start({
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: path,
    });

    for (const [, send] of waysByHash) {
      expect((await send(served, own, alice)).data).toEqual({
        me: { displayName: 'Alice Example' },
      });
    }
    expect((await post(served, { query: own }, alice)).status).toBe(200);
    expect(codesOf(await post(served, { query: other }, alice))).toEqual(['DOCUMENT_NOT_TRUSTED']);
    const documented = await post(served, { documentId: idOf(text('MyDevices')) }, alice);
    expect(codesOf(documented)).toEqual([]);
  });

  test('from a folder and a file', async () => {
    const file = await write('one.json', { [hashOf(own)]: own });
    folder = join(folder, 'more');
    await write('two.json', { [hashOf(other)]: other });
    await write('README.md', 'two.json is made by the build.');

    const served = await start({
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: `${file}, ${folder}`,
    });

    expect(codesOf(await post(served, { documentId: idOf(own) }, alice))).toEqual([]);
    expect(codesOf(await post(served, { documentId: idOf(other) }, alice))).toEqual([]);
    folder = resolve(folder, '..');
  });

  test('with what is listed twice, or documented already', async () => {
    const documented = text('MyDevices');
    const path = await write('a.json', { [hashOf(documented)]: documented, [hashOf(own)]: own });
    const again = await write('b.json', { [hashOf(own)]: own });

    const served = await start({
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: `${path},${again}`,
    });

    expect(codesOf(await post(served, { documentId: idOf(own) }, alice))).toEqual([]);
  });

  test('but not where nothing is trusted', async () => {
    const path = await write('a.json', { [hashOf(own)]: own });

    const served = await start({ TRUSTED_DOCUMENTS: 'off', TRUSTED_DOCUMENTS_MANIFESTS: path });

    expect(codesOf(await post(served, { documentId: idOf(own) }, alice))).toEqual([
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ]);
  });
});

describe('the start fails', () => {
  const wide = `{ me { ${'id '.repeat(501)} } }`;
  test.each([
    ['broken JSON', '{ broken', /a\.json: .*JSON/],
    ['neither shape', '[]', /a\.json: neither a persisted query manifest nor a map of documents$/],
    ['the hash of another text', { [hashOf(other)]: own }, /is not the sha256 of its text$/],
    ['a document that does not parse', { [hashOf('{')]: '{' }, /Syntax Error/],
    [
      'a document that does not fit the schema',
      { [hashOf('{ nothing }')]: '{ nothing }' },
      /Cannot query field "nothing" on type "Query"\.$/,
    ],
    ['a document over a limit', { [hashOf(wide)]: wide }, /has more than 500 fields\.$/],
    [
      'a document without an operation',
      { [hashOf('fragment F on User { id }')]: 'fragment F on User { id }' },
      /Fragment "F" is never used\.$/,
    ],
    [
      'a subscription',
      { [hashOf('subscription { me { id } }')]: 'subscription { me { id } }' },
      /There are no subscriptions here\.$/,
    ],
  ])('for %s, in either mode', async (_label, manifest, problem) => {
    const path = await write('a.json', manifest);

    for (const mode of ['prefer', 'only']) {
      const problems = await problemsOf({
        TRUSTED_DOCUMENTS: mode,
        TRUSTED_DOCUMENTS_MANIFESTS: path,
      });
      expect(problems).toEqual([expect.stringMatching(problem)]);
      expect(problems[0]).toContain(`TRUSTED_DOCUMENTS_MANIFESTS: ${path}: `);
    }
  });

  test('for a file that is not there', async () => {
    const path = join(folder, 'missing.json');

    expect(await problemsOf({ TRUSTED_DOCUMENTS_MANIFESTS: path })).toEqual([
      expect.stringMatching(/^TRUSTED_DOCUMENTS_MANIFESTS: .*missing\.json: .*ENOENT/),
    ]);
  });

  test('for references where there is no federation', async () => {
    const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    const path = await write('a.json', { [hashOf(entities)]: entities });
    const env = { TRUSTED_DOCUMENTS_MANIFESTS: path };

    expect(await problemsOf({ ...env, FEDERATION: 'off' })).toEqual([
      expect.stringMatching(/Unknown type "_Any"/),
    ]);
    expect(await problemsOf(env)).toEqual([]);
  });

  test('for APQ beside `only`, since anybody could add a document', async () => {
    expect(await problemsOf({ TRUSTED_DOCUMENTS: 'only', APQ: 'on' })).toEqual([
      'APQ: on is refused with TRUSTED_DOCUMENTS=only; documents that anybody may add are not trusted',
    ]);
  });
});

test.each([{ LIMIT_FIELDS: '30' }, { LIMIT_DEPTH: '3' }])(
  'documented operations that %j refuses are left out, and told in the log',
  async (env) => {
    const served = await start({ ...env, TRUSTED_DOCUMENTS: 'prefer' });

    expect(served.log.join('')).toMatch(/The limits refuse \d+ of the documented operations\./);
    expect(codesOf(await post(served, { documentId: idOf(text('PersonActions')) }, alice))).toEqual(
      ['PERSISTED_QUERY_NOT_FOUND'],
    );
    expect(codesOf(await post(served, { query: text('PersonActions') }, alice))).toEqual([
      'OPERATION_TOO_LARGE',
    ]);
    expect(codesOf(await post(served, { documentId: idOf(text('MyDevices')) }, alice))).toEqual([]);
  },
);

describe('as users start it', () => {
  test('everything wrong is told at once, with status 78, and nothing listens', async () => {
    const missing = join(folder, 'missing.json');
    const broken = await write('a.json', '{ broken');
    const wrong = await write('b.json', { [hashOf(other)]: own });
    const unfit = await write('c.json', {
      [hashOf('{ nothing }')]: '{ nothing }',
      [hashOf('{')]: '{',
    });

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
      `${option} ${unfit}: ${hashOf('{ nothing }')}: Cannot query field "nothing" on type "Query".`,
      `${option} ${unfit}: ${hashOf('{')}: Syntax Error: Expected Name, found <EOF>.`,
    ]);
  });

  test('APQ beside `only` ends it with status 78', async () => {
    started = workplace.start({ PORT: '0', TRUSTED_DOCUMENTS: 'only', APQ: 'on' });

    expect(await started.exited()).toBe(78);
    expect(started.errors()).toContain('  - APQ: on is refused with TRUSTED_DOCUMENTS=only');
  });

  test('a good manifest is served', async () => {
    const path = await write('a.json', { [hashOf(own)]: own });
    started = workplace.start({
      AM_URL: peer.url,
      PORT: '0',
      LOG_LEVEL: 'silent',
      TRUSTED_DOCUMENTS: 'only',
      TRUSTED_DOCUMENTS_MANIFESTS: path,
    });

    const url = `${await started.listening()}/graphql?documentId=${idOf(own)}`;
    const answer = await fetch(url, { headers: { ...alice } });

    expect(await answer.json()).toMatchObject({ data: { me: { displayName: 'Alice Example' } } });
  });
});

/** The text of a documented operation. */
function text(name: string): string {
  const { documents } = readManifests(['schema/trusted-documents.json']);
  const found = documents.find((one) => new RegExp(`^query ${name}\\b`).test(one.text));
  if (found === undefined) throw new Error(`${name} is not documented`);
  return found.text;
}
