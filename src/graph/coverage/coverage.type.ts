import { Field, Int } from 'type-graphql';
import type { DeviceKind as Kind } from '../../domain/devices/device.ts';
import { Cost } from '../fields/cost.ts';
import { DateTime } from '../fields/date-time.ts';
import { DeviceKind } from '../enums/enums.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('How many people have devices of exactly these kinds.')
export class PeopleOfDeviceKinds {
  @Field(() => [DeviceKind], { description: 'The kinds. Empty for people without a device.' })
  @Cost({ items: 'counted above' })
  kinds!: readonly Kind[];

  @Field(() => Int, { description: 'The number of people.' })
  people!: number;
}

@ValueType(
  'Who has which second factors in a realm or area, as the command `coverage` last counted. Profiles and trusted browsers do not count as devices.',
)
export class RealmDeviceCoverage {
  @Field(() => DateTime, { description: 'When the count ended.' })
  countedAt!: Date;

  @Field(() => Boolean, {
    description:
      'Whether everyone was counted. False if people could not be read or names were refused, or if Access Management may have left people out.',
  })
  isWhole!: boolean;

  @Field(() => Int, { description: 'People whose devices were read.' })
  people!: number;

  @Field(() => Int, {
    description: 'People whose devices could not be read. They are in no other count.',
  })
  notRead!: number;

  @Field(() => Int, { description: 'People without a device.' })
  withoutDevice!: number;

  @Field(() => Int, { description: 'People with a single device.' })
  withOneDevice!: number;

  @Field(() => Int, {
    description: 'People who have devices, all of them generators of one-time passwords.',
  })
  withOneTimePasswordsOnly!: number;

  @Field(() => Int, {
    description: 'People who have devices, all of one kind. A reset of this kind locks them out.',
  })
  withoutSecondKind!: number;

  @Field(() => [PeopleOfDeviceKinds], {
    description: 'People by the kinds of their devices; each person is in one of them.',
  })
  @Cost({ items: 'counted above' })
  byKinds!: readonly PeopleOfDeviceKinds[];
}
