import { isInterfaceType, type GraphQLTypeResolver } from 'graphql';
import { Field, ID, InterfaceType } from 'type-graphql';

/** Objects without a type are people, or devices, whose interface resolves their type. */
const resolveType: GraphQLTypeResolver<object, unknown> = (value, context, info) => {
  if ('__typename' in value && typeof value.__typename === 'string') return value.__typename;
  const device = info.schema.getType('RegisteredDevice');
  if (!('kind' in value) || !isInterfaceType(device)) return 'User';
  return device.resolveType?.(value, context, info, device);
};

@InterfaceType({
  resolveType,
  description:
    'An object with a global id. Clients can cache it by the id, and fetch it again with `Query.node`.',
})
export abstract class Node {
  @Field(() => ID, {
    description: 'Global object id. Opaque; stable for the lifetime of the object.',
  })
  id!: string;
}
