import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import {
  settingRefusal,
  threatLevels,
  type ThreatLevels,
  type ThreatState,
  type ThreatStep,
} from '../../domain/threat/threat-level.ts';
import { memberOf } from '../../domain/values/member.ts';

/** What the command line may set: never an actor, and never a sign-in. */
export type OperatorsLevel = Pick<ThreatStep, 'realm' | 'level' | 'until' | 'reason'>;

/** The levels of all realms, and how an operator sets one. */
export interface OperatorsLevels {
  current(): Promise<readonly ThreatState[]>;
  set(level: OperatorsLevel): Promise<void>;
  close(): Promise<void>;
}

/**
 * The socket in the folder of a SQLite ledger. Only one process can have that ledger open, so the
 * command line asks it to set a level (decision 136). Who can write to the folder could also stop
 * the gateway and write to the ledger itself.
 */
export function levelSocketIn(folder: string): string {
  return join(folder, 'threat.sock');
}

/** Sets a level of the command line. */
export async function setAsOperator(
  threats: ThreatLevels,
  { realm, level, until, reason }: OperatorsLevel,
): Promise<void> {
  const by = { actor: null, isFresh: false, correlationId: null };
  await threats.set({ realm, level, until, reason, ...by });
}

/** Serves the levels of this process to the command line; null if it cannot. */
export async function serveLevels(
  folder: string,
  {
    threats,
    now,
    warn,
  }: { threats: ThreatLevels; now: () => number; warn: (text: string) => void },
): Promise<Server | null> {
  const path = levelSocketIn(folder);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    void answer(socket, threats, now);
  }).unref();
  try {
    // The ledger is ours, so a socket that is there belonged to a process that has crashed.
    await rm(path, { force: true });
    listenClosed(server, path);
    await once(server, 'listening');
    return server;
  } catch (error) {
    server.close();
    warn(`The command "threat" cannot reach this gateway while it runs: ${String(error)}`);
    return null;
  }
}

/** Creates the socket closed to others: with `chmod` after it, they could reach it for a moment. */
function listenClosed(server: Server, path: string): void {
  const before = process.umask(0o177);
  try {
    // Node creates the socket before this call returns.
    server.listen(path);
  } finally {
    process.umask(before);
  }
}

async function answer(socket: Socket, threats: ThreatLevels, now: () => number): Promise<void> {
  try {
    socket.setTimeout(waitMs, () => socket.destroy());
    // Otherwise Node 26 destroys the socket at the end of the request, before there is an answer.
    const request = await textOf(socket.iterator({ destroyOnReturn: false }));
    const wanted = readWanted(JSON.parse(request), now());
    if (wanted !== null) await setAsOperator(threats, wanted);
    socket.end(JSON.stringify({ states: await threats.current() }));
  } catch (error) {
    socket.end(JSON.stringify({ problem: error instanceof Error ? error.message : 'unknown' }));
  }
}

/** @throws Error if the level is not one that may be set */
function readWanted(request: unknown, now: number): OperatorsLevel | null {
  const set = memberOf(request, 'set');
  if (set === null) return null;
  const [realm, reason, until] = ['realm', 'reason', 'until'].map((name) => memberOf(set, name));
  const level = threatLevels.find((one) => one === memberOf(set, 'level'));
  if (typeof realm !== 'string' || typeof reason !== 'string' || level === undefined)
    throw new Error('The command and the gateway are of different versions.');
  const end = typeof until === 'string' ? new Date(until) : null;
  const refusal = settingRefusal({ level, until: end, reason }, now);
  if (refusal !== null) throw refusal;
  return { realm, level, until: end?.toISOString() ?? null, reason };
}

/** How long the command waits for the gateway, and the gateway for the command; in milliseconds. */
const waitMs = 10_000;

/**
 * Returns the levels of the gateway that has the ledger of a folder open.
 * @throws Error if no gateway listens there
 */
export async function levelsOfGateway(folder: string): Promise<OperatorsLevels> {
  const send = async (set: OperatorsLevel | null): Promise<readonly ThreatState[]> => {
    const socket = connect({ path: levelSocketIn(folder), allowHalfOpen: true });
    await once(socket, 'connect');
    socket.setTimeout(waitMs, () => socket.destroy(new Error('The gateway does not answer.')));
    socket.end(JSON.stringify({ set }));
    const reply: Reply = JSON.parse(await textOf(socket));
    if ('problem' in reply) throw new Error(reply.problem);
    return reply.states;
  };
  let states = await send(null);
  return {
    current: () => Promise.resolve(states),
    set: async (level) => void (states = await send(level)),
    close: () => Promise.resolve(),
  };
}

type Reply = { readonly states: readonly ThreatState[] } | { readonly problem: string };
