import { isTooWeak, stepUpFor } from '../../domain/people/assurance.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { StepUpFailure } from '../../domain/rules/step-up.ts';
import type { ChangeRun } from '../request/change-order.ts';
import type { Write } from './change-effects.ts';

/**
 * Returns the failure of a change of own devices for which the sign-in is too weak; null if it is
 * strong enough, and for a change for another person (design D28).
 */
export function tooWeakFor(
  { order: { ownSignIn } }: ChangeRun,
  kind: DeviceKind,
  devices: readonly Device[],
): StepUpFailure | null {
  if (ownSignIn === undefined || !isTooWeak(kind, devices, ownSignIn)) return null;
  return new StepUpFailure(stepUpFor(kind, ownSignIn));
}

/** Whether AM cannot decide, because it sees only the service credential. */
export function isDecidedHere({ order: { ownSignIn } }: ChangeRun): boolean {
  return ownSignIn?.decidedBy === 'gateway';
}

/**
 * Names the cause of AM's 403 to a change of devices that its list showed as not manageable. AM's
 * text does not decide, because products spell it differently.
 */
export function asTooWeak(write: Write, weak: StepUpFailure | null): Write {
  const { problem } = write;
  if (weak === null || problem?.code !== 'FORBIDDEN') return write;
  return { ...write, problem: weak.answeredBy(problem) };
}
