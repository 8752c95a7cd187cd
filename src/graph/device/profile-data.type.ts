import { Float } from 'type-graphql';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('The profile of a machine, and where it was. This is personal data.')
export class DeviceProfileData {
  @NullableField(
    () => String,
    'The platform, for example `android` or `web`. Null if the profile does not contain it.',
  )
  platform!: string | null;

  @NullableField(
    () => String,
    'The version of the platform. Null if the profile does not contain it.',
  )
  platformVersion!: string | null;

  @NullableField(() => String, 'The model of the machine. Null if the profile does not contain it.')
  model!: string | null;

  @NullableField(
    () => String,
    'The company that made the machine or the browser. Null if the profile does not contain it.',
  )
  manufacturer!: string | null;

  @NullableField(
    () => String,
    'The user agent string of the browser. Null if the profile does not contain it.',
  )
  userAgent!: string | null;

  @NullableField(
    () => String,
    'The language setting of the machine. Null if the profile does not contain it.',
  )
  locale!: string | null;

  @NullableField(
    () => String,
    'The time zone of the machine, for example `Europe/Berlin`. A browser reports its offset, for example `UTC+02:00`. Null if the profile does not contain it.',
  )
  timeZone!: string | null;

  @NullableField(() => Float, 'The latitude in degrees. Null if the profile does not contain it.')
  latitude!: number | null;

  @NullableField(() => Float, 'The longitude in degrees. Null if the profile does not contain it.')
  longitude!: number | null;
}
