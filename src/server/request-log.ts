import { Kind } from 'graphql';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Operation } from '../documents/document.ts';
import { failureIn, maskError } from '../execution/mask-errors.ts';
import { framesOf } from '../telemetry/frames.ts';
import type { Log } from '../telemetry/log.ts';

/** An executed GraphQL request. */
export interface FinishedRequest {
  readonly correlationId: string;
  readonly operation: Operation | undefined;
  readonly status: number;
  /** When it began, by `performance.now()`. */
  readonly startedAt: number;
  readonly result: FormattedExecutionResult;
  /** The errors before masking. */
  readonly raised: readonly GraphQLError[];
}

/** Logs a request, and the operator's detail of its errors; clients get only the correlation id. */
export function logFinished(log: Log, finished: FinishedRequest): void {
  const { correlationId, operation, status, startedAt, result, raised } = finished;
  for (const error of raised) log.failure({ correlationId, ...operatorView(error) });
  log.request({
    correlationId,
    // Chosen by the client, so it is truncated; GraphQL names have only letters, digits and underscores.
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
    stack: code === 'INTERNAL' ? framesOf(error.originalError ?? error) : null,
  };
}

/**
 * Returns the name of the failed field in the schema; the error's own path holds the client's aliases. Errors
 * from before execution have no path, and their nodes may name fields that do not exist.
 */
function fieldOf({ nodes, path }: GraphQLError): string | null {
  const node = nodes?.[0];
  return path !== undefined && node?.kind === Kind.FIELD ? node.name.value : null;
}
