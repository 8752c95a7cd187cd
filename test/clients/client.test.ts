/** The client of `identity-gateway/client`, over real HTTP to a gateway in front of the sandbox. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createClient,
  GatewayError,
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
} from '../../src/client/index.ts';
import type { GatewayClient } from '../../src/client/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { openStage, useStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { presetDocument } from './preset-document.ts';

describe('the client', () => {
  let stage: Stage;
  let url: string;
  let alice: GatewayClient;

  beforeAll(async () => {
    stage = await openStage('pingam', { env: { TRUSTED_DOCUMENTS: 'prefer' } });
    url = `${stage.gateway.url}/graphql`;
  });
  beforeEach(async () => {
    stage.restart();
    alice = createClient({ url, headers: await stage.peer.signIn('alice') });
  });
  afterAll(() => stage?.close());

  test('a query needs no variables and is typed', async () => {
    const { data, errors } = await alice.request(MyDevicesDocument);

    const names: (string | null)[] | undefined = data?.me?.oathDevices?.map(({ name }) => name);
    expect(names).toEqual(["Alice's phone"]);
    expect(data?.me?.pushDevices).toMatchObject([{ kind: 'PUSH', name: "Alice's push phone" }]);
    expect(errors).toEqual([]);
  });

  test('a mutation takes its variables', async () => {
    const { data, errors } = await alice.request(ResetOathDevicesDocument, { input: {} });

    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true, errors: [] });
    expect(data?.resetOathDevices?.removedDevices).toMatchObject([{ id: deviceIds.aliceOath }]);
    expect(errors).toEqual([]);
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test('what succeeded stays beside what failed', async () => {
    const { data, errors } = await alice.request('{ me { id } user(id: "bob") { id } }');

    expect(data).toEqual({ me: { id: 'alice' }, user: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(GatewayError);
    expect(errors[0]).toMatchObject({
      name: 'GatewayError',
      message: 'You may not do this.',
      code: 'FORBIDDEN',
      path: ['user'],
      correlationId: expect.stringMatching(/^[\w-]{8,}$/),
    });
  });

  test('somebody who is not signed in reads why', async () => {
    const { data, errors } = await createClient({ url }).request(MyDevicesDocument);

    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: ['me'] }]);
  });

  test('a wrong argument is named in the facts', async () => {
    const { data, errors } = await alice.request(PersonDevicesDocument, { id: '../bob' });

    expect(data).toEqual({ user: null });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', facts: { argument: 'id' } }]);
  });

  test('a refused request has no data, one error and no path', async () => {
    const { data, errors } = await alice.request('{ nonsense }');

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED', path: [] }]);
  });

  test('headers may be asked for before each request', async () => {
    const sessions = [await stage.peer.signIn('alice'), await stage.peer.signIn('bob')];
    const client = createClient({ url, headers: async () => sessions.shift() ?? {} });

    const first = await client.request(MyDevicesDocument);
    const second = await client.request(MyDevicesDocument);

    expect([first.data?.me?.id, second.data?.me?.id]).toEqual(['alice', 'bob']);
  });

  test('an aborted request rejects with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the page is gone');

    const answer = alice.request(MyDevicesDocument, {}, { signal: controller.signal });
    controller.abort(reason);

    await expect(answer).rejects.toBe(reason);
  });

  test('a deadline rejects with a TimeoutError', async () => {
    stage.sandbox.breakNext({ match: { path: /devices/ }, effect: { kind: 'blackhole' } });

    const answer = alice.request(MyDevicesDocument, {}, { signal: AbortSignal.timeout(100) });

    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  describe('by its id', () => {
    test('a document is sent alone', async () => {
      const sent: unknown[] = [];
      const client = createClient({
        url,
        headers: await stage.peer.signIn('alice'),
        documents: 'id',
        fetch: (to, init) => {
          sent.push(init?.body);
          return fetch(to, init);
        },
      });

      const { data, errors } = await client.request(ResetOathDevicesDocument, { input: {} });

      const documentId = `sha256:${ResetOathDevicesDocument.__meta__.hash}`;
      expect(sent).toEqual([JSON.stringify({ documentId, variables: { input: {} } })]);
      expect(errors).toEqual([]);
      expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE' });
    });

    test('a document that the gateway does not know is said to be unknown', async () => {
      const document = presetDocument('{ viewer { roles } }', { hash: '0'.repeat(64) });

      const { data, errors } = await createClient({ url, documents: 'id' }).request(document);

      expect(data).toBeNull();
      expect(errors).toMatchObject([{ code: 'PERSISTED_QUERY_NOT_FOUND' }]);
    });
  });
});

describe('examples/fetch', () => {
  const runFile = promisify(execFile);

  const stage = useStage();

  /** The command of the page; only the port of the gateway and that of the sandbox are others. */
  async function run(): Promise<string> {
    const page = await readFile('examples/fetch/README.md', 'utf8');
    const [, command = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const env = {
      ...process.env,
      SANDBOX_PORT: new URL(stage.peer.url).port,
      GATEWAY_URL: `${stage.gateway.url}/graphql`,
    };
    const { stdout } = await runFile('bash', ['-euo', 'pipefail', '-c', command], { env });
    return stdout;
  }

  test('alice sees her device and resets it, and a second time there is nothing to reset', async () => {
    expect(await run()).toBe("registered: Alice's phone\nreset: DONE\n");
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);

    expect(await run()).toBe('reset: NOTHING_TO_RESET\n');
  });

  test('a refusal is printed with its code', async () => {
    stage.restart();
    const { stdout } = await runFile('node', ['examples/fetch/recover.ts', 'none: none'], {
      env: { ...process.env, GATEWAY_URL: `${stage.gateway.url}/graphql` },
    });

    expect(stdout).toMatch(/^reset: undefined\nUNAUTHENTICATED: .+ \([\w-]{8,}\)\n$/);
  });
});
