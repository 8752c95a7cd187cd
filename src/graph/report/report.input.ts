import { Field, ID, InputType } from 'type-graphql';
import { textOf } from '../../domain/values/member.ts';
import type { GuardedCall } from '../fields/access.ts';
import type { RequestContext } from '../request/context.ts';

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

/** Decides about the change whose reference number is in the input. */
export function byReference<Grant>(
  permit: (context: RequestContext, reference: string) => Promise<Grant>,
): (call: GuardedCall) => Promise<Grant> {
  return ({ args: { input }, context }) => permit(context, textOf(input, 'reference') ?? '');
}
