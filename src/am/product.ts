import { deviceKinds } from '../domain/device.ts';
import type { DeviceKind, KindCapability, ResetWay } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';

/** How one product serves one kind of device. */
export interface KindProduct {
  /** Path of the collection under `users/{id}/` (contract §3.1, U15, U30). */
  readonly path: string;
  /** The fields to request in a list; AM sends nothing else (U33). */
  readonly fields: readonly string[];
  /** How all devices of the kind are removed: by AM's action, or one by one (contract §3.9). */
  readonly reset: ResetWay;
  /** The member of a record that a person may change; null when there is none (contract §3.9, U8). */
  readonly label: 'deviceName' | 'alias' | null;
}

/** What differs between the products that speak the contract (contract §13). */
export interface Product {
  readonly flavor: Flavor;
  /** The kinds that the product has. Any other is refused without asking AM. */
  readonly kinds: Readonly<Partial<Record<DeviceKind, KindProduct>>>;
  readonly devicesVersion: string;
  readonly usersVersion: string;
  readonly groupsVersion: string;
  readonly sessionsVersion: string;
  /** How a person's sessions are ended (contract §6). */
  readonly sessionsEnd: 'BY_USER' | 'BY_HANDLE';
  /** The attribute that holds a person's true name; `_id` itself in AIC, where it is a UUID (U22). */
  readonly trueNameField: string;
}

const commonFields = [
  'uuid',
  'deviceName',
  'createdDate',
  'lastAccessDate',
  'deviceManagementStatus',
];

const trusted: KindProduct = {
  path: 'devices/trusted',
  fields: ['uuid', 'name', 'lastSelectedDate', 'selectionCounter'],
  reset: 'ONE_BY_ONE',
  label: null,
};

/** PingAM 7.4 and newer, and AIC. Before PingAM 8, AM answers 501 to renaming OATH and push devices. */
const managedKinds: Product['kinds'] = {
  OATH: { path: 'devices/2fa/oath', fields: commonFields, reset: 'AT_ONCE', label: 'deviceName' },
  PUSH: { path: 'devices/2fa/push', fields: commonFields, reset: 'AT_ONCE', label: 'deviceName' },
  WEB_AUTHN: {
    path: 'devices/2fa/webauthn',
    fields: [...commonFields, 'credentialId'],
    reset: 'ONE_BY_ONE',
    label: 'deviceName',
  },
  BOUND: {
    path: 'devices/2fa/binding',
    fields: [...commonFields, 'deviceId'],
    reset: 'ONE_BY_ONE',
    label: 'deviceName',
  },
  PROFILE: {
    path: 'devices/profile',
    fields: ['identifier', 'alias', 'lastSelectedDate'],
    reset: 'ONE_BY_ONE',
    label: 'alias',
  },
  TRUSTED: trusted,
};

const openAmKinds: Product['kinds'] = {
  OATH: {
    path: 'devices/2fa/oath',
    fields: ['uuid', 'deviceName', 'lastLogin'],
    reset: 'AT_ONCE',
    label: null,
  },
  PUSH: {
    path: 'devices/push',
    fields: ['uuid', 'deviceName', 'deviceType', 'issuer'],
    reset: 'AT_ONCE',
    label: null,
  },
  TRUSTED: trusted,
};

const managed = {
  kinds: managedKinds,
  devicesVersion: '1.0',
  usersVersion: '4.0',
  // From 4.0 on members are told by name, without their entries (contract U32).
  groupsVersion: '3.0',
  sessionsVersion: '2.0',
  sessionsEnd: 'BY_USER',
} as const;

/** The defaults of each flavour; configuration may override paths and versions. */
export const products: Readonly<Record<Flavor, Product>> = {
  pingam: { ...managed, flavor: 'pingam', trueNameField: 'uid' },
  aic: { ...managed, flavor: 'aic', trueNameField: '_id' },
  openam: {
    ...managed,
    flavor: 'openam',
    kinds: openAmKinds,
    usersVersion: '3.0',
    sessionsEnd: 'BY_HANDLE',
    trueNameField: 'uid',
  },
};

/** What a product offers for each of its kinds. */
export function capabilitiesOf({ kinds }: Product): readonly KindCapability[] {
  return deviceKinds.flatMap((kind) => {
    const known = kinds[kind];
    if (known === undefined) return [];
    return [{ kind, reset: known.reset, canRename: known.label !== null }];
  });
}
