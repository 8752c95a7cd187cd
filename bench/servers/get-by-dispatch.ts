/** Reads of AM with the least that undici can do: `dispatch` and a handler without a stream. */
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { cookieName } from '../lib/am-bodies.ts';
import type { Get } from './get-by-request.ts';

/** A reader on a pool of its own. */
export function createDispatchGet(origin: string): Get {
  const pool = new Pool(origin, { connections: 64 });
  return (path, token) =>
    new Promise((resolve, reject) => {
      const headers = { accept: 'application/json', [cookieName]: token };
      pool.dispatch({ path, method: 'GET', headers }, handlerOf(resolve, reject));
    });
}

function handlerOf(
  resolve: (text: string) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  return {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, statusCode) => {
      status = statusCode;
    },
    onResponseData: (_controller, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      const [only] = chunks;
      const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
      if (status === 200) resolve(bytes.toString());
      else reject(new Error(`AM answered ${status}`));
    },
    onResponseError: (_controller, error) => reject(error),
  };
}
