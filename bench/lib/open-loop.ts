/** Load at a fixed rate: each request is sent at its time, even if earlier ones are in flight. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { BenchError } from './say.ts';

/** One request to send. */
export interface Shot {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The shape of the load. */
export interface OpenLoop {
  readonly origin: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Requests that are sent at once; their duration is that of the slowest. */
  readonly shots: (number: number) => readonly Shot[];
}

/** Resolves to the duration of each request in milliseconds. A failed request ends the bench. */
export async function runOpenLoop({
  origin,
  perSecond,
  seconds,
  shots,
}: OpenLoop): Promise<number[]> {
  const pool = new Pool(origin, { connections: 64 });
  const count = Math.round(perSecond * seconds);
  const start = performance.now();
  const inFlight: Promise<number>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = start + (number * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    inFlight.push(time(pool, shots(number)));
  }
  const times = await Promise.all(inFlight);
  await pool.close();
  return times;
}

async function time(pool: Pool, shots: readonly Shot[]): Promise<number> {
  const sent = performance.now();
  await Promise.all(shots.map((shot) => send(pool, shot)));
  return performance.now() - sent;
}

async function send(pool: Pool, { method, path, headers, body }: Shot): Promise<void> {
  const answer = await pool.request({ method, path, headers: { ...headers }, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || text.includes('"errors"')) {
    throw new BenchError(
      `A request failed with status ${answer.statusCode}: ${text.slice(0, 500)}`,
    );
  }
}
