import { FieldResolver, Resolver } from 'type-graphql';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { Access, type GuardedCall } from '../access.ts';
import { PendingChange } from '../approval/pending-change.type.ts';
import { Cost } from '../cost.ts';
import { textOf } from '../input.ts';
import { User } from '../user/user.type.ts';
import { ChangeActor } from './change-actor.type.ts';
import { DeviceChange } from './change-record.type.ts';

@Resolver(() => DeviceChange)
export class ChangedPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('personAmId') })
  @Cost({ calls: 1 })
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user whose devices were changed, as AM has them now. Null if the user no longer exists, or if the caller may not view the user.',
  })
  person(): never {
    throw new TypeError('the guard returns the person');
  }
}

@Resolver(() => PendingChange)
export class PendingPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('personAmId') })
  @Cost({ calls: 1 })
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user whose devices the change is about, as AM has them now. Null if the user no longer exists, or if the caller may not view the user.',
  })
  person(): never {
    throw new TypeError('the guard returns the person');
  }
}

@Resolver(() => ChangeActor)
export class ActingPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('amId') })
  @Cost({ calls: 1 })
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user who made the change, as AM has them now. Null if the user no longer exists, for a super user or a campaign, or if the caller may not view the user.',
  })
  user(): never {
    throw new TypeError('the guard returns the person');
  }
}

/** Refusals of a link. The caller may read the record, so a refusal must not fail it. */
const withheld: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
  'BAD_USER_INPUT',
]);

/** Reads the person that a record names, decided like any other request for that person. */
function readLinked(idMember: string): (call: GuardedCall) => Promise<Person | null> {
  return async ({ effect, parent, context }) => {
    const [id, realm] = [textOf(parent, idMember), textOf(parent, 'realm')];
    const isPerson = !['SUPER_USER', 'CAMPAIGN'].includes(textOf(parent, 'role') ?? '');
    if (!isPerson || !id || !realm || !context.settings.realms.byName(realm)) return null;
    try {
      return (await context.permissions.forNamed(effect, { id, realm })).person;
    } catch (error) {
      if (error instanceof Failure && withheld.has(error.code)) return null;
      throw error;
    }
  };
}
