import type { DeviceKind } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';

/** What differs between the products that speak the contract (contract §13). */
export interface Product {
  readonly flavor: Flavor;
  /** Path of each device collection under `users/{id}/` (contract §3.1, U15, U30). */
  readonly devicePaths: Readonly<Record<DeviceKind, string>>;
  readonly devicesVersion: string;
  readonly usersVersion: string;
  readonly sessionsVersion: string;
  /** The fields to ask for in a device list; nothing else may come back (U33). */
  readonly deviceFields: Readonly<Record<DeviceKind, readonly string[]>>;
  /** The attribute that holds a person's true name; `_id` itself in AIC, where it is a UUID (U22). */
  readonly trueNameField: string;
}

const managedFields = [
  'uuid',
  'deviceName',
  'createdDate',
  'lastAccessDate',
  'deviceManagementStatus',
];

const managed = {
  devicePaths: { OATH: 'devices/2fa/oath', PUSH: 'devices/2fa/push' },
  devicesVersion: '1.0',
  usersVersion: '4.0',
  sessionsVersion: '2.0',
  deviceFields: { OATH: managedFields, PUSH: managedFields },
};

/** The defaults of each flavour; every one of them can be overridden by configuration. */
export const products: Readonly<Record<Flavor, Product>> = {
  pingam: { ...managed, flavor: 'pingam', trueNameField: 'uid' },
  aic: { ...managed, flavor: 'aic', trueNameField: '_id' },
  openam: {
    ...managed,
    flavor: 'openam',
    trueNameField: 'uid',
    devicePaths: { OATH: 'devices/2fa/oath', PUSH: 'devices/push' },
    usersVersion: '3.0',
    deviceFields: {
      OATH: ['uuid', 'deviceName', 'lastLogin'],
      PUSH: ['uuid', 'deviceName', 'deviceType', 'issuer'],
    },
  },
};
