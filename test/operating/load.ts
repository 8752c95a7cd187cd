/** A load of users behind nginx: some read, some remove devices. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import type { Peer } from '../support/peer.ts';
import { createTlsClient, type TlsTarget } from './tls-client.ts';

/** The result of a request. Status 0 means a lost connection. */
export interface Sent {
  /** The device that a change removes; each change has its own. */
  readonly deviceId: string | null;
  readonly status: number;
  readonly text: string;
}

/** A running load. */
export interface Load {
  /** The number of users, each with at most one pending request. */
  readonly people: number;
  sent(): readonly Sent[];
  /** Waits for pending requests, and returns all requests. */
  end(): Promise<readonly Sent[]>;
}

const looking = 8;
/**
 * Starts a load. Each user has their own address and connection, and waits `pauseMs` between two
 * requests; the limit for each client is 50 a second.
 */
export async function beginLoad(nginx: TlsTarget, peer: Peer, pauseMs = 50): Promise<Load> {
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
        ? `mutation { removeDevice(input: { target: { me: true }, kind: OATH, deviceId: "${deviceId}" }) { outcome } }`
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

/** Replaces a user's authenticator apps by a new one. Returns its id. */
async function giveDevice(peer: Peer, owner: string): Promise<string> {
  const uuid = randomUUID();
  const seeder = createDeviceSeeder(peer.flavor === 'openam');
  const device = seeder.oath({ owner, uuid, name: 'A new phone' }, 0);
  await peer.plant(owner, { oathDeviceProfiles: [device] });
  return uuid;
}

/** Returns the failed requests. */
export function lost(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ deviceId, status, text }) => {
    const isGiven = deviceId === null ? text.includes('"amId":"alice"') : isDone(text);
    return status !== 200 || !isGiven || text.includes('"errors"');
  });
}

/** Whether a change was reported as done. */
export function isDone(text: string): boolean {
  return text.includes('{"removeDevice":{"outcome":"DONE"}}');
}
