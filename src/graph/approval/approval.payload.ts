import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import {
  ApproveChangeError,
  ClosePendingChangeError,
  RequestChangeError,
} from '../change/change-error.type.ts';
import { DeviceChange } from '../history/change-record.type.ts';
import { NullableField } from '../nullable-field.ts';
import { PendingChange } from './pending-change.type.ts';

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a request.' })
export class RequestChangePayload {
  @NullableField(() => PendingChange, 'The requested change. Null if the request failed.')
  pendingChange!: PendingChange | null;

  @Field(() => Boolean, {
    description: 'Whether an earlier request with the same idempotency key is the result.',
  })
  isReplayed!: boolean;

  @Field(() => [RequestChangeError], {
    description: 'Why the change was not requested. Empty on success.',
  })
  errors!: readonly (typeof RequestChangeError)[];
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of an approval.' })
export class ApproveChangePayload {
  @NullableField(() => PendingChange, 'The requested change. Null if it was not found.')
  pendingChange!: PendingChange | null;

  @NullableField(
    () => DeviceChange,
    'The record of the change, with its outcome. Null if the change was not begun.',
  )
  change!: DeviceChange | null;

  @Field(() => [ApproveChangeError], { description: 'Why the change failed. Empty on success.' })
  errors!: readonly (typeof ApproveChangeError)[];
}

@ObjectType()
abstract class ClosedChangePayload {
  @NullableField(() => PendingChange, 'The requested change. Null if it was not found.')
  pendingChange!: PendingChange | null;

  @Field(() => [ClosePendingChangeError], {
    description: 'Why it was not closed. Empty on success.',
  })
  errors!: readonly (typeof ClosePendingChangeError)[];
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a rejection.' })
export class RejectChangePayload extends ClosedChangePayload {}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a withdrawal.' })
export class WithdrawChangePayload extends ClosedChangePayload {}
