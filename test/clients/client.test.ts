/** `@identity-gateway/client` over HTTP to a gateway in front of the sandbox. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createClient,
  type ErrorCases,
  errorCodes,
  type GatewayClient,
  GatewayError,
  MyDevicesDocument,
  type MyDevicesQuery,
  PersonDevicesDocument,
  type RemoveDeviceMutation,
  ResetOathDevicesDocument,
  switchError,
} from '../../packages/client/index.ts';
import {
  errorCodes as codesOfFailures,
  requestErrorCodes,
} from '../../src/domain/values/failure.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { openStage, type Stage, useStage } from '../support/stage.ts';

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

    const [codes, phones] = data?.me?.devicesByKind ?? [];
    const names: (string | null)[] | undefined = codes?.devices?.map(({ name }) => name);
    expect(names).toEqual(["Alice's phone"]);
    expect(phones?.devices).toMatchObject([{ kind: 'PUSH', name: "Alice's push phone" }]);
    expect(errors).toEqual([]);
  });

  test('a mutation accepts its variables', async () => {
    const { data, errors } = await alice.request(ResetOathDevicesDocument, {
      input: { target: { me: true } },
    });

    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', isVerified: true, errors: [] });
    expect(data?.resetOathDevices?.removedDevices).toMatchObject([
      { deviceId: idOfDevice('alice', 'OATH', deviceIds.aliceOath) },
    ]);
    expect(errors).toEqual([]);
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test('data stays next to errors', async () => {
    const { data, errors } = await alice.request('{ me { amId } user(id: "bob") { id } }');

    expect(data).toEqual({ me: { amId: 'alice' }, user: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(GatewayError);
    expect(errors[0]).toMatchObject({
      name: 'GatewayError',
      message: 'You do not have permission to do this.',
      code: 'FORBIDDEN',
      path: ['user'],
      correlationId: expect.stringMatching(/^[\w-]{8,}$/),
    });
  });

  test('a caller without a session gets the reason', async () => {
    const { data, errors } = await createClient({ url }).request(MyDevicesDocument);

    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: ['me'] }]);
  });

  test('the facts have the path of an invalid argument', async () => {
    const { data, errors } = await alice.request(PersonDevicesDocument, { id: '../bob' });

    expect(data).toEqual({ user: null });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', facts: { path: ['id'] } }]);
  });

  test('a rejected request has no data, one error and no path', async () => {
    const { data, errors } = await alice.request('{ nonsense }');

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED', path: [] }]);
  });

  test('headers may come from a function before each request', async () => {
    const sessions = [await stage.peer.signIn('alice'), await stage.peer.signIn('bob')];
    const client = createClient({ url, headers: async () => sessions.shift() ?? {} });

    const first = await client.request(MyDevicesDocument);
    const second = await client.request(MyDevicesDocument);

    expect([first.data?.me?.id, second.data?.me?.id]).toEqual([
      idOfPerson('alice'),
      idOfPerson('bob'),
    ]);
  });

  test.each([
    '{"data":5}',
    '{"data":[]}',
    '{"data":null,"errors":"no"}',
    '{"errors":[null]}',
    '{"errors":[{"message":"Why.","extensions":null}]}',
    '{"errors":[{"message":"Why.","path":"me"}]}',
    '[]',
  ])('an odd answer is no answer: %s', async (text) => {
    const fetch = async (): Promise<Response> => new Response(text, { status: 200 });

    const answer = createClient({ url, fetch }).request(MyDevicesDocument);

    await expect(answer).rejects.toMatchObject({
      name: 'TransportError',
      message: 'The response is not a GraphQL response: status 200, text/plain;charset=UTF-8.',
    });
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

  describe('by id', () => {
    test('a client that sends texts sends an id for a document that is only an id', async () => {
      const { hash } = MyDevicesDocument.__meta__;
      const headers = await stage.peer.signIn('alice');
      const request = createClient({ url, headers }).request<MyDevicesQuery, object>;

      const answers = [
        await request({ documentId: `sha256:${hash}` }),
        await request({ documentId: hash }, {}),
      ];

      const phone = expect.objectContaining({ name: "Alice's phone" });
      const lists = expect.arrayContaining([expect.objectContaining({ devices: [phone] })]);
      const whole = { data: { me: expect.objectContaining({ devicesByKind: lists }) }, errors: [] };
      expect(answers).toEqual([whole, whole]);
    });
  });
});

describe('examples/fetch', () => {
  const runFile = promisify(execFile);

  const stage = useStage('pingam', { deviceManagement: 'SAME' });

  /** Runs the command of the page with other ports for the gateway and the sandbox. */
  async function run({ option = true } = {}): Promise<string> {
    const page = await readFile('examples/fetch/README.md', 'utf8');
    const [, text = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const command = option ? text : text.replace(' --recovery-code', '');
    const env = {
      ...process.env,
      SANDBOX_PORT: new URL(stage.peer.url).port,
      GATEWAY_URL: `${stage.gateway.url}/graphql`,
    };
    const { stdout } = await runFile('bash', ['-euo', 'pipefail', '-c', command], { env });
    return stdout;
  }

  test('alice sees and resets her device; a second reset has nothing to do', async () => {
    expect(await run()).toBe("registered: Alice's phone\nreset: DONE\n");
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);

    expect(await run({ option: false })).toBe('reset: NOTHING_TO_RESET\n');
  });

  test('a refusal is printed with its code', async () => {
    stage.restart();
    const { stdout } = await runFile('node', ['examples/fetch/recover.ts', 'none: none'], {
      env: { ...process.env, GATEWAY_URL: `${stage.gateway.url}/graphql` },
    });

    expect(stdout).toMatch(/^reset: undefined\nUNAUTHENTICATED: .+ \([\w-]{8,}\)\n$/);
  });
});

