/** How clients read again what the response of a mutation does not update: docs/caches.md. */
import type { ApolloClient } from '@apollo/client';
import { type MutationName, readAgainAfter } from '@identity-gateway/client';
import { type Exchange, getOperationName, type Operation } from 'urql';
import { pipe, tap } from 'wonka';

/** Apollo Client: call it when a mutation has completed. Only mounted queries are read. */
export function readAgain(client: ApolloClient, mutation: MutationName): Promise<unknown> {
  const names: readonly string[] = readAgainAfter[mutation];
  return client.refetchQueries({
    include: 'active',
    onQueryUpdated: ({ queryName = '' }) => names.includes(queryName),
  });
}

const namesAfter: Readonly<Record<string, readonly string[]>> = readAgainAfter;

/** urql: put it before the cache. Only mounted queries are read. */
export const readAgainExchange: Exchange = ({ client, forward }) => {
  const mounted = new Map<number, Operation>();
  const keep = (operation: Operation): void => {
    if (operation.kind === 'query') mounted.set(operation.key, operation);
    if (operation.kind === 'teardown') mounted.delete(operation.key);
  };
  const readAfter = ({ kind, query: mutation }: Operation): void => {
    if (kind !== 'mutation') return;
    const names = namesAfter[getOperationName(mutation) ?? ''] ?? [];
    for (const one of mounted.values()) {
      if (!names.includes(getOperationName(one.query) ?? '')) continue;
      const options = { ...one.context, requestPolicy: 'network-only' } as const;
      client.reexecuteOperation(client.createRequestOperation('query', one, options));
    }
  };
  return (operations) =>
    pipe(
      operations,
      tap(keep),
      forward,
      tap(({ operation }) => readAfter(operation)),
    );
};
