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

@ValueType('How many changes had one effect.')
export class DeviceChangesOfEffect {
  @Field(() => ChangeEffect, { description: 'The effect.' })
  effect!: (typeof ChangeEffect)[keyof typeof ChangeEffect];

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('How many changes were about one kind of device.')
export class DeviceChangesOfKind {
  @Field(() => DeviceKind, { description: 'The kind. A change of several kinds counts in each.' })
  kind!: DeviceKind;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('How many changes one role permitted.')
export class DeviceChangesOfRole {
  @Field(() => Role, { description: 'The role.' })
  role!: Role;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('How many changes ended alike.')
export class DeviceChangesOfOutcome {
  @Field(() => DeviceChangeOutcome, { description: 'The outcome.' })
  outcome!: RecordedOutcome;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('The changes of one day, counted.')
export class DayOfDeviceChanges {
  @Field(() => DateTime, { description: 'The start of the day, in UTC.' })
  startsAt!: Date;

  @Field(() => Int, { description: 'How many changes were requested and permitted.' })
  changes!: number;

  @ListField(() => DeviceChangesOfEffect, 'These changes by effect.')
  byEffect!: readonly DeviceChangesOfEffect[];

  @ListField(() => DeviceChangesOfKind, 'These changes by kind of device.')
  byKind!: readonly DeviceChangesOfKind[];

  @ListField(() => DeviceChangesOfRole, 'These changes by the role that permitted them.')
  byRole!: readonly DeviceChangesOfRole[];

  @ListField(() => DeviceChangesOfOutcome, 'The changes that ended on this day, by outcome.')
  byOutcome!: readonly DeviceChangesOfOutcome[];
}

@ValueType('How many changes were refused for one reason.')
export class RefusedDeviceChanges {
  @Field(() => GatewayErrorCode, { description: 'The error code.' })
  code!: GatewayErrorCode;

  @Field(() => Int, {
    description: 'The number of recorded refusals; equal ones are recorded once a minute.',
  })
  count!: number;
}

@ValueType('How many changes a member of staff requested.')
export class DeviceChangesOfStaff {
  @Field(() => ID, { description: "Access Management's id of the member of staff." })
  amId!: string;

  @NullableField(() => String, 'Their realm; null for a super user outside the served realms.')
  realm!: string | null;

  @Field(() => Int, { description: 'The number of changes.' })
  count!: number;
}

@ValueType('A person whose devices were reset repeatedly.')
export class RepeatedResets {
  @Field(() => ID, { description: "Access Management's id of the person." })
  amId!: string;

  @Field(() => Int, { description: 'How many resets were requested, by anyone.' })
  count!: number;
}

@ValueType('The changes of a realm in its last days, counted. Dry runs are left out.')
export class DeviceChangeInsights {
  @ListField(() => DayOfDeviceChanges, 'Every day, oldest first; the last one is today.')
  days!: readonly DayOfDeviceChanges[];

  @ListField(() => RefusedDeviceChanges, 'Refused changes by reason, the most frequent first.')
  refusals!: readonly RefusedDeviceChanges[];

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

  @Field(() => Int, {
    description:
      'After how many resets a device was seen to be registered again. Always 0 unless the deployment watches resets.',
  })
  registrationsAgain!: number;

  @NullableField(
    () => Int,
    'The median time from a reset to the first registration, in seconds. Null if none was seen.',
  )
  medianSecondsToRegister!: number | null;

  @ListField(() => DeviceChangesOfStaff, 'The ten members of staff with the most changes.')
  busiestStaff!: readonly DeviceChangesOfStaff[];

  @ListField(() => RepeatedResets, 'The ten people with the most resets, of those with several.')
  repeatedResets!: readonly RepeatedResets[];
}
