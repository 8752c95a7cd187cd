/** The documented operation of the bench costs few promises and bytes, and one wave of calls. */
import { createHook } from 'node:async_hooks';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  deployPath,
  devicesBody,
  expectedUser,
  personBody,
  personId,
  serverInfoBody,
  superUserSessionBody,
} from '../../bench/lib/am-bodies.ts';
import { headersOf, personWork, requestBody, writeManifest } from '../../bench/lib/work.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

/** What a request costs on every machine alike. */
interface Counts {
  readonly promises: number;
  readonly calls: number;
  readonly bytesToAm: number;
  readonly bytesOfAnswer: number;
}

/** A hand-written gateway with the same calls creates 30 promises. */
const most: Counts = { promises: 84, calls: 3, bytesToAm: 1_450, bytesOfAnswer: 350 };

let am: Server;
let gateway: TestGateway;
let folder: string;

/** The calls that AM has not answered yet; it answers once there are three. */
const held: (() => void)[] = [];
/** AM's connections, which have counted what they received. */
const connections = new Set<Socket>();
let calls = 0;

beforeAll(async () => {
  am = createServer(answer).on('connection', (socket) => void connections.add(socket));
  await new Promise<void>((resolve) => void am.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'promises-'));
  gateway = await startTestGateway(
    { url: `http://127.0.0.1:${portOf(am)}${deployPath}`, flavor: 'pingam' },
    {
      env: {
        AM_REALMS: 'alpha',
        LOG_LEVEL: 'info',
        TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder),
      },
    },
  );
});
afterAll(async () => {
  await gateway?.stop();
  am?.close();
  await rm(folder, { recursive: true });
});

test('a documented request costs few promises, one wave of calls, and few bytes', async () => {
  const counts: Counts[] = [];
  for (let round = 0; round < 10; round += 1) {
    const id = personId(round);

    const before = { calls, bytesToAm: bytesToAm() };
    const { promises, body } = await countPromises(id);

    expect(JSON.parse(body)).toMatchObject({ data: { user: expectedUser(id) } });
    counts.push({
      promises,
      calls: calls - before.calls,
      bytesToAm: bytesToAm() - before.bytesToAm,
      bytesOfAnswer: body.length,
    });
  }

  // The first requests also read the session and open connections.
  const medianOf = (what: keyof Counts): number =>
    counts.map((count) => count[what]).toSorted((one, two) => one - two)[5] ?? Infinity;
  expect(medianOf('calls')).toBe(most.calls);
  expect(medianOf('promises')).toBeLessThanOrEqual(most.promises);
  expect(medianOf('bytesToAm')).toBeLessThanOrEqual(most.bytesToAm);
  expect(medianOf('bytesOfAnswer')).toBeLessThanOrEqual(most.bytesOfAnswer);
});

function bytesToAm(): number {
  return [...connections].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
}

/** Sends one request with callbacks only, so that every promise is one of the gateway. */
function countPromises(id: string): Promise<{ promises: number; body: string }> {
  let promises = 0;
  const hook = createHook({
    init: (_asyncId, type) => {
      if (type === 'PROMISE') promises += 1;
    },
  });
  return new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    const options = { method: 'POST', port, path: '/graphql', headers: headersOf(personWork) };
    const outgoing = request(options, (response) => {
      readAll(response, (body) => {
        hook.disable();
        resolve({ promises, body });
      });
    });
    outgoing.on('error', reject);
    hook.enable();
    outgoing.end(requestBody(personWork, 'documented', id));
  });
}

function answer(incoming: IncomingMessage, response: ServerResponseOf): void {
  const { url = '' } = incoming;
  const reply = (body: string): void => {
    response.setHeader('content-type', 'application/json');
    response.end(body);
  };
  const [, id, list] = /users\/([^/?]+)(?:\/devices\/2fa\/(oath|push))?/.exec(url) ?? [];
  if (id === undefined) {
    reply(url.includes('serverinfo') ? serverInfoBody : superUserSessionBody);
    return;
  }
  const body = list === 'oath' || list === 'push' ? devicesBody(id, list) : personBody(id);
  calls += 1;
  held.push(() => reply(body));
  if (held.length === 3) for (const release of held.splice(0)) release();
}

type ServerResponseOf = Parameters<NonNullable<Parameters<typeof createServer>[1]>>[1];

function readAll(response: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => (body += chunk));
  response.on('end', () => done(body));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
