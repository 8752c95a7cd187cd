import { ApolloServer } from '@apollo/server';
import type { ApolloServerOptionsWithSchema, ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Documents } from '../documents/documents.ts';
import type { RequestContext } from '../graph/request/context.ts';
import type { Log } from '../telemetry/log.ts';
import type { Engine } from './engine.ts';
import { maskError } from './mask-errors.ts';

/** What Apollo Server is configured with. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly production: boolean;
  readonly log: Pick<Log, 'note' | 'warn'>;
}

/** Starts Apollo Server as an engine; HTTP, persisted queries and cross-site rules are handled before it. */
export async function startApollo(options: ApolloOptions): Promise<Engine> {
  const apollo = new ApolloServer<RequestContext>(settingsFor(options));
  await apollo.start();
  return {
    run: async ({ document, variables, operationName }, contextValue) => {
      const { body } = await apollo.executeOperation(
        {
          query: document.text,
          variables: { ...variables },
          ...(operationName !== null && { operationName }),
        },
        { contextValue },
      );
      if (body.kind !== 'single') throw new TypeError('only whole answers are offered');
      return body.singleResult;
    },
    stop: () => apollo.stop(),
  };
}

function settingsFor({
  schema,
  documents,
  production,
  log,
}: ApolloOptions): ApolloServerOptionsWithSchema<RequestContext> {
  return {
    schema,
    // Apollo's defaults depend on NODE_ENV and mask no error, so all four are set.
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: production,
    formatError: maskError,
    validationOptions: { maxErrors: 10 },
    allowBatchedHttpRequests: false,
    // Documents are found by hash before Apollo sees them.
    persistedQueries: false,
    documentStore: documentStore(documents),
    stopOnTerminationSignals: false,
    // The HTTP adapter has already checked the content type and the cross-site rule.
    csrfPrevention: false,
    logger: {
      debug: () => undefined,
      info: log.note,
      warn: log.warn,
      // After a colon stands the message of an error, which may quote a client's input.
      error: (message: unknown) => log.warn(String(message).split(':', 1).join()),
    },
    plugins: [
      recordErrors,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  };
}

/** Gives Apollo the documents that are already parsed and validated; its keys end in the sha256 of the text. */
function documentStore(
  documents: Documents,
): NonNullable<ApolloServerOptionsWithSchema<RequestContext>['documentStore']> {
  return {
    get: async (key) => documents.get(key.slice(key.indexOf(':') + 1))?.tree ?? undefined,
    set: async () => undefined,
    delete: async () => false,
  };
}

/** Records the errors before masking, for the log. */
const recordErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      contextValue.record.raised.push(...errors);
    },
  }),
};
