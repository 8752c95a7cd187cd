import { createRealms, type Realm, type Realms } from '../../domain/people/realm.ts';
import { InvalidValue } from '../values/problem.ts';
import { text, textLike } from '../values/readers.ts';
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

/** Returns the served realms. The first is that of callers that name no realm. */
export function realmsOf(listed: readonly Realm[]): Realms {
  const [first = { name: 'alpha', path: '/alpha' }] = listed;
  return createRealms(listed, first);
}
