import { resetDevices } from '../../am/devices/reset-devices.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { ResetReport } from '../../domain/reset.ts';
import { noteChange } from '../request/loaders.ts';
import type { View } from '../request/grant.ts';
import { errorOf, refusalOf } from './change-errors.ts';
import type { UserError } from './user-error.type.ts';

/** What the reset of one kind came to, as payloads show it. */
export interface KindResetFacts {
  readonly outcome: ResetReport['outcome'] | null;
  readonly removedDevices: ResetReport['removed'];
  readonly verified: boolean;
  readonly errors: readonly UserError[];
}

/** How a reset is wanted. */
export interface ResetWish {
  readonly kind: DeviceKind;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** A reset that was not tried, and why. */
export function untried(error: UserError): KindResetFacts {
  return { outcome: null, removedDevices: [], verified: false, errors: [error] };
}

/** Resets one kind of one person; what the caller can act on is in the result, the rest throws. */
export async function resetKind(
  { am, loaders }: View,
  who: Person,
  wish: ResetWish,
): Promise<KindResetFacts> {
  try {
    const report = await resetDevices(am, { who, ...wish });
    if (isChanged(report))
      noteChange(loaders, who, { kind: wish.kind, remaining: report.remaining });
    const error = errorOf(report, wish.kind);
    return {
      outcome: report.outcome,
      removedDevices: report.removed,
      verified: report.verified,
      errors: error === null ? [] : [error],
    };
  } catch (error) {
    const expected = error instanceof Failure ? refusalOf(error, wish.kind) : null;
    if (expected === null) throw error;
    return untried(expected);
  }
}

function isChanged({ outcome }: ResetReport): boolean {
  return outcome !== 'NOTHING_TO_RESET' && outcome !== 'WOULD_RESET';
}
