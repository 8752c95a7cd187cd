import { Field, ObjectType } from 'type-graphql';
import {
  ApproveDeviceChangeError,
  ClosePendingDeviceChangeError,
  RequestDeviceChangeError,
} from '../change/errors/change-error.type.ts';
import { withPerson } from '../change/recorded-payload.type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { PendingDeviceChange } from './pending-change.type.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('The result of a request.')
export class RequestDeviceChangePayload {
  @NullableField(() => PendingDeviceChange, 'The requested change. Null if the request failed.')
  pendingChange!: PendingDeviceChange | null;

  @Field(() => Boolean, {
    description:
      'Whether an earlier request is the result: one with the same key, or a double click.',
  })
  isReplayed!: boolean;

  @Field(() => [RequestDeviceChangeError], {
    description: 'Why the change was not requested. Empty on success.',
  })
  errors!: readonly (typeof RequestDeviceChangeError)[];
}

@ObjectType({ simpleResolvers: true })
class ApprovedChange {
  @NullableField(() => PendingDeviceChange, 'The requested change. Null if it was not found.')
  pendingChange!: PendingDeviceChange | null;

  @NullableField(
    () => DeviceChange,
    'The record of the change, with its outcome. Null if the change was not begun.',
  )
  change!: DeviceChange | null;
}

@ValueType('The result of an approval.')
export class ApproveDeviceChangePayload extends withPerson(ApprovedChange) {
  @Field(() => [ApproveDeviceChangeError], {
    description: 'Why the change failed. Empty on success.',
  })
  errors!: readonly (typeof ApproveDeviceChangeError)[];
}

@ObjectType()
abstract class ClosedChangePayload {
  @NullableField(() => PendingDeviceChange, 'The requested change. Null if it was not found.')
  pendingChange!: PendingDeviceChange | null;

  @Field(() => [ClosePendingDeviceChangeError], {
    description: 'Why it was not closed. Empty on success.',
  })
  errors!: readonly (typeof ClosePendingDeviceChangeError)[];
}

@ValueType('The result of a rejection.')
export class RejectDeviceChangePayload extends ClosedChangePayload {}

@ValueType('The result of a withdrawal.')
export class WithdrawDeviceChangePayload extends ClosedChangePayload {}
