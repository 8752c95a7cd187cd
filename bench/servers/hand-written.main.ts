/**
 * The reference of the ratios: the work written by hand, without GraphQL. Arguments: port, AM's
 * origin.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cookieName, realmPath } from '../lib/am-bodies.ts';
import { pathsOf, toDevices } from './am-user.ts';
import type { AmUser } from './am-user.ts';
import { createCallerCheck } from './caller-check.ts';
import { createRequestGet } from './get-by-request.ts';
import { RequestMetrics } from './request-metrics.ts';

const [port = '0', origin = ''] = process.argv.slice(2);
const get = createRequestGet(origin);
const check = createCallerCheck(origin);
const metrics = new RequestMetrics();
const tokenHeader = cookieName.toLowerCase();

createServer((request, response) => {
  const started = performance.now();
  answer(request)
    .then((body) => send(response, 200, body))
    .catch((error: unknown) => send(response, 500, JSON.stringify({ errors: [String(error)] })))
    .finally(() => metrics.observe(response.statusCode, (performance.now() - started) / 1000));
}).listen(Number(port), '127.0.0.1');

async function answer(request: IncomingMessage): Promise<string> {
  const token = request.headers[tokenHeader];
  const session = typeof token === 'string' ? await check(token) : null;
  if (typeof token !== 'string' || session === null) throw new Error('not signed in');
  const { variables }: { variables: { id?: string } } = JSON.parse(await read(request));
  const isOwn = variables.id === undefined;
  const paths = pathsOf(realmPath, variables.id ?? session.username);
  const [userText, oathText, pushText] = await Promise.all([
    get(paths.user, token),
    get(paths.oath, token),
    get(paths.push, token),
  ]);
  const user: AmUser = JSON.parse(userText);
  const person = {
    amId: user._id,
    username: user.username,
    email: user.mail?.[0] ?? null,
    oathDevices: toDevices(JSON.parse(oathText)),
    pushDevices: toDevices(JSON.parse(pushText)),
  };
  return JSON.stringify({ data: isOwn ? { me: person } : { user: person } });
}

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
