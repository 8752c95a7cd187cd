import { badInput, Failure } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { Effect } from '../../domain/policy.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import type { NamedPerson } from '../request/named-person.ts';

/** The maximum number of references in one request, over all its `_entities` fields. */
export const maxReferences = 100;

/**
 * Returns the permission for each referenced person. Each is decided separately, so that a refusal nulls only its entity.
 * @throws Failure OPERATION_TOO_LARGE before any call to AM, where the request has too many references
 */
export async function permitReferences(
  context: RequestContext,
  effect: Effect,
  representations: unknown,
): Promise<Promise<PersonGrant>[]> {
  if (!Array.isArray(representations)) throw new TypeError('the references are not a list');
  const count = context.countReferences(representations.length);
  // All root fields of a query start before the first one continues, so all have added their count by then.
  await Promise.resolve();
  if (count() > maxReferences) {
    throw new Failure(
      'OPERATION_TOO_LARGE',
      `The request has more than ${maxReferences} references.`,
      { facts: { limit: maxReferences } },
    );
  }
  return representations.map(async (representation: unknown) =>
    context.permissions.forNamed(effect, personOf(representation)),
  );
}

/** Reads the person that a reference names: by the global `id`, or by `amId` and `realm`. */
function personOf(representation: unknown): NamedPerson {
  const argument = 'representations';
  if (memberOf(representation, '__typename') !== 'User') {
    throw badInput(argument, 'A reference must be to a User.');
  }
  const id = memberOf(representation, 'id') ?? undefined;
  if (typeof id === 'string' && readGlobalId(id)?.type === 'User')
    return { id, idArgument: argument };
  if (id !== undefined) throw badInput(argument, 'The id of a reference must be that of a User.');
  const amId = memberOf(representation, 'amId');
  const realm = memberOf(representation, 'realm') ?? undefined;
  if (typeof amId !== 'string')
    throw badInput(argument, 'A reference to a User needs its id, or its amId and realm.');
  if (realm !== undefined && typeof realm !== 'string') {
    throw badInput(argument, 'The realm of a reference must be a name.');
  }
  return { id: amId, realm, idArgument: argument };
}
