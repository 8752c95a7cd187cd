import { Ctx, Directive, Resolver } from 'type-graphql';
import { isSamePerson } from '../../domain/change/change-record.ts';
import { type Failure } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { shownTo } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor, recordedSelf, strongerSelf } from '../../access/recorded-actor.ts';
import {
  permitReport,
  permitTaking,
  type ReportGrant,
  type StaffGrant,
} from '../../changes/records/act-on-record.ts';
import { byReference, RecordedDeviceChangeInput } from './report.input.ts';
import {
  noSuchChange,
  recordErrors,
  RecordedDeviceChangePayload,
  type RecordPayload,
} from './report.payload.ts';
import type { RecordedActor } from '../../domain/change/change-record.ts';
import { limitReached, type RefusingLimit } from '../../domain/values/limit.ts';

@Resolver()
export class ReportResolver {
  @Access({ effect: 'report', permit: byReference(permitReport) })
  @Cost({ calls: 3 })
  @NullableMutation(
    () => RecordedDeviceChangePayload,
    'Reports a change of the own devices that the caller does not recognise. Staff see it first. It changes no device and ends no session. A repeated report is the same report.',
  )
  async reportUnrecognisedDeviceChange(
    @Input(() => RecordedDeviceChangeInput, 'The change that the caller does not recognise.')
    _input: RecordedDeviceChangeInput,
    @Granted() grant: ReportGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<RecordPayload> {
    if (grant === null) return noSuchChange;
    const { change, person } = grant;
    const actor = await recordedSelf(context, person);
    const step = { id: change.id, ...context.correlation };
    const report = (by: RecordedActor) =>
      context.ledger.report({ ...step, actor: by }, context.changeLimits.reports);
    const asked = await report(actor);
    // Reports by a password alone are counted apart.
    const stronger = asked.kind === 'limited' ? await strongerSelf(context, actor) : null;
    const reported = stronger === null ? asked : await report(stronger);
    switch (reported.kind) {
      case 'reported':
        return { change: shownTo(context, reported.change, 'SELF'), errors: [] };
      case 'unknown change':
        return noSuchChange;
      case 'not reportable':
        return { change: shownTo(context, change, 'SELF'), errors: [recordErrors.notReportable] };
      case 'limited':
        throw tooManyReports(reported);
      default:
        return reported satisfies never;
    }
  }

  @Access({ effect: 'takeReport', permit: byReference(permitTaking) })
  @Cost({ calls: 6 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => RecordedDeviceChangePayload,
    'Takes the report of a change, so that colleagues see who handles it. The first one to take it keeps it. Staff cannot take a report of a change that they made, requested, or approved, or whose campaign they created or started.',
  )
  async takeDeviceChangeReport(
    @Input(() => RecordedDeviceChangeInput, 'The reported change that the caller takes care of.')
    _input: RecordedDeviceChangeInput,
    @Granted() grant: StaffGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<RecordPayload> {
    if (grant === null) return noSuchChange;
    const actor = await recordedActor(context, grant, null);
    const step = { id: grant.change.id, actor, ...context.correlation };
    const taken = await context.ledger.takeReport(step);
    if (taken.kind === 'no report')
      return {
        change: shownTo(context, grant.change, grant.role),
        errors: [recordErrors.noSuchReport],
      };
    const by = taken.change.report?.taken?.actor;
    const isByCaller = by !== undefined && isSamePerson(by, actor);
    const errors = isByCaller ? [] : [recordErrors.takenByAnother];
    return { change: shownTo(context, taken.change, grant.role), errors };
  }
}

function tooManyReports(reached: RefusingLimit): Failure {
  return limitReached(
    'You have reported too many changes. This report was not recorded. Call the help desk.',
    reached,
  );
}
