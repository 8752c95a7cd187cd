import { Directive, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { PageInfo } from './page-info.type.ts';
import { User } from '../user/user.type.ts';

@Directive('@tag(name: "staff")')
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A user that matches a search, with its cursor.',
})
export class UserSearchEdge {
  @Field(() => User, { description: 'The user that was found.' })
  node!: User;

  @Field(() => String, { description: 'The cursor to pass as `after` for the next page.' })
  cursor!: string;

  @Field(() => Boolean, {
    description: "Whether the text is all of the person's user name, mail address, name or number.",
  })
  isExact!: boolean;
}

@Directive('@tag(name: "staff")')
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description:
    'A page of users that match a search: exact matches first, then by name. There is no total count.',
})
export class UserSearchConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [UserSearchEdge], { description: 'The users on this page, each with its cursor.' })
  edges!: readonly UserSearchEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [User], { description: 'The users on this page.' })
  nodes!: readonly User[];

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
