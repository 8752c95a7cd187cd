import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const latest = new WeakMap<Socket, ServerResponse>();

/** Records the newest request of a connection; responses are sent in the order of the requests. */
export function noteRequest({ socket }: IncomingMessage, response: ServerResponse): void {
  latest.set(socket, response);
}

/** Whether the newest request on the connection is still being received. */
export function isReadingRequest(socket: Socket): boolean {
  return latest.get(socket)?.req.complete === false;
}

/** Whether no other response follows on the connection, so that it may be closed with this one. */
export function isLastOnConnection({ socket }: IncomingMessage, response: ServerResponse): boolean {
  return latest.get(socket) === response;
}

const works = new WeakMap<ServerResponse, Promise<void>>();

/** Records the work for a response; a change continues after its client is gone. */
export function noteWork(response: ServerResponse, work: Promise<void>): void {
  works.set(response, work);
}

/** The work for a response; undefined if it was not recorded. */
export function workOf(response: ServerResponse): Promise<void> | undefined {
  return works.get(response);
}
