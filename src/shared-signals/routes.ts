import type { IncomingMessage } from 'node:http';
import type { Fields } from '../domain/values/json.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Outbox } from '../domain/outbox/outbox.ts';
import type { HttpExchange, SignalRoutes } from '../server/graphql-endpoint.ts';
import { readJsonObject } from '../server/graphql-request.ts';
import { HttpError } from '../server/http/http-error.ts';
import { jsonReply, type Reply } from '../server/http/reply.ts';
import { pathOf } from '../server/request-log.ts';
import { configurationOf, endpointPaths, metadataOf, metadataPath } from './metadata.ts';
import { Polls } from './poll.ts';
import { streamNamed, streamsOfReceiver } from './receivers.ts';
import { statusReply, updateStatus, Verifications } from './stream-requests.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import type { Transmitter } from './transmitter.ts';

export interface SignalRouteParts {
  readonly transmitter: Transmitter;
  readonly outbox: Outbox;
  readonly bodyLimit: number;
  readonly now: () => number;
  /** Aborts when the gateway stops. */
  readonly stopping: AbortSignal;
}

/** What an endpoint answers, by method. */
type Methods = Readonly<Record<string, (exchange: HttpExchange) => MaybePromise<Reply>>>;

/** Metadata and keys may be cached for five minutes: the time to wait before a new key signs. */
const cacheHeaders = { 'cache-control': 'public, max-age=300' };

/**
 * Creates the endpoints of the transmitter. Streams are configured by the operator: receivers read
 * theirs, and are refused (403) to create, change or delete any.
 */
export function createSignalRoutes(parts: SignalRouteParts): SignalRoutes {
  const endpoints = new Map<string, Methods>([
    ...publicEndpoints(parts.transmitter),
    ...streamEndpoints(parts),
  ]);
  const poll = pollEndpoint(parts);
  return {
    serves: (path) => endpoints.has(path) || path.startsWith(`${endpointPaths.poll}/`),
    answer: (exchange, path) => answerBy(endpoints.get(path) ?? poll, exchange),
  };
}

function answerBy(methods: Methods, exchange: HttpExchange): MaybePromise<Reply> {
  const { method = '' } = exchange.request;
  // A response to HEAD has the headers of GET; Node sends no body with it.
  const act = methods[method === 'HEAD' ? 'GET' : method];
  if (act !== undefined) return act(exchange);
  const names = Object.keys(methods).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  throw new HttpError(405, `Send ${names.join(' or ')}.`, { headers: { allow: names.join(', ') } });
}

function publicEndpoints(transmitter: Transmitter): [string, Methods][] {
  const metadata = metadataOf(transmitter);
  return [
    [metadataPath(transmitter.issuer), { GET: () => jsonReply(200, metadata, cacheHeaders) }],
    [endpointPaths.keys, { GET: () => jsonReply(200, transmitter.publicKeys(), cacheHeaders) }],
  ];
}

function streamEndpoints({
  transmitter,
  outbox,
  bodyLimit,
  now,
}: SignalRouteParts): [string, Methods][] {
  const verifications = new Verifications(outbox.streams, now);
  const ownStreams = (request: IncomingMessage): readonly SignalStream[] =>
    streamsOfReceiver(request, transmitter.streams);
  const named = async ({ request }: HttpExchange): Promise<[SignalStream, Fields]> => {
    const own = ownStreams(request);
    const body = await readJsonObject(request, bodyLimit);
    return [streamNamed(own, body['stream_id']), body];
  };
  const refuse = ({ request }: HttpExchange): never => {
    ownStreams(request);
    throw byOperator();
  };
  return [
    [
      endpointPaths.configuration,
      {
        GET: ({ request }) => readConfiguration(request, ownStreams(request), transmitter.issuer),
        POST: refuse,
        PATCH: refuse,
        PUT: refuse,
        DELETE: refuse,
      },
    ],
    [
      endpointPaths.status,
      {
        GET: async ({ request }) =>
          statusReply(streamNamed(ownStreams(request), streamIdIn(request)), outbox.streams),
        POST: async (exchange) => {
          const [stream, body] = await named(exchange);
          return updateStatus(stream, body, outbox.streams);
        },
      },
    ],
    [
      endpointPaths.verification,
      {
        POST: async (exchange) => {
          const [stream, body] = await named(exchange);
          return verifications.request(stream, body);
        },
      },
    ],
  ];
}

function readConfiguration(
  request: IncomingMessage,
  own: readonly SignalStream[],
  issuer: string,
): Reply {
  const id = streamIdIn(request);
  return jsonReply(
    200,
    id === null
      ? own.map((stream) => configurationOf(stream, issuer))
      : configurationOf(streamNamed(own, id), issuer),
  );
}

/** The endpoint of every stream whose receiver polls; its path ends in the stream's name. */
function pollEndpoint({ transmitter, outbox, bodyLimit, stopping }: SignalRouteParts): Methods {
  const polls = new Polls({ outbox, transmitter, stopping });
  return {
    POST: async ({ request, response }) => {
      const own = streamsOfReceiver(request, transmitter.streams);
      const polled = own.filter(({ push }) => push === null);
      const stream = streamNamed(polled, pathOf(request).split('/').at(-1));
      const body = await readJsonObject(request, bodyLimit);
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      return polls.answer(stream, body, gone.signal);
    },
  };
}

function streamIdIn({ url = '' }: IncomingMessage): string | null {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('stream_id');
}

function byOperator(): HttpError {
  return new HttpError(403, 'The operator of the gateway configures the streams.', {
    code: 'FORBIDDEN',
    headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
  });
}
