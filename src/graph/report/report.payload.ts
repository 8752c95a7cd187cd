import { createUnionType, Field } from 'type-graphql';
import { DeviceChangeError, ErrorType, userError } from '../change/errors/change-error.type.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@ErrorType('The caller has no recorded change with this reference. Nothing was recorded.')
export class DeviceChangeNotFound extends DeviceChangeError {}

@ErrorType(
  'The change was refused or was a dry run, so it did nothing to report. Nothing was recorded.',
)
export class DeviceChangeNotReportable extends DeviceChangeError {}

@ErrorType('The change has no report. Nothing was recorded.')
export class DeviceChangeReportNotFound extends DeviceChangeError {}

@ErrorType('Another member of staff took the report earlier. Nothing was recorded.')
export class DeviceChangeReportTaken extends DeviceChangeError {}

export const ReportUnrecognisedDeviceChangeError = createUnionType({
  name: 'ReportUnrecognisedDeviceChangeError',
  description: 'Why a change was not reported.',
  types: () => [DeviceChangeNotFound, DeviceChangeNotReportable] as const,
});

export const TakeDeviceChangeReportError = createUnionType({
  name: 'TakeDeviceChangeReportError',
  description: 'Why a report was not taken.',
  types: () => [DeviceChangeNotFound, DeviceChangeReportNotFound, DeviceChangeReportTaken] as const,
});

@ValueType('The result of a report.')
export class ReportUnrecognisedDeviceChangePayload {
  @NullableField(() => DeviceChange, 'The reported change. Null if the report failed.')
  change!: DeviceChange | null;

  @Field(() => [ReportUnrecognisedDeviceChangeError], {
    description: 'Why the change was not reported. Empty on success.',
  })
  errors!: readonly (typeof ReportUnrecognisedDeviceChangeError)[];
}

@ValueType('The result of taking a report.')
export class TakeDeviceChangeReportPayload {
  @NullableField(
    () => DeviceChange,
    'The reported change, also if someone else has taken the report. Null if no report was found.',
  )
  change!: DeviceChange | null;

  @Field(() => [TakeDeviceChangeReportError], {
    description: 'Why the report was not taken. Empty on success.',
  })
  errors!: readonly (typeof TakeDeviceChangeReportError)[];
}

const path = ['input', 'reference'];

export function noSuchChange(): DeviceChangeNotFound {
  return userError(DeviceChangeNotFound, 'There is no such change.', path);
}

export function notReportable(): DeviceChangeNotReportable {
  return userError(
    DeviceChangeNotReportable,
    'This change did nothing. There is nothing to report.',
    path,
  );
}

export function noSuchReport(): DeviceChangeReportNotFound {
  return userError(DeviceChangeReportNotFound, 'This change was not reported.', path);
}

export function takenByAnother(): DeviceChangeReportTaken {
  return userError(DeviceChangeReportTaken, 'A colleague takes care of this report already.', path);
}
