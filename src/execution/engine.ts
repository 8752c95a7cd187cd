import type { FormattedExecutionResult } from 'graphql';
import type { Later } from '../domain/later.ts';
import type { KnownDocument } from '../documents/documents.ts';
import type { Variables } from '../documents/operation-cost.ts';
import type { RequestContext } from '../graph/request/context.ts';

/** An operation that may run. */
export interface Operation {
  readonly document: KnownDocument;
  readonly variables: Variables;
  readonly operationName: string | null;
}

/** Runs operations. */
export interface Engine {
  /**
   * The answer as clients see it, errors masked; without `data` where it was refused before it ran. What the log
   * needs beside it is in the context's record.
   */
  run(operation: Operation, context: RequestContext): Later<FormattedExecutionResult>;
  stop(): Promise<void>;
}
