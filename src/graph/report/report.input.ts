import { Field, ID, InputType } from 'type-graphql';

/** A recorded change. */
@InputType()
export abstract class RecordedChangeInput {
  @Field(() => ID, {
    description:
      'The reference number of the change. Lower case, missing dashes and similar letters are accepted.',
  })
  reference!: string;
}

@InputType({ description: 'The change that the caller does not recognise.' })
export class ReportUnrecognisedDeviceChangeInput extends RecordedChangeInput {}

@InputType({ description: 'The reported change that the caller takes care of.' })
export class TakeDeviceChangeReportInput extends RecordedChangeInput {}
