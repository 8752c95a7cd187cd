import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../date-time.ts';
import { RecordedOutcome } from '../enums.ts';

/** Which changes of a realm are meant; members add up. */
@InputType({
  description: 'Which changes of a realm are meant: those for which every given member holds.',
})
export class ChangeFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      "Of this person: their global id, or Access Management's own, letter by letter as records have it.",
  })
  person?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Asked for by this person: their global id, or Access Management's own in the realm of the list.",
  })
  actor?: string | null;

  @Field(() => RecordedOutcome, {
    nullable: true,
    description: 'Ended so. Times and order are then those of the end.',
  })
  outcome?: RecordedOutcome | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it was refused. Absent or null: both, for those to whom refusals are told.',
  })
  refused?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Not before this moment.' })
  since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this moment.' })
  until?: Date | null;
}
