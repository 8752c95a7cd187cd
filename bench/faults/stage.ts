/** Shared by the parts of the bench of faults: a gateway whose AM can fail, requests, figures. */
import { join } from 'node:path';
import { startFaultProxy } from '../../test/reliability/fault-proxy.ts';
import type { FaultProxy, Passed } from '../../test/reliability/fault-proxy.ts';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import type { TcpGate } from '../../test/reliability/tcp-gate.ts';
import { withLists } from '../../test/support/with-lists.ts';
import { cookieName, deployPath, ownToken, personId, superUserToken } from '../lib/am-bodies.ts';
import { atOnce, openClients } from '../lib/fault-load.ts';
import type { RequestResult, Send, FaultRequest } from '../lib/fault-load.ts';
import { freePort } from '../lib/free-port.ts';
import { startGateway } from '../lib/gateway.ts';
import { places } from '../lib/places.ts';
import { startServer } from '../lib/server-process.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { percentile } from '../lib/statistics.ts';
import { judge } from '../lib/verdict.ts';
import type { Verdict } from '../lib/verdict.ts';

/** The seed of all faults. */
export const seed = 'bench of faults';

/** AM's response time in milliseconds. */
export const delayMs = 20;

/** Limits of changes and searches are not measured here. */
const noLimits = withLists({
  limits: { staffChanges: [], personChanges: [], ownChanges: [], searches: [] },
});

/** The setup of a run. */
export interface Setup {
  readonly folder: string;
  readonly amUrl: string;
  readonly quick: boolean;
}

/** Starts the bench's AM. Resolves to its address. */
export async function startAm(folder: string): Promise<string> {
  const { url } = await startServer({
    name: 'changing-am',
    folder,
    command: process.execPath,
    args: (port) => [join(places.servers, 'changing-am.main.ts'), String(port), String(delayMs)],
    env: () => ({}),
  });
  return `${url}${deployPath}`;
}

/**
 * The settings for `count` calls at once. They come within some seconds, not together: a busy
 * process refuses requests, and the backlog of a listener holds 511.
 */
export const manyAtOnce = (count: number): Readonly<Record<string, string>> => ({
  AM_CONNECTIONS: String(count),
});

let started = 0;

/** A gateway with a separate port for metrics and health. */
export interface Gateway extends ServerProcess {
  readonly metricsUrl: string;
}

/** Starts a gateway. */
export async function startGatewayFor(
  { folder, amUrl }: Pick<Setup, 'folder' | 'amUrl'>,
  env: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<Gateway> {
  started += 1;
  const name = `gateway-${started}`;
  const metricsPort = String(await freePort());
  const whole = { ...noLimits, METRICS_PORT: metricsPort, ...env };
  const server = await startGateway({ name, amUrl, folder, nodeFlags, env: whole });
  return { ...server, metricsUrl: `http://127.0.0.1:${metricsPort}` };
}

/** A gateway and its clients. Its calls pass a gate, then a proxy, then reach AM. */
export interface Stage {
  readonly send: Send;
  readonly gateway: Gateway;
  readonly gate: TcpGate;
  readonly proxy: FaultProxy;
}

/** The settings of a stage. */
export interface StageSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** The number of client connections. */
  readonly connections?: number;
}

/** Runs `act` with a new stage, and stops the stage afterwards. */
export async function withStage<T>(
  { folder, amUrl }: Setup,
  { env = {}, nodeFlags = [], connections = 512 }: StageSettings,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const proxy = await startFaultProxy(amUrl, { seed });
  const gate = await openGate(proxy.url);
  const gateway = await startGatewayFor({ folder, amUrl: gate.url }, env, nodeFlags);
  const clients = await openClients(gateway.url, connections);
  try {
    await atOnce(clients.send, { clients: 4, seconds: 1, next: look });
    return await act({ send: clients.send, gateway, gate, proxy });
  } finally {
    await clients.close();
    await gateway.stop();
    await gate.close();
    await proxy.close();
  }
}

