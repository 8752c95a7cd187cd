import { Directive, Field } from 'type-graphql';
import { Cost } from '../fields/cost.ts';
import { PageInfo } from '../fields/page-info.type.ts';
import { User } from '../user/user.type.ts';
import { ValueType } from '../fields/value-type.ts';

@Directive('@tag(name: "staff")')
@ValueType('A user that matches a search, with its cursor.')
export class DeviceOwnerEdge {
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
@ValueType(
  'A page of users that match a search: exact matches first, then by name. There is no total count.',
)
export class DeviceOwnerConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [DeviceOwnerEdge], { description: 'The users on this page, each with its cursor.' })
  edges!: readonly DeviceOwnerEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [User], { description: 'The users on this page.' })
  nodes!: readonly User[];

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
