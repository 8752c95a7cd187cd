import type { DeviceRowFragment, RegisteredDeviceKind } from '@identity-gateway/client';
import type { IconName } from './icon.tsx';

/** A registered device, with the fields that a row shows. */
export type Device = DeviceRowFragment;

/** A kind of device. */
export type Kind = RegisteredDeviceKind;

/** What the pages need to know of a kind. */
export interface KindFacts {
  readonly icon: IconName;
  /** Whether a user can sign in with it; other kinds only spare them a step. */
  readonly provesIdentity: boolean;
  /** Whether users register such devices themselves, so that an empty list is shown, too. */
  readonly isSelfService: boolean;
  /** Whether a user can register a device of this kind at the enrolment page. */
  readonly canEnrol: boolean;
}

/** The facts of each kind. */
export const kindFacts = {
  OATH: { icon: 'code', provesIdentity: true, isSelfService: true, canEnrol: true },
  PUSH: { icon: 'approve', provesIdentity: true, isSelfService: true, canEnrol: true },
  WEB_AUTHN: { icon: 'passkey', provesIdentity: true, isSelfService: true, canEnrol: true },
  BOUND: { icon: 'link', provesIdentity: true, isSelfService: false, canEnrol: true },
  RECOGNIZE: { icon: 'face', provesIdentity: true, isSelfService: false, canEnrol: true },
  PROFILE: { icon: 'profile', provesIdentity: false, isSelfService: false, canEnrol: false },
  TRUSTED: { icon: 'browser', provesIdentity: false, isSelfService: true, canEnrol: false },
} as const satisfies Record<Kind, KindFacts>;

/** Returns the devices with which a user can sign in. */
export function provingDevices(devices: readonly Device[]): readonly Device[] {
  return devices.filter(({ kind }) => kindFacts[kind].provesIdentity);
}

/**
 * Returns the device that was used last; null unless another one was used earlier, or if a trusted
 * browser was used at a time that cannot be compared.
 */
export function mostRecentOf(devices: readonly Device[]): Device | null {
  if (devices.some(hasUnreadableUse)) return null;
  const used = devices.filter(({ lastUsedAt }) => lastUsedAt !== null);
  const [last, second] = used.toSorted((one, other) => timeOf(other) - timeOf(one));
  if (last === undefined || second === undefined) return null;
  return timeOf(last) > timeOf(second) ? last : null;
}

function hasUnreadableUse(device: Device): boolean {
  if (device.__typename !== 'TrustedDevice') return false;
  return device.lastUsedAt === null && device.lastUsedText !== null;
}

function timeOf({ lastUsedAt }: Device): number {
  return lastUsedAt === null ? 0 : Date.parse(lastUsedAt);
}
