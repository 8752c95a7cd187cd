import { isInterfaceType, type GraphQLTypeResolver } from 'graphql';
import { Field, ID, InterfaceType } from 'type-graphql';

/** The interface `RegisteredDevice` resolves the type of a device. */
const resolveType: GraphQLTypeResolver<object, unknown> = (value, context, info) => {
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
