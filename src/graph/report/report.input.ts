import { Field, ID, InputType } from 'type-graphql';
import { textOf } from '../../domain/values/member.ts';
import type { GuardedCall } from '../fields/access.ts';
import type { RequestContext } from '../request/context.ts';

@InputType({ description: 'A recorded change.' })
export class RecordedDeviceChangeInput {
  @Field(() => ID, {
    description:
      'The reference number of the change. Lower case, missing dashes and similar letters are accepted.',
  })
  reference!: string;
}

/** Decides about the change whose reference number is in the input. */
export function byReference<Grant>(
  permit: (context: RequestContext, reference: string) => Promise<Grant>,
): (call: GuardedCall) => Promise<Grant> {
  return ({ args: { input }, context }) => permit(context, textOf(input, 'reference') ?? '');
}
