/** The gateway is stopped under load, and started while AM is away (R22, R24). */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import type { TcpGate } from '../../test/reliability/tcp-gate.ts';
import { sendBytes } from '../../test/security/raw-http.ts';
import type { Wanted } from '../lib/fault-load.ts';
import { Trouble } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { byRequest, claims, gatewayAt, graphql, look, manyAtOnce, onStage } from './stage.ts';
import type { Gateway, Place, Row } from './stage.ts';

const connections = 200;
const atOnce = 5;

/** The status of a probe, on the port of operators; 0 where there is no answer. */
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

/** Waits until something is so, and returns for how long. */
async function msUntil(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const begunAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begunAt > 20_000)
      throw new Trouble('What is waited for does not come.');
    await sleep(5);
  }
  return performance.now() - begunAt;
}

/** R22: SIGTERM with a thousand requests under way, five at once on each of two hundred connections. */
export function drain(place: Place): Promise<Verdict[]> {
  const env = manyAtOnce(connections * atOnce);
  return onStage(place, { env, connections: 8 }, async ({ gateway, proxy }) => {
    proxy.harm({ harm: { kind: 'latency', ms: 2_000 } });
    proxy.forget();
    const answers = Array.from({ length: connections }, (_, number) =>
      sendBytes(gateway.url, requestsOn(number)),
    );
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
        'of 1 000 requests under way at SIGTERM, those lost',
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

/** The requests of a connection, each for another person: identical reads would be one. */
function requestsOn(connection: number): string {
  return Array.from({ length: atOnce }, (_, one) => bytesOf(look(connection * atOnce + one))).join(
    '',
  );
}

/** A request as it is on the wire. */
function bytesOf(
  { path, headers, body }: Wanted,
  more: Readonly<Record<string, string>> = {},
): string {
  const all = { host: 'gateway', ...headers, ...more, 'content-length': String(body?.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** R22: SIGTERM while every request comes on a connection of its own, as those of a proxy do then, and the cores are busy. */
export async function restarts(place: Place): Promise<Verdict[]> {
  const rounds = place.quick ? 3 : 15;
  const burning = Array.from({ length: availableParallelism() + 1 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', timeout: rounds * 20_000 }),
  );
  let [answered, lost] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const gateway = await gatewayAt(place, { DRAIN_DELAY_SECONDS: '1', SHED_LOAD: 'off' });
    const client = async (): Promise<void> => {
      for (;;) {
        const told = await onOneConnection(gateway.url);
        if (told === 'refused') return;
        if (told === 'answered') answered += 1;
        else lost += 1;
        await sleep(Math.random() * 10);
      }
    };
    const clients = Array.from({ length: 10 }, client);
    await sleep(200);
    await gateway.stop();
    await Promise.all(clients);
  }
  for (const one of burning) one.kill('SIGKILL');
  const what = `of ${answered + lost} requests around ${rounds} restarts on busy cores, those lost`;
  return claims(['R22', what, lost, 'at most', 0]);
}

/** Needs nothing of AM. */
const cheap = bytesOf(graphql('cheap', '{ __typename }'), { connection: 'close' });

/** Sends a request; one that is refused a connection goes to the next gateway, one whose connection breaks is lost. */
function onOneConnection(url: string): Promise<'answered' | 'refused' | 'lost'> {
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

/** R24: AM is away when the gateway starts. */
export async function lateAm({ folder, amUrl }: Place): Promise<Verdict[]> {
  const gate = await openGate(amUrl, { shut: true });
  const gateway = await gatewayAt({ folder, amUrl: gate.url });
  const rows = await untilReady('AM', gateway, gate);
  await gateway.stop();
  await gate.close();
  return claims(...rows);
}

/** What health says while something behind a gate is away, and how long after its return it is ready. */
export async function untilReady(what: string, gateway: Gateway, gate: TcpGate): Promise<Row[]> {
  const [live, ready] = await Promise.all([probe(gateway, 'live'), probe(gateway, 'ready')]);
  await sleep(1_000);
  await gate.reopen();
  const readyMs = await msUntil(async () => (await probe(gateway, 'ready')) === 200);
  return [
    ['R24', `${what} is away at the start: status of live`, live, 'at most', 200],
    ['R24', `${what} is away at the start: status of ready`, ready, 'at least', 503],
    ['R24', `ms from the return of ${what} to ready`, readyMs, 'at most', 5_000],
  ];
}
