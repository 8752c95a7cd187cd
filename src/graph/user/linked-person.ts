import { unlessRefused } from '../../access/refusal.ts';
import { roles, roleTraits } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import { textOf } from '../../domain/values/member.ts';
import type { GuardedCall } from '../fields/access.ts';

/** Reads the person that a record names, decided like any other request for that person. */
export function readLinked(idMember: string): (call: GuardedCall) => Promise<Person | null> {
  return async ({ effect, parent, context }) => {
    const [id, realm] = [textOf(parent, idMember), textOf(parent, 'realm')];
    const role = textOf(parent, 'role');
    const isPerson = !roles.some((one) => one === role && !roleTraits[one].hasEntry);
    if (!isPerson || !id || !realm || !context.settings.realms.byName(realm)) return null;
    return unlessRefused(
      async () => (await context.permissions.forNamed(effect, { id, realm })).person,
    );
  };
}
