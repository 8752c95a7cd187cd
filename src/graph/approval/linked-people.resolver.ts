import { Resolver } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { PendingDeviceChange } from './pending-change.type.ts';
import { Cost } from '../fields/cost.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import { readLinked } from '../user/linked-person.ts';
import { User } from '../user/user.type.ts';
import { DeviceChangeActor } from '../history/types/change-actor.type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';

@Resolver(() => DeviceChange)
export class ChangedPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('personAmId') })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => User,
    'The user whose devices were changed, as AM has them now. Null if the user no longer exists, or if the caller may not view the user.',
  )
  person(): never {
    throw new TypeError('the guard returns the person');
  }
}

@Resolver(() => PendingDeviceChange)
export class PendingPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('personAmId') })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => User,
    'The user whose devices the change is about, as AM has them now. Null if the user no longer exists, or if the caller may not view the user.',
  )
  person(): never {
    throw new TypeError('the guard returns the person');
  }
}

@Resolver(() => DeviceChangeActor)
export class ActingPersonResolver {
  @Access({ effect: 'viewPerson', read: readLinked('amId') })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => User,
    'The user who acted, as AM has them now. Null if the user no longer exists, for a super user, a campaign or an operator, or if the caller may not view the user.',
  )
  user(): never {
    throw new TypeError('the guard returns the person');
  }
}
