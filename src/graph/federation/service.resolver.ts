import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { Failure } from '../../domain/failure.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../request/context.ts';

/** This subgraph, for composition by a router. */
@Access('public')
@ObjectType('_Service', { simpleResolvers: true, description: 'This subgraph.' })
export class SubgraphService {
  @Field(() => String, { description: 'Its schema, as `schema/subgraph.graphql` holds it.' })
  sdl!: string;
}

/** Returns the schema for composition, wherever introspection is on, too (security D5). */
@Resolver()
export class ServiceResolver {
  @Access('public')
  @Query(() => SubgraphService, {
    name: '_service',
    description:
      'This subgraph, for composition. Refused in production, like introspection: compose from the file.',
  })
  service(@Ctx() context: RequestContext): SubgraphService {
    if (context.subgraphSdl !== null) return { sdl: context.subgraphSdl };
    throw new Failure('FORBIDDEN', 'The schema is not told here. Compose from its file.');
  }
}
