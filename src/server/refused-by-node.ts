import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import { Socket } from 'node:net';
import { errorCodeOf } from '../domain/values/failure.ts';
import { HttpError } from './http/http-error.ts';
import { isReadingRequest } from './drain.ts';
import type { RequestHead, RequestLog } from './request-log.ts';

/** The statuses of Node's default handler; anything else that it cannot parse is 400. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** Input that Node cannot read as a request, and the status that answers it. */
interface Unreadable {
  readonly socket: Socket;
  readonly status: number;
  /** Node's code of the error. */
  readonly why: string;
}

/**
 * Answers input that Node cannot read (bytes that are not HTTP, such as TLS; headers that are too
 * large or too slow) like Node's default handler. But a connection that breaks or sends nothing is
 * not a request, and gets no answer.
 */
export function answerUnreadable(
  server: Server,
  note: (input: Unreadable) => void = () => undefined,
): void {
  server.on('clientError', (error, socket) => {
    const why = errorCodeOf(error) ?? '';
    const isUnreadable = why.startsWith('HPE_') || Object.hasOwn(statuses, why);
    if (!isUnreadable || !(socket instanceof Socket) || socket.bytesRead === 0)
      return void socket.destroy();
    const status = statuses[why] ?? 400;
    note({ socket, status, why });
    close(socket, status);
  });
}

/**
 * Answers input that never becomes a request, also CONNECT, and writes an access-log line for it. A
 * request that Node would refuse for its `Expect` header is handled like any other request.
 */
export function answerRefusedByNode(server: Server, requests: RequestLog): void {
  answerUnreadable(server, ({ socket, ...refused }) => {
    // A request whose body cannot be read is logged by its handler.
    if (!isReadingRequest(socket)) logRequest({ socket, headers: {} }, requests, refused);
  });
  server.on('connect', (request) => {
    logRequest(request, requests, { status: 405, why: 'CONNECT' });
    close(request.socket, 405);
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Responses are written in one piece, so this one never lands inside another. */
function close(socket: Socket, status: number): void {
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroySoon();
}

function logRequest(
  request: RequestHead,
  requests: RequestLog,
  { status, why }: { readonly status: number; readonly why: string },
): void {
  const correlationId = randomUUID();
  const notes = requests.start(request);
  const error = new HttpError(status, `The request cannot be served: ${why}.`);
  requests.refused(error, { correlationId, notes });
  requests.finish({ request, correlationId, notes, route: 'other', status, responseBytes: 0 });
}
