import { Field, ObjectType } from 'type-graphql';
import {
  codesOfDeviceChanges,
  deviceNotFound,
  devicesChanged,
  type ChangeError,
} from '../change/errors/change-error.type.ts';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { withPerson, withSetupCode } from '../change/recorded-payload.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { PendingDeviceChange } from './pending-change.type.ts';

const requestCodes = {
  USER_NOT_FOUND: 'This realm has no such user. Nothing was requested.',
  DEVICE_NOT_FOUND: 'The user has no such device, or no longer has it. Nothing was requested.',
  IDEMPOTENCY_KEY_REUSED:
    'The idempotency key was used for another request. Nothing was requested. Use a new key.',
} as const;

const closingCodes = {
  REQUEST_NOT_FOUND: 'The caller may see no requested change with this id. Nothing was changed.',
  REQUEST_CLOSED:
    'The requested change waits no longer: it was decided about, was withdrawn, or has expired. See its state.',
} as const;

const devicesGone = {
  DEVICES_GONE:
    'The devices of the request are gone already, for example by an equal request. The request is closed. Nothing was sent, and nothing is left to do.',
} as const;

const requesterRefused = {
  REQUESTER_REFUSED:
    'The requester may no longer make this change, or the user is not the same. The request is closed. Nothing was changed.',
} as const;

const { NOT_SUPPORTED, REFUSED_BY_AM, NOT_DONE, OUTCOME_UNKNOWN, STEP_UP_REQUIRED } =
  codesOfDeviceChanges;

const RequestDeviceChangeError = errorType('RequestDeviceChangeError', {
  description: 'Why a change was not requested.',
  codes: requestCodes,
});

const ApproveDeviceChangeError = errorType('ApproveDeviceChangeError', {
  description: 'Why an approved change failed, or may have failed.',
  codes: {
    ...closingCodes,
    ...requesterRefused,
    ...devicesChanged,
    ...devicesGone,
    ...deviceNotFound,
    NOT_SUPPORTED,
    REFUSED_BY_AM,
    NOT_DONE,
    OUTCOME_UNKNOWN,
    STEP_UP_REQUIRED,
  },
});

const ClosePendingDeviceChangeError = errorType('ClosePendingDeviceChangeError', {
  description: 'Why a requested change was not rejected or withdrawn.',
  codes: closingCodes,
});

export type RequestError = CodedError<keyof typeof requestCodes>;
export type ClosingError = CodedError<keyof typeof closingCodes>;
export type ApprovalError =
  ChangeError | CodedError<keyof typeof closingCodes | 'REQUESTER_REFUSED' | 'DEVICES_GONE'>;

export const noSuchPending = codedError('REQUEST_NOT_FOUND', 'There is no such request.', [
  'input',
  'id',
]);

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
  errors!: readonly RequestError[];
}

@ObjectType({ simpleResolvers: true })
class ClosedChange {
  @NullableField(() => PendingDeviceChange, 'The requested change. Null if it was not found.')
  pendingChange!: PendingDeviceChange | null;
}

@ObjectType({ simpleResolvers: true })
class ApprovedChange extends ClosedChange {
  @NullableField(
    () => DeviceChange,
    'The record of the change, with its outcome. Null if the change was not begun.',
  )
  change!: DeviceChange | null;
}

@ValueType('The result of an approval.')
export class ApproveDeviceChangePayload extends withPerson(withSetupCode(ApprovedChange)) {
  @Field(() => [ApproveDeviceChangeError], {
    description: 'Why the change failed. Empty on success.',
  })
  errors!: readonly ApprovalError[];
}

/** It shows the user, because another person may have approved the request just before. */
@ValueType('The result of a rejection or a withdrawal.')
export class ClosePendingDeviceChangePayload extends withPerson(ClosedChange) {
  @Field(() => [ClosePendingDeviceChangeError], {
    description: 'Why it was not closed. Empty on success.',
  })
  errors!: readonly ClosingError[];
}
