/** Reads of AM as one writes them with undici: `Pool.request`, one stream a call. */
import { Pool } from 'undici';
import { cookieName } from '../lib/am-bodies.ts';

/** Reads one path with a caller's session; the text of the answer. */
export type Get = (path: string, token: string) => Promise<string>;

/** A reader on a pool of its own. */
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
