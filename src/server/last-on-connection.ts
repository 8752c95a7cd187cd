import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const latest = new WeakMap<Socket, ServerResponse>();

/** Notes that a request has come; its response is sent after those of the requests that came before it on its connection. */
export function noteRequest({ socket }: IncomingMessage, response: ServerResponse): void {
  latest.set(socket, response);
}

/** Whether a request on the connection has not come to its end. */
export function isReadingRequest(socket: Socket): boolean {
  return latest.get(socket)?.req.complete === false;
}

/** Whether no other response follows on the connection, so that it may be closed with this one. */
export function isLastOnConnection({ socket }: IncomingMessage, response: ServerResponse): boolean {
  return latest.get(socket) === response;
}
