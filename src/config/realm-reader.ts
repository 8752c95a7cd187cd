import type { StaffRealm } from '../domain/policy.ts';
import type { Realm } from '../domain/realm.ts';
import { InvalidValue } from './problem.ts';
import type { Reader } from './readers.ts';

const namePattern = /^[A-Za-z0-9_-]+$/;
const pathPattern = /^(?:\/|(?:\/[A-Za-z0-9._ -]+)+)$/;

/**
 * A served realm: `alpha` for the realm `/alpha`, `root` for the top realm, `emea=/customers/emea` for
 * a nested one under a name of its own. Callers use the name; the path never comes from them.
 */
export const realm: Reader<Realm> = (value) => {
  const [name = '', path = name === 'root' ? '/' : `/${name}`, ...more] = value.split('=');
  if (!namePattern.test(name) || more.length > 0) {
    throw new InvalidValue(
      `expected realm names like alpha or emea=/customers/emea, got "${value}"`,
    );
  }
  if (!pathPattern.test(path) || path.split('/').some((part) => part === '.' || part === '..')) {
    throw new InvalidValue(`the path of realm "${name}" is not a realm path like /customers/emea`);
  }
  return { name, path };
};

/** Whose staff act where: `alpha:beta` lets the staff of alpha act in beta. */
export const staffRealm: Reader<StaffRealm> = (value) => {
  const [, staffOf, actIn] = /^([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/.exec(value) ?? [];
  if (staffOf !== undefined && actIn !== undefined) return { staffOf, actIn };
  throw new InvalidValue(`expected whose staff and where, as in alpha:beta, got "${value}"`);
};
