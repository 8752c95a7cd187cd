import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { toWire, writeWire } from './answer-writer.ts';
import type { WireAnswer } from './answer-writer.ts';
import { serveControl } from '../control/control-routes.ts';
import { playFault } from '../control/fault-effects.ts';
import { servePeople } from '../browser/people-routes.ts';
import { route } from './router.ts';
import type { SandboxState } from '../state.ts';

/**
 * Creates the listener. It records every request except control calls, and then applies a planned
 * fault or answers.
 */
export function createHttpServer(state: SandboxState): Server {
  const doomed = new WeakSet<object>();
  const server = createServer((request, response) => {
    serve(state, doomed, request, response).catch((error: unknown) => {
      reportBug(response, error);
    });
  });
  server.keepAliveTimeout = 20_000;
  return server;
}

async function serve(
  state: SandboxState,
  doomed: WeakSet<object>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { socket } = request;
  if (doomed.has(socket)) {
    socket.destroy();
    return;
  }
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (url === '/sandbox' || url.startsWith('/sandbox/') || url.startsWith('/sandbox?')) {
    const call = { method, url, headers: request.headers, body };
    const page = await servePeople(state, call);
    const wire =
      page === undefined ? await serveControl(state, call) : toWire(state.am, page, undefined);
    writeWire(response, wire);
    return;
  }
  const { headers } = request;
  state.received.add({ method, path: url, headers, body, at: state.am.clock.now() });
  const work = async (lagMs?: number): Promise<WireAnswer> => {
    const answer = await route(state.am, { method, url, headers, body, lagMs });
    const transactionId = headers['x-forgerock-transactionid']?.toString();
    return toWire(state.am, answer, transactionId);
  };
  const effect = state.faults.take(method, url) ?? state.lostAnswers?.take(method, url);
  if (effect === undefined) {
    writeWire(response, await work());
    return;
  }
  await playFault(effect, { response, work, doomSocket: () => doomed.add(socket) });
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    request.resume();
    return '';
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    if (chunk instanceof Uint8Array) {
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString();
}

/** A bug of the sandbox must not look like an answer of AM. */
function reportBug(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  writeWire(response, {
    status: 500,
    headers: { 'content-type': 'text/plain', 'x-sandbox-bug': 'true' },
    body: text,
  });
}
