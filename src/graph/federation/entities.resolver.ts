import { GraphQLScalarType } from 'graphql';
import { Arg, createUnionType, Query, Resolver } from 'type-graphql';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { User } from '../user/user.type.ts';
import { maxReferences } from './permit-references.ts';

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

/** Resolves the entity references of a router (Apollo Federation 2, subgraph specification). */
@Resolver()
export class EntitiesResolver {
  @Access({ effect: 'viewPerson', on: 'references' })
  @Cost({ callsPerItem: 1, items: 'representations' })
  @Query(() => [Entity], {
    name: '_entities',
    nullable: 'items',
    description: `The entities that the references mean, in their order; null, with an error, for each that the caller may not see, and null for a person who does not exist. At most ${maxReferences} in one request.`,
  })
  entities(
    @Arg('representations', () => [Representation], { description: 'The references.' })
    _representations: readonly unknown[],
    @Granted() grants: readonly Promise<PersonGrant>[],
  ): Promise<Person | null>[] {
    return grants.map(async (grant) => (await grant).person);
  }
}
