import { type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { permitChanged } from '../fields/permits.ts';
import { Cost } from '../fields/cost.ts';
import { DevicesOfKind } from '../device/device.type.ts';
import { SessionsEnding } from '../enums/enums.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { User } from '../user/user.type.ts';
import { NullableField } from '../fields/nullable-field.ts';

/** Adds the person of a change. */
function withUser<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class PayloadOfUser extends base {
    @Access({ effect: 'viewPerson', permit: permitChanged })
    @NullableField(() => User, 'The user after the change. Null if the user does not exist.')
    user!: User | null;
  }
  return PayloadOfUser;
}

/** Adds the fields of every payload of a change that the caller makes alone. */
export function withRecord<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class RecordedPayload extends withUser(base) {
    @NullableField(
      () => DeviceChange,
      'The record of the change. Null if nothing was recorded, for example if the person does not exist.',
    )
    change!: DeviceChange | null;

    @Field(() => Boolean, {
      description:
        'Whether this is the result of an earlier request for the same change. Nothing was sent.',
    })
    isReplayed!: boolean;
  }
  return RecordedPayload;
}

/** Adds what became of sessions, for a change that ends them. */
export function withSessions<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class PayloadOfSessions extends base {
    @Field(() => SessionsEnding, {
      description: "What happened to the user's other sessions. The change stands in any case.",
    })
    sessionsEnding!: SessionsEnding;

    @NullableField(
      () => Int,
      'How many other sessions ended, of the pages and of AM. Null if `sessionsEnding` is not `ENDED`, or if AM does not count them.',
    )
    sessionsEnded!: number | null;
  }
  return PayloadOfSessions;
}

/** Adds the lists of the changed kinds. */
export function withLists<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class PayloadOfLists extends base {
    @Access({ effect: 'viewDevices', permit: permitChanged })
    @Cost({ calls: 1 })
    @NullableField(
      () => [DevicesOfKind],
      'The lists of the changed kinds, read after the change. A kind that cannot be read is left out, so that a cache keeps its list. Lists of other kinds are not read. Null if the user does not exist.',
    )
    devicesByKind!: readonly DevicesOfKind[] | null;
  }
  return PayloadOfLists;
}

/** Adds what caches need of a changed person. */
export function withPerson<Base extends ClassType>(base: Base) {
  return withLists(withUser(base));
}

/** Adds the code for the next device, for the caller who has removed one. */
export function withSetupCode<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class PayloadOfCode extends base {
    @Directive('@tag(name: "staff")')
    @NullableField(
      () => String,
      'The code with which the user can set up the next device. Read it out to the verified user. It is shown once and stored nowhere; a repeat of the change makes another one. Null if none is needed.',
    )
    setupCode!: string | null;
  }
  return PayloadOfCode;
}

/** Adds the fields of every payload of a removal. */
export function withRemoval<Base extends ClassType>(base: Base) {
  return withLists(withSetupCode(withSessions(withRecord(base))));
}
