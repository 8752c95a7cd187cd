import { isInterfaceType } from 'graphql';
import type { GraphQLTypeResolver } from 'graphql';
import { Field, ID, InterfaceType } from 'type-graphql';
import { Access } from '../access.ts';

/** A person, or a device, of which the interface of devices knows the type. */
const resolveType: GraphQLTypeResolver<object, unknown> = (value, context, info) => {
  const device = info.schema.getType('Device');
  if (!('kind' in value) || !isInterfaceType(device)) return 'User';
  return device.resolveType?.(value, context, info, device);
};

/** What has a global id. */
@InterfaceType({
  resolveType,
  description:
    'A thing with an id that no other thing has, so that a client can keep it and ask for it again.',
})
export abstract class Node {
  @Access('with parent')
  @Field(() => ID, {
    description: 'The global id: opaque, and the same as long as the thing is there.',
  })
  id!: string;
}
