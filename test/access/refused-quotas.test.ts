/**
 * A refusal uses up no limit of others (security F3): for each error code that a change can be
 * refused with, every quota of the people around it is compared before and after.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../src/domain/values/failure.ts';
import { Failure } from '../../src/domain/values/failure.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor } from '../ledger/builders.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { sessionAfter } from '../support/sign-ins.ts';
import { bearer, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';

const onceADay = [{ most: 1, within: '24h' }];
let isAway = false;
const scene = new LedgerStage({
  env: {
    DEVICE_MANAGEMENT: 'SAME',
    ...withLists({
      secondFactor: { claims: [{ name: 'amr', value: 'otp', kind: 'OATH' }] },
      limits: {
        ownChanges: onceADay,
        staffChanges: onceADay,
        personChanges: onceADay,
        clientChanges: onceADay,
      },
    }),
  },
  wrap: (ledger): OpenLedger =>
    Object.assign(Object.create(ledger), {
      begin: (...given: Parameters<OpenLedger['begin']>) => {
        if (isAway) throw new Failure('AUDIT_UNAVAILABLE', 'The ledger is away.');
        return ledger.begin(...given);
      },
    }),
});
beforeEach(() => scene.stage.sandbox.configure({ deviceManagement: 'SAME' }));

const others: Stage[] = [];
afterEach(async () => {
  isAway = false;
  for (const stage of others.splice(0)) await stage.close();
});

/** Another gateway on the same ledger. */
async function beside(env: Record<string, string>): Promise<Stage> {
  const stage = await scene.openGateway(env);
  others.push(stage);
  return stage;
}

type Answer = ClientAnswer<Record<string, never>>;

const resetOf = (target: string, more = ''): string =>
  `mutation { resetDevices(input: { target: ${target}, kinds: [OATH], endSessions: false ${more} }) {
    results { outcome } errors { code } } }`;
const toUser = (id: string, more = 'reason: "lost phone"'): string =>
  resetOf(`{ user: { id: "${id}" } }`, more);
const own = (more = ''): string => resetOf('{ me: true }', more);
const strong = () => sessionAfter(scene.stage.peer, 'bob', ['oath']);
const weak = () => sessionAfter(scene.stage.peer, 'bob', []);

/** A change that is refused with a code; what has to be done before counts for itself. */
interface Refused {
  readonly before?: () => Promise<unknown>;
  readonly refuse: () => Promise<Answer>;
}

const key = 'reason: "lost phone", idempotencyKey: "a"';
const document = 'a document is refused before one of its fields runs';
const outcome = 'AM that fails is an outcome of a change that was begun, or `UPSTREAM_ERROR`';

