import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { costRefusal } from '../documents/operation-cost.ts';
import type { OperationCosts } from '../documents/operation-cost.ts';
import type { RequestContext } from '../graph/context.ts';

/** Refuses what costs too much before it runs, and keeps the errors as they were raised for the log. */
export function operationPlugin(
  costs: OperationCosts,
  costLimit: number,
): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    async didResolveOperation({ document, operation, request, contextValue }) {
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
