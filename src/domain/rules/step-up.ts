import { deviceKinds, type DeviceKind } from '../devices/device.ts';
import type { StepUp } from '../people/assurance.ts';
import { Failure } from '../values/failure.ts';

/** A change that needs another sign-in. Clients read how to ask for it (RFC 9470 §3). */
export interface WantedSignIn extends StepUp {
  /** How old the sign-in may be, in seconds; null if its age does not matter. */
  readonly maxAgeSeconds: number | null;
}

/** The refusal of a change of own devices because of the sign-in. Nothing was changed. */
export class StepUpFailure extends Failure {
  readonly wanted: WantedSignIn;

  constructor(
    { maxAgeSeconds = null, ...stepUp }: StepUp & Partial<WantedSignIn>,
    { message, detail, cause }: Partial<Pick<Failure, 'message' | 'detail' | 'cause'>> = {},
  ) {
    const wanted = { ...stepUp, maxAgeSeconds };
    super('STEP_UP_REQUIRED', message ?? textOf(wanted), { detail, cause, facts: factsOf(wanted) });
    this.wanted = wanted;
  }

  /** The same refusal, as AM gave it. */
  answeredBy({ detail, cause }: Failure): StepUpFailure {
    return new StepUpFailure(this.wanted, { detail, cause });
  }
}

/** Returns what a sign-in must show for a change that was refused; null for another failure. */
export function wantedSignIn(failure: Failure): WantedSignIn | null {
  return failure instanceof StepUpFailure ? failure.wanted : null;
}

function factsOf({ acceptedKinds, acrValues, maxAgeSeconds }: WantedSignIn): Failure['facts'] {
  return {
    acceptedKinds,
    ...(acrValues.length > 0 && { acrValues }),
    ...(maxAgeSeconds !== null && { maxAgeSeconds }),
  };
}

function textOf({ acceptedKinds, maxAgeSeconds }: WantedSignIn): string {
  if (maxAgeSeconds !== null)
    return 'Your sign-in is too old for this. Nothing was changed. Sign in again.';
  const names = deviceKinds
    .filter((kind) => acceptedKinds.includes(kind))
    .map((kind) => means[kind]);
  return names.length === 0
    ? 'Your sign-in is too weak for this, and no sign-in that this application can ask for is stronger. Nothing was changed. Ask the help desk.'
    : `Your sign-in is too weak for this. Nothing was changed. Sign in again with ${names.join(', or ')}.`;
}

/** What a person signs in with; a recovery code counts as its device (contract §4.1). */
const means: Readonly<Record<DeviceKind, string>> = {
  OATH: 'a code of your authenticator, or one of its recovery codes',
  PUSH: 'a push message to your phone, or one of its recovery codes',
  WEB_AUTHN: 'a security key or passkey, or one of its recovery codes',
  BOUND: 'the app that is bound to your device',
  RECOGNIZE: 'PingOne Recognize',
  PROFILE: 'a second factor',
  TRUSTED: 'a second factor',
};
