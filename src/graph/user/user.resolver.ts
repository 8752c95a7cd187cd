import { Arg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { globalUserId } from '../../domain/global-id.ts';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { personSelected } from './person-selected.ts';
import { User } from './user.type.ts';

/** Reads people. */
@Resolver(() => User)
export class UserResolver {
  @Access({ effect: 'viewPerson', on: 'caller', selected: personSelected })
  @Cost({ calls: 1 })
  @Query(() => User, {
    nullable: true,
    description: 'The caller. Null where Access Management holds no such person.',
  })
  me(@Granted() { person }: PersonGrant): Person | null {
    return person;
  }

  @Access({ effect: 'viewPerson', on: 'arguments', selected: personSelected })
  @Cost({ calls: 1 })
  @Query(() => User, {
    nullable: true,
    description:
      'A person. Null where there is no such person, which only a caller who may see others is told; to a caller without that right everybody but themselves is refused alike.',
  })
  user(
    @Granted() { person }: PersonGrant,
    @Arg('id', () => ID, {
      description:
        "The person's global id, or Access Management's own: a user name, a UUID in Advanced Identity Cloud.",
    })
    _id: string,
    @Arg('realm', () => String, {
      nullable: true,
      description:
        "The name of a served realm, for Access Management's own id. Absent or null: the caller's own, or the default one.",
    })
    _realm: string | null | undefined,
  ): Person | null {
    return person;
  }

  @Access('with parent')
  @FieldResolver(() => ID, {
    description: 'The global id: opaque, and the same as long as the thing is there.',
  })
  id(@Root() person: Person): string {
    return globalUserId(person);
  }

  @Access('with parent')
  @FieldResolver(() => ID)
  amId(@Root() person: Person): string {
    return person.id;
  }

  @Access('with parent')
  @FieldResolver(() => String, { description: 'The name of the realm that the person belongs to.' })
  realm(@Root() person: Person): string {
    return person.realm.name;
  }
}
