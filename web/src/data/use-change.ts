import { useCallback, useRef, useState } from 'react';
import type { ClientDocument, RequestArguments } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { failureOf } from './failure.ts';
import type { Failure } from './failure.ts';
import { useSession } from './session.tsx';

/** How a change came back. */
export type Sent<Payload> =
  | { readonly status: 'answered'; readonly payload: Payload }
  /** Refused before anything was sent to Access Management: nothing was changed. */
  | { readonly status: 'refused'; readonly failure: Failure }
  /** No answer: nobody can tell whether it was done. */
  | { readonly status: 'lost'; readonly failure: Failure };

/** A change, sent once. */
export interface Change<Variables, Payload> {
  readonly busy: boolean;
  /** Sends it; null while an earlier one is still under way, so that a double click sends once. Never rejects. */
  send(...variables: RequestArguments<Variables>): Promise<Sent<Payload> | null>;
}

/**
 * Sends a mutation with a single field, and keeps a second one from being sent meanwhile.
 * @param payloadOf the field's payload in the answer
 */
export function useChange<Data, Variables, Payload>(
  document: ClientDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload | null,
): Change<Variables, Payload> {
  const { ended } = useSession();
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const send = useCallback(
    async (...variables: RequestArguments<Variables>): Promise<Sent<Payload> | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setBusy(true);
      const sent = await sendOnce(document, payloadOf, ...variables);
      underWay.current = false;
      setBusy(false);
      if (sent.status === 'refused' && sent.failure.code === 'UNAUTHENTICATED') ended();
      return sent;
    },
    [document, payloadOf, ended],
  );
  return { busy, send };
}

/** Failures after which Access Management may have been asked all the same. */
const uncertain = ['INTERNAL', 'UPSTREAM_TIMEOUT', 'OFFLINE', 'UNKNOWN'];

async function sendOnce<Data, Variables, Payload>(
  document: ClientDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload | null,
  ...variables: RequestArguments<Variables>
): Promise<Sent<Payload>> {
  try {
    const { data, errors } = await gateway.request(document, ...variables);
    const payload = data && payloadOf(data);
    if (payload !== null) return { status: 'answered', payload };
    const failure = failureOf(errors[0]);
    return { status: uncertain.includes(failure.code) ? 'lost' : 'refused', failure };
  } catch (error: unknown) {
    return { status: 'lost', failure: failureOf(error) };
  }
}
