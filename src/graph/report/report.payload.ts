import { createUnionType, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { ChangeError, ErrorType, userError } from '../change/change-error.type.ts';
import { DeviceChange } from '../history/change-record.type.ts';
import { NullableField } from '../nullable-field.ts';

@ErrorType('The caller has no recorded change with this reference. Nothing was recorded.')
export class DeviceChangeNotFound extends ChangeError {}

@ErrorType(
  'The change was refused or was a dry run, so it did nothing to report. Nothing was recorded.',
)
export class ChangeNotReportable extends ChangeError {}

@ErrorType('The change has no report. Nothing was recorded.')
export class ChangeReportNotFound extends ChangeError {}

@ErrorType('Another member of staff took the report earlier. Nothing was recorded.')
export class ChangeReportTaken extends ChangeError {}

export const ReportUnrecognisedChangeError = createUnionType({
  name: 'ReportUnrecognisedChangeError',
  description: 'Why a change was not reported.',
  types: () => [DeviceChangeNotFound, ChangeNotReportable] as const,
});

export const TakeReportError = createUnionType({
  name: 'TakeReportError',
  description: 'Why a report was not taken.',
  types: () => [DeviceChangeNotFound, ChangeReportNotFound, ChangeReportTaken] as const,
});

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a report.' })
export class ReportUnrecognisedChangePayload {
  @NullableField(() => DeviceChange, 'The reported change. Null if the report failed.')
  change!: DeviceChange | null;

  @Field(() => [ReportUnrecognisedChangeError], {
    description: 'Why the change was not reported. Empty on success.',
  })
  errors!: readonly (typeof ReportUnrecognisedChangeError)[];
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of taking a report.' })
export class TakeReportPayload {
  @NullableField(
    () => DeviceChange,
    'The reported change, also if someone else has taken the report. Null if no report was found.',
  )
  change!: DeviceChange | null;

  @Field(() => [TakeReportError], {
    description: 'Why the report was not taken. Empty on success.',
  })
  errors!: readonly (typeof TakeReportError)[];
}

const path = ['input', 'reference'];

export function noSuchChange(): DeviceChangeNotFound {
  return userError(DeviceChangeNotFound, 'There is no such change.', path);
}

export function notReportable(): ChangeNotReportable {
  return userError(
    ChangeNotReportable,
    'This change did nothing. There is nothing to report.',
    path,
  );
}

export function noSuchReport(): ChangeReportNotFound {
  return userError(ChangeReportNotFound, 'This change was not reported.', path);
}

export function takenByAnother(): ChangeReportTaken {
  return userError(ChangeReportTaken, 'A colleague takes care of this report already.', path);
}
