/** Devices and payloads for the unit tests of removals. */
// By file: the linter does not resolve the package's name before it is built.
import type {
  DeviceRowFragment,
  RemoveDeviceMutation,
  ResetDevicesMutation,
} from '../../../packages/client/operations.ts';
import type { Person } from '../../../web/src/help-desk/person.ts';
import type { SentRemoval } from '../../../web/src/removal/outcome.ts';

type Device = DeviceRowFragment;
type ResetPayload = NonNullable<ResetDevicesMutation['resetDevices']>;
type RemovePayload = NonNullable<RemoveDeviceMutation['removeDevice']>;
type KindReset = ResetPayload['results'][number];

/** A device; its name is its id. */
export function device(kind: Device['kind'], id: string): Device {
  const facts = { id, amId: id, name: id, registeredAt: null, lastUsedAt: null, canManage: null };
  switch (kind) {
    case 'OATH':
      return { ...facts, kind, __typename: 'OathDevice' };
    case 'PUSH':
      return { ...facts, kind, __typename: 'PushDevice' };
    case 'WEB_AUTHN':
      return { ...facts, kind, __typename: 'WebAuthnDevice' };
    case 'BOUND':
      return { ...facts, kind, __typename: 'BoundDevice' };
    case 'PROFILE':
      return { ...facts, kind, __typename: 'ProfileDevice' };
    case 'TRUSTED':
      return { ...facts, kind, __typename: 'TrustedDevice', lastUsedText: null, useCount: null };
    default:
      return kind satisfies never;
  }
}

/** Bob, with these devices. */
export function personWith(devices: readonly Device[]): Person {
  const allowed = {
    __typename: 'DeviceActionPermission',
    isAllowed: true,
    reason: null,
    limits: [],
  } as const;
  return {
    __typename: 'User',
    id: 'u-1',
    realm: 'alpha',
    username: 'bob',
    displayName: 'Bob Example',
    givenName: 'Bob',
    email: null,
    status: 'ACTIVE',
    devicesByKind: [...new Set(devices.map(({ kind }) => kind))].map((kind) => ({
      __typename: 'KindDevices',
      kind,
      devices: devices.filter((one) => one.kind === kind),
    })),
    reset: allowed,
    remove: allowed,
    rename: allowed,
    history: null,
  };
}

export const phone = device('OATH', 'phone');
export const oldPhone = device('OATH', 'old phone');
export const tablet = device('PUSH', 'tablet');

const sentAt = new Date('2026-03-01T12:00:00Z');

/** A removal of both codes; the user also has a tablet. */
export const codesRemoval: SentRemoval = {
  targets: [phone, oldPhone],
  devices: [phone, oldPhone, tablet],
  sentAt,
  endSessions: false,
};

/** A removal of the phone alone. */
export const phoneRemoval: SentRemoval = { ...codesRemoval, targets: [phone] };

const noSessions = {
  isReplayed: false,
  sessionsEnding: 'NOT_ASKED',
  sessionsEnded: null,
  setupCode: null,
} as const;

/** The payload of a reset; by default without errors and with a recorded change. */
export function resetPayload(
  results: readonly KindReset[],
  errors: ResetPayload['errors'] = [],
): ResetPayload {
  return {
    __typename: 'ResetDevicesPayload',
    ...noSessions,
    results: [...results],
    user: null,
    change: {
      __typename: 'DeviceChange',
      id: 'DeviceChange=1',
      reference: 'c-1',
      at: sentAt.toISOString(),
      enrolment: null,
    },
    errors: [...errors, ...results.flatMap((one) => one.errors)],
  };
}

/** The result of one kind. */
export function kindReset(
  outcome: KindReset['outcome'],
  removed: readonly Device[] = [],
  more: Partial<KindReset> = {},
): KindReset {
  return {
    __typename: 'DeviceKindReset',
    kind: 'OATH',
    outcome,
    isVerified: outcome === 'DONE',
    removedDevices: removed.map(({ id, kind, name }) => ({
      __typename: 'RemovedDevice',
      deviceId: id,
      kind,
      name,
      registeredAt: null,
    })),
    errors: [],
    ...more,
  };
}

/** The payload of the removal of one device. */
export function removePayload(
  outcome: RemovePayload['outcome'],
  errors: RemovePayload['errors'] = [],
): RemovePayload {
  return {
    __typename: 'RemoveDevicePayload',
    ...noSessions,
    outcome,
    removedDevice: null,
    user: null,
    change: {
      __typename: 'DeviceChange',
      id: 'DeviceChange=1',
      reference: 'c-1',
      at: sentAt.toISOString(),
      enrolment: null,
    },
    errors,
  };
}

/** An error of a payload, by its code. */
export function changeError<Code extends RemovalErrorName>(code: Code) {
  const __typename =
    code === 'DEVICE_NOT_FOUND' ? 'RegisteredDeviceChangeError' : 'ResetDevicesError';
  return { __typename, code, message: 'Not done.', path: null, stepUp: null };
}

/** The error that asks for a second factor. */
export const stepUp = changeError('STEP_UP_REQUIRED');
