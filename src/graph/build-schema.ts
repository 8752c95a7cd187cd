import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { guardSchema } from './access.ts';
import { ResetResolver } from './reset/reset.resolver.ts';
import { UserResolver } from './user/user.resolver.ts';
import { ViewerResolver } from './viewer/viewer.resolver.ts';

/**
 * The schema, every field of it guarded.
 * @throws Error where a field has no access rule
 */
export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [ViewerResolver, UserResolver, ResetResolver],
    validate: false,
  });
  return guardSchema(schema);
}
