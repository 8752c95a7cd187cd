import { resetDevices } from '../../am/devices/reset-devices.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { ResetReport } from '../../domain/reset.ts';
import { ownedBy } from '../device/device-owned.ts';
import type { DeviceOwned } from '../device/device-owned.ts';
import { amIdsIn } from './device-id.ts';
import { noteChange } from '../request/loaders.ts';
import type { View } from '../request/grant.ts';
import { userErrorOfReport, userErrorOfFailure } from './change-errors.ts';
import type { ChangeError } from './change-error.type.ts';

/** The result of the reset of one kind, as payloads show it. */
export interface KindResetFacts {
  readonly outcome: ResetReport['outcome'];
  readonly removedDevices: readonly DeviceOwned<DeviceKind>[];
  readonly verified: boolean;
  readonly errors: readonly ChangeError[];
}

/** The options of the reset of one kind. */
export interface ResetOptions {
  readonly kind: DeviceKind;
  readonly dryRun: boolean;
  readonly force: boolean;
  /** The global ids of the devices that the caller has seen; null for any. */
  readonly expected: readonly string[] | null;
}

/** Creates the result of a reset that was not tried. */
export function untried(error: ChangeError): KindResetFacts {
  return { outcome: 'NOT_DONE', removedDevices: [], verified: false, errors: [error] };
}

/** Resets one kind of one person; an error that the caller can act on is in the result, any other is thrown. */
export async function resetKind(
  { am, loaders }: View,
  person: Person,
  options: ResetOptions,
): Promise<KindResetFacts> {
  try {
    const { kind, expected: ids } = options;
    const expected = ids === null ? null : amIdsIn(ids, person, kind);
    const report = await resetDevices(am, { who: person, ...options, expected });
    if (isChanged(report)) noteChange(loaders, person, { kind, remaining: report.remaining });
    const error = userErrorOfReport(report, kind);
    return {
      outcome: report.outcome,
      removedDevices: ownedBy<DeviceKind>(person, report.removed),
      verified: report.verified,
      errors: error === null ? [] : [error],
    };
  } catch (error) {
    const expected = error instanceof Failure ? userErrorOfFailure(error, options.kind) : null;
    if (expected === null) throw error;
    return untried(expected);
  }
}

function isChanged({ outcome }: ResetReport): boolean {
  return outcome !== 'NOTHING_TO_RESET' && outcome !== 'WOULD_RESET';
}
