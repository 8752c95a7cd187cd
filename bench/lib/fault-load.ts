/** Load whose refusals and failures are counted and timed, not only what is served. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** What became of a request. */
export interface Ended {
  readonly what: string;
  /**
   * `no room` is a refusal because there is as much under way as may be, `left alone` one because AM has failed or wants
   * to be left alone; neither has waited for anything.
   */
  readonly outcome: 'served' | 'no room' | 'left alone' | 'failed';
  /** The codes of its errors. */
  readonly codes: readonly string[];
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

/** Clients of one gateway, on connections that are open already, as those of a proxy are. */
export async function openClients(
  origin: string,
  connections: number,
): Promise<{ send: Send; close(): Promise<void> }> {
  const pool = new Pool(origin, { connections, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const knock = { path: '/health/live', body: null, headers: {} };
  await Promise.all(Array.from({ length: connections }, () => outcomeOf(pool, knock)));
  return {
    send: async ({ what, path, body, headers }, begunAt = 0) => {
      const sentAt = performance.now();
      const became = await outcomeOf(pool, { path, body, headers });
      return { what, ...became, tookMs: performance.now() - sentAt, atMs: sentAt - begunAt };
    },
    close: () => pool.destroy(),
  };
}

async function outcomeOf(
  pool: Pool,
  { path, body, headers }: Omit<Wanted, 'what'>,
): Promise<Pick<Ended, 'outcome' | 'codes'>> {
  try {
    const method = body === null ? 'GET' : 'POST';
    const answer = await pool.request({ method, path, headers: { ...headers }, body });
    const text = await answer.body.text();
    const codes = Array.from(text.matchAll(/"code":"([A-Z_]+)"/g), ([, code = '']) => code);
    const [first] = codes;
    const isGood = answer.statusCode === 200 && first === undefined;
    // Who was sent is told when to come back only where AM's own answer says so.
    const isLeftAlone = first === 'UPSTREAM_UNAVAILABLE' && text.includes('"retryAfterSeconds"');
    const outcome = isGood
      ? 'served'
      : first === 'OVERLOADED'
        ? 'no room'
        : isLeftAlone
          ? 'left alone'
          : 'failed';
    return { outcome, codes };
  } catch {
    return { outcome: 'failed', codes: [] };
  }
}

/** Sends so many requests a second, whatever becomes of them. */
export async function atRate<T>(
  send: (wanted: Wanted, begunAt: number) => Promise<T>,
  {
    perSecond,
    seconds,
    next,
  }: { perSecond: number; seconds: number; next: (number: number) => Wanted },
): Promise<T[]> {
  const begunAt = performance.now();
  const count = Math.round(perSecond * seconds);
  const under: Promise<T>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = begunAt + (number * 1_000) / perSecond - performance.now();
    if (early > 1) await sleep(early);
    under.push(send(next(number), begunAt));
  }
  return Promise.all(under);
}

/** Keeps so many requests under way. */
export async function atOnce<T>(
  send: (wanted: Wanted, begunAt: number) => Promise<T>,
  {
    clients,
    seconds,
    next,
  }: { clients: number; seconds: number; next: (number: number) => Wanted },
): Promise<T[]> {
  const ended: T[] = [];
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
