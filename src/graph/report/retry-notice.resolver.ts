import { Ctx, Directive, Resolver, createUnionType, Field, InputType } from 'type-graphql';
import { type Failure } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { shownTo } from '../history/shown-change.ts';
import { noSuchChange, DeviceChangeNotFound } from './report.payload.ts';
import type { RequestContext } from '../request/context.ts';
import { permitRetry, type StaffGrant } from '../../changes/records/act-on-record.ts';
import { DeviceChangeError, ErrorType, userError } from '../change/errors/change-error.type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { NullableField, NullableMutation } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { Input } from '../fields/input.ts';
import { byReference, RecordedChangeInput } from './report.input.ts';
import { limitReached, type RefusingLimit } from '../../domain/values/limit.ts';

@InputType({ description: 'The change about which mail is sent again.' })
class RetryDeviceChangeNoticeInput extends RecordedChangeInput {}

@ErrorType(
  'No message of the change can be sent again: each was delivered or dropped, or is being sent now.',
)
class DeviceChangeNoticeNotRetryable extends DeviceChangeError {}

const RetryDeviceChangeNoticeError = createUnionType({
  name: 'RetryDeviceChangeNoticeError',
  description: 'Why mail about a change is not sent again.',
  types: () => [DeviceChangeNotFound, DeviceChangeNoticeNotRetryable] as const,
});

@ValueType('The result of sending mail again.')
class RetryDeviceChangeNoticePayload {
  @NullableField(
    () => DeviceChange,
    'The change, also if no message can be sent again. Null if there is no such change.',
  )
  change!: DeviceChange | null;

  @Field(() => [RetryDeviceChangeNoticeError], {
    description: 'Why no message is sent again. Empty on success.',
  })
  errors!: readonly (typeof RetryDeviceChangeNoticeError)[];
}

function nothingToRetry(): DeviceChangeNoticeNotRetryable {
  return userError(
    DeviceChangeNoticeNotRetryable,
    'There is no mail to send again. Each message was delivered or dropped, or is being sent now.',
    ['input', 'reference'],
  );
}

@Resolver()
export class RetryNoticeResolver {
  @Access({ effect: 'retryNotice', permit: byReference(permitRetry) })
  @Cost({ calls: 6 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => RetryDeviceChangeNoticePayload,
    'Sends the mail about a change again that was given up, or whose last attempt failed. Delivered mail is not repeated. It is permitted five times an hour for each change.',
  )
  async retryDeviceChangeNotice(
    @Input(() => RetryDeviceChangeNoticeInput) _input: RetryDeviceChangeNoticeInput,
    @Granted() grant: StaffGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<{ readonly change: object | null; readonly errors: readonly object[] }> {
    if (grant === null) return { change: null, errors: [noSuchChange()] };
    const { change, role } = grant;
    const retried = await context.ledger.retryNotice(change.id);
    if (retried.kind === 'limited') throw tooManyRetries(retried);
    if (retried.kind === 'retried')
      context.warn(
        `Mail about the change ${change.id} is sent again (${retried.count}), requested in the role ${role} by the request ${context.correlationId}.`,
      );
    const errors = retried.kind === 'nothing' ? [nothingToRetry()] : [];
    return { change: shownTo(context, change, role), errors };
  }
}

function tooManyRetries(reached: RefusingLimit): Failure {
  return limitReached(
    'The mail about this change was sent again too often. It was not sent now. Try again later.',
    reached,
  );
}
