import { Field, ID, InterfaceType } from 'type-graphql';
import { Access } from '../access.ts';

/** What has a global id. */
@InterfaceType({
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
