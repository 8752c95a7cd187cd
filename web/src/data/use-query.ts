import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClientDocument, GatewayError, RequestArguments } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { failureOf } from './failure.ts';
import type { Failure } from './failure.ts';
import { useSession } from './session.tsx';

/** What a query has brought so far. */
export type Read<Data> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | {
      readonly status: 'ready';
      readonly data: Data;
      /** Fields that could not be read are null in `data` and have an error here. */
      readonly errors: readonly GatewayError[];
      /** When the answer came. */
      readonly at: Date;
    };

/** A query, and how to ask again. */
export interface Query<Data> {
  readonly read: Read<Data>;
  /** Whether it is being asked again while an older answer is still shown. */
  readonly busy: boolean;
  /** Asks again; the older answer stays until the new one is there. Never rejects. */
  refetch(): Promise<Read<Data>>;
}

/**
 * Asks when the component appears. It asks with the variables that it was given first: a component whose variables
 * change is given another `key`.
 */
export function useQuery<Data, Variables>(
  document: ClientDocument<Data, Variables>,
  ...variables: RequestArguments<Variables>
): Query<Data> {
  const [askAgain] = useState(() => () => ask(document, ...variables));
  return useAnswer(askAgain);
}

/** The same for a question of one's own, which is always the same function. */
export function useAnswer<Data>(askAgain: () => Promise<Read<Data>>): Query<Data> {
  const { ended } = useSession();
  const [read, setRead] = useState<Read<Data>>({ status: 'loading' });
  const [busy, setBusy] = useState(true);
  const latest = useRef(0);
  const load = useCallback(async (): Promise<Read<Data>> => {
    latest.current += 1;
    const turn = latest.current;
    const next = await askAgain();
    // An answer that a later question has overtaken is not shown.
    if (turn !== latest.current) return next;
    setBusy(false);
    setRead(next);
    if (isSignedOut(next)) ended();
    return next;
  }, [askAgain, ended]);
  useEffect(() => {
    void load();
    return () => {
      latest.current += 1;
    };
  }, [load]);
  const refetch = useCallback((): Promise<Read<Data>> => {
    setBusy(true);
    return load();
  }, [load]);
  return { read, busy, refetch };
}

/** Asks once, and turns whatever comes of it into what can be shown. Never rejects. */
export async function ask<Data, Variables>(
  document: ClientDocument<Data, Variables>,
  ...variables: RequestArguments<Variables>
): Promise<Read<Data>> {
  try {
    const { data, errors } = await gateway.request(document, ...variables);
    const [error] = errors;
    if (data === null) return { status: 'failed', failure: failureOf(error) };
    return { status: 'ready', data, errors, at: new Date() };
  } catch (error: unknown) {
    return { status: 'failed', failure: failureOf(error) };
  }
}

function isSignedOut(read: Read<unknown>): boolean {
  if (read.status === 'failed') return read.failure.code === 'UNAUTHENTICATED';
  return read.status === 'ready' && read.errors.some(({ code }) => code === 'UNAUTHENTICATED');
}
