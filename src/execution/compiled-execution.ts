import { HeaderMap } from '@apollo/server';
import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { RequestContext } from '../graph/context.ts';
import type { Plans } from './plans.ts';
import { present } from './present.ts';

/** Runs documents that Apollo has seen before by their plan; what has none yet is left to graphql-js. */
export function compiledExecution(plans: Plans): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    async responseForOperation({ document, operation, request, contextValue }) {
      const prepared = plans.seen(document, operation);
      const result = prepared?.run(contextValue, request.variables ?? {}) ?? null;
      if (result === null) return null;
      return {
        http: { headers: new HeaderMap() },
        body: { kind: 'single', singleResult: present(await result, contextValue) },
      };
    },
  };
  return { requestDidStart: async () => listener };
}
