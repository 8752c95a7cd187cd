import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { Failure } from '../../domain/values/failure.ts';
import { Access } from '../fields/access.ts';
import type { RequestContext } from '../request/context.ts';

@Access('public')
@ObjectType('_Service', { simpleResolvers: true, description: 'The subgraph of the gateway.' })
export class SubgraphService {
  @Field(() => String, {
    description:
      'The schema, as in `schema/subgraph.graphql`, or `schema/subgraph-people.graphql` with `FEDERATION=people`.',
  })
  sdl!: string;
}

/** Returns the schema for composition if introspection is enabled (security D5). */
@Resolver()
export class ServiceResolver {
  @Access('public')
  @Query(() => SubgraphService, {
    name: '_service',
    description:
      'The subgraph, for composition. Refused in production, like introspection; compose from the file instead.',
  })
  service(@Ctx() context: RequestContext): SubgraphService {
    if (context.subgraphSdl !== null) return { sdl: context.subgraphSdl };
    throw new Failure(
      'FORBIDDEN',
      'This gateway does not serve its schema. Compose from schema/subgraph.graphql.',
    );
  }
}
