import type { ApolloServerPlugin } from '@apollo/server';
import { Kind } from 'graphql';
import type { GraphQLError } from 'graphql';
import type { RequestContext } from '../graph/context.ts';
import type { Log } from '../telemetry/log.ts';
import { failureIn, maskError } from './mask-errors.ts';

/**
 * Puts the correlation id on every error of an answer and logs the request: the operator's detail goes
 * to the log, the client gets the id to quote.
 */
export function requestLog(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { correlationId } }) {
      const started = performance.now();
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors) log.failure({ correlationId, ...operatorView(error) });
        },
        async willSendResponse({ response, operation }) {
          const errors = response.body.kind === 'single' ? response.body.singleResult.errors : [];
          const codes = (errors ?? []).map((error) => String(error.extensions?.['code']));
          for (const error of errors ?? []) {
            Object.assign(error, { extensions: { ...error.extensions, correlationId } });
          }
          log.request({
            correlationId,
            // The client's own word, so it is cut; names of GraphQL hold nothing but letters and digits.
            operationName: operation?.name?.value.slice(0, 64) ?? null,
            operationType: operation?.operation ?? null,
            status: response.http.status ?? 200,
            durationMs: performance.now() - started,
            codes,
          });
        },
      };
    },
  };
}

function operatorView(error: GraphQLError): {
  code: string;
  field: string | null;
  detail: string | null;
  stack: string | null;
} {
  const failure = failureIn(error);
  const code = String(maskError(error.toJSON(), error).extensions?.['code']);
  return {
    code,
    field: fieldOf(error),
    detail: failure?.detail ?? null,
    stack: code === 'INTERNAL' ? ((error.originalError ?? error).stack ?? null) : null,
  };
}

/**
 * The failed field by the schema's name for it; the error's own path holds the client's aliases. Errors
 * from before execution have no path, and their nodes may name what no schema knows.
 */
function fieldOf({ nodes, path }: GraphQLError): string | null {
  const node = nodes?.[0];
  return path !== undefined && node?.kind === Kind.FIELD ? node.name.value : null;
}
