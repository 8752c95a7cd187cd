import { Arg, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { globalUserId } from '../../domain/devices/global-id.ts';
import type { Person } from '../../domain/people/person.ts';
import { Access, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableQuery } from '../fields/nullable-field.ts';
import { textOf } from '../../domain/values/member.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { personSelected } from './person-selected.ts';
import { User } from '../user/user.type.ts';

/** Declares the fields that read people. Their guards return the person that they have read. */
@Resolver(() => User)
export class UserResolver {
  @Access({ effect: 'viewPerson', read: (call) => readPerson(call, {}) })
  @Cost({ calls: 1 })
  @NullableQuery(() => User, 'The caller as a user. Null if AM has no such user.')
  me(): never {
    throw new TypeError('the guard returns the caller');
  }

  @Access({ effect: 'viewPerson', read: readNamed })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 1 })
  @NullableQuery(
    () => User,
    'A user. Null if the user does not exist and the caller may view other users. Callers without that permission get `FORBIDDEN` in both cases.',
  )
  user(
    @Arg('id', () => ID, {
      description:
        "The global id of the user, or AM's own id: a user name, or a UUID in Advanced Identity Cloud.",
    })
    _id: string,
    @Arg('realm', () => String, {
      nullable: true,
      description:
        "The name of a served realm, if `id` is AM's own id. Absent or null: the caller's realm, or else the default realm.",
    })
    _realm: string | null | undefined,
  ): never {
    throw new TypeError('the guard returns the person');
  }

  @Access('with parent')
  @FieldResolver(() => ID, {
    description: 'Global object id. Opaque; stable for the lifetime of the object.',
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
  @FieldResolver(() => String, { description: "The name of the user's realm." })
  realm(@Root() person: Person): string {
    return person.realm.name;
  }
}

/** Reads the person that the arguments name; null if AM holds no such person. */
function readNamed(call: GuardedCall): Promise<Person | null> {
  const { args } = call;
  return readPerson(call, { id: textOf(args, 'id'), realm: textOf(args, 'realm') });
}

function readPerson(
  { effect, context, info }: GuardedCall,
  named: NamedPerson,
): Promise<Person | null> {
  const offered = context.product.kinds.map(({ kind }) => kind);
  const selected = personSelected(info, offered);
  return context.permissions.forNamed(effect, named, selected).then(({ person }) => person);
}
