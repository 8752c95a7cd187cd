/** Load whose refusals and failures are counted and timed, not only what is served. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** What became of a request. */
export interface Ended {
  readonly what: string;
  readonly outcome: 'served' | 'refused' | 'failed';
  readonly tookMs: number;
  /** When it was sent, in milliseconds since the load began. */
  readonly atMs: number;
}

/** One request; `what` names its sort in figures. */
export interface Wanted {
  readonly what: string;
  readonly path: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends one request and tells what became of it. */
export type Send = (wanted: Wanted, begunAt?: number) => Promise<Ended>;

/** Clients of one gateway. */
export function openClients(
  origin: string,
  connections: number,
): { send: Send; close(): Promise<void> } {
  const pool = new Pool(origin, { connections, headersTimeout: 30_000, bodyTimeout: 30_000 });
  return {
    send: async ({ what, path, body, headers }, begunAt = 0) => {
      const sentAt = performance.now();
      const outcome = await outcomeOf(pool, { path, body, headers });
      return { what, outcome, tookMs: performance.now() - sentAt, atMs: sentAt - begunAt };
    },
    close: () => pool.destroy(),
  };
}

async function outcomeOf(
  pool: Pool,
  { path, body, headers }: Omit<Wanted, 'what'>,
): Promise<Ended['outcome']> {
  try {
    const method = body === null ? 'GET' : 'POST';
    const answer = await pool.request({ method, path, headers: { ...headers }, body });
    const text = await answer.body.text();
    if (text.includes('"OVERLOADED"') || text.includes('"UPSTREAM_UNAVAILABLE"')) return 'refused';
    return answer.statusCode === 200 && !text.includes('"errors":[{') ? 'served' : 'failed';
  } catch {
    return 'failed';
  }
}

/** Sends so many requests a second, whatever becomes of them. */
export async function atRate(
  send: Send,
  {
    perSecond,
    seconds,
    next,
  }: { perSecond: number; seconds: number; next: (number: number) => Wanted },
): Promise<Ended[]> {
  const begunAt = performance.now();
  const count = Math.round(perSecond * seconds);
  const under: Promise<Ended>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = begunAt + (number * 1_000) / perSecond - performance.now();
    if (early > 1) await sleep(early);
    under.push(send(next(number), begunAt));
  }
  return Promise.all(under);
}

/** Keeps so many requests under way. */
export async function atOnce(
  send: Send,
  {
    clients,
    seconds,
    next,
  }: { clients: number; seconds: number; next: (number: number) => Wanted },
): Promise<Ended[]> {
  const ended: Ended[] = [];
  const begunAt = performance.now();
  let number = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - begunAt < seconds * 1_000) {
      number += 1;
      ended.push(await send(next(number), begunAt));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return ended;
}
