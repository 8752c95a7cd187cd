/** Connections that say nothing fill the main port; it still answers probes and callers (R38). */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { residentMegabytes } from '../lib/process-cost.ts';
import { say } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, percentileOf, startGatewayFor } from './stage.ts';
import type { Setup } from './stage.ts';

/** `maxConnections` of src/server/http-server.ts. */
const silent = 4_096;

/** R38: as many silent connections as are allowed, and a new connection for each probe. */
export async function silentConnections(setup: Setup): Promise<Verdict[]> {
  const gateway = await startGatewayFor(setup);
  const before = residentMegabytes(gateway.pid);
  const sockets = await openAll(gateway.url, silent);
  const after = residentMegabytes(gateway.pid);
  const probes = [];
  for (let count = 0; count < (setup.quick ? 100 : 500); count += 1)
    probes.push(await probeOnce(gateway.url));
  const isLeft = (socket: Socket): boolean => !socket.destroyed && !socket.readableEnded;
  const left = sockets.filter(isLeft).length;
  for (const socket of sockets) socket.destroy();
  const code = await gateway.stop();
  const p99 = percentileOf(99, probes);
  say(
    `${silent} silent connections: ${(after - before).toFixed(0)} MiB more, ${left} open after ` +
      `${probes.length} probes, whose p99 is ${p99.toFixed(1)} ms.`,
  );
  const unanswered = probes.filter(({ status }) => status !== 200).length;
  const what = `${silent} silent connections:`;
  return claims(
    ['R38', `${what} probes of the main port without an answer`, unanswered, 'at most', 0],
    ['R38', `${what} exit code`, code ?? Number.NaN, 'at most', 0],
  );
}

/** Opens connections, a few hundred at once: a listener's backlog holds 511. */
async function openAll(url: string, count: number): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(256, count - sockets.length) }, () => {
      const socket = connect(Number(port), hostname);
      return socket.on('error', () => undefined).resume();
    });
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    sockets.push(...some);
  }
  return sockets;
}

/** Asks for the readiness on a new connection; status 0 without an answer. */
async function probeOnce(
  url: string,
): Promise<{ readonly status: number; readonly tookMs: number }> {
  const startedAt = performance.now();
  const headers = { connection: 'close' };
  const answer = await fetch(`${url}/health/ready`, { headers }).catch(() => null);
  await answer?.text();
  return { status: answer?.status ?? 0, tookMs: performance.now() - startedAt };
}
