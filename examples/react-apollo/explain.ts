import { CombinedGraphQLErrors } from '@apollo/client';
import { GatewayError, switchError } from '@identity-gateway/client';
import type { ResetOathDevicesMutation } from '@identity-gateway/client';

type Refusal = NonNullable<ResetOathDevicesMutation['resetOathDevices']>['errors'][number];

/** What the user reads about a refused or failed change. */
export function explainRefusal(refusal: Refusal): string {
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
