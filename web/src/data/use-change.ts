import { useCallback, useRef, useState } from 'react';
import type { ClientDocument, RequestArguments } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { changeFailureOf } from './failure.ts';
import type { ChangeFailure } from './failure.ts';
import { factsOfCode } from './failure-codes.ts';
import { useSession } from './session.tsx';

/** The result of a mutation. */
export type ChangeResult<Payload> =
  | { readonly status: 'answered'; readonly payload: Payload }
  /** Rejected before anything was sent to Access Management: nothing was changed. */
  | { readonly status: 'refused'; readonly failure: ChangeFailure }
  /** The outcome is unknown. */
  | { readonly status: 'lost'; readonly failure: ChangeFailure };

/** A mutation. */
export interface Change<Variables, Payload> {
  readonly isBusy: boolean;
  /**
   * Sends the mutation. Returns null while another one is in flight, so that a double click sends
   * it once. Never rejects.
   */
  send(...variables: RequestArguments<Variables>): Promise<ChangeResult<Payload> | null>;
}

/**
 * Sends a mutation with a single field, one at a time.
 * @param payloadOf returns the field's payload
 */
export function useChange<Data, Variables, Payload>(
  document: ClientDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload | null,
): Change<Variables, Payload> {
  const { noteRefusedChange, refresh } = useSession();
  const [isBusy, setBusy] = useState(false);
  const isInFlight = useRef(false);
  const send = useCallback(
    async (...variables: RequestArguments<Variables>): Promise<ChangeResult<Payload> | null> => {
      if (isInFlight.current) return null;
      isInFlight.current = true;
      setBusy(true);
      const result = await sendOnce(document, payloadOf, ...variables);
      isInFlight.current = false;
      setBusy(false);
      if (result.status === 'refused') {
        if (result.failure.code === 'UNAUTHENTICATED') noteRefusedChange();
        if (factsOfCode(result.failure.code).isOfLevel === true) refresh();
      }
      return result;
    },
    [document, payloadOf, noteRefusedChange, refresh],
  );
  return { isBusy, send };
}

async function sendOnce<Data, Variables, Payload>(
  document: ClientDocument<Data, Variables>,
  payloadOf: (data: Data) => Payload | null,
  ...variables: RequestArguments<Variables>
): Promise<ChangeResult<Payload>> {
  if (!navigator.onLine) {
    const failure = {
      of: 'change',
      code: 'NOT_SENT',
      reference: null,
      retryAfterSeconds: null,
    } as const;
    return { status: 'refused', failure };
  }
  try {
    const { data, errors } = await gateway.request(document, ...variables);
    const payload = data && payloadOf(data);
    if (payload !== null) return { status: 'answered', payload };
    const [error] = errors;
    const failure = changeFailureOf(error);
    const isNotKnown = factsOfCode(failure.code).class === 'notKnown';
    const isLost = isNotKnown || error?.facts['mayBeRecorded'] === true;
    return { status: isLost ? 'lost' : 'refused', failure };
  } catch (error: unknown) {
    return { status: 'lost', failure: changeFailureOf(error) };
  }
}
