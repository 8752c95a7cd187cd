/** Reads of AM with undici's `Pool.request`, as most code uses it. */
import { Pool } from 'undici';
import { cookieName } from '../lib/am-bodies.ts';

/** Reads one path with a caller's session. Resolves to the response's body. */
export type Get = (path: string, token: string) => Promise<string>;

/** Creates a reader with its own pool. */
export function createRequestGet(origin: string): Get {
  const pool = new Pool(origin, { connections: 64 });
  return async (path, token) => {
    const headers = { accept: 'application/json', [cookieName]: token };
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`AM answered ${statusCode}`);
    return text;
  };
}
