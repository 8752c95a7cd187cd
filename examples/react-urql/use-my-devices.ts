import { MyDevicesDocument, ResetOathDevicesDocument, switchError } from '@identity-gateway/client';
import type { DeviceFactsFragment, ResetOathDevicesMutation } from '@identity-gateway/client';
import { useMutation, useQuery } from 'urql';

/** What the page shows and can do. */
export interface MyDevicesPage {
  /** Null while they are not known. */
  readonly devices: readonly DeviceFactsFragment[] | null;
  /** What the person should read, in order. */
  readonly notices: readonly string[];
  readonly isBusy: boolean;
  reset(): Promise<unknown>;
}

/** The caller's one-time password devices, and their reset. */
export function useMyDevices(): MyDevicesPage {
  const [query] = useQuery({ query: MyDevicesDocument });
  const [reset, executeReset] = useMutation(ResetOathDevicesDocument);
  const failures = [query.error, reset.error].flatMap((error) => error?.graphQLErrors ?? []);
  const refusals = reset.data?.resetOathDevices?.errors ?? [];
  return {
    devices: query.data?.me?.oathDevices ?? null,
    notices: [...failures.map(({ message }) => message), ...refusals.map(explain)],
    isBusy: query.fetching || reset.fetching,
    // The answer names the person and their devices, so urql reads the query again by itself.
    reset: () => executeReset({ input: { target: { self: true } } }),
  };
}

type Refusal = NonNullable<ResetOathDevicesMutation['resetOathDevices']>['errors'][number];

/** What to tell the person of each kind of refusal. */
export function explain(refusal: Refusal): string {
  return switchError(refusal, {
    StepUpRequired: ({ acceptedKinds }) => `Sign in again with ${acceptedKinds.join(' or ')}.`,
    ChangeNotDone: () => 'That did not work. Please try again.',
    ChangeOutcomeUnknown: () => 'Look at your devices before you try again.',
    ChangeRefused: ({ message }) => message,
    DevicesChanged: () => 'There are other devices now. Look at them first.',

    IdempotencyKeyReused: ({ message }) => message,
    NotSupportedUpstream: ({ message }) => message,
    UserNotFound: ({ message }) => message,
    default: ({ message }) => message,
  });
}
