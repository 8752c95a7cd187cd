/**
 * An AM of fixed bodies in which resets have their effect, for the bench of faults. Arguments: port, delay in
 * milliseconds. After a reset the next list is empty; then the devices are registered again, so that everybody can
 * be reset for ever.
 */
import { createServer } from 'node:http';
import {
  deviceCounts,
  devicesBody,
  personBody,
  serverInfoBody,
  superUserSessionBody,
} from '../lib/am-bodies.ts';

const [port = '0', delay = '0'] = process.argv.slice(2);
const wasReset = new Set<string>();

const server = createServer((request, response) => {
  const url = request.url ?? '';
  request.resume();
  const body = bodyFor(request.method ?? '', url);
  setTimeout(() => {
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(body);
  }, Number(delay));
});
// A socket that it closed at the moment of the next call would be a fault that nobody has seeded.
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');

function bodyFor(method: string, url: string): string {
  const [, id = '', kind] = /\/users\/([^/?]+)(?:\/devices\/2fa\/(oath|push))?/.exec(url) ?? [];
  if (kind === 'oath' || kind === 'push') {
    if (method === 'GET')
      return devicesBody(id, kind, wasReset.delete(`${id} ${kind}`) ? 0 : deviceCounts[kind]);
    wasReset.add(`${id} ${kind}`);
    return '{"result":true}';
  }
  if (id !== '') return personBody(id);
  return url.includes('/sessions?') ? superUserSessionBody : serverInfoBody;
}
