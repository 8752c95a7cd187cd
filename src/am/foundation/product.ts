import { deviceKinds } from '../../domain/devices/device.ts';
import type { DeviceKind, KindCapability, ResetWay } from '../../domain/devices/device.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import type { DeviceField } from '../json/members.ts';

interface KindProduct {
  /** Path of the collection under `users/{id}/` (contract §3.1, U15, U30). */
  readonly path: string;
  /** The fields to request in a list; AM sends nothing else (U33). */
  readonly fields: readonly DeviceField[];
  /** How all devices of the kind are removed: by AM's action, or one by one (contract §3.9). */
  readonly resetMethod: ResetWay;
  /** The member of a record that a person may change; null if it has no such member (§3.9, U8). */
  readonly label: 'deviceName' | 'alias' | null;
  /** Whether AM may lack the collection, so that a 404 to its list means none (contract §3.13). */
  readonly mayBeMissing?: boolean;
}

/** What differs between the products that speak the contract (contract §13). */
export interface Product {
  readonly flavor: Flavor;
  /** Null for a kind that the product lacks; it is refused without a call. */
  readonly kinds: Readonly<Record<DeviceKind, KindProduct | null>>;
  readonly devicesVersion: string;
  readonly usersVersion: string;
  readonly groupsVersion: string;
  readonly sessionsVersion: string;
  /** How a person's sessions are ended (contract §6). */
  readonly sessionsEnd: 'BY_USER' | 'BY_HANDLE';
  /** Whether AM reports to the super user how a session signed in (contract §18.5). */
  readonly reportsSignIn: boolean;
  /** Further attributes that a search compares as a whole. */
  readonly searchAttributes: readonly string[];
  /** The attribute that holds a person's true name; in AIC `_id`, which is a UUID (U22). */
  readonly trueNameField: string;
}

function twoFactor(
  path: string,
  resetMethod: ResetWay,
  ...ownFields: readonly DeviceField[]
): KindProduct {
  const fields = [
    'uuid',
    'deviceName',
    'createdDate',
    'lastAccessDate',
    'deviceManagementStatus',
  ] as const;
  return {
    path: `devices/2fa/${path}`,
    fields: [...fields, ...ownFields],
    resetMethod,
    label: 'deviceName',
  };
}

const trusted: KindProduct = {
  path: 'devices/trusted',
  fields: ['uuid', 'name', 'lastSelectedDate', 'selectionCounter'],
  resetMethod: 'ONE_BY_ONE',
  label: null,
};

/** PingAM from 7.4. */
const managedKinds: Product['kinds'] = {
  OATH: twoFactor('oath', 'AT_ONCE'),
  PUSH: twoFactor('push', 'AT_ONCE'),
  WEB_AUTHN: twoFactor('webauthn', 'ONE_BY_ONE', 'credentialId'),
  BOUND: twoFactor('binding', 'ONE_BY_ONE', 'deviceId'),
  RECOGNIZE: null,
  PROFILE: {
    path: 'devices/profile',
    fields: ['identifier', 'alias', 'lastSelectedDate'],
    resetMethod: 'ONE_BY_ONE',
    label: 'alias',
  },
  TRUSTED: trusted,
};

const aicKinds: Product['kinds'] = {
  ...managedKinds,
  RECOGNIZE: { ...twoFactor('recognize', 'ONE_BY_ONE', '_id'), label: null, mayBeMissing: true },
};

/** PingAM renames these from 8 on; before, it answers 501 (contract §3.9, U8). */
const renamedFrom8: readonly DeviceKind[] = ['OATH', 'PUSH'];

const openAmKinds: Product['kinds'] = {
  OATH: {
    path: 'devices/2fa/oath',
    fields: ['uuid', 'deviceName', 'lastLogin'],
    resetMethod: 'AT_ONCE',
    label: null,
  },
  PUSH: {
    path: 'devices/push',
    fields: ['uuid', 'deviceName', 'deviceType', 'issuer'],
    resetMethod: 'AT_ONCE',
    label: null,
  },
  WEB_AUTHN: null,
  BOUND: null,
  RECOGNIZE: null,
  PROFILE: null,
  TRUSTED: trusted,
};

const managed = {
  kinds: managedKinds,
  devicesVersion: '1.0',
  usersVersion: '4.0',
  // From 4.0 on members are listed by name, without their entries (contract U32).
  groupsVersion: '3.0',
  sessionsVersion: '2.0',
  sessionsEnd: 'BY_USER',
  reportsSignIn: false,
  searchAttributes: [],
} as const;

/** The paths and versions of each flavour. */
export const products: Readonly<Record<Flavor, Product>> = {
  pingam: { ...managed, flavor: 'pingam', trueNameField: 'uid' },
  aic: { ...managed, flavor: 'aic', kinds: aicKinds, trueNameField: '_id' },
  openam: {
    ...managed,
    flavor: 'openam',
    kinds: openAmKinds,
    usersVersion: '3.0',
    sessionsEnd: 'BY_HANDLE',
    reportsSignIn: true,
    trueNameField: 'uid',
  },
};

/** What a deployment changes about its flavour's defaults. */
export interface ProductOverrides {
  readonly flavor: Flavor;
  /** The version of PingAM; undefined for 8 or newer. */
  readonly version: string | undefined;
  readonly userNameAttribute: string;
  readonly searchAttributes: readonly string[];
}

/** The flavour's defaults with the deployment's overrides (design D2). */
export function configuredProduct(overrides: ProductOverrides): Product {
  const product = products[overrides.flavor];
  const kinds: Record<DeviceKind, KindProduct | null> = { ...product.kinds };
  for (const kind of deviceKinds) {
    const known = kinds[kind];
    const canRename = !isBefore8(overrides) || !renamedFrom8.includes(kind);
    if (known !== null && !canRename) kinds[kind] = { ...known, label: null };
  }
  return {
    ...product,
    kinds,
    searchAttributes: overrides.searchAttributes,
    trueNameField: overrides.flavor === 'aic' ? product.trueNameField : overrides.userNameAttribute,
  };
}

/** Whether a version is a PingAM that cannot rename every kind. */
export function isBefore8({
  flavor,
  version,
}: Pick<ProductOverrides, 'flavor' | 'version'>): boolean {
  return flavor === 'pingam' && version !== undefined && Number.parseInt(version, 10) < 8;
}

/** What a product offers for each of its kinds. */
export function capabilitiesOf({ kinds }: Product): readonly KindCapability[] {
  return deviceKinds.flatMap((kind) => {
    const known = kinds[kind];
    return known === null
      ? []
      : [{ kind, resetMethod: known.resetMethod, canRename: known.label !== null }];
  });
}
