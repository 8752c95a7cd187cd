import { Field, ObjectType } from 'type-graphql';
import { ReportState } from '../../domain/change-report.ts';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { register } from '../enums.ts';
import { NullableField } from '../nullable-field.ts';
import { ChangeActor } from './change-actor.type.ts';

register(ReportState, {
  name: 'ChangeReportState',
  description: 'Whether staff take care of a report.',
  values: {
    OPEN: 'No one has taken the report.',
    TAKEN: 'A member of staff has taken the report.',
  },
});

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A report of a user that they do not recognise a change of their devices.',
})
export class ChangeReport {
  @Field(() => DateTime, { description: 'When the user reported the change.' })
  at!: Date;

  @Field(() => ReportState, { description: 'Whether staff take care of the report.' })
  state!: ReportState;

  @NullableField(() => DateTime, 'When a member of staff took the report. Null while it is open.')
  takenAt!: Date | null;

  @NullableField(() => ChangeActor, 'Who took the report. Null while it is open.')
  takenBy!: ChangeActor | null;
}
