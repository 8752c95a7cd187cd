import { FieldResolver, Resolver } from 'type-graphql';
import { personRefusals } from '../../access/refusal.ts';
import { Failure } from '../../domain/values/failure.ts';
import { roles, roleTraits } from '../../domain/people/caller.ts';
import type { Person } from '../../domain/people/person.ts';
import { Access, type GuardedCall } from '../fields/access.ts';
import { PendingDeviceChange } from './pending-change.type.ts';
import { Cost } from '../fields/cost.ts';
import { textOf } from '../../domain/values/member.ts';
import { User } from '../user/user.type.ts';
import { DeviceChangeActor } from '../history/types/change-actor.type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';

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

@Resolver(() => PendingDeviceChange)
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

@Resolver(() => DeviceChangeActor)
export class ActingPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('amId') })
  @Cost({ calls: 1 })
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user who acted, as AM has them now. Null if the user no longer exists, for a super user, a campaign or an operator, or if the caller may not view the user.',
  })
  user(): never {
    throw new TypeError('the guard returns the person');
  }
}

/** Reads the person that a record names, decided like any other request for that person. */
function readLinked(idMember: string): (call: GuardedCall) => Promise<Person | null> {
  return async ({ effect, parent, context }) => {
    const [id, realm] = [textOf(parent, idMember), textOf(parent, 'realm')];
    const role = textOf(parent, 'role');
    const isPerson = !roles.some((one) => one === role && !roleTraits[one].hasEntry);
    if (!isPerson || !id || !realm || !context.settings.realms.byName(realm)) return null;
    try {
      return (await context.permissions.forNamed(effect, { id, realm })).person;
    } catch (error) {
      // The caller may read the record, so a refusal of the link must not fail it.
      if (error instanceof Failure && personRefusals.has(error.code)) return null;
      throw error;
    }
  };
}
