import {
  GatewayError,
  MyDevicesDocument,
  ResetOathDevicesDocument,
  switchError,
} from '@identity-gateway/client';
import type { DeviceFactsFragment, ResetOathDevicesMutation } from '@identity-gateway/client';
import { useMutation, useQuery } from 'urql';

/** What the page shows and can do. */
export interface MyDevicesPage {
  /** Null while they are not known. */
  readonly devices: readonly DeviceFactsFragment[] | null;
  /** What the user should read, in order. */
  readonly notices: readonly string[];
  readonly isBusy: boolean;
  reset(): Promise<unknown>;
}

/** The caller's one-time password devices, and their reset. */
export function useMyDevices(): MyDevicesPage {
  const [query] = useQuery({ query: MyDevicesDocument });
  const [reset, executeReset] = useMutation(ResetOathDevicesDocument);
  const refusals = reset.data?.resetOathDevices?.errors ?? [];
  return {
    // A list that failed is null beside an error, and the page shows the rest.
    devices: query.data?.me?.devicesByKind?.find(({ kind }) => kind === 'OATH')?.devices ?? null,
    notices: [...explainError(query.error), ...explainError(reset.error), ...refusals.map(explain)],
    isBusy: query.fetching || reset.fetching,
    // The answer contains the list that was changed, so urql reads the query again by itself.
    reset: () => executeReset({ input: { target: { me: true } } }),
  };
}

type Refusal = NonNullable<ResetOathDevicesMutation['resetOathDevices']>['errors'][number];

/** What the user reads about a refused or failed change. */
export function explain(refusal: Refusal): string {
  return switchError(refusal, {
    StepUpRequired: ({ acceptedKinds }) => `Sign in again with ${acceptedKinds.join(' or ')}.`,
    ChangeNotDone: () => 'That did not work. Please try again.',
    ChangeOutcomeUnknown: () => 'Look at your devices before you try again.',
    ChangeRefused: ({ message }) => message,
    DevicesChanged: () => 'There are other devices now. Look at them first.',

    IdempotencyKeyReused: ({ message }) => message,
    NotSupportedUpstream: ({ message }) => message,
    DeviceOwnerNotFound: ({ message }) => message,
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
