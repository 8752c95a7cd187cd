import { ID, InputType } from 'type-graphql';
import { ReportState } from '../../domain/change/change-report.ts';
import { DateTime } from '../fields/date-time.ts';
import { DeviceChangeOutcome } from '../enums/enums.ts';
import { OneOfInput } from '../fields/input.ts';
import { NullableField } from '../fields/nullable-field.ts';

@InputType({
  description: 'Selects recorded changes of a realm. A change must match every given field.',
})
export class DeviceChangeFilter {
  @NullableField(() => ID, "Changes of this user: a global id, or AM's own id exactly as recorded.")
  person?: string | null;

  @NullableField(
    () => ID,
    "Changes made by this user: a global id, or AM's own id in the realm of the list.",
  )
  actor?: string | null;

  @NullableField(
    () => DeviceChangeOutcome,
    'Changes with this outcome. Times and order are then those of the outcome.',
  )
  outcome?: DeviceChangeOutcome | null;

  @NullableField(
    () => Boolean,
    'True for refused changes, false for permitted ones. Absent or null: both, if the caller may see refused changes.',
  )
  isRefused?: boolean | null;

  @NullableField(() => Boolean, 'True for dry runs, false for other changes. Absent or null: both.')
  isDryRun?: boolean | null;

  @NullableField(
    () => ReportState,
    'Changes that their user reported as not recognised, with the report in this state. Times and order are then those of the report. It excludes `outcome` and refused changes.',
  )
  report?: ReportState | null;

  @NullableField(() => String, 'Changes for this ticket, as the caller entered it.')
  ticket?: string | null;

  @NullableField(
    () => ID,
    'The change with this reference number. Lower case, missing dashes and similar letters are accepted.',
  )
  reference?: string | null;

  @NullableField(() => DateTime, 'Changes at or after this time.')
  since?: Date | null;

  @NullableField(() => DateTime, 'Changes before this time.')
  until?: Date | null;
}

@OneOfInput('What finds a recorded change.')
export class DeviceChangeLookup {
  @NullableField(
    () => ID,
    'The reference number. Lower case, missing dashes and similar letters are accepted.',
  )
  reference?: string | null;

  @NullableField(
    () => String,
    'The key of a change that the caller made in the last 24 hours, for a client that has lost the answer. Dry runs have none.',
  )
  idempotencyKey?: string | null;
}
