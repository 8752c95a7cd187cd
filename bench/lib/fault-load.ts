/** Load in which refusals and failures are counted and timed, too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** The result of a request. */
export interface RequestResult {
  readonly what: string;
  /**
   * `overloaded`: refused because too much is in flight. `breaker open`: refused because AM has
   * failed or asked for a pause. Neither has waited for a call.
   */
  readonly outcome: 'served' | 'overloaded' | 'breaker open' | 'failed';
  /** The codes of the errors. */
  readonly codes: readonly string[];
  readonly tookMs: number;
  /** Milliseconds from the start of the load until the request was sent. */
  readonly atMs: number;
}

/** One request; `what` groups requests in the figures. */
export interface FaultRequest {
  readonly what: string;
  readonly path: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends one request. Resolves to its result; never rejects. */
export type Send = (wanted: FaultRequest, startedAt?: number) => Promise<RequestResult>;

/** Opens connections to a gateway and keeps them, as a proxy does. */
export async function openClients(
  origin: string,
  connections: number,
): Promise<{ send: Send; close(): Promise<void> }> {
  const pool = new Pool(origin, { connections, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const probe = { path: '/health/live', body: null, headers: {} };
  await Promise.all(Array.from({ length: connections }, () => outcomeOf(pool, probe)));
  return {
    send: async ({ what, path, body, headers }, startedAt = 0) => {
      const sentAt = performance.now();
      const result = await outcomeOf(pool, { path, body, headers });
      return { what, ...result, tookMs: performance.now() - sentAt, atMs: sentAt - startedAt };
    },
    close: () => pool.destroy(),
  };
}

async function outcomeOf(
  pool: Pool,
  { path, body, headers }: Omit<FaultRequest, 'what'>,
): Promise<Pick<RequestResult, 'outcome' | 'codes'>> {
  try {
    const method = body === null ? 'GET' : 'POST';
    const answer = await pool.request({ method, path, headers: { ...headers }, body });
    const text = await answer.body.text();
    const codes = Array.from(text.matchAll(/"code":"([A-Z_]+)"/g), ([, code = '']) => code);
    const [first] = codes;
    const isGood = answer.statusCode === 200 && first === undefined;
    // `retryAfterSeconds` without a call means that the breaker is open, or that AM sent
    // Retry-After.
    const isBreakerOpen = first === 'UPSTREAM_UNAVAILABLE' && text.includes('"retryAfterSeconds"');
    const outcome = isGood
      ? 'served'
      : first === 'OVERLOADED'
        ? 'overloaded'
        : isBreakerOpen
          ? 'breaker open'
          : 'failed';
    return { outcome, codes };
  } catch {
    return { outcome: 'failed', codes: [] };
  }
}

/** Sends requests at a fixed rate, without waiting for the results. */
export async function atRate<T>(
  send: (wanted: FaultRequest, startedAt: number) => Promise<T>,
  {
    perSecond,
    seconds,
    next,
  }: { perSecond: number; seconds: number; next: (number: number) => FaultRequest },
): Promise<T[]> {
  const startedAt = performance.now();
  const count = Math.round(perSecond * seconds);
  const inFlight: Promise<T>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = startedAt + (number * 1_000) / perSecond - performance.now();
    if (early > 1) await sleep(early);
    inFlight.push(send(next(number), startedAt));
  }
  return Promise.all(inFlight);
}

/** Keeps `clients` requests in flight. */
export async function atOnce<T>(
  send: (wanted: FaultRequest, startedAt: number) => Promise<T>,
  {
    clients,
    seconds,
    next,
  }: { clients: number; seconds: number; next: (number: number) => FaultRequest },
): Promise<T[]> {
  const results: T[] = [];
  const startedAt = performance.now();
  let number = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1_000) {
      number += 1;
      results.push(await send(next(number), startedAt));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return results;
}
