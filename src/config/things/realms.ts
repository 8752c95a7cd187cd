import { createRealms, type Realm, type Realms } from '../../domain/people/realm.ts';
import { InvalidValue } from '../values/problem.ts';
import { text, textLike } from '../values/readers.ts';
import type { Source } from '../source/source.ts';
import { thing } from '../values/thing.ts';

export const realmName = textLike(/^[A-Za-z0-9_-]+$/, 'a realm name like alpha');
const pathPattern = /^(?:\/|(?:\/[A-Za-z0-9._ -]+)+)$/;

/**
 * A served realm: `alpha` for the realm `/alpha`, `root` for the top realm, `emea=/customers/emea`
 * for a nested one. Callers use the name only.
 */
export const realm = thing(
  {
    forms: ['{name}[={path}]'],
    parts: { name: realmName },
    optional: { path: textLike(pathPattern, 'a realm path like /customers/emea') },
    expected: 'realm names like alpha or emea=/customers/emea',
  },
  ({ name, path = name === 'root' ? '/' : `/${name}` }): Realm => {
    if (!path.split('/').some((part) => part === '.' || part === '..')) return { name, path };
    throw new InvalidValue(`the path of realm "${name}" is not a realm path like /customers/emea`);
  },
);

/** `alpha:beta` lets the staff of alpha act in beta. */
export const staffRealm = thing({
  forms: ['{staffOf}:{actIn}'],
  parts: { staffOf: realmName, actIn: realmName },
  expected: 'whose staff and where, as in alpha:beta',
});

/** A group of every served realm, or of one: `helpdesk`, `alpha:helpdesk`. */
export const group = thing(
  {
    forms: ['[{realm}:]{name}'],
    parts: { name: text },
    optional: { realm: text },
    expected: 'groups like helpdesk or alpha:helpdesk',
  },
  ({ realm: of, name }) =>
    of === undefined ? (name.includes(':') ? undefined : name) : `${of}:${name}`,
);

/** Returns the served realms: `AM_REALMS`, or the realm of `AM_REALM` alone. */
export function realmsOf(
  {
    name,
    listed = [],
  }: { readonly name: string | undefined; readonly listed: readonly Realm[] | undefined },
  source: Source,
): Realms {
  const single = source.attempt('AM_REALM', () => realm(name ?? 'alpha'));
  if (single === undefined && listed.length === 0) source.refuse('AM_REALMS');
  const list = listed.length > 0 || single === undefined ? listed : [single];
  source.problems.push(...repeated(list));
  const found =
    name === undefined || listed.length === 0 ? list[0] : list.find((one) => one.name === name);
  if (found !== undefined) return createRealms(list, found);
  if (listed.length > 0) source.problems.push(`AM_REALM: "${name}" is not one of AM_REALMS`);
  return createRealms(list, { name: 'alpha', path: '/alpha' });
}

/** Returns a problem for each name of a realm that is not served: it would have no effect. */
export function unservedRealms(option: string, names: readonly string[], realms: Realms): string[] {
  return names
    .filter((name) => realms.byName(name) === undefined)
    .map((name) => `${option}: the realm "${name}" is not served; see AM_REALMS`);
}

/** Rejects repeated names and paths, which could confuse people of two realms. */
function repeated(list: readonly Realm[]): string[] {
  const again = (texts: readonly string[]): string[] =>
    texts.filter((one, index) => texts.indexOf(one) !== index);
  return [...again(list.map(({ name }) => name)), ...again(list.map(({ path }) => path))]
    .slice(0, 1)
    .map((one) => `AM_REALMS: "${one}" is given twice`);
}
