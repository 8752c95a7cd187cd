import type { ChangeResult, KindResult } from '../../changes/request/change-request.ts';
import { recordedDevice } from '../../domain/change/change-record.ts';
import type {
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
} from '../../domain/change/change-record.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import type { Device } from '../../domain/devices/device.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import type { Person } from '../../domain/people/person.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type ChangeGrant } from '../../access/grant.ts';
import {
  idempotencyKeyReused,
  noSuchDevice,
  noSuchPerson,
  type ChangeError,
} from './errors/change-error.type.ts';
import { userErrorOfFailure, userErrorsOfReport } from './errors/change-errors.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import type { ChangeEffect } from '../../domain/policy/effects.ts';
import type { DeviceInput } from './change.input.ts';
import { deviceIn } from '../../changes/request/named-device.ts';
import {
  recordFields,
  replayedFields,
  shownResult,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestChange } from '../../changes/ask-change.ts';

export interface DeviceChangeFields extends RecordFields, ChangedPerson {
  readonly outcome: ResetOutcome;
  readonly errors: readonly ChangeError[];
}

/**
 * The fields of a payload, the device before the change, and the devices of its kind after it:
 * null for a repeat, which reads them again if they are selected.
 */
export interface DeviceChange extends DeviceChangeFields {
  readonly device: {
    readonly before: readonly RecordedDevice[];
    readonly after: readonly Device[] | null;
  };
}

/** A device that is not registered is an error of its change, whose outcome is `NOT_DONE`. */
function outcomeOfDevice(recorded: RecordedOutcome): ResetOutcome {
  const { effect, isVerified, shown } = outcomeTraits[recorded];
  return effect === 'nothing' && isVerified ? 'NOT_DONE' : shown;
}

/** Removes or renames one device. @throws Failure if the caller cannot act on the reason */
export async function changeDevice(
  context: RequestContext,
  grant: ChangeGrant,
  {
    input,
    effect,
    name = null,
  }: {
    readonly input: DeviceInput;
    readonly effect: Exclude<ChangeEffect, 'reset' | 'endSessions'>;
    readonly name?: string | null;
  },
): Promise<DeviceChange> {
  if (!hasPerson(grant)) return unchanged(changedPerson(context, grant, []), noSuchPerson());
  const { person } = grant;
  const device = deviceIn(input, person);
  if (device === null) return unchanged(changedPerson(context, grant, []), noSuchDevice());
  const { kind, id: deviceId } = device;
  const read = changedPerson(context, grant, [kind]);
  const result = await requestChange(context, grant, {
    effect,
    kinds: [kind],
    options: { deviceId, ...(name !== null && { name }) },
    input,
  });
  return shownResult<Completed, DeviceChange>(result, {
    completed: ({ results: [only], change, sessions, setupCode }) => {
      // A repeat of a change of one kind is settled as a whole: it is `replayed`.
      if (only?.source !== 'now') throw new TypeError('a change of one device has one result');
      const record = recordFields(change, person, { isReplayed: false, setupCode, ...sessions });
      return { ...deviceFields(read, only), ...record };
    },
    replayed: (change) => replayed({ ...read, changed: person }, change),
    keyReused: (message) => unchanged(read, idempotencyKeyReused(message)),
  });
}

type Completed = Extract<ChangeResult, { readonly kind: 'completed' }>;

function deviceFields(
  read: ChangedPerson,
  { kind, outcome: reported, isTried, problem, meant, remaining }: KindResult,
): DeviceChange {
  const outcome = outcomeOfDevice(reported);
  if (!isTried && problem !== null) {
    const error = userErrorOfFailure(problem, kind);
    if (error === null) throw problem;
    return unchanged(read, error);
  }
  if (meant.length === 0) return unchanged(read, noSuchDevice());
  return {
    ...unrecordedChange,
    ...read,
    outcome,
    errors: userErrorsOfReport({ outcome, problem }, kind),
    device: { before: meant.map(recordedDevice), after: remaining ?? [] },
  };
}

function replayed(
  read: ChangedPerson & { readonly changed: Person },
  change: RecordedChange,
): DeviceChange {
  const [result] = change.outcome?.results ?? [];
  if (result === undefined) throw new TypeError('a replayed change has a result');
  const outcome = outcomeOfDevice(result.outcome);
  return {
    ...read,
    outcome,
    errors: userErrorsOfReport({ outcome, problem: null }, result.kind),
    ...replayedFields(change, read.changed),
    device: { before: result.before ?? [], after: null },
  };
}

function unchanged(read: ChangedPerson, error: ChangeError): DeviceChange {
  const device = { before: [], after: [] };
  return { ...unrecordedChange, ...read, outcome: 'NOT_DONE', errors: [error], device };
}
