import type { DeviceKind } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';
import { products } from './product.ts';
import type { Product } from './product.ts';

/** What a deployment changes about its flavour's defaults. */
export interface ProductOverrides {
  readonly flavor: Flavor;
  /** Paths that replace the flavour's own. */
  readonly devicePaths: Readonly<Partial<Record<DeviceKind, string>>>;
  readonly devicesVersion: string;
  readonly usersVersion: string | undefined;
  readonly groupsVersion: string | undefined;
  readonly sessionsVersion: string;
  readonly userNameAttribute: string;
}

/** The flavour's defaults with the deployment's overrides (design D2). */
export function configuredProduct(overrides: ProductOverrides): Product {
  const product = products[overrides.flavor];
  return {
    ...product,
    kinds: withPaths(product.kinds, overrides.devicePaths),
    devicesVersion: overrides.devicesVersion,
    usersVersion: overrides.usersVersion ?? product.usersVersion,
    groupsVersion: overrides.groupsVersion ?? product.groupsVersion,
    sessionsVersion: overrides.sessionsVersion,
    trueNameField: overrides.flavor === 'aic' ? product.trueNameField : overrides.userNameAttribute,
  };
}

function withPaths(
  kinds: Product['kinds'],
  paths: ProductOverrides['devicePaths'],
): Product['kinds'] {
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, product]) => {
      const path = new Map(Object.entries(paths)).get(kind) ?? product.path;
      return [kind, { ...product, path }];
    }),
  );
}
