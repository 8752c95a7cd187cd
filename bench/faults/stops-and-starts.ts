/** The gateway stops under load, and starts while AM is down (R22, R24, R38). */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import type { TcpGate } from '../../test/reliability/tcp-gate.ts';
import { sendBytes } from '../../test/security/raw-http.ts';
import type { FaultRequest } from '../lib/fault-load.ts';
import { BenchError, say } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  byRequest,
  claims,
  startGatewayFor,
  graphql,
  look,
  manyAtOnce,
  withStage,
} from './stage.ts';
import type { Gateway, Setup, Row } from './stage.ts';

const connections = 200;
const atOnce = 5;

/** The status of a probe; 0 without a response. */
async function probe(
  { metricsUrl }: Pick<Gateway, 'metricsUrl'>,
  what: 'live' | 'ready',
): Promise<number> {
  try {
    return (await fetch(`${metricsUrl}/health/${what}`)).status;
  } catch {
    return 0;
  }
}

/** Waits until a condition holds. Resolves to the milliseconds that it took. */
async function msUntil(isTrue: () => boolean | Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - startedAt > 20_000)
      throw new BenchError('A condition did not hold within 20 seconds.');
    await sleep(5);
  }
  return performance.now() - startedAt;
}

/** R22: SIGTERM with a thousand requests in flight, five pipelined on each of 200 connections. */
export function drain(setup: Setup): Promise<Verdict[]> {
  const env = manyAtOnce(connections * atOnce);
  return withStage(setup, { env, connections: 8 }, async ({ gateway, proxy }) => {
    proxy.harm({ harm: { kind: 'latency', ms: 7_000 } });
    proxy.forget();
    const answers: Promise<string>[] = [];
    // Slowly enough that the process is not busy, and refuses nothing.
    for (let number = 0; number < connections; number += 1) {
      answers.push(sendBytes(gateway.url, requestsOn(number)));
      await sleep(20);
    }
    await msUntil(() => byRequest(proxy.passed, /./).size >= connections * atOnce);
    const stoppedAt = performance.now();
    const stopped = gateway.stop();
    const unreadyMs = await msUntil(async () => (await probe(gateway, 'ready')) !== 200);
    const code = await stopped;
    const exitMs = performance.now() - stoppedAt;
    const received = (await Promise.all(answers)).join('');
    const answered = received.split('{"data":{"user":{"amId":').length - 1;
    return claims(
      [
        'R22',
        'of 1 000 requests in flight at SIGTERM, those lost',
        connections * atOnce - answered,
        'at most',
        0,
      ],
      ['R22', 'ms from SIGTERM until it is not ready', unreadyMs, 'at most', 100],
      ['R22', 'ms from SIGTERM to the end', exitMs, 'at most', 10_000],
      ['R22', 'exit code', code ?? Number.NaN, 'at most', 0],
    );
  });
}

/** The requests of one connection, each for another user: identical reads would be joined. */
function requestsOn(connection: number): string {
  return Array.from({ length: atOnce }, (_, one) => bytesOf(look(connection * atOnce + one))).join(
    '',
  );
}

