/** Load at a fixed rate: a request goes out when its time has come, whatever became of those before it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { Trouble } from './say.ts';

/** One request to send. */
export interface Shot {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** How it is sent. */
export interface OpenLoop {
  readonly origin: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** What goes out at once; its time is that of the slowest. */
  readonly shots: (number: number) => readonly Shot[];
}

/** The time that each request took, in milliseconds. An answer that is no success ends the bench. */
export async function runOpenLoop({
  origin,
  perSecond,
  seconds,
  shots,
}: OpenLoop): Promise<number[]> {
  const pool = new Pool(origin, { connections: 64 });
  const count = Math.round(perSecond * seconds);
  const begun = performance.now();
  const under: Promise<number>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = begun + (number * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    under.push(time(pool, shots(number)));
  }
  const times = await Promise.all(under);
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
    throw new Trouble(`A request went wrong with ${answer.statusCode}: ${text.slice(0, 500)}`);
  }
}
