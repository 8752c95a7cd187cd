import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { OperationCosts } from '../documents/operation-cost.ts';
import type { TrustedDocuments } from '../documents/trusted-documents.ts';
import type { RequestContext } from '../graph/request/context.ts';
import { maskError } from './mask-errors.ts';
import { operationPlugin } from './operation-plugin.ts';
import type { Log } from '../telemetry/log.ts';
import { DocumentStore } from './document-store.ts';
import type { Engine } from './engine.ts';
import type { SeenDocuments } from './seen-documents.ts';

/** How Apollo Server is set up. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly trusted: TrustedDocuments;
  readonly costs: OperationCosts;
  /** The most points that one operation may cost. */
  readonly costLimit: number;
  readonly production: boolean;
  /** Told of every document that is valid. */
  readonly seen: SeenDocuments;
  readonly log: Pick<Log, 'note' | 'warn'>;
}

/** Apollo Server as the engine; HTTP, hashes of documents and cross-site rules are decided before it. */
export async function startApolloEngine(options: ApolloOptions): Promise<Engine> {
  const apollo = createApollo(options);
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

function createApollo({
  schema,
  trusted,
  costs,
  costLimit,
  production,
  seen,
  log,
}: ApolloOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    // Apollo does none of these by itself whatever NODE_ENV says, so all four are set.
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: production,
    formatError: maskError,
    validationOptions: { maxErrors: 10 },
    allowBatchedHttpRequests: false,
    // Documents are found by hash before Apollo sees them.
    persistedQueries: false,
    documentStore: new DocumentStore(trusted),
    stopOnTerminationSignals: false,
    // The HTTP adapter has decided the content type and the cross-site rule already.
    csrfPrevention: false,
    logger: { debug: () => undefined, info: log.note, warn: log.warn, error: log.warn },
    plugins: [
      operationPlugin({ costs, costLimit, onValid: (text, document) => seen.note(text, document) }),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
