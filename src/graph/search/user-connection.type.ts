import { Directive, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { PageInfo } from './page-info.type.ts';
import { User } from '../user/user.type.ts';

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
