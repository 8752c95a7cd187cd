import { Directive, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { User } from '../user/user.type.ts';

/** Where a page of results begins and ends. */
@Directive('@shareable')
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'Where a page of results begins and ends (Relay).',
})
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether there are results before these; false where pages go forward only, as here.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first result; null for none.',
  })
  startCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last result; null for none.',
  })
  endCursor!: string | null;
}

/** One result. */
@Directive('@tag(name: "staff")')
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'One result of a search.' })
export class UserEdge {
  @Field(() => User, { description: 'The person.' })
  node!: User;

  @Field(() => String, { description: 'Give it as `after` to go on from here.' })
  cursor!: string;
}

/** The results of a search. */
@Directive('@tag(name: "staff")')
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description:
    'People that a search found: exact names first, then by name. There is no count of all.',
})
export class UserConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [UserEdge], { description: 'The results of this page.' })
  edges!: readonly UserEdge[];

  @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
  pageInfo!: PageInfo;
}
