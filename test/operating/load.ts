/** People who use the gateway through nginx all the time: some look, some rename their devices. */
import { setTimeout as sleep } from 'node:timers/promises';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { createTlsClient } from './tls-client.ts';
import type { TlsTarget } from './tls-client.ts';

/** What one request came to; status 0 where the connection was lost. */
export interface Sent {
  /** The new name of the device, where it is a change; every change has its own. */
  readonly name: string | null;
  readonly status: number;
  readonly text: string;
}

/** A running load. */
export interface Load {
  /** How many people there are, each with one request under way at most. */
  readonly people: number;
  sent(): readonly Sent[];
  /** Lets requests under way end, and returns everything that was sent. */
  end(): Promise<readonly Sent[]>;
}

const looking = 8;
/** Between two requests of one person; the limit for each client is 50 a second. */
const pauseMs = 50;

/** Begins it. Each person has an address and a connection of their own. */
export async function beginLoad(nginx: TlsTarget, peer: SandboxPeer): Promise<Load> {
  const sent: Sent[] = [];
  const over = new AbortController();
  const [alice, bob] = await Promise.all([peer.signIn('alice'), peer.signIn('bob')]);
  const looks = Array.from({ length: looking }, () => ({ session: alice, deviceId: null }));
  const changes = [
    { session: alice, deviceId: deviceIds.aliceOath },
    { session: bob, deviceId: deviceIds.bobOath },
  ];
  const people = [...looks, ...changes].map(async ({ session, deviceId }, number) => {
    const client = createTlsClient(nginx, `127.0.8.${number + 1}`);
    for (let count = 0; !over.signal.aborted; count += 1) {
      const name = deviceId && `${number}-${count}`;
      const query = deviceId
        ? `mutation { renameDevice(input: { target: { self: true }, kind: OATH, deviceId: "${deviceId}", name: "${name}" }) { outcome } }`
        : '{ me { amId } }';
      const answer = await client.graphql(query, session).catch((error: unknown) => {
        return { status: 0, text: String(error) };
      });
      sent.push({ name, status: answer.status, text: answer.text });
      await sleep(pauseMs);
    }
    client.close();
  });
  return {
    people: people.length,
    sent: () => sent,
    end: async () => {
      over.abort();
      await Promise.all(people);
      return sent;
    },
  };
}

/** What was asked for and not given. */
export function lost(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ name, status, text }) => {
    const isGiven = name === null ? text.includes('"amId":"alice"') : isDone(text);
    return status !== 200 || !isGiven || text.includes('"errors"');
  });
}

/** Whether a change was told as made. */
export function isDone(text: string): boolean {
  return text.includes('{"renameDevice":{"outcome":"DONE"}}');
}
