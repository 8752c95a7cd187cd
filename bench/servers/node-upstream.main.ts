/**
 * An AM with fixed bodies on Node, for what nginx cannot do: delay responses and count waves of
 * calls. Arguments: port, delay in milliseconds.
 */
import { createServer } from 'node:http';
import {
  devicesBody,
  ownSessionBody,
  ownToken,
  cookieName,
  personBody,
  serverInfoBody,
  superUserSessionBody,
} from '../lib/am-bodies.ts';

const [port = '0', delay = '0'] = process.argv.slice(2);
const delayMs = Number(delay);
const tokenHeader = cookieName.toLowerCase();
let calls = 0;
let inFlight = 0;
/** Transitions from idle to busy: the waves of calls, if one request at a time is in flight. */
let waves = 0;

createServer((request, response) => {
  const url = request.url ?? '';
  const send = (body: string): void => {
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(body);
  };
  if (url === '/bench/calls') {
    send(JSON.stringify({ calls, waves }));
    return;
  }
  calls += 1;
  if (inFlight === 0) waves += 1;
  inFlight += 1;
  request.resume();
  const body = bodyFor(url, request.headers[tokenHeader] === ownToken);
  const answer = (): void => {
    inFlight -= 1;
    send(body);
  };
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
}).listen(Number(port), '127.0.0.1');

function bodyFor(url: string, isOwn: boolean): string {
  const list = /\/users\/([^/]+)\/devices\/2fa\/(oath|push)\?/.exec(url);
  if (list !== null) return devicesBody(list[1] ?? '', list[2] === 'oath' ? 'oath' : 'push');
  const user = /\/users\/([^/?]+)\?/.exec(url);
  if (user !== null) return personBody(user[1] ?? '');
  if (url.includes('/sessions?')) return isOwn ? ownSessionBody : superUserSessionBody;
  return serverInfoBody;
}
