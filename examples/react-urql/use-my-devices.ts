import {
  GatewayError,
  MyDevicesDocument,
  ResetOathDevicesDocument,
  switchError,
} from '@identity-gateway/client';
import type { DeviceFactsFragment, ResetOathDevicesMutation } from '@identity-gateway/client';
import { useRef } from 'react';
import { useMutation, useQuery } from 'urql';

/** What the page shows and can do. */
export interface MyDevicesPage {
  /** Null while they are not known. */
  readonly devices: readonly DeviceFactsFragment[] | null;
  /** What the user should read, in order. */
  readonly notices: readonly string[];
  readonly isBusy: boolean;
  reset(): Promise<void>;
}

/** The caller's one-time password devices, and their reset. */
export function useMyDevices(): MyDevicesPage {
  const [query] = useQuery({ query: MyDevicesDocument });
  const [reset, executeReset] = useMutation(ResetOathDevicesDocument);
  const key = useRef<string | null>(null);
  const refusals = reset.data?.resetOathDevices?.errors ?? [];
  // A list that failed is null beside an error, and the page shows the rest.
  const devices =
    query.data?.me?.devicesByKind?.find(({ kind }) => kind === 'OATH')?.devices ?? null;
  return {
    devices,
    notices: [...explainError(query.error), ...explainError(reset.error), ...refusals.map(explain)],
    isBusy: query.fetching || reset.fetching,
    reset: async () => {
      // Kept until an answer arrives, so that a click after a lost answer repeats the same change.
      key.current ??= crypto.randomUUID();
      const idempotencyKey = key.current;
      // A device that the page does not show is not removed.
      const expectedDeviceIds = devices?.map(({ id }) => id) ?? [];
      const input = { target: { me: true }, expectedDeviceIds, idempotencyKey };
      // The answer contains the list that was changed, so urql reads the query again by itself.
      const { data } = await executeReset({ input });
      if (data?.resetOathDevices) key.current = null;
    },
  };
}

type Refusal = NonNullable<ResetOathDevicesMutation['resetOathDevices']>['errors'][number];

/** What the user reads about a refused or failed change. */
export function explain(refusal: Refusal): string {
  return switchError(refusal, {
    STEP_UP_REQUIRED: ({ stepUp }) => `Sign in again with ${stepUp?.acceptedKinds.join(' or ')}.`,
    NOT_DONE: () => 'That did not work. Please try again.',
    OUTCOME_UNKNOWN: () => 'Look at your devices before you try again.',
    REFUSED_BY_AM: ({ message }) => message,
    DEVICES_CHANGED: () => 'There are other devices now. Look at them first.',

    IDEMPOTENCY_KEY_REUSED: ({ message }) => message,
    NOT_SUPPORTED: ({ message }) => message,
    USER_NOT_FOUND: ({ message }) => message,
    default: ({ message }) => message,
  });
}

/** The members of urql's error that the page reads. */
interface UrqlError {
  readonly networkError?: Error | undefined;
  readonly graphQLErrors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** What the user reads about errors beside the data, such as a missing session. */
function explainError(error: UrqlError | undefined): readonly string[] {
  if (error?.networkError) return [error.networkError.message];
  return (error?.graphQLErrors ?? []).map(({ message, extensions }) =>
    switchError(new GatewayError({ message, extensions }, null), {
      UNAUTHENTICATED: () => 'Please sign in.',
      RATE_LIMITED: () => 'Please wait a moment.',
      default: (failure) => `${failure.message} (${failure.correlationId})`,
    }),
  );
}
