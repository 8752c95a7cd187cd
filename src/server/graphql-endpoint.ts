import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '../graph/context.ts';
import { callerOf } from './caller-of.ts';
import type { CallerOfRequest } from './caller-of.ts';
import { refuseCrossSite } from './cross-site.ts';
import { HttpError } from './http-error.ts';
import type { OperationGuard } from './operation-limits.ts';
import { readBody } from './read-body.ts';
import type { Reply } from './reply.ts';

/** What a request brings that its context is made from. */
export interface ContextSeed {
  readonly shown: CallerOfRequest['shown'];
  readonly correlationId: string;
  /** Aborts when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
}

/** What the endpoint works with. */
export interface GraphqlEndpointOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly cookieName: () => Promise<string>;
  readonly contextOf: (seed: ContextSeed) => RequestContext;
  readonly guard: OperationGuard;
  readonly bodyLimit: number;
  readonly allowedOrigins: readonly string[];
}

/**
 * Answers one GraphQL request: body, session, cross-site rule, limits, then Apollo.
 * @throws HttpError or Failure for what is refused before GraphQL
 */
export async function answerGraphql(
  request: IncomingMessage,
  response: ServerResponse,
  correlationId: string,
  options: GraphqlEndpointOptions,
): Promise<Reply> {
  const received = await readBody(request, options.bodyLimit);
  const { shown, from } = callerOf(request, await options.cookieName());
  if (from === 'cookie') refuseCrossSite(request, options.allowedOrigins);
  const body = operationIn(received);
  const refusal = options.guard.refusal(body.query);
  if (refusal !== null) throw refusal;
  const context = options.contextOf({ shown, correlationId, signal: goneSignal(response) });
  return execute(request, body, context, options.apollo);
}

/** The body of a GraphQL request (GraphQL over HTTP, §5.1), each member of its type. */
interface Operation {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

/** Checked here and not left to Apollo, so that every refusal carries its correlation id and is logged. */
function operationIn(body: Readonly<Record<string, unknown>>): Operation {
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== 'string' || query === '')
    throw new HttpError(400, 'Send the query as a text.');
  if (!isObjectOrAbsent(variables)) throw new HttpError(400, 'Send variables as a JSON object.');
  if (!isObjectOrAbsent(extensions)) throw new HttpError(400, 'Send extensions as a JSON object.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new HttpError(400, 'Send operationName as a text.');
  }
  if (extensions && 'persistedQuery' in extensions) {
    throw new HttpError(400, 'Persisted queries are not offered here. Send the query.');
  }
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}

function isObjectOrAbsent(value: unknown): value is object | null | undefined {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}

async function execute(
  request: IncomingMessage,
  body: Operation,
  context: RequestContext,
  apollo: ApolloServer<RequestContext>,
): Promise<Reply> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  if (request.headers.accept !== undefined) headers.set('accept', request.headers.accept);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  if (answer.body.kind !== 'complete') throw new HttpError(406, 'Only whole answers are offered.');
  const contentType = answer.headers.get('content-type') ?? 'application/json; charset=utf-8';
  return {
    status: answer.status ?? 200,
    headers: { 'content-type': contentType },
    body: answer.body.string,
  };
}

function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
