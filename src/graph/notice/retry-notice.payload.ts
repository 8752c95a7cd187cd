import { createUnionType, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { ChangeError, ErrorType, userError } from '../change/change-error.type.ts';
import { DeviceChange } from '../history/change-record.type.ts';
import { NullableField } from '../nullable-field.ts';
import { DeviceChangeNotFound } from '../report/report.payload.ts';

@ErrorType(
  'No message of the change can be sent again: each was delivered or dropped, or is being sent now.',
)
export class ChangeNoticeNotRetryable extends ChangeError {}

export const RetryNoticeError = createUnionType({
  name: 'RetryNoticeError',
  description: 'Why mail about a change is not sent again.',
  types: () => [DeviceChangeNotFound, ChangeNoticeNotRetryable] as const,
});

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of sending mail again.' })
export class RetryNoticePayload {
  @NullableField(
    () => DeviceChange,
    'The change, also if no message can be sent again. Null if there is no such change.',
  )
  change!: DeviceChange | null;

  @Field(() => [RetryNoticeError], {
    description: 'Why no message is sent again. Empty on success.',
  })
  errors!: readonly (typeof RetryNoticeError)[];
}

export function nothingToRetry(): ChangeNoticeNotRetryable {
  return userError(
    ChangeNoticeNotRetryable,
    'There is no mail to send again. Each message was delivered or dropped, or is being sent now.',
    ['input', 'reference'],
  );
}
