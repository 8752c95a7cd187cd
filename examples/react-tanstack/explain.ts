import { switchError } from '@identity-gateway/client';
import type { GatewayError, ResetOathDevicesMutation } from '@identity-gateway/client';

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

/** A result of TanStack Query: errors beside the data, or the error of a request without answer. */
interface Failing {
  readonly data?: { readonly errors: readonly GatewayError[] } | undefined;
  readonly error: Error | null;
}

/** What the user reads about errors beside the data, such as a missing session. */
export function explainErrors({ data, error }: Failing): readonly string[] {
  if (error !== null) return [error.message];
  return (data?.errors ?? []).map((one) =>
    switchError(one, {
      UNAUTHENTICATED: () => 'Please sign in.',
      RATE_LIMITED: () => 'Please wait a moment.',
      default: ({ message, correlationId }) => `${message} (${correlationId})`,
    }),
  );
}
