import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClientDocument, RequestArguments } from '@identity-gateway/client';
import { runQuery } from './run-query.ts';
import type { QueryResult } from './run-query.ts';

/** A query and its latest result. */
export interface Query<Data> {
  readonly result: QueryResult<Data>;
  /** Whether a request is in flight. The previous result is shown meanwhile. */
  readonly isBusy: boolean;
  /** Runs the query again; the previous result stays until the new one arrives. Never rejects. */
  refetch(): Promise<QueryResult<Data>>;
}

/**
 * Runs a query when the component mounts. Only the first variables count: give a component whose
 * variables change another `key`.
 */
export function useQuery<Data, Variables>(
  document: ClientDocument<Data, Variables>,
  ...variables: RequestArguments<Variables>
): Query<Data> {
  const [run] = useState(() => () => runQuery(document, ...variables));
  return useQueryFunction(run);
}

/** Like `useQuery`, for a function that runs the query. It must be the same function each time. */
export function useQueryFunction<Data>(run: () => Promise<QueryResult<Data>>): Query<Data> {
  const [result, setResult] = useState<QueryResult<Data>>({ status: 'loading' });
  const [isBusy, setBusy] = useState(true);
  const latest = useRef(0);
  const load = useCallback(async (): Promise<QueryResult<Data>> => {
    latest.current += 1;
    const number = latest.current;
    const next = await run();
    // Drop the response if a later request was sent meanwhile.
    if (number !== latest.current) return next;
    setBusy(false);
    setResult(next);
    return next;
  }, [run]);
  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);
  const refetch = useCallback((): Promise<QueryResult<Data>> => {
    setBusy(true);
    return load();
  }, [load]);
  return { result, isBusy, refetch };
}
