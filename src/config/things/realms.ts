import { createRealms, type Realm, type Realms } from '../../domain/people/realm.ts';
import { InvalidValue } from '../values/problem.ts';
import { text, textLike } from '../values/readers.ts';
import type { Reader } from '../values/reader.ts';
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
    throw new InvalidValue(`the path of realm "${name}" is not a realm path like /customers/emea`, {
      isQuoting: true,
    });
  },
);

/** A realm as a text. */
export const realmText: Reader<string> = (value) => {
  realm(value);
  return value;
};

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

/** Returns the served realms. */
export function realmsOf(
  { name, listed }: { readonly name: string | undefined; readonly listed: readonly Realm[] },
  problems: string[],
): Realms {
  const [first = { name: 'alpha', path: '/alpha' }] = listed;
  const wanted = name === undefined ? first.name : realm(name).name;
  const found = listed.find((one) => one.name === wanted);
  if (found === undefined) problems.push(`AM_REALM: "${name}" is not one of AM_REALMS`);
  return createRealms(listed, found ?? first);
}
