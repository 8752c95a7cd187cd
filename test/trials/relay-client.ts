/** Relay behind the interface of the other clients, with the documents of the package. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import type { ConcreteRequest, RequestParameters, Variables } from 'relay-runtime';
import { createClient, readAgainAfter } from '../../packages/client/index.ts';
import type { ClientDocument, MutationName } from '../../packages/client/index.ts';
import type { GatewayOptions } from '../../examples/react-apollo/gateway.ts';
import { operations } from '../ground/operations/documented.ts';
import type { ClientSetup, LibraryClient } from './library-clients.ts';

/** The operations as Relay's compiler writes them, by their SHA-256. */
export type RelayArtifacts = ReadonlyMap<string, ConcreteRequest>;

/** Reads what the compiler wrote: an artifact by its name. `folder` has the persisted texts. */
type ReadArtifacts<T> = (
  artifact: (name: string) => Promise<ConcreteRequest>,
  folder: string,
) => Promise<T>;

/** Compiles modules in an empty folder for the package's schema. */
export async function compileForRelay<T>(
  modules: Readonly<Record<string, string>>,
  read: ReadArtifacts<T>,
  { isPersisted = false } = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  try {
    const config = {
      src: '.',
      schema: resolve('schema/schema.graphql'),
      language: 'javascript',
      eagerEsModules: true,
      customScalarTypes: { DateTime: 'string' },
      ...(isPersisted && { persistConfig: { file: 'persisted.json', algorithm: 'SHA256' } }),
    };
    const files = {
      ...modules,
      'package.json': '{ "type": "module" }',
      'relay.config.json': JSON.stringify(config),
      ...(isPersisted && { 'persisted.json': '{}' }),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await promisify(execFile)(
      resolve('test/trials/node_modules/.bin/relay-compiler'),
      ['relay.config.json'],
      { cwd: folder },
    );
    return await read(async (name) => {
      const module: { readonly default: ConcreteRequest } = await import(
        join(folder, '__generated__', `${name}.graphql.js`)
      );
      return module.default;
    }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiles every documented operation. Relay wants its own names, and masks fragments. */
export function compileOperations(): Promise<RelayArtifacts> {
  const named = operations.map(({ id, name, text }) => {
    const kind = text.startsWith('query') ? 'Query' : 'Mutation';
    return {
      id,
      name,
      artifact: `${name}${kind}`,
      text: text.replace(name, `${name}${kind}`),
    };
  });
  const modules = named.map(({ name, text }) => [
    `${name}.js`,
    `import { graphql } from 'relay-runtime';\ngraphql\`${print(inlined(parse(text)))}\`;\n`,
  ]);
  return compileForRelay(Object.fromEntries(modules), async (read) => {
    const artifacts = new Map<string, ConcreteRequest>();
    for (const { id, artifact } of named) artifacts.set(id, await read(artifact));
    return artifacts;
  });
}

/** Writes fragments where they are used. */
function inlined(document: DocumentNode): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return visit(document, {
    FragmentDefinition: () => null,
    FragmentSpread: ({ name }) => {
      const found = fragments.find((one) => 'name' in one && one.name?.value === name.value);
      if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`No ${name.value}`);
      const { typeCondition, selectionSet } = found;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
    },
  });
}

/** Opens Relay as docs/caches.md shows it. */
export function openEnvironment(options: GatewayOptions): Environment {
  const client = createClient(options);
  const fetchFunction = async ({ id, text }: RequestParameters, variables: Variables) => {
    const document = id ? { documentId: id } : (text ?? '');
    const { data, errors } = await client.request<object, Variables>(document, variables);
    return {
      data: data ?? undefined,
      errors: errors.map(({ message, path, facts }) => {
        return { message, path: [...path], extensions: facts };
      }),
    };
  };
  return new Environment({
    network: Network.create(fetchFunction),
    store: new Store(new RecordSource()),
  });
}

/** Relay behind the interface of the other clients. */
export function openRelay(
  { readsAgain = false, ...options }: ClientSetup,
  artifacts: RelayArtifacts,
): LibraryClient {
  const relay = openEnvironment(options);
  /** Reads each mounted query again, by its name. */
  const mounted = new Map<string, () => Promise<unknown>>();
  const readAgain = async (mutation: MutationName): Promise<void> => {
    for (const name of readAgainAfter[mutation]) await mounted.get(`${name}Query`)?.();
  };
  const artifactOf = <D, V>({ __meta__: { hash } }: ClientDocument<D, V>): ConcreteRequest => {
    const found = artifacts.get(hash);
    if (found === undefined) throw new Error(`Relay has no ${hash}.`);
    return found;
  };
  return {
    query: (document, variables) =>
      fetchQuery(relay, artifactOf(document), { ...variables }).toPromise(),
    refresh: (document, variables) =>
      fetchQuery(relay, artifactOf(document), { ...variables }).toPromise(),
    mutate: async (document, variables, name) => {
      const data = await new Promise((done, fail) => {
        commitMutation(relay, {
          mutation: artifactOf(document),
          variables: Object.assign<Variables, typeof variables>({}, variables),
          onCompleted: (given, errors) =>
            errors?.length ? fail(new Error(errors[0]?.message)) : done(given),
          onError: fail,
        });
      });
      if (readsAgain && name !== undefined) await readAgain(name);
      return data;
    },
    watch: (document, variables, show) => {
      const query = artifactOf(document);
      const operation = createOperationDescriptor(query, { ...variables });
      const held = relay.retain(operation);
      mounted.set(query.params.name, () => fetchQuery(relay, query, { ...variables }).toPromise());
      let disposable: { dispose(): void } | undefined;
      const started = fetchQuery(relay, query, { ...variables }).subscribe({
        complete: () => {
          const screen = relay.lookup(operation.fragment);
          show(screen.data);
          disposable = relay.subscribe(screen, ({ data }) => show(data));
        },
      });
      return () => {
        started.unsubscribe();
        disposable?.dispose();
        held.dispose();
      };
    },
  };
}
