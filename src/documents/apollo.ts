import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../graph/request/context.ts';
import type { Log } from '../telemetry/log.ts';
import type { Documents } from './documents.ts';
import type { Engine } from './engine.ts';
import { maskError } from './mask-errors.ts';

interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  /** Whether introspection and suggestions may reveal the schema. */
  readonly isExplorable: boolean;
  readonly log: Pick<Log, 'note' | 'warn'>;
}

/** Starts Apollo Server as an engine. HTTP and persisted queries are handled before it. */
export async function startApollo({
  schema,
  documents,
  isExplorable,
  log,
}: ApolloOptions): Promise<Engine> {
  const apollo = new ApolloServer<RequestContext>({
    schema,
    // Apollo's defaults for these four depend on NODE_ENV and do not mask errors.
    introspection: isExplorable,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !isExplorable,
    formatError: (formatted, error) => maskError(formatted, error, { suggestsNames: isExplorable }),
    validationOptions: { maxErrors: 10 },
    allowBatchedHttpRequests: false,
    // Documents are found by hash before Apollo sees them.
    persistedQueries: false,
    // Its keys begin with a hash of the printed schema, which would take a twentieth of a start.
    documentStore: null,
    stopOnTerminationSignals: false,
    // The HTTP adapter has already checked the content type and the cross-site rule.
    csrfPrevention: false,
    logger: {
      debug: () => undefined,
      info: log.note,
      warn: log.warn,
      // The text after a colon is an error message, which may quote a client's input.
      error: (message: unknown) => log.warn(String(message).split(':', 1).join()),
    },
    plugins: [
      recordErrors,
      parsedBefore(documents),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return {
    run: async ({ document, variables, operationName }, contextValue) => {
      const named = operationName === null ? {} : { operationName };
      const request = { query: document.text, variables: { ...variables }, ...named };
      const { body } = await apollo.executeOperation(request, { contextValue });
      if (body.kind !== 'single') throw new TypeError('incremental responses are not supported');
      return body.singleResult;
    },
    stop: () => apollo.stop(),
  };
}

/** Apollo does not parse or validate what has a document already. */
function parsedBefore(documents: Documents): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveSource: async (request) => {
        const document = documents.get(request.queryHash)?.tree;
        if (document) Object.assign(request, { document });
      },
    }),
  };
}

const recordErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      contextValue.record.raised.push(...errors);
    },
  }),
};
