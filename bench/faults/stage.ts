/** What the parts of the bench of faults share: a gateway before an AM that can be harmed, questions, and figures. */
import { join } from 'node:path';
import { startFaultProxy } from '../../test/reliability/fault-proxy.ts';
import type { FaultProxy, Passed } from '../../test/reliability/fault-proxy.ts';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import type { TcpGate } from '../../test/reliability/tcp-gate.ts';
import { cookieName, deployPath, ownToken, personId, superUserToken } from '../lib/am-bodies.ts';
import { atOnce, openClients } from '../lib/fault-load.ts';
import type { Ended, Send, Wanted } from '../lib/fault-load.ts';
import { freePort } from '../lib/free-port.ts';
import { startGateway } from '../lib/gateway.ts';
import { places } from '../lib/places.ts';
import { startServer } from '../lib/server-process.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { percentile } from '../lib/statistics.ts';
import { judge } from '../lib/verdict.ts';
import type { Verdict } from '../lib/verdict.ts';

/** What all faults follow from. */
export const seed = 'bench of faults';

/** How long AM takes for an answer, in milliseconds. */
export const delayMs = 20;

/** The limits of changes and searches are another matter. */
const noLimits = {
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: 'none',
  LIMIT_OWN_CHANGES: 'none',
  LIMIT_SEARCHES: 'none',
};

/** Where a run takes place. */
export interface Place {
  readonly folder: string;
  readonly amUrl: string;
  readonly quick: boolean;
}

/** Starts the AM of the bench. */
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
 * For so many requests at once, which is the harm and not the load. Their connections to AM may take longer to open: the
 * queue of a listener holds 511.
 */
export const manyAtOnce = (count: number): Readonly<Record<string, string>> => ({
  AM_CONNECTIONS: String(count),
  AM_CONNECT_TIMEOUT_MS: '8000',
  SHED_LOAD: 'off',
});

let started = 0;

/** A gateway of the bench; operators look at it on a port of its own. */
export interface Gateway extends ServerProcess {
  readonly metricsUrl: string;
}

/** Starts one. */
export async function gatewayAt(
  { folder, amUrl }: Pick<Place, 'folder' | 'amUrl'>,
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

/** A gateway, its clients, and what is between it and AM: a gate, behind which there is a proxy. */
export interface Stage {
  readonly send: Send;
  readonly gateway: Gateway;
  readonly gate: TcpGate;
  readonly proxy: FaultProxy;
}

/** What is special of a stage. */
export interface StageSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Of clients. */
  readonly connections?: number;
}

/** Acts on a gateway of its own, and what is between it and AM. */
export async function onStage<T>(
  { folder, amUrl }: Place,
  { env = {}, nodeFlags = [], connections = 512 }: StageSettings,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const proxy = await startFaultProxy(amUrl, { seed });
  const gate = await openGate(proxy.url);
  const gateway = await gatewayAt({ folder, amUrl: gate.url }, env, nodeFlags);
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

function asking(what: string, query: string): (number: number) => Wanted {
  return (number) =>
    graphql(what, query, { variables: { id: personId(number * 7), realm: 'alpha' } });
}

/** A GraphQL request by AM's super user, unless it has another session. */
export function graphql(
  what: string,
  query: string,
  {
    variables = {},
    token = superUserToken,
  }: { readonly variables?: object; readonly token?: string } = {},
): Wanted {
  const headers = { 'content-type': 'application/json', [cookieName]: token };
  return { what, path: '/graphql', body: JSON.stringify({ query, variables }), headers };
}

const kindOf = (kind: string): string =>
  `query ($id: ID!, $realm: String) { user(id: $id, realm: $realm) { ${kind} { amId } } }`;

/** The calls for lists of one-time passwords, and those that reset them. */
export const oathPath = /devices\/2fa\/oath\?_queryFilter/;
export const resetPath = /devices\/2fa\/oath\?_action=reset/;

/** One kind of device of somebody. */
export const oath = asking('oath', kindOf('oathDevices'));
export const push = asking('push', kindOf('pushDevices'));
export const inBeta = (number: number): Wanted =>
  graphql('beta', kindOf('pushDevices'), {
    variables: { id: personId(number * 7), realm: 'beta' },
  });

/** Somebody's own list by one of many sessions of theirs, which takes that one call and no other. */
export const own = (number: number): Wanted =>
  graphql('own', '{ me { oathDevices { amId } } }', { token: ownSession(number) });

const ownSessions = 200;
const ownSession = (number: number): string => `${ownToken}${number % ownSessions}`;

/** Lets the gateway know those sessions; it does so for half a minute. */
export async function signInOwn(send: Send): Promise<void> {
  const signIn = (number: number): Promise<Ended> =>
    send(graphql('sign in', '{ caller { roles } }', { token: ownSession(number) }));
  for (let number = 0; number < ownSessions; number += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, one) => signIn(number + one)));
  }
}

/** What a help desk asks. */
export const look = asking(
  'look',
  'query Look($id: ID!) { user(id: $id) { amId username oathDevices { amId name } pushDevices { amId name } } }',
);
export const search = asking('search', '{ users(search: "person") { edges { node { amId } } } }');
export const reset = asking(
  'reset',
  'mutation R($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } }, endSessions: false }) { outcome } }',
);
export const probe = (): Wanted => ({
  what: 'probe',
  path: '/health/ready',
  body: null,
  headers: {},
});

/** A percentile of the times of some requests. */
export function p(percent: number, some: readonly Pick<Ended, 'tookMs'>[]): number {
  return some.length === 0
    ? Number.NaN
    : percentile(
        some.map(({ tookMs }) => tookMs),
        percent,
      );
}

/** Those of one sort, and of one outcome. */
export function of(all: readonly Ended[], what: string, outcome?: Ended['outcome']): Ended[] {
  return all.filter(
    (one) => one.what === what && (outcome === undefined || one.outcome === outcome),
  );
}

/** Those of some calls that go to a path, by the request that they are for. */
export function byRequest(calls: readonly Passed[], path: RegExp): Map<string, Passed[]> {
  return Map.groupBy(
    calls.filter((call) => path.test(call.path)),
    ({ id }) => id,
  );
}

/** The largest of some numbers; NaN, which keeps no bound, where there is none. */
export function largest(numbers: readonly number[]): number {
  return numbers.length === 0 ? Number.NaN : Math.max(...numbers);
}

/** A figure against its bound: a rule, what it is, the figure, and the most or least that it may be. */
export type Row = readonly [string, string, number, Verdict['bound'], number];

/** Judges figures. */
export function claims(...rows: readonly Row[]): Verdict[] {
  return rows.map(([id, what, measured, bound, target]) =>
    judge({ id, what, rounds: [measured], bound, target }),
  );
}
