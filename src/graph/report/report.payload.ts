import { Field } from 'type-graphql';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';

const codes = {
  CHANGE_NOT_FOUND: 'The caller has no recorded change with this reference. Nothing was recorded.',
  NOT_REPORTABLE:
    'Of a report: the change was refused or was a dry run, so it did nothing to report. Nothing was recorded.',
  REPORT_NOT_FOUND: 'Of taking a report: the change has none. Nothing was recorded.',
  REPORT_TAKEN:
    'Of taking a report: another member of staff took it earlier. Nothing was recorded.',
  NOT_RETRYABLE:
    'Of sending mail again: each message was delivered or dropped, or is being sent now.',
} as const;

/** Why a record was not acted on. */
export type RecordError = CodedError<keyof typeof codes>;

/** The result of acting on a record. */
export interface RecordPayload {
  readonly change: object | null;
  readonly errors: readonly RecordError[];
}

const RecordedDeviceChangeError = errorType('RecordedDeviceChangeError', {
  description: 'Why a change was not reported, its report not taken, or its mail not sent again.',
  codes,
});

@ValueType('The result of a check, of a report, of taking one, or of sending mail again.')
export class RecordedDeviceChangePayload {
  @NullableField(
    () => DeviceChange,
    'The change as it is now, also if the step was refused. Null if it was not found.',
  )
  change!: DeviceChange | null;

  @Field(() => [RecordedDeviceChangeError], {
    description: 'Why the step was refused. Empty on success.',
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