function requestOf(what: string, query: string): (number: number) => FaultRequest {
  return (number) =>
    graphql(what, query, { variables: { id: personId(number * 7), realm: 'alpha' } });
}

/** A GraphQL request, by default from AM's super user. */
export function graphql(
  what: string,
  query: string,
  {
    variables = {},
    token = superUserToken,
  }: { readonly variables?: object; readonly token?: string } = {},
): FaultRequest {
  const headers = { 'content-type': 'application/json', [cookieName]: token };
  return { what, path: '/graphql', body: JSON.stringify({ query, variables }), headers };
}

const kindOf = (kind: string): string =>
  `query ($id: ID!, $realm: String) { user(id: $id, realm: $realm) { ${kind} { amId } } }`;

/** Calls that read, and that reset, one-time-password devices. */
export const oathPath = /devices\/2fa\/oath\?_queryFilter/;
export const resetPath = /devices\/2fa\/oath\?_action=reset/;

/** Reads one device kind of another user. */
export const oath = requestOf('oath', kindOf('oathDevices'));
export const push = requestOf('push', kindOf('pushDevices'));
export const inBeta = (number: number): FaultRequest =>
  graphql('beta', kindOf('pushDevices'), {
    variables: { id: personId(number * 7), realm: 'beta' },
  });

/** Reads the caller's own list with one of many sessions; makes exactly one call. */
export const own = (number: number): FaultRequest =>
  graphql('own', '{ me { oathDevices { amId } } }', { token: ownSession(number) });

const ownSessions = 200;
const ownSession = (number: number): string => `${ownToken}${number % ownSessions}`;

/** Fills the gateway's cache of these sessions, which lasts for half a minute. */
export async function signInOwn(send: Send): Promise<void> {
  const signIn = (number: number): Promise<RequestResult> =>
    send(graphql('sign in', '{ gatewayCaller { roles } }', { token: ownSession(number) }));
  for (let number = 0; number < ownSessions; number += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, one) => signIn(number + one)));
  }
}

/** The requests of a help desk. */
export const look = requestOf(
  'look',
  'query Look($id: ID!) { user(id: $id) { amId username oathDevices { amId name } pushDevices { amId name } } }',
);
export const search = requestOf(
  'search',
  '{ users(search: "person") { edges { node { amId } } } }',
);
export const reset = requestOf(
  'reset',
  'mutation R($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } }, endSessions: false }) { outcome } }',
);
export const probe = (): FaultRequest => ({
  what: 'probe',
  path: '/health/ready',
  body: null,
  headers: {},
});

/** A percentile of durations in milliseconds. */
export function percentileOf(
  percent: number,
  some: readonly Pick<RequestResult, 'tookMs'>[],
): number {
  return some.length === 0
    ? Number.NaN
    : percentile(
        some.map(({ tookMs }) => tookMs),
        percent,
      );
}

/** Selects the results of one group, and optionally of one outcome. */
export function select(
  all: readonly RequestResult[],
  what: string,
  outcome?: RequestResult['outcome'],
): RequestResult[] {
  return all.filter(
    (one) => one.what === what && (outcome === undefined || one.outcome === outcome),
  );
}

/** Groups the calls to a path by the request that caused them. */
export function byRequest(calls: readonly Passed[], path: RegExp): Map<string, Passed[]> {
  return Map.groupBy(
    calls.filter((call) => path.test(call.path)),
    ({ id }) => id,
  );
}

/** The largest number; NaN, which misses every target, if the list is empty. */
export function largest(numbers: readonly number[]): number {
  return numbers.length === 0 ? Number.NaN : Math.max(...numbers);
}

/** Rule, figure, measured value, bound and target. */
export type Row = readonly [string, string, number, Verdict['bound'], number];

/** Compares figures with their targets. */
export function claims(...rows: readonly Row[]): Verdict[] {
  return rows.map(([id, what, measured, bound, target]) =>
    judge({ id, what, rounds: [measured], bound, target }),
  );
}
