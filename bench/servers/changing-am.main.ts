/**
 * An AM with fixed bodies in which resets take effect, for the bench of faults. Arguments: port,
 * delay in milliseconds. After a reset the next list is empty; then the devices are back, so that a
 * user can be reset any number of times.
 */
import { createServer } from 'node:http';
import {
  cookieName,
  crowdedId,
  deviceCounts,
  devicesBody,
  hugeId,
  ownSessionBody,
  ownToken,
  peopleBody,
  personBody,
  serverInfoBody,
  superUserSessionBody,
} from '../lib/am-bodies.ts';
import type { BenchKind } from '../lib/am-bodies.ts';

const [port = '0', delay = '0'] = process.argv.slice(2);
const wasReset = new Set<string>();
const hugeBody = devicesBody(hugeId, 'oath', 40_000);

const server = createServer((request, response) => {
  const url = request.url ?? '';
  request.resume();
  const body = bodyFor(request.method ?? '', url, request.headers[cookieName.toLowerCase()]);
  setTimeout(() => {
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(body);
  }, Number(delay));
});
// Otherwise a socket could close just as the next call arrives, a fault that no seed has planned.
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');

function bodyFor(method: string, url: string, token: unknown): string {
  const [, id = '', kind] = /\/users\/([^/?]+)(?:\/devices\/2fa\/(oath|push))?/.exec(url) ?? [];
  if (kind === 'oath' || kind === 'push') {
    if (method === 'GET') return listOf(id, kind);
    wasReset.add(`${id} ${kind}`);
    return '{"result":true}';
  }
  if (id !== '') return personBody(id);
  if (url.includes('/users?')) return peopleBody;
  if (!url.includes('/sessions?')) return serverInfoBody;
  return String(token).startsWith(ownToken) ? ownSessionBody : superUserSessionBody;
}

function listOf(id: string, kind: BenchKind): string {
  if (id === crowdedId) return devicesBody(id, kind, 1_000);
  if (id === hugeId) return hugeBody;
  return devicesBody(id, kind, wasReset.delete(`${id} ${kind}`) ? 0 : deviceCounts[kind]);
}
