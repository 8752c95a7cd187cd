import { GraphQLError } from 'graphql';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { chosenOperation } from '../documents/document.ts';
import type { Document, Operation } from '../documents/document.ts';
import { costRefusal } from '../documents/operation-cost.ts';
import type { Variables } from '../documents/operation-cost.ts';
import type { RequestContext } from '../graph/request/context.ts';
import { maskError } from './mask-errors.ts';
import type { PreparedOperation } from './plans/prepare-operation.ts';

/** A request to execute an operation of a document. */
export interface OperationRequest {
  readonly document: Document;
  readonly variables: Variables;
  readonly operationName: string | null;
}

/** Executes operations. */
export interface Engine {
  /**
   * Returns the result for the client, with errors masked; without `data` where the request was refused before
   * execution. Adds the cost and the unmasked errors to the context's record, for the log.
   */
  run(request: OperationRequest, context: RequestContext): Promise<FormattedExecutionResult>;
  stop(): Promise<void>;
}

/** What the engine is created from. */
export interface EngineOptions {
  /** Executes operations without a plan, and reports the errors of requests. */
  readonly apollo: Engine;
  /** The plans of the trusted documents of now. */
  readonly plans: () => ReadonlyMap<Operation, PreparedOperation>;
  /** The maximum cost of one operation, in points. */
  readonly costLimit: number;
}

/** Refuses operations that cost too much, executes trusted documents by their plans and all others by Apollo Server. */
export function createEngine({ apollo, plans, costLimit }: EngineOptions): Engine {
  return {
    run: async (request, context) => {
      const { document, variables, operationName } = request;
      const operation =
        document.tree === null ? undefined : chosenOperation(document, operationName);
      context.record.lane = 'apollo';
      if (operation === undefined) return apollo.run(request, context);
      const points = operation.costOf(variables);
      context.record.points = points;
      const refusal = costRefusal(points, costLimit);
      if (refusal !== null) {
        context.record.lane = null;
        const error = new GraphQLError(refusal.message, { originalError: refusal });
        return masked({ errors: [error] }, context);
      }
      const planned = plans().get(operation)?.(context, variables) ?? null;
      if (planned === null) return apollo.run(request, context);
      context.record.lane = 'plan';
      return masked(await planned, context);
    },
    stop: () => apollo.stop(),
  };
}

function masked(
  { errors, ...rest }: ExecutionResult,
  { record }: RequestContext,
): FormattedExecutionResult {
  if (errors === undefined) return rest;
  record.raised.push(...errors);
  return { ...rest, errors: errors.map((error) => maskError(error.toJSON(), error)) };
}