test('the client has every code that it can receive, and no other', () => {
  const codes = new Set<string>([...codesOfFailures, ...requestErrorCodes]);

  expect(Object.keys(errorCodes).toSorted()).toEqual([...codes].toSorted());
  expect(Object.values(errorCodes)).toEqual(Object.keys(errorCodes));
});

type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];

const cases: ErrorCases<RemoveError, string> = {
  USER_NOT_FOUND: () => 'nobody',
  STEP_UP_REQUIRED: ({ stepUp }) => `sign in with ${stepUp?.acceptedKinds.join(' or ')}`,
  NOT_SUPPORTED: () => 'not here',
  REFUSED_BY_AM: ({ message }) => message,
  NOT_DONE: () => 'again',
  OUTCOME_UNKNOWN: () => 'look first',
  IDEMPOTENCY_KEY_REUSED: () => 'a new key',
  DEVICE_NOT_FOUND: ({ path }) => `gone: ${path?.join('.')}`,
  default: ({ code, message }) => `${code}: ${message}`,
};

function anError<Code extends string>(code: Code) {
  const __typename = 'RegisteredDeviceChangeError' as const;
  return { __typename, code, message: 'Why.', path: ['input', 'deviceId'], stepUp: null };
}

test.each([
  ['RATE_LIMITED', { retryAfterSeconds: 7 }, 'wait 7 s'],
  ['A_NEWER_CODE', {}, 'A_NEWER_CODE'],
  ['toString', {}, 'toString'],
])('a top-level error is switched over by its code: %s', (code, facts, answer) => {
  const error = new GatewayError({ message: 'Why.', extensions: { code, ...facts } }, null);

  const shown = switchError(error, {
    RATE_LIMITED: ({ facts: { retryAfterSeconds } }) => `wait ${String(retryAfterSeconds)} s`,
    default: ({ code: other }) => other,
  });

  expect(shown).toBe(answer);
});

const stepUp = {
  __typename: 'GatewayStepUp' as const,
  acceptedKinds: ['OATH' as const, 'PUSH' as const],
  acrValues: [],
  maxAgeSeconds: null,
};

test.each<{ error: RemoveError; answer: string }>([
  { error: anError('USER_NOT_FOUND'), answer: 'nobody' },
  {
    error: { ...anError('STEP_UP_REQUIRED'), stepUp },
    answer: 'sign in with OATH or PUSH',
  },
  { error: anError('REFUSED_BY_AM'), answer: 'Why.' },
  { error: anError('DEVICE_NOT_FOUND'), answer: 'gone: input.deviceId' },
])('$error.code goes to its case', ({ error, answer }) => {
  expect(switchError(error, cases)).toBe(answer);
});

test.each(['DEVICE_LOCKED', 'toString', 'constructor', '__proto__'])(
  'an unknown code goes to default: %s',
  (code) => {
    const fromOutside: RemoveError = JSON.parse(JSON.stringify(anError(code)));

    expect(switchError(fromOutside, cases)).toBe(`${code}: Why.`);
  },
);

test('the compiler requires every case, and checks its members', () => {
  const { REFUSED_BY_AM, default: otherwise, ...known } = cases;
  // @ts-expect-error `default` is missing
  const withoutDefault: typeof cases = { ...known, REFUSED_BY_AM };
  // @ts-expect-error `REFUSED_BY_AM` is missing
  const withoutOne: typeof cases = { ...known, default: otherwise };
  // @ts-expect-error no error has this member
  const wrongMember: (typeof cases)['REFUSED_BY_AM'] = ({ acceptedKinds }) => String(acceptedKinds);
  // @ts-expect-error a removal has no such code
  const foreignCode: (typeof cases)['DEVICES_CHANGED'] = () => '';

  expect([Object.keys(withoutDefault), Object.keys(withoutOne)]).toEqual([
    [...Object.keys(known), 'REFUSED_BY_AM'],
    [...Object.keys(known), 'default'],
  ]);
  expect([wrongMember, foreignCode]).toHaveLength(2);
});
