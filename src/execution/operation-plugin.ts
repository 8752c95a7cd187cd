import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { DocumentNode } from 'graphql';
import { costRefusal } from '../documents/operation-cost.ts';
import type { OperationCosts } from '../documents/operation-cost.ts';
import type { RequestContext } from '../graph/request/context.ts';

/** What the plugin works with. */
export interface OperationPluginOptions {
  readonly costs: OperationCosts;
  /** The most points that one operation may cost. */
  readonly costLimit: number;
  /** Told of every document that has been found valid. */
  readonly onValid: (text: string, document: DocumentNode) => void;
}

/** Refuses what costs too much before it runs, and keeps the errors as they were raised for the log. */
export function operationPlugin({
  costs,
  costLimit,
  onValid,
}: OperationPluginOptions): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    async didResolveOperation({ source, document, operation, request, contextValue }) {
      onValid(source, document);
      if (operation === undefined) return;
      const points = costs.of(document, operation)(request.variables ?? {});
      contextValue.record.points = points;
      const refusal = costRefusal(points, costLimit);
      if (refusal !== null) {
        throw new GraphQLError(refusal.message, { originalError: refusal });
      }
    },
    async didEncounterErrors({ errors, contextValue }) {
      contextValue.record.raised.push(...errors);
    },
  };
  return { requestDidStart: async () => listener };
}
