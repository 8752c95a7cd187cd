import type { ClientDocument, GatewayError, RequestArguments } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { readFailureOf } from './failure.ts';
import type { ReadFailure } from './failure.ts';

/** The result of a query so far. */
export type QueryResult<Data> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: ReadFailure }
  | {
      readonly status: 'ready';
      readonly data: Data;
      /** A field that could not be read is null in `data` and has an error here. */
      readonly errors: readonly GatewayError[];
      /** When the response arrived. */
      readonly at: Date;
    };

/** Runs a query once. Never rejects: every failure is part of the result. */
export async function runQuery<Data, Variables>(
  document: ClientDocument<Data, Variables>,
  ...variables: RequestArguments<Variables>
): Promise<QueryResult<Data>> {
  try {
    const { data, errors } = await gateway.request(document, ...variables);
    const [error] = errors;
    if (data === null) return { status: 'failed', failure: readFailureOf(error) };
    return { status: 'ready', data, errors, at: new Date() };
  } catch (error: unknown) {
    return { status: 'failed', failure: readFailureOf(error) };
  }
}
