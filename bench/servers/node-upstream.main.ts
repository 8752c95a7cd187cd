/**
 * An AM of fixed bodies on Node, for what nginx cannot do: to answer after a while, to give long lists, to
 * count waves. Arguments: port, delay in milliseconds. A person called `devices-N` has N one-time-password devices.
 */
import { createServer } from 'node:http';
import {
  deviceCounts,
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
const lists = new Map<string, string>();
let calls = 0;
let underWay = 0;
/** How often the upstream went from idle to busy: the waves, where one request is under way at a time. */
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
  if (underWay === 0) waves += 1;
  underWay += 1;
  request.resume();
  const body = bodyFor(url, request.headers[tokenHeader] === ownToken);
  const answer = (): void => {
    underWay -= 1;
    send(body);
  };
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
}).listen(Number(port), '127.0.0.1');

function bodyFor(url: string, isOwn: boolean): string {
  const list = /\/users\/([^/]+)\/devices\/2fa\/(oath|push)\?/.exec(url);
  if (list !== null) return listOf(list[1] ?? '', list[2] === 'oath' ? 'oath' : 'push');
  const user = /\/users\/([^/?]+)\?/.exec(url);
  if (user !== null) return personBody(user[1] ?? '');
  if (url.includes('/sessions?')) return isOwn ? ownSessionBody : superUserSessionBody;
  return serverInfoBody;
}

/** Long lists are made once, so that the upstream costs little. */
function listOf(id: string, kind: 'oath' | 'push'): string {
  const count = /^devices-(\d+)$/.exec(id)?.[1];
  if (count === undefined || kind === 'push') return devicesBody(id, kind, deviceCounts[kind]);
  const known = lists.get(id) ?? devicesBody(id, kind, Number(count));
  lists.set(id, known);
  return known;
}
