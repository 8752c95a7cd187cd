/** Documented queries on the screens of all clients, which get the response of one mutation. */
import type { MutationName } from '../../packages/client/index.ts';
import { readAgainAfter } from '../../packages/client/index.ts';
import { callers, operations } from '../ground/operations/documented.ts';
import type { CallerKind, Documented } from '../ground/operations/documented.ts';
import type { CacheStage, Scene } from './cache-scenes.ts';
import type { ClientSetup, LibraryClient } from './library-clients.ts';
import { watchedFetch, type WatchedFetch } from './watched-fetch.ts';

/** A client of the matrix. */
export interface MatrixClient {
  readonly name: string;
  readonly open: (setup: ClientSetup) => LibraryClient;
  /** Whether it reads again what the package names; two values are two screens. */
  readonly readsAgain: readonly boolean[];
}

/** One query on the screen of one client. */
export interface Screen {
  readonly name: string;
  readonly query: Documented;
  /** The variables of the scene. */
  readonly variables: object;
  readonly readsAgain: boolean;
  readonly library: LibraryClient;
  /** What it has shown, in order. */
  readonly shown: unknown[];
  readonly stop: () => void;
}

/** The screens of a caller in a scene. */
export interface Screens {
  readonly screens: readonly Screen[];
  readonly wire: WatchedFetch;
  /** Sends a mutation once, and gives its response to each client. Returns the data. */
  mutate(options: { readonly dryRun: boolean }): Promise<unknown>;
  /** What the gateway answers now to the query of a screen. */
  fresh(screen: Screen): Promise<unknown>;
}

/** What is played: a mutation by a caller, with a set of variables for every document. */
export interface Play {
  readonly mutation: Documented;
  readonly by: CallerKind;
  readonly scene: Scene;
  /** Completes the input of the mutation. */
  readonly complete: (input: object) => object;
  /** Optional variables of the queries. */
  readonly more: Partial<Readonly<Record<string, object>>>;
}

/** Every query that a caller may send, on the screen of every client. */
export async function mountScreens(
  on: CacheStage,
  { mutation, by, scene, complete, more }: Play,
  clients: readonly MatrixClient[],
): Promise<Screens> {
  const headers = await on.signIn(callers[by]);
  const { gateway } = on.stage;
  const named: readonly string[] = readAgainAfter[mutationName(mutation)];
  const once = sendMutationsOnce();
  const wire = watchedFetch(once.fetch);
  const setup = { url: `${gateway.url}/graphql`, headers, fetch: wire.fetch };
  const queries = operations.filter((one) => !isMutation(one) && one.by.includes(by));
  const screens = queries.flatMap((query) =>
    clients.flatMap(({ name, open, readsAgain }) =>
      readsAgain
        // Without a line, reading again is the same screen twice.
        .filter((mode) => !mode || readsAgain.length === 1 || named.includes(query.name))
        .map((mode): Screen => {
          const library = open({ ...setup, readsAgain: mode });
          const shown: unknown[] = [];
          const show = (data: unknown): void => void shown.push(structuredClone(data));
          const variables = { ...more[query.name], ...scene.variables?.[query.name] };
          const stop = query.through(
            (document, documented) =>
              library.watch(document, { ...documented, ...variables }, show),
            'bob',
          );
          const place = `${query.name} in ${name}`;
          return { name: place, query, variables, readsAgain: mode, library, shown, stop };
        }),
    ),
  );
  await wire.quiet();
  return {
    screens,
    wire,
    mutate: async ({ dryRun }) => {
      once.next();
      const input = { ...scene.input, ...(dryRun && { dryRun }) };
      const [data] = await Promise.all(
        screens.map(({ library }) =>
          mutation.through(
            (document, variables) =>
              library.mutate(
                document,
                withInput(variables, input, complete),
                mutationName(mutation),
              ),
            by === 'self' ? null : 'bob',
          ),
        ),
      );
      await wire.quiet();
      return data;
    },
    fresh: async ({ query, variables }) => {
      const { data } = await query.through(
        (document, documented) => gateway.send(document, { ...documented, ...variables }, headers),
        'bob',
      );
      return data;
    },
  };
}

export function isMutation({ text }: Documented): boolean {
  return text.startsWith('mutation');
}

/** The name, which the package knows. */
export function mutationName({ name }: Documented): MutationName {
  const found = mutationNames.find((one) => one === name);
  if (found === undefined) throw new Error(`readAgainAfter has no ${name}.`);
  return found;
}

const mutationNames = Object.keys(readAgainAfter).filter(
  (name): name is MutationName => name in readAgainAfter,
);

/** A `fetch` that sends a mutation once, until the next one. */
function sendMutationsOnce(): { readonly fetch: typeof globalThis.fetch; next(): void } {
  let response: Promise<Response> | null = null;
  return {
    next: () => void (response = null),
    fetch: async (url, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      if (!/"query":"\s*mutation/.test(body)) return globalThis.fetch(url, init);
      response ??= globalThis.fetch(url, init);
      return (await response).clone();
    },
  };
}

function withInput<V extends object>(
  variables: V,
  more: object,
  complete: (input: object) => object,
): V {
  const input: unknown = 'input' in variables ? variables.input : {};
  return { ...variables, input: complete({ ...Object(input), ...more }) };
}
