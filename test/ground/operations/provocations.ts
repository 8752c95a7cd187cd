/** Makes each operation fail in every way, and collects the codes. */
import type { FaultEffect } from '../../../src/sandbox/index.ts';
import { bearer, bearerEnv } from '../../callers/bearers.ts';
import { codesOf, type TestGateway } from '../../support/gateway.ts';
import { proofEnv, type SessionHeader, vendorEnv } from '../../support/peer.ts';
import type { Documented, UserId } from './documented.ts';
import type { OperationsStage } from './stage.ts';

/** A way to make operations fail. */
export interface Provocation {
  /** The operations are distributed over these gateways. */
  readonly gateways: readonly TestGateway[];
  /** The name of the person to sign in, or the headers to send instead. */
  readonly as: (operation: Documented) => string | SessionHeader;
  readonly userId: (operation: Documented) => UserId;
  /** Makes AM fail. */
  readonly breakAm?: () => void;
}

/** Starts gateways, and returns the provocations. */
async function startProvocations(
  stage: OperationsStage,
  operations: readonly Documented[],
): Promise<readonly Provocation[]> {
  const staff: Record<string, string> = { ...stage.peer.staffEnv(), ...proofEnv, ...vendorEnv };
  const strict = { ...staff, ...bearerEnv(stage.peer.sandbox), STEP_UP_MAX_AGE: '600' };
  const exacting = await stage.start(strict);
  const powerless = await stage.start({ ...staff, AM_SERVICE_PASSWORD: 'wr0ng' });
  const hasty = { ...staff, AM_TIMEOUT_MS: '1000' };
  // After a failure or a `Retry-After` a gateway stops calling AM, so other faults need their own.
  const gatewaysFor = async (effect: FaultEffect): Promise<readonly TestGateway[]> => {
    if (effect.kind === 'blackhole') return Promise.all(operations.map(() => stage.start(hasty)));
    const isKept = effect.kind === 'status' && [429, 503].includes(effect.status);
    return [isKept ? await stage.start(strict) : exacting];
  };
  const faults = upstreamFaults.map(async (effect) =>
    ofFault(stage, await gatewaysFor(effect), effect),
  );
  return [...ofCallers(stage, { exacting, powerless }), ...(await Promise.all(faults)).flat()];
}

/** Returns the codes of each operation under the provocations, by its name. */
export async function provoke(
  stage: OperationsStage,
  operations: readonly Documented[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const met = new Map(operations.map(({ name }) => [name, new Set<string>()]));
  for (const { gateways, as, userId, breakAm } of await startProvocations(stage, operations)) {
    for (const gateway of gateways) await stage.begin(gateway);
    const sessions = await signInAll(stage, operations.map(as));
    breakAm?.();
    // Gateways wait for AM at the same time.
    const sendAll = async (gateway: TestGateway, number: number): Promise<void> => {
      const own = operations.filter((_, index) => index % gateways.length === number);
      for (const operation of own) {
        stage.letTimePass();
        const who = as(operation);
        const header = typeof who === 'string' ? sessions.get(who) : who;
        const answer = await operation.send(gateway, header ?? {}, userId(operation));
        for (const code of codesOf(answer)) met.get(operation.name)?.add(code);
      }
    };
    await Promise.all(gateways.map(sendAll));
  }
  return met;
}

async function signInAll(
  { peer }: OperationsStage,
  callers: readonly (string | SessionHeader)[],
): Promise<ReadonlyMap<string, SessionHeader>> {
  const sessions = new Map<string, SessionHeader>();
  for (const name of new Set(callers.filter((who) => typeof who === 'string'))) {
    sessions.set(name, await peer.signIn(name));
  }
  return sessions;
}

const noPerson = (): null => null;
const bob = (): string => 'bob';

function ofCallers(
  stage: OperationsStage,
  { exacting, powerless }: Readonly<Record<'exacting' | 'powerless', TestGateway>>,
): Provocation[] {
  const { sandbox, cookieName } = stage.peer;
  const person = (name: string) => (): string => name;
  const hourAgo = (): number => Math.floor(stage.now() / 1000) - 3600;
  const token = (wanted: () => object) => (): SessionHeader =>
    bearer(sandbox.mintAccessToken({ person: 'bob', ...wanted() }));
  return [
    { gateways: [exacting], as: () => ({}), userId: noPerson },
    { gateways: [exacting], as: () => ({ [cookieName]: 'ended' }), userId: noPerson },
    { gateways: [exacting], as: person('alice'), userId: bob },
    { gateways: [exacting], as: person('helen'), userId: () => 'helen' },
    { gateways: [exacting], as: person('helen'), userId: () => 'vera' },
    { gateways: [exacting], as: person('helen'), userId: () => '' },
    { gateways: [exacting], as: token(() => ({ scopes: [] })), userId: noPerson },
    {
      gateways: [exacting],
      as: token(() => ({ claims: { auth_time: hourAgo() } })),
      userId: noPerson,
    },
    { gateways: [powerless], as: person('helen'), userId: bob },
  ];
}

const notPermitted = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };

/** The faults of AM, one after the other. */
const upstreamFaults: readonly FaultEffect[] = [
  { kind: 'status', status: 403, body: notPermitted },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  { kind: 'status', status: 500, body: { code: 500, reason: 'x', message: 'x' } },
  { kind: 'status', status: 503 },
  { kind: 'malformed' },
  { kind: 'blackhole' },
];

/** Applies a fault to every read, and to the session check or, for a refusal, the device lists. */
function ofFault(
  stage: OperationsStage,
  gateways: readonly TestGateway[],
  effect: FaultEffect,
): Provocation[] {
  const isRefusal = effect.kind === 'status' && effect.status < 429;
  const matches = [
    { method: 'GET' },
    isRefusal ? { method: 'GET', path: '/devices/' } : { path: 'getSessionInfo' },
  ];
  return matches.map((match) => ({
    gateways,
    as: ({ by }) => (by[0] === 'self' ? 'bob' : 'helen'),
    userId: ({ by }) => (by[0] === 'self' ? null : 'bob'),
    breakAm: () => stage.peer.sandbox.breakNext({ match, effect, times: Infinity }),
  }));
}
