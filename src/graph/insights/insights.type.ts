import { Field, ID, Int } from 'type-graphql';
import { Cost } from '../fields/cost.ts';
import { DateTime } from '../fields/date-time.ts';
import type { RecordedOutcome } from '../../domain/change/change-record.ts';
import { GatewayErrorCode } from '../enums/error-code.ts';
import { ChangeEffect, DeviceChangeOutcome, DeviceKind, Role } from '../enums/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

/** Declares a list whose length a closed set or a limit bounds. */
function ListField(type: () => object, description: string) {
  return (target: object, name: string): void => {
    Cost({ items: 'counted above' })(target, name);
    Field(() => [type()], { description })(target, name);
  };
}

@ValueType('How many changes are alike in one point, which is the only other field with a value.')
export class DeviceChangeCount {
  @NullableField(() => ChangeEffect, 'The effect. Null in counts by another point.')
  effect?: (typeof ChangeEffect)[keyof typeof ChangeEffect];

  @NullableField(() => DeviceKind, 'The kind. A change of several kinds counts in each.')
  kind?: DeviceKind;

  @NullableField(() => Role, 'The role that permitted them.')
  role?: Role;

  @NullableField(() => DeviceChangeOutcome, 'The outcome.')
  outcome?: RecordedOutcome;

  @NullableField(
    () => GatewayErrorCode,
    'The error code of the refusal. Equal refusals are recorded once a minute.',
  )
  refusal?: GatewayErrorCode;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('The changes of one day, counted.')
export class DayOfDeviceChanges {
  @Field(() => DateTime, { description: 'The start of the day, in UTC.' })
  startsAt!: Date;

  @Field(() => Int, { description: 'How many changes were requested and permitted.' })
  changes!: number;

  @ListField(() => DeviceChangeCount, 'These changes by effect.')
  byEffect!: readonly DeviceChangeCount[];

  @ListField(() => DeviceChangeCount, 'These changes by kind of device.')
  byKind!: readonly DeviceChangeCount[];

  @ListField(() => DeviceChangeCount, 'These changes by the role that permitted them.')
  byRole!: readonly DeviceChangeCount[];

  @ListField(() => DeviceChangeCount, 'The changes that ended on this day, by outcome.')
  byOutcome!: readonly DeviceChangeCount[];
}

@ValueType('How many changes are of one user: those that they requested, or that others made.')
export class DeviceChangesOfUser {
  @Field(() => ID, { description: "AM's own id of the user." })
  amId!: string;

  @NullableField(() => String, 'Their realm; null for a super user outside the served realms.')
  realm!: string | null;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('The changes of a realm in its last days, counted. Dry runs are left out.')
export class DeviceChangeInsights {
  @ListField(() => DayOfDeviceChanges, 'Every day, oldest first; the last one is today.')
  days!: readonly DayOfDeviceChanges[];

  @ListField(() => DeviceChangeCount, 'Refused changes by reason, the most frequent first.')
  refusals!: readonly DeviceChangeCount[];

  @Field(() => Int, {
    description: 'Recorded searches that a limit refused; of one caller one a minute is recorded.',
  })
  limitedSearches!: number;

  @Field(() => Int, {
    description:
      'Reports of changes that their user did not recognise and that no one has taken, of whatever day.',
  })
  openReports!: number;

  @NullableField(() => DateTime, 'When the oldest of these reports was made. Null without one.')
  oldestOpenReportAt!: Date | null;

  @ListField(() => DeviceChangesOfUser, 'The ten members of staff with the most changes.')
  busiestStaff!: readonly DeviceChangesOfUser[];

  @ListField(
    () => DeviceChangesOfUser,
    'The ten people with the most resets, of those with several.',
  )
  repeatedResets!: readonly DeviceChangesOfUser[];
}
