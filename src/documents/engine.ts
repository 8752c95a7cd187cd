import {
  execute,
  GraphQLError,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { RequestContext } from '../graph/request/context.ts';
import { chosenOperation, type Document } from './document.ts';
import { maskError } from './mask-errors.ts';
import { nothingChangedOnlyByChanges } from './nothing-changed.ts';
import { costRefusal, type Variables } from './operation-cost.ts';

interface OperationRequest {
  readonly document: Document;
  readonly variables: Variables;
  readonly operationName: string | null;
}

export interface Engine {
  /**
   * Executes an operation. Returns the result with masked errors; without `data` if the request was
   * refused before execution. Adds the cost and the unmasked errors to the context's record.
   */
  run(request: OperationRequest, context: RequestContext): Promise<FormattedExecutionResult>;
  stop(): Promise<void>;
}

interface EngineOptions {
  readonly schema: GraphQLSchema;
  /** Executes untrusted documents, and reports the errors of invalid requests. */
  readonly apollo: Engine;
  readonly isTrusted: (document: Document) => boolean;
  readonly costLimit: number;
  /** Whether errors may suggest names of the schema. */
  readonly suggestsNames: boolean;
}

/** Refuses operations over the cost limit. Runs trusted documents without Apollo Server. */
export function createEngine(options: EngineOptions): Engine {
  const { schema, apollo, isTrusted, costLimit } = options;
  return {
    run: async (request, context) => {
      const { document, variables, operationName } = request;
      const { tree } = document;
      const operation = tree === null ? undefined : chosenOperation(document, operationName);
      if (tree === null || operation === undefined) return apollo.run(request, context);
      const points = operation.costOf(variables);
      context.record.points = points;
      const refusal = costRefusal(points, costLimit);
      if (refusal !== null) {
        const error = new GraphQLError(refusal.message, { originalError: refusal });
        return masked({ errors: [error] }, context, options);
      }
      const values = { contextValue: context, variableValues: variables, operationName };
      const result = isTrusted(document)
        ? masked(await execute({ schema, document: tree, ...values }), context, options)
        : await apollo.run(request, context);
      return nothingChangedOnlyByChanges(result, operation.type);
    },
    stop: () => apollo.stop(),
  };
}

function masked(
  { errors, ...rest }: ExecutionResult,
  { record }: RequestContext,
  { suggestsNames }: Pick<EngineOptions, 'suggestsNames'>,
): FormattedExecutionResult {
  if (errors === undefined) return rest;
  record.raised.push(...errors);
  return {
    ...rest,
    errors: errors.map((error) => maskError(error.toJSON(), error, { suggestsNames })),
  };
}
