import { Field } from 'type-graphql';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';

const notFound = {
  CHANGE_NOT_FOUND: 'The caller has no recorded change with this reference. Nothing was recorded.',
} as const;

const reportCodes = {
  ...notFound,
  NOT_REPORTABLE:
    'The change was refused or was a dry run, so it did nothing to report. Nothing was recorded.',
} as const;

const takingCodes = {
  ...notFound,
  REPORT_NOT_FOUND: 'The change has no report. Nothing was recorded.',
  REPORT_TAKEN: 'Another member of staff took the report earlier. Nothing was recorded.',
} as const;

const retryCodes = {
  ...notFound,
  NOT_RETRYABLE:
    'No message of the change can be sent again: each was delivered or dropped, or is being sent now.',
} as const;

/** Why a record was not acted on. */
export type RecordError = CodedError<
  keyof typeof reportCodes | keyof typeof takingCodes | keyof typeof retryCodes
>;

/** The result of acting on a record. */
export interface RecordPayload {
  readonly change: object | null;
  readonly errors: readonly RecordError[];
}

const ReportError = errorType('ReportUnrecognisedDeviceChangeError', {
  description: 'Why a change was not reported.',
  codes: reportCodes,
});

const TakingError = errorType('TakeDeviceChangeReportError', {
  description: 'Why a report was not taken.',
  codes: takingCodes,
});

const RetryError = errorType('RetryDeviceChangeNoticeError', {
  description: 'Why mail about a change is not sent again.',
  codes: retryCodes,
});

@ValueType('The result of a report.')
export class ReportUnrecognisedDeviceChangePayload {
  @NullableField(() => DeviceChange, 'The reported change. Null if it was not found.')
  change!: DeviceChange | null;

  @Field(() => [ReportError], {
    description: 'Why the change was not reported. Empty on success.',
  })
  errors!: readonly RecordError[];
}

@ValueType('The result of taking a report.')
export class TakeDeviceChangeReportPayload {
  @NullableField(
    () => DeviceChange,
    'The change, also if someone else has taken its report. Null if it was not found.',
  )
  change!: DeviceChange | null;

  @Field(() => [TakingError], {
    description: 'Why the report was not taken. Empty on success.',
  })
  errors!: readonly RecordError[];
}

@ValueType('The result of sending mail again.')
export class RetryDeviceChangeNoticePayload {
  @NullableField(
    () => DeviceChange,
    'The change, also if no message can be sent again. Null if there is no such change.',
  )
  change!: DeviceChange | null;

  @Field(() => [RetryError], {
    description: 'Why no message is sent again. Empty on success.',
  })
  errors!: readonly RecordError[];
}

const path = ['input', 'reference'];

/** The errors about a record, each with its text. */
export const recordErrors = {
  noSuchChange: codedError('CHANGE_NOT_FOUND', 'There is no such change.', path),
  notReportable: codedError(
    'NOT_REPORTABLE',
    'This change did nothing. There is nothing to report.',
    path,
  ),
  noSuchReport: codedError('REPORT_NOT_FOUND', 'This change was not reported.', path),
  takenByAnother: codedError(
    'REPORT_TAKEN',
    'A colleague takes care of this report already.',
    path,
  ),
  nothingToRetry: codedError(
    'NOT_RETRYABLE',
    'There is no mail to send again. Each message was delivered or dropped, or is being sent now.',
    path,
  ),
} as const;

/** The result if the caller may see no such change. */
export const noSuchChange: RecordPayload = { change: null, errors: [recordErrors.noSuchChange] };
