/** The documented operation of the bench creates few promises, and its calls to AM are one wave. */
import { createHook } from 'node:async_hooks';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
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

/** A hand-written gateway with the same calls creates 30. */
const maxPromises = 84;

let am: Server;
let gateway: TestGateway;
let folder: string;

/** The calls that AM has not answered yet; it answers once there are three. */
const held: (() => void)[] = [];

beforeAll(async () => {
  am = createServer(answer);
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

test('a documented request creates few promises and makes one wave of calls', async () => {
  const counts: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const id = personId(round);

    const { promises, body } = await countPromises(id);

    expect(JSON.parse(body)).toMatchObject({ data: { user: expectedUser(id) } });
    counts.push(promises);
  }

  // The first requests also read the session and open connections.
  const [median = Infinity] = counts.toSorted((one, two) => one - two).slice(counts.length / 2);
  expect(median).toBeLessThanOrEqual(maxPromises);
});

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
