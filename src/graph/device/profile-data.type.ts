import { Field, Float, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';

/** Personal data of a device profile. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'What a device profile tells of the machine and where it was: personal data.',
})
export class ProfileData {
  @Field(() => String, { nullable: true, description: 'The platform, such as `android` or `web`.' })
  platform!: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the platform.' })
  platformVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'The model of the machine.' })
  model!: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  manufacturer!: string | null;

  @Field(() => String, { nullable: true, description: "The browser's user agent." })
  userAgent!: string | null;

  @Field(() => String, { nullable: true, description: 'Its language setting.' })
  locale!: string | null;

  @Field(() => String, { nullable: true, description: 'Its time zone.' })
  timeZone!: string | null;

  @Field(() => Float, { nullable: true, description: 'Latitude, in degrees.' })
  latitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude, in degrees.' })
  longitude!: number | null;
}