/** How a change is refused with each code, or why none is. */
const refused: Readonly<Record<ErrorCode, Refused | string>> = {
  UNAUTHENTICATED: { refuse: () => scene.ask(toUser('bob')) },
  FORBIDDEN: { refuse: () => scene.ask(toUser('bob'), 'alice') },
  INSUFFICIENT_SCOPE: {
    refuse: () =>
      scene.ask(own(), bearer(scene.stage.sandbox, 'bob', { scopes: ['devices:read'] })),
  },
  OWN_ACCOUNT: { refuse: () => scene.ask(toUser('helen'), 'helen') },
  TARGET_PRIVILEGED: { refuse: () => scene.ask(toUser('vera'), 'helen') },
  PRIVILEGE_UNKNOWN: {
    refuse: async () =>
      ask(await beside({ PRIVILEGED_GROUPS: 'no-such-group' }), toUser('bob'), 'helen'),
  },
  AREA_UNKNOWN: 'only a gateway with areas has it, and decides before it counts',
  SERVICE_CREDENTIAL_MISSING: 'no staff is known without one, and a user needs none',
  BAD_USER_INPUT: { refuse: () => scene.ask(toUser('bob', 'reason: ""'), 'helen') },
  OPERATION_TOO_LARGE: document,
  DOCUMENT_NOT_TRUSTED: document,
  PERSISTED_QUERY_NOT_FOUND: document,
  PERSISTED_QUERY_NOT_SUPPORTED: document,
  RATE_LIMITED: {
    before: () => scene.ask(toUser('bob'), 'helen'),
    refuse: () => scene.ask(toUser('bob'), 'hugo'),
  },
  OVERLOADED: document,
  STEP_UP_REQUIRED: { refuse: () => scene.ask(own(), bearer(scene.stage.sandbox, 'bob')) },
  VERIFICATION_REQUIRED: {
    refuse: async () =>
      ask(await beside({ VERIFICATION_REQUIRED: 'help-desk' }), toUser('bob'), 'helen'),
  },
  PROOFS_EXHAUSTED: 'only the start of a proof is refused with it',
  APPROVAL_REQUIRED: {
    refuse: async () =>
      ask(await beside(withLists({ approvals: [{ of: 'everyone' }] })), toUser('bob'), 'helen'),
  },
  THREAT_LEVEL: { before: freeze, refuse: () => scene.ask(toUser('bob'), 'helen') },
  DEVICES_CHANGED: 'the change has begun, and each attempt of a caller counts (security F1)',
  DEVICES_GONE: 'only an approval is refused with it',
  IDEMPOTENCY_KEY_REUSED: {
    before: () => scene.ask(toUser('bob', key), 'helen'),
    refuse: () => scene.ask(toUser('carol', key), 'helen'),
  },
  AUDIT_UNAVAILABLE: {
    refuse: async () => {
      isAway = true;
      const answer = await scene.ask(own(), strong());
      isAway = false;
      return answer;
    },
  },
  NOT_SUPPORTED_UPSTREAM: outcome,
  UPSTREAM_TIMEOUT: outcome,
  UPSTREAM_UNAVAILABLE: outcome,
  UPSTREAM_ERROR: {
    refuse: async () => {
      const effect = { kind: 'status', status: 500 } as const;
      scene.stage.sandbox.breakNext({ match: { path: /\/users\/bob/ }, times: 1, effect });
      return scene.ask(toUser('bob'), 'helen');
    },
  },
  UPSTREAM_CONTRACT: outcome,
  INTERNAL: 'a defect is not arranged',
};

/** Freezes the changes of alpha, as an administrator does. */
async function freeze(): Promise<unknown> {
  return scene.ledger.threats?.set({
    realm: 'alpha',
    level: 'FROZEN',
    until: new Date(scene.now + 3_600_000).toISOString(),
    reason: 'an attack',
    actor: anActor({ id: 'oscar', role: 'ADMINISTRATOR' }),
    isFresh: false,
    correlationId: null,
  });
}

async function ask({ gateway, peer }: Stage, query: string, name: string): Promise<Answer> {
  return gateway.ask(query, await peer.signIn(name));
}

/** The limits that each person around bob has reached, for each action. */
async function quotas(): Promise<string[]> {
  const actions = ['RESET', 'REMOVE', 'RENAME', 'END_SESSIONS']
    .map(
      (action) =>
        `${action}: callerCan(action: ${action}) { obstacles(of: [LIMITS]) { code kinds } }`,
    )
    .join(' ');
  const seen = await Promise.all([
    ...[strong(), weak()].map((as) => scene.ask(`{ me { ${actions} } }`, as)),
    ...['helen', 'hugo', 'oscar'].map((name) =>
      scene.ask(`{ user(id: "bob") { ${actions} } }`, name),
    ),
  ]);
  return seen.map(({ data, errors }) => JSON.stringify({ data, errors }));
}

/** The codes of an answer: of the request, or of the payload. */
function codesIn(answer: Answer): unknown[] {
  const ofRequest = codesOf(answer);
  if (ofRequest.length > 0) return ofRequest;
  return listAt(answer.data, 'resetDevices', 'errors').map((error) => fieldAt(error, 'code'));
}

const cases = Object.entries(refused).flatMap(([code, how]) =>
  typeof how === 'string' ? [] : [{ code, ...how }],
);

test.each(cases)('$code uses up no limit', async ({ code, before, refuse }) => {
  await before?.();
  scene.now += 10_000;
  const seen = await quotas();
  const answer = await refuse();

  expect(codesIn(answer)).toEqual([code]);
  expect(await quotas()).toEqual(seen);
});

test('a change that is made uses up limits of its caller and of the user', async () => {
  const seen = await quotas();
  await scene.ask(toUser('bob'), 'helen');
  for (const idempotencyKey of ['a', 'b'])
    await scene.ask(own(`idempotencyKey: "${idempotencyKey}"`), strong());
  const after = await quotas();

  expect(after.map((one, index) => one === seen[index])).toEqual(after.map(() => false));
});
