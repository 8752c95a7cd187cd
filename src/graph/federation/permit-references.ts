import { badInput, Failure } from '../../domain/failure.ts';
import type { Effect } from '../../domain/policy.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import type { NamedPerson } from '../request/named-person.ts';

/** How many references one request may hold, over all its `_entities` fields. */
export const mostReferences = 100;

/**
 * The permission for each person that a router refers to. Each is judged by itself, so that a refusal nulls it alone.
 * @throws Failure OPERATION_TOO_LARGE before AM is asked anything, where the request holds too many
 */
export async function permitReferences(
  context: RequestContext,
  effect: Effect,
  representations: unknown,
): Promise<Promise<PersonGrant>[]> {
  if (!Array.isArray(representations)) throw new TypeError('the references are not a list');
  const count = context.countReferences(representations.length);
  // All root fields of a query begin before the first goes on, so each has counted by then.
  await Promise.resolve();
  if (count() > mostReferences) {
    throw new Failure(
      'OPERATION_TOO_LARGE',
      `The request has more than ${mostReferences} references.`,
      { facts: { limit: mostReferences } },
    );
  }
  return representations.map(async (representation: unknown) =>
    context.permissions.forNamed(effect, personOf(representation)),
  );
}

/** The person that a reference names, by `id realm` or by `id` alone. */
function personOf(representation: unknown): NamedPerson {
  const argument = 'representations';
  if (memberOf(representation, '__typename') !== 'User') {
    throw badInput(argument, 'A reference must be to a User.');
  }
  const id = memberOf(representation, 'id');
  const realm = memberOf(representation, 'realm') ?? undefined;
  if (typeof id !== 'string') throw badInput(argument, 'A reference to a User needs its id.');
  if (realm !== undefined && typeof realm !== 'string') {
    throw badInput(argument, 'The realm of a reference must be a name.');
  }
  return { id, realm, idArgument: argument };
}
