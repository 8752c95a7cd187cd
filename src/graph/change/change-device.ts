import type { KindResult } from '../../changes/change-request.ts';
import { recordedDevice } from '../../domain/change-record.ts';
import type {
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
} from '../../domain/change-record.ts';
import type { ResetOutcome } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import { noSuchDevice, noSuchPerson, type ChangeError } from './change-error.type.ts';
import { userErrorOfFailure, userErrorsOfReport } from './change-errors.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import type { RemoveDeviceInput, RenameDeviceInput } from './change.input.ts';
import { deviceIn } from './device-id.ts';
import {
  failureOf,
  recordFields,
  replayedFields,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestChange } from './request-change.ts';

export interface DeviceChangeFields extends RecordFields, ChangedPerson {
  readonly outcome: ResetOutcome;
  readonly errors: readonly ChangeError[];
}

/** The fields of a payload, the device before the change, and the devices of its kind after it. */
export interface DeviceChange extends DeviceChangeFields {
  readonly device: {
    readonly before: readonly RecordedDevice[];
    readonly after: readonly Device[];
  };
}

/** How payloads show the outcome of a change of one device. */
const shownOutcome: Readonly<Record<RecordedOutcome, ResetOutcome>> = {
  DONE: 'DONE',
  CONFIRMED: 'DONE',
  UNKNOWN: 'UNKNOWN',
  NOT_DONE: 'NOT_DONE',
  NOTHING_TO_RESET: 'NOT_DONE',
  WOULD_RESET: 'WOULD_RESET',
};

/** Removes or renames one device. @throws Failure if the caller cannot act on the reason */
export async function changeDevice(
  context: RequestContext,
  grant: ChangeGrant,
  {
    input,
    effect,
    name = null,
  }: {
    readonly input: RemoveDeviceInput | RenameDeviceInput;
    readonly effect: 'remove' | 'rename';
    readonly name?: string | null;
  },
): Promise<DeviceChange> {
  const { person } = grant;
  if (person === null) return unchanged(changedPerson(context, grant, []), noSuchPerson());
  const device = deviceIn(input, person);
  if (device === null) return unchanged(changedPerson(context, grant, []), noSuchDevice());
  const { kind, id: deviceId } = device;
  const read = changedPerson(context, grant, [kind]);
  const result = await requestChange(
    context,
    { ...grant, person },
    {
      effect,
      kinds: [kind],
      arguments: { deviceId, name },
      options: { deviceId, ...(name !== null && { name }) },
      input,
    },
  );
  switch (result.kind) {
    case 'replayed':
      return replayed(grant, { ...read, changed: person }, result.change);
    case 'completed': {
      const [only] = result.results;
      // A repeat of a change of one kind is settled as a whole: it is `replayed`.
      if (only?.source !== 'now') throw new TypeError('a change of one device has one result');
      const { change, sessions } = result;
      const record = recordFields(change, person, { isReplayed: false, ...sessions });
      return { ...deviceFields(read, only), ...record };
    }
    case 'inProgress':
    case 'limited':
    case 'keyReused':
    case 'notWaiting':
    case 'rejected': {
      const failure = failureOf(result);
      const error = result.kind === 'rejected' ? null : userErrorOfFailure(failure, kind);
      if (error === null) throw failure;
      return unchanged(read, error);
    }
  }
}

function deviceFields(
  read: ChangedPerson,
  { kind, outcome: reported, isTried, problem, meant, remaining }: KindResult,
): DeviceChange {
  const outcome = shownOutcome[reported];
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

async function replayed(
  { loaders }: ChangeGrant,
  read: ChangedPerson & { readonly changed: Person },
  change: RecordedChange,
): Promise<DeviceChange> {
  const [result] = change.outcome?.results ?? [];
  if (result === undefined) throw new TypeError('a replayed change has a result');
  const outcome = shownOutcome[result.outcome];
  const person = read.changed;
  return {
    ...read,
    outcome,
    errors: userErrorsOfReport({ outcome, problem: null }, result.kind),
    ...replayedFields(change, person),
    device: { before: result.before ?? [], after: await loaders.devices.load(result.kind, person) },
  };
}

function unchanged(read: ChangedPerson, error: ChangeError): DeviceChange {
  const device = { before: [], after: [] };
  return { ...unrecordedChange, ...read, outcome: 'NOT_DONE', errors: [error], device };
}
