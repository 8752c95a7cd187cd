import { Kind } from 'graphql';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Operation } from '../documents/document.ts';
import { failureIn, maskError } from '../execution/mask-errors.ts';
import type { Log } from '../telemetry/log.ts';

/** A GraphQL request that has its answer. */
export interface Finished {
  readonly correlationId: string;
  readonly operation: Operation | undefined;
  readonly status: number;
  /** When it began, by `performance.now()`. */
  readonly startedAt: number;
  readonly result: FormattedExecutionResult;
  /** The errors as they were raised. */
  readonly raised: readonly GraphQLError[];
}

/** Logs a request: the operator's detail goes to the log, the client gets the correlation id to quote. */
export function logFinished(log: Log, finished: Finished): void {
  const { correlationId, operation, status, startedAt, result, raised } = finished;
  for (const error of raised) log.failure({ correlationId, ...operatorView(error) });
  log.request({
    correlationId,
    // The client's own word, so it is cut; names of GraphQL hold nothing but letters and digits.
    operationName: operation?.name?.slice(0, 64) ?? null,
    operationType: operation?.type ?? null,
    status,
    durationMs: performance.now() - startedAt,
    codes: (result.errors ?? []).map((error) => String(error.extensions?.['code'])),
  });
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
