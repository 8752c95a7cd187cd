import type { StaffRealm } from '../domain/policy.ts';
import { createRealms, type Realm, type Realms } from '../domain/realm.ts';
import type { Reader } from './option.ts';
import { InvalidValue } from './problem.ts';
import type { Source } from './source.ts';

const namePattern = /^[A-Za-z0-9_-]+$/;
const pathPattern = /^(?:\/|(?:\/[A-Za-z0-9._ -]+)+)$/;

/**
 * A served realm: `alpha` for the realm `/alpha`, `root` for the top realm, `emea=/customers/emea`
 * for a nested one. Callers use the name only.
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

/** `alpha:beta` lets the staff of alpha act in beta. */
export const staffRealm: Reader<StaffRealm> = (value) => {
  const [, staffOf, actIn] = /^([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/.exec(value) ?? [];
  if (staffOf !== undefined && actIn !== undefined) return { staffOf, actIn };
  throw new InvalidValue(`expected whose staff and where, as in alpha:beta, got "${value}"`);
};

/** Returns the served realms: `AM_REALMS`, or the realm of `AM_REALM` alone. */
export function realmsOf(
  {
    name,
    listed = [],
  }: { readonly name: string | undefined; readonly listed: readonly Realm[] | undefined },
  source: Source,
): Realms {
  const single = source.attempt('AM_REALM', () => realm(name ?? 'alpha'));
  const list = listed.length > 0 || single === undefined ? listed : [single];
  source.problems.push(...repeated(list));
  const found =
    name === undefined || listed.length === 0 ? list[0] : list.find((one) => one.name === name);
  if (found !== undefined) return createRealms(list, found);
  if (listed.length > 0) source.problems.push(`AM_REALM: "${name}" is not one of AM_REALMS`);
  return createRealms(list, { name: 'alpha', path: '/alpha' });
}

/** Rejects repeated names and paths, which could confuse people of two realms. */
function repeated(list: readonly Realm[]): string[] {
  const again = (texts: readonly string[]): string[] =>
    texts.filter((text, index) => texts.indexOf(text) !== index);
  return [...again(list.map(({ name }) => name)), ...again(list.map(({ path }) => path))]
    .slice(0, 1)
    .map((text) => `AM_REALMS: "${text}" is given twice`);
}
