import type { JsonWebKey } from 'node:crypto';
import type { Am } from '../am.ts';
import type { Person } from '../people/person.ts';

/** What the operator of an AIC tenant is given for a service account (contract §11). */
export interface ServiceAccount {
  readonly id: string;
  readonly privateJwk: JsonWebKey;
}

/** The one service account of this sandbox. */
export function serviceAccountOf(am: Am): ServiceAccount {
  const { serviceAccountId, serviceAccountKey } = am.oauth;
  return { id: serviceAccountId, privateJwk: serviceAccountKey.privateJwk() };
}

/** A property to set; an undefined value removes it. */
export interface SessionProperty {
  readonly person: string;
  readonly name: string;
  readonly value: string | undefined;
}

/** Sets a property in every present and future session of a person; throws if nobody has that name. */
export function setSessionProperty(am: Am, { person, name, value }: SessionProperty): void {
  const found = personByName(am, person);
  if (found === undefined) throw new Error(`There is nobody called ${person} in the sandbox.`);
  am.sessionProperties.set(found, name, value);
}

/** Names are unique among the people the sandbox starts with; alpha is looked through first. */
function personByName(am: Am, name: string): Person | undefined {
  const realms = ['/alpha', ...am.directory.realms()];
  return realms
    .map((realm) => am.directory.findByLogin(realm, name))
    .find((person) => person !== undefined);
}
