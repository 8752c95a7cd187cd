/** The client of `@identity-gateway/client`, over real HTTP to a gateway in front of the sandbox. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createClient,
  errorCodes,
  GatewayError,
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  switchError,
} from '../../packages/client/index.ts';
import type {
  ErrorCases,
  GatewayClient,
  RemoveDeviceMutation,
} from '../../packages/client/index.ts';
import { errorCodes as codesOfFailures } from '../../src/domain/failure.ts';
import { requestErrorCodes } from '../../src/execution/mask-errors.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
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
    const { data, errors } = await alice.request(ResetOathDevicesDocument, {
      input: { target: { self: true } },
    });

    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true, errors: [] });
    expect(data?.resetOathDevices?.removedDevices).toMatchObject([
      { id: idOfDevice('alice', 'OATH', deviceIds.aliceOath) },
    ]);
    expect(errors).toEqual([]);
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test('what succeeded stays beside what failed', async () => {
    const { data, errors } = await alice.request('{ me { amId } user(id: "bob") { id } }');

    expect(data).toEqual({ me: { amId: 'alice' }, user: null });
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

    expect([first.data?.me?.id, second.data?.me?.id]).toEqual([
      idOfPerson('alice'),
      idOfPerson('bob'),
    ]);
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

      const { data, errors } = await client.request(ResetOathDevicesDocument, {
        input: { target: { self: true } },
      });

      const documentId = `sha256:${ResetOathDevicesDocument.__meta__.hash}`;
      const operationName = 'ResetOathDevices';
      const variables = { input: { target: { self: true } } };
      expect(sent).toEqual([JSON.stringify({ documentId, operationName, variables })]);
      expect(errors).toEqual([]);
      expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE' });
    });

    test('a document that the gateway does not know is said to be unknown', async () => {
      const document = presetDocument('{ caller { roles } }', { hash: '0'.repeat(64) });

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

test('the client knows every code that it can meet, and no other', () => {
  const codes = new Set<string>([...codesOfFailures, ...requestErrorCodes]);

  expect(Object.keys(errorCodes).toSorted()).toEqual([...codes].toSorted());
  expect(Object.values(errorCodes)).toEqual(Object.keys(errorCodes));
});

type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];

const cases: ErrorCases<RemoveError, string> = {
  UserNotFound: () => 'nobody',
  StepUpRequired: ({ acceptedKinds }) => `sign in with ${acceptedKinds.join(' or ')}`,
  NotSupportedUpstream: () => 'not here',
  ChangeRefused: ({ message }) => message,
  ChangeNotDone: () => 'again',
  ChangeOutcomeUnknown: () => 'look first',
  IdempotencyKeyReused: () => 'a new key',
  DeviceNotFound: ({ path }) => `gone: ${path?.join('.')}`,
  default: ({ __typename, message }) => `${__typename}: ${message}`,
};

function anError<Kind extends string>(__typename: Kind) {
  return { __typename, message: 'Why.', path: ['input', 'deviceId'] };
}

test.each<{ error: RemoveError; answer: string }>([
  { error: anError('UserNotFound'), answer: 'nobody' },
  {
    error: { ...anError('StepUpRequired'), acceptedKinds: ['OATH', 'PUSH'] },
    answer: 'sign in with OATH or PUSH',
  },
  { error: anError('ChangeRefused'), answer: 'Why.' },
  { error: anError('DeviceNotFound'), answer: 'gone: input.deviceId' },
])('$error.__typename goes to its case', ({ error, answer }) => {
  expect(switchError(error, cases)).toBe(answer);
});

test.each(['DeviceLocked', 'toString', 'constructor', '__proto__'])(
  'a kind that a newer gateway sends goes to default: %s',
  (kind) => {
    const fromOutside: RemoveError = JSON.parse(JSON.stringify(anError(kind)));

    expect(switchError(fromOutside, cases)).toBe(`${kind}: Why.`);
  },
);

test('the compiler asks for every case and knows its members', async () => {
  const complaints = await compile(`
    import type { ErrorCases, RemoveDeviceMutation } from '${resolve('packages/client/index.ts')}';
    type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];
    type Cases = ErrorCases<RemoveError, unknown>;
    declare const cases: Cases;
    const { default: otherwise, ...known } = cases;
    const { ChangeRefused, ...some } = cases;

    export const complete: Cases = { ...known, ChangeRefused, default: otherwise };
    export const withoutDefault: Cases = known;
    export const withoutOne: Cases = some;
    export const wrongMember: Cases['ChangeRefused'] = (error) => error.acceptedKinds;
  `);

  expect(complaints).toEqual([
    "Property 'default' is missing",
    "Property 'ChangeRefused' is missing",
    "Property 'acceptedKinds' does not exist",
  ]);
});

/** What the compiler says of a program about properties, in the order of its lines. */
async function compile(program: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'switch-error-'));
  await writeFile(join(folder, 'program.mts'), program);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const settings = {
    extends: resolve('tsconfig.json'),
    compilerOptions: { rewriteRelativeImportExtensions: false },
    files: ['program.mts'],
    include: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const { stdout } = spawnSync('npx', ['tsc', '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  const complaints = stdout.split(/ error \w+: /).slice(1);
  return complaints.map(
    (one) => /Property '\w+' (is missing|does not exist)/.exec(one)?.[0] ?? one,
  );
}
