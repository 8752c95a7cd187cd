import { GraphQLScalarType } from 'graphql';
import { Arg, createUnionType, Ctx, Query, Resolver } from 'type-graphql';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { Access, memberOf } from '../access.ts';
import type { NamedPerson, RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { User } from '../user/user.type.ts';

/** How many references one request may hold, over all its `_entities` fields. */
export const mostReferences = 100;

const Representation = new GraphQLScalarType({
  name: '_Any',
  description: 'A reference to an entity: its `__typename` and the fields of one of its keys.',
});

const Entity = createUnionType({
  name: '_Entity',
  description: 'Every type that other subgraphs may refer to.',
  types: () => [User] as const,
  resolveType: () => User,
});

/** Resolves the references that a router makes for other subgraphs (Apollo Federation 2, subgraph specification). */
@Resolver()
export class EntitiesResolver {
  @Access({ effect: 'viewPerson', on: 'references' })
  @Cost({ callsPerItem: 1, items: 'representations' })
  @Query(() => [Entity], {
    name: '_entities',
    nullable: 'items',
    description: `The entities that the references mean, in their order; null, with an error, for each that the caller may not see, and null for a person who does not exist. At most ${mostReferences} in one request.`,
  })
  entities(
    @Ctx() context: RequestContext,
    @Arg('representations', () => [Representation], { description: 'The references.' })
    representations: readonly unknown[],
  ): Promise<Person | null>[] {
    if (context.references > mostReferences) {
      throw new Failure(
        'OPERATION_TOO_LARGE',
        `The request has more than ${mostReferences} references.`,
        { facts: { limit: mostReferences } },
      );
    }
    return representations.map(async (representation) => {
      const { person } = await context.grant('viewPerson', personOf(representation));
      return person;
    });
  }
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
