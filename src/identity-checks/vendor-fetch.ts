import type { CustomFetch } from 'openid-client';
import type { Dispatcher } from 'undici';

/** The largest answer of a vendor that is read, in bytes. */
const mostBytes = 262_144;

/**
 * Sends the calls of `openid-client` through a dispatcher, which connects to permitted addresses
 * only. No redirect is followed, and a large answer is an error.
 */
export function fetchThrough(dispatcher: Dispatcher): CustomFetch {
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    const answer = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: {
        ...headers,
        ...(body instanceof URLSearchParams && { 'content-type': formType }),
      },
      body: body instanceof URLSearchParams ? body.toString() : null,
      signal: signal ?? null,
    });
    const text = await limited(answer.body);
    const type = answer.headers['content-type'];
    const hasNoBody = [204, 205, 304].includes(answer.statusCode);
    return new Response(hasNoBody ? null : text, {
      status: answer.statusCode,
      headers: typeof type === 'string' ? { 'content-type': type } : {},
    });
  };
}

const formType = 'application/x-www-form-urlencoded;charset=UTF-8';

async function limited(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > mostBytes) throw new Error(`the answer has more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
