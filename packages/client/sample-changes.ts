import { sampleAnswers } from './sample-answers.ts';
import { asRemoved, type Removal } from './sample-devices.ts';
import { failures, isSampleRealm, isSampleUser, type SampleInput } from './sample-input.ts';
import { asVerified, type SampleRecord } from './sample-history.ts';
import type { SampleState } from './sample-state.ts';

/** A mutation that changes the samples. */
type SampleChange =
  | 'ResetOathDevices'
  | 'ResetPushDevices'
  | 'ResetDevices'
  | 'RemoveDevice'
  | 'RenameDevice'
  | 'EndSessions'
  | 'SetThreatLevel'
  | 'RequestChange'
  | 'ApproveChange'
  | 'RejectChange'
  | 'WithdrawChange';

type Change = (state: SampleState, input: SampleInput) => object;

/** The change of each mutation that changes the samples, and its payload. */
export const sampleChanges: Readonly<Record<SampleChange, Change>> = {
  ResetOathDevices: (state, input) => {
    const payload = sampleAnswers.ResetOathDevices.resetOathDevices;
    return { resetOathDevices: { ...payload, ...resetOne(state, input, 'OATH') } };
  },
  ResetPushDevices: (state, input) => {
    const payload = sampleAnswers.ResetPushDevices.resetPushDevices;
    return { resetPushDevices: { ...payload, ...resetOne(state, input, 'PUSH') } };
  },
  ResetDevices: (state, input) => {
    const payload = sampleAnswers.ResetDevices.resetDevices;
    return { resetDevices: { ...payload, ...resetSeveral(state, input) } };
  },
  RemoveDevice: (state, input) => {
    const payload = sampleAnswers.RemoveDevice.removeDevice;
    return { removeDevice: { ...payload, ...removeOne(state, input) } };
  },
  RenameDevice: (state, input) => {
    const payload = sampleAnswers.RenameDevice.renameDevice;
    return { renameDevice: { ...payload, ...rename(state, input) } };
  },
  EndSessions: (state, input) => {
    const payload = sampleAnswers.EndSessions.endDeviceOwnerSessions;
    if (isOther(input))
      return { endDeviceOwnerSessions: { ...payload, ...refused(failures.noSuchPerson) } };
    const ended = { ...input, endSessions: true };
    const made = recorded(state, ended, { effect: 'END_SESSIONS', outcome: 'DONE' });
    return { endDeviceOwnerSessions: { ...payload, ...made } };
  },
  SetThreatLevel: (state, input) => {
    if (isSampleRealm(input.realm)) state.setLevel(input);
    return { ...sampleAnswers.SetThreatLevel };
  },
  RequestChange: (state, input) => {
    const payload = sampleAnswers.RequestChange.requestDeviceChange;
    return { requestDeviceChange: { ...payload, ...request(state, input) } };
  },
  ApproveChange: (state, input) => {
    const payload = sampleAnswers.ApproveChange.approveDeviceChange;
    const failure = closing(state, input);
    if (failure !== null) return { approveDeviceChange: { ...payload, ...failure, change: null } };
    return { approveDeviceChange: { ...payload, ...approve(state, input) } };
  },
  RejectChange: (state, input) => {
    const payload = sampleAnswers.RejectChange.rejectDeviceChange;
    const closed = close(state, input, payload?.pendingChange);
    return { rejectDeviceChange: { ...payload, ...closed } };
  },
  WithdrawChange: (state, input) => {
    const payload = sampleAnswers.WithdrawChange.withdrawDeviceChange;
    const closed = close(state, input, payload?.pendingChange);
    return { withdrawDeviceChange: { ...payload, ...closed } };
  },
};

function resetOne(state: SampleState, input: SampleInput, kind: 'OATH' | 'PUSH'): object {
  if (isOther(input)) return refused(failures.noSuchPerson);
  const removal = state.devices.remove((device) => device.kind === kind, input);
  const { outcome, removedDevices } = removal;
  const record: SampleRecord = { effect: 'RESET', kinds: [kind], outcome, removedDevices };
  return { ...removal, ...recorded(state, input, record), ...state.devices.lists([kind]) };
}

function resetSeveral(state: SampleState, input: SampleInput): object {
  if (isOther(input)) return refused(failures.noSuchPerson);
  const kinds = [...(input.kinds ?? [])];
  const results = kinds.map((kind) => ({
    kind,
    ...state.devices.remove((device) => device.kind === kind, input),
    __typename: 'DeviceKindReset',
  }));
  const record: SampleRecord = {
    effect: 'RESET',
    kinds,
    outcome: outcomeOf(results),
    removedDevices: results.flatMap((one) => one.removedDevices),
  };
  return { results, ...recorded(state, input, record), ...state.devices.lists(kinds) };
}

/** The outcome of several kinds: the least complete one; nothing to reset only if for all. */
function outcomeOf(results: readonly Pick<Removal, 'outcome'>[]): Removal['outcome'] {
  const outcomes = results.map(({ outcome }) => outcome);
  const order = ['NOT_DONE', 'WOULD_REMOVE', 'DONE'] as const;
  return order.find((one) => outcomes.includes(one)) ?? 'NOTHING_TO_RESET';
}

