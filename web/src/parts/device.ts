import type { DeviceRowFragment, RegisteredDeviceKind } from '@identity-gateway/client';
import type { IconName } from './icon.tsx';

/** A registered device, with what a row shows of it. */
export type Device = DeviceRowFragment;

/** A kind of device. */
export type Kind = RegisteredDeviceKind;

/** The icon of each kind. */
export const kindIcons: Readonly<Record<Kind, IconName>> = {
  OATH: 'code',
  PUSH: 'approve',
  WEB_AUTHN: 'passkey',
  BOUND: 'link',
  PROFILE: 'profile',
  TRUSTED: 'browser',
};

/** Kinds by which a person proves who they are; the others only spare them a step. */
export const provingKinds: readonly Kind[] = ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND'];

/** The kinds that people set up themselves, so that an empty one is shown, too. */
export const ownKinds: readonly Kind[] = ['OATH', 'PUSH', 'WEB_AUTHN', 'TRUSTED'];

/** The one device that was used last, of whatever kind; null where no use is known. */
export function mostRecentOf(devices: readonly Device[]): Device | null {
  const used = devices.filter(({ lastUsedAt }) => lastUsedAt !== null);
  if (used.length < 2) return null;
  return used.reduce((last, device) => (timeOf(device) > timeOf(last) ? device : last));
}

function timeOf({ lastUsedAt }: Device): number {
  return lastUsedAt === null ? 0 : Date.parse(lastUsedAt);
}
