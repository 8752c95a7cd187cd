/** What the rivals use of packages that are installed only in `bench/.rivals`. */

declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Handler = (
    request: IncomingMessage & { readonly method: string; readonly path: string },
    response: ServerResponse,
    next: () => void,
  ) => void;

  interface Application {
    use(handler: Handler): void;
    use(path: string, ...handlers: readonly Handler[]): void;
    listen(port: number, host: string): void;
  }

  const express: { (): Application; json(): Handler };
  export default express;
}

declare module '@as-integrations/express5' {
  import type { IncomingMessage } from 'node:http';
  import type { ApolloServer, BaseContext } from '@apollo/server';
  import type { Handler } from 'express';

  export function expressMiddleware<C extends BaseContext>(
    server: ApolloServer<C>,
    options: { context(given: { readonly req: IncomingMessage }): Promise<C> },
  ): Handler;
}

declare module 'pino-http' {
  import type { Handler } from 'express';

  export function pinoHttp(): Handler;
}

declare module 'prom-client' {
  type Labels = Readonly<Record<string, string | number>>;

  export function collectDefaultMetrics(): void;

  export class Histogram {
    constructor(options: {
      readonly name: string;
      readonly help: string;
      readonly labelNames: readonly string[];
    });
    startTimer(labels?: Labels): (further: Labels) => number;
  }
}

declare module 'p-limit' {
  export default function pLimit(concurrency: number): <T>(task: () => Promise<T>) => Promise<T>;
}

declare module '@graphql-hive/gateway' {
  interface AdditionalResolver {
    readonly selectionSet: string;
    resolve(parent: { readonly mail?: readonly string[] }): unknown;
  }

  export function defineConfig(config: {
    readonly additionalResolvers: Readonly<
      Record<string, Readonly<Record<string, AdditionalResolver>>>
    >;
  }): object;
}

declare module '@graphql-mesh/compose-cli' {
  import type { GraphQLSchema } from 'graphql';

  export interface JsonSchema {
    readonly type: string;
    readonly title?: string;
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly items?: JsonSchema;
  }

  export interface JsonOperation {
    readonly type: 'Query';
    readonly method: 'GET';
    readonly field: string;
    readonly path: string;
    readonly responseSchema: JsonSchema;
  }

  type Transform = (schema: GraphQLSchema) => GraphQLSchema;

  export function createRenameFieldTransform(
    rename: (field: {
      readonly typeName: string;
      readonly fieldName: string;
    }) => string | undefined,
  ): Transform;

  export function defineConfig(config: {
    readonly subgraphs: readonly {
      readonly sourceHandler: unknown;
      readonly transforms: readonly Transform[];
    }[];
    readonly additionalTypeDefs: string;
  }): object;
}

declare module '@omnigraph/json-schema' {
  import type { JsonOperation } from '@graphql-mesh/compose-cli';

  export function loadJSONSchemaSubgraph(
    name: string,
    options: {
      readonly endpoint: string;
      readonly operationHeaders: Readonly<Record<string, string>>;
      readonly operations: readonly JsonOperation[];
    },
  ): unknown;
}
