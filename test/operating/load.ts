/** People who use the gateway through nginx all the time: some look, some remove devices. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import type { Peer } from '../support/peer.ts';
import { createTlsClient } from './tls-client.ts';
import type { TlsTarget } from './tls-client.ts';

/** What one request came to; status 0 where the connection was lost. */
export interface Sent {
  /** The device that it removes, where it is a change; every change has its own. */
  readonly deviceId: string | null;
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
export async function beginLoad(nginx: TlsTarget, peer: Peer): Promise<Load> {
  const sent: Sent[] = [];
  const over = new AbortController();
  const sessions = { alice: await peer.signIn('alice'), bob: await peer.signIn('bob') };
  const looks = Array.from({ length: looking }, () => ({ name: 'alice', changes: false }) as const);
  const removals = (['alice', 'bob'] as const).map((name) => ({ name, changes: true }));
  const people = [...looks, ...removals].map(async ({ name, changes }, number) => {
    const client = createTlsClient(nginx, `127.0.8.${number + 1}`);
    while (!over.signal.aborted) {
      const deviceId = changes ? await giveDevice(peer, name) : null;
      const query = changes
        ? `mutation { removeDevice(input: { target: { self: true }, kind: OATH, deviceId: "${deviceId}" }) { outcome } }`
        : '{ me { amId } }';
      const answer = await client.graphql(query, sessions[name]).catch((error: unknown) => {
        return { status: 0, text: String(error) };
      });
      sent.push({ deviceId, status: answer.status, text: answer.text });
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

/** Gives somebody a new authenticator app in place of all that they have. */
async function giveDevice(peer: Peer, owner: string): Promise<string> {
  const uuid = randomUUID();
  const seeder = createDeviceSeeder(peer.flavor === 'openam');
  const device = seeder.oath({ owner, uuid, name: 'A new phone' }, 0);
  await peer.plant(owner, { oathDeviceProfiles: [device] });
  return uuid;
}

/** What was asked for and not given. */
export function lost(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ deviceId, status, text }) => {
    const isGiven = deviceId === null ? text.includes('"amId":"alice"') : isDone(text);
    return status !== 200 || !isGiven || text.includes('"errors"');
  });
}

/** Whether a change was told as made. */
export function isDone(text: string): boolean {
  return text.includes('{"removeDevice":{"outcome":"DONE"}}');
}
