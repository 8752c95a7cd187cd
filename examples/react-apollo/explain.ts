import { CombinedGraphQLErrors } from '@apollo/client';
import { GatewayError, switchError } from '@identity-gateway/client';
import type { ResetOathDevicesMutation } from '@identity-gateway/client';

type Refusal = NonNullable<ResetOathDevicesMutation['resetOathDevices']>['errors'][number];

/** What the user reads about a refused or failed change. */
export function explainRefusal(refusal: Refusal): string {
  return switchError(refusal, {
    GatewayStepUpRequired: ({ acceptedKinds }) =>
      `Sign in again with ${acceptedKinds.join(' or ')}.`,
    DeviceChangeNotDone: () => 'That did not work. Please try again.',
    DeviceChangeOutcomeUnknown: () => 'Look at your devices before you try again.',
    DeviceChangeRefused: ({ message }) => message,
    DevicesChanged: () => 'There are other devices now. Look at them first.',

    DeviceChangeKeyReused: ({ message }) => message,
    DeviceChangeNotSupported: ({ message }) => message,
    DeviceOwnerNotFound: ({ message }) => message,
    default: ({ message }) => message,
  });
}

/** What the user reads about an error beside the data, such as a missing session. */
export function explainError(error: unknown): readonly string[] {
  if (!CombinedGraphQLErrors.is(error)) return error instanceof Error ? [error.message] : [];
  return error.errors.map((one) =>
    switchError(new GatewayError(one, null), {
      UNAUTHENTICATED: () => 'Please sign in.',
      RATE_LIMITED: () => 'Please wait a moment.',
      default: ({ message, correlationId }) => `${message} (${correlationId})`,
    }),
  );
}
