import { Field, Int, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { Access } from '../access.ts';
import { SessionsEnding } from '../enums.ts';
import { ChangeReference } from '../history/change-record.type.ts';
import { User } from '../user/user.type.ts';

/** Extends a type by the fields of every payload: the person, the record, and the person's sessions. */
export function withRecord<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class RecordedPayload extends base {
    @Access({ effect: 'viewPerson', on: 'changed' })
    @Field(() => User, {
      nullable: true,
      description: 'The person as they are now; null where there is no such person.',
    })
    user!: User | null;

    @Access('with parent')
    @Field(() => ChangeReference, {
      nullable: true,
      description:
        'Where it is recorded; null where nothing was, as for somebody who is not there.',
    })
    change!: ChangeReference | null;

    @Access('with parent')
    @Field(() => Boolean, {
      description:
        'Whether this is the answer of an earlier request for the same change; nothing was sent.',
    })
    replayed!: boolean;

    @Access('with parent')
    @Field(() => SessionsEnding, {
      description:
        "What became of the person's other sessions. A failure here leaves the change standing.",
    })
    sessionsEnding!: SessionsEnding;

    @Access('with parent')
    @Field(() => Int, {
      nullable: true,
      description:
        'How many other sessions were ended. Null where `sessionsEnding` is not ENDED, and from PingAM and Advanced Identity Cloud, which do not count them.',
    })
    sessionsEnded!: number | null;
  }
  return RecordedPayload;
}
