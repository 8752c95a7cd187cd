import { Field, InputType } from 'type-graphql';
import { DateTime } from '../fields/date-time.ts';
import { ThreatLevel } from '../enums/threat-enums.ts';
import { NullableField } from '../fields/nullable-field.ts';

@InputType({ description: 'The threat level to set in a realm.' })
export class SetRealmThreatLevelInput {
  @Field(() => String, { description: 'The name of a served realm.' })
  realm!: string;

  @Field(() => ThreatLevel, { description: 'The level. `NORMAL` lifts the level in force.' })
  level!: ThreatLevel;

  @NullableField(
    () => DateTime,
    'When the level ends by itself: within seven days. Required, but for `NORMAL`, which has no end.',
  )
  until?: Date | null;

  @Field(() => String, {
    description: 'Why the level is set: 1 to 500 characters, no personal data. Only staff see it.',
  })
  reason!: string;
}