function removeOne(state: SampleState, input: SampleInput): object {
  if (isOther(input)) return refused(failures.noSuchPerson);
  const device = state.devices.find(input.deviceId);
  if (device === undefined) return refused(failures.noSuchDevice);
  const { outcome, removedDevices, errors } = state.devices.remove(
    ({ id }) => id === device.id,
    input,
  );
  const kinds = [device.kind];
  const made = recorded(state, input, { effect: 'REMOVE', kinds, outcome, removedDevices });
  const [removed = null] = removedDevices;
  return { outcome, removedDevice: removed, errors, ...made, ...state.devices.lists(kinds) };
}

function rename(state: SampleState, input: SampleInput): object {
  if (isOther(input)) return refused(failures.noSuchPerson);
  const found = state.devices.find(input.deviceId);
  if (found === undefined) return refused(failures.noSuchDevice);
  const newName = input.name ?? '';
  const device = state.devices.rename(found, newName);
  const made = recorded(state, input, {
    effect: 'RENAME',
    outcome: 'DONE',
    kinds: [device.kind],
    renaming: { previousName: found.name, newName, __typename: 'DeviceRenaming' },
  });
  return { device, ...made, ...state.devices.lists([device.kind]) };
}

function request(state: SampleState, input: SampleInput): object {
  const sample = sampleAnswers.RequestChange.requestDeviceChange?.pendingChange;
  if (isOther(input)) return { pendingChange: null, errors: [failures.noSuchPerson] };
  const { change, reason = null, ticket = null } = input;
  const device = change?.remove ? state.devices.find(String(change.remove.deviceId)) : null;
  if (device === undefined || !sample)
    return { pendingChange: null, errors: [failures.noSuchDevice] };
  const kinds = device === null ? [...(change?.reset?.kinds ?? [])] : [device.kind];
  const devices = device === null ? state.devices.ofKinds(kinds) : [device];
  const pendingChange = state.approvals.request({
    ...sample,
    effect: device === null ? 'RESET' : 'REMOVE',
    kinds,
    devices: devices.map(asRemoved),
    isEndingSessions: input.endSessions ?? true,
    reason,
    ticket,
    verification: asVerified(input.verification),
  });
  return { pendingChange };
}

function approve(state: SampleState, { id, note = null }: SampleInput): object {
  const sample = sampleAnswers.ApproveChange.approveDeviceChange?.pendingChange?.decision;
  const pending = state.approvals.close(id, 'APPROVED', sample && { ...sample, note });
  const ids = pending?.devices.map(({ deviceId }) => deviceId) ?? [];
  const removal = state.devices.remove((device) => ids.includes(device.id), {});
  const { outcome, removedDevices } = removal;
  const change = state.history.record(pending ?? {}, {
    effect: pending?.effect ?? 'RESET',
    kinds: pending?.kinds ?? [],
    outcome,
    removedDevices,
    sessionsEnding: pending?.isEndingSessions === true ? 'ENDED' : 'NOT_ASKED',
  });
  return { pendingChange: pending, change };
}

function close(
  state: SampleState,
  { id, note = null }: SampleInput,
  sample: Closed | null | undefined,
): object {
  const failure = closing(state, { id });
  if (failure !== null || !sample) return failure ?? {};
  const decision = sample.decision && { ...sample.decision, note };
  return { pendingChange: state.approvals.close(id, sample.state, decision) };
}

type Closed = NonNullable<ReturnType<SampleState['approvals']['find']>>;

/** The payload's members if a request cannot be decided about. */
function closing(state: SampleState, { id }: SampleInput): object | null {
  const failure = state.approvals.failure(id);
  return failure && { pendingChange: state.approvals.find(id), errors: [failure] };
}

/** Records a change. Returns the members of a payload that say so. */
function recorded(state: SampleState, input: SampleInput, record: SampleRecord): object {
  const { effect, outcome } = record;
  const isByStaff = input.target?.me !== true;
  const isEnding = input.endSessions ?? (isByStaff && effect !== 'RENAME');
  const sessionsEnding = isEnding && outcome === 'DONE' ? 'ENDED' : 'NOT_ASKED';
  const change = state.history.record(input, { ...record, sessionsEnding });
  return { outcome, sessionsEnding, change };
}

/** The members of a payload if nothing was changed or recorded. */
function refused(failure: object): object {
  return {
    outcome: 'NOT_DONE',
    isVerified: false,
    results: [],
    removedDevices: [],
    removedDevice: null,
    device: null,
    devicesByKind: null,
    change: null,
    sessionsEnding: 'NOT_ASKED',
    errors: [failure],
    ...(failure === failures.noSuchPerson && { user: null, oathSkip: null }),
  };
}

function isOther({ target }: SampleInput): boolean {
  return target?.user !== undefined && !isSampleUser(target.user);
}
