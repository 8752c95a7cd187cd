import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import { isNativeError } from 'node:util/types';
import type { Log } from '../telemetry/log.ts';
import { HttpError } from './http-error.ts';
import { isReadingRequest } from './last-on-connection.ts';
import { logRefused } from './request-log.ts';
import type { RequestHead, RequestLog } from './request-log.ts';

/** What Node's own server tells by a status of its own; everything else that it cannot read is 400. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** Where it is told. */
interface Told {
  readonly log: Log;
  readonly requests: RequestLog;
}

/**
 * Answers what never becomes a request (bytes that are no HTTP, TLS among them; a head that is too large or too slow; CONNECT)
 * as Node does where nobody listens, and has it told as every request is. What Node would refuse by its `Expect` is handed
 * on as a request.
 */
export function answerRefusedByNode(server: Server, told: Told): void {
  server.on('clientError', (error, socket) => {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : '';
    const isUnreadable = code.startsWith('HPE_') || Object.hasOwn(statuses, code);
    // A connection that breaks, or never says anything, is no request.
    if (!isUnreadable || !(socket instanceof Socket) || socket.bytesRead === 0) {
      return void socket.destroy();
    }
    const status = statuses[code] ?? 400;
    // One whose body cannot be read has come as a request, and is told by its handler.
    if (!isReadingRequest(socket)) tell({ socket, headers: {} }, told, { status, why: code });
    close(socket, status);
  });
  server.on('connect', (request) => {
    tell(request, told, { status: 405, why: 'CONNECT' });
    close(request.socket, 405);
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Responses are written whole, so that this one never stands within another. */
function close(socket: Socket, status: number): void {
  if (socket.writable) {
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  }
  socket.destroySoon();
}

function tell(
  request: RequestHead,
  { log, requests }: Told,
  { status, why }: { readonly status: number; readonly why: string },
): void {
  const correlationId = randomUUID();
  const notes = requests.begun(request);
  const error = new HttpError(status, `This is no request that is served: ${why}.`);
  logRefused(log, correlationId, error);
  notes.codes = [error.code];
  requests.answered({ request, correlationId, notes, route: 'other', status, responseBytes: 0 });
}