/** The bytes of a request. */
function bytesOf(
  { path, headers, body }: FaultRequest,
  more: Readonly<Record<string, string>> = {},
): string {
  const all = { host: 'gateway', ...headers, ...more, 'content-length': String(body?.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** R22: SIGTERM on busy cores while each request opens a new connection, as a proxy does then. */
export async function restarts(setup: Setup): Promise<Verdict[]> {
  const rounds = setup.quick ? 3 : 15;
  const busyProcesses = Array.from({ length: availableParallelism() + 1 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', timeout: rounds * 20_000 }),
  );
  const sent: Sent[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const gateway = await startGatewayFor(setup, { DRAIN_DELAY_SECONDS: '1' });
    const clients = reconnectingClients(gateway.url, { count: 10, pauseMs: 10, sent });
    await sleep(200);
    await gateway.stop();
    await clients;
  }
  for (const one of busyProcesses) one.kill('SIGKILL');
  const lost = sent.filter(({ result }) => result === 'lost').length;
  const answered = sent.filter(({ result }) => result === 'answered').length;
  const what = `of ${answered + lost} requests around ${rounds} restarts on busy cores, those lost`;
  return claims(['R22', what, lost, 'at most', 0]);
}

/** R38: SIGTERM while a hundred clients open a connection for each request, without a pause. */
export async function reconnecting(setup: Setup): Promise<Verdict[]> {
  const delaySeconds = setup.quick ? 3 : 6;
  const gateway = await startGatewayFor(setup, {
    DRAIN_DELAY_SECONDS: String(delaySeconds),
  });
  const sent: Sent[] = [];
  const clients = reconnectingClients(gateway.url, { count: 100, pauseMs: 0, sent });
  await sleep(1_000);
  const stoppedAt = performance.now();
  const code = await gateway.stop();
  await clients;
  // The gateway's own delay starts when the signal arrives, so it ends later than this one.
  const endsAt = stoppedAt + delaySeconds * 1_000;
  const within = sent.filter(({ at }) => at >= stoppedAt && at < endsAt);
  const later = sent.filter(({ at }) => at >= endsAt);
  const lostOf = (some: readonly Sent[]): number =>
    some.filter(({ result }) => result === 'lost').length;
  const unanswered = within.filter(({ result }) => result !== 'answered').length;
  say(
    `After the delay, ${lostOf(later)} of ${later.length} requests were cut, the others refused.`,
  );
  return claims(
    ['R38', '100 reconnecting clients: requests within the delay', within.length, 'at least', 100],
    ['R38', '100 reconnecting clients: those without an answer', unanswered, 'at most', 0],
    ['R38', '100 reconnecting clients: exit code', code ?? Number.NaN, 'at most', 0],
  );
}

type Result = 'answered' | 'refused' | 'lost';

/** A request of a reconnecting client, and when it started. */
interface Sent {
  readonly at: number;
  readonly result: Result;
}

/** Clients that open a connection for each request, until one is refused. */
async function reconnectingClients(
  url: string,
  {
    count,
    pauseMs,
    sent,
  }: { readonly count: number; readonly pauseMs: number; readonly sent: Sent[] },
): Promise<void> {
  const client = async (): Promise<void> => {
    for (;;) {
      const at = performance.now();
      const result = await onOneConnection(url);
      sent.push({ at, result });
      if (result === 'refused') return;
      if (pauseMs > 0) await sleep(Math.random() * pauseMs);
    }
  };
  await Promise.all(Array.from({ length: count }, client));
}

/** Makes no call to AM. */
const cheap = bytesOf(graphql('cheap', '{ __typename }'), { connection: 'close' });

/** Sends a request. A proxy resends it if the connection is refused; after that it is lost. */
function onOneConnection(url: string): Promise<Result> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let [isConnected, received] = [false, ''];
    const socket = connect(Number(port), hostname, () => {
      isConnected = true;
      socket.write(cheap);
    });
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    socket.on('error', () => resolve(isConnected ? 'lost' : 'refused'));
    socket.on('close', () =>
      resolve(received.includes('{"data":{"__typename"') ? 'answered' : 'lost'),
    );
  });
}

/** R24: AM is down when the gateway starts. */
export async function lateAm({ folder, amUrl }: Setup): Promise<Verdict[]> {
  const gate = await openGate(amUrl, { shut: true });
  const gateway = await startGatewayFor({ folder, amUrl: gate.url });
  const rows = await untilReady('AM', gateway, gate);
  await gateway.stop();
  await gate.close();
  return claims(...rows);
}

/**
 * The health while a dependency is down, and the time from its return until the gateway is ready.
 */
export async function untilReady(what: string, gateway: Gateway, gate: TcpGate): Promise<Row[]> {
  const [live, ready] = await Promise.all([probe(gateway, 'live'), probe(gateway, 'ready')]);
  await sleep(1_000);
  await gate.reopen();
  const readyMs = await msUntil(async () => (await probe(gateway, 'ready')) === 200);
  return [
    ['R24', `${what} is down at the start: status of live`, live, 'at most', 200],
    ['R24', `${what} is down at the start: status of ready`, ready, 'at least', 503],
    ['R24', `ms from the return of ${what} to ready`, readyMs, 'at most', 5_000],
  ];
}
