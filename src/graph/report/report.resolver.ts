import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { isSamePerson, type RecordedChange } from '../../domain/change-record.ts';
import { limitReached, type Failure, type ReachedLimit } from '../../domain/failure.ts';
import { Access, Granted } from '../access.ts';
import { Cost } from '../cost.ts';
import { recordedOwner, shownChange } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import { permitReport, permitTaking, type ReportGrant, type StaffGrant } from './permit-report.ts';
import { ReportUnrecognisedChangeInput, TakeReportInput } from './report.input.ts';
import {
  noSuchChange,
  noSuchReport,
  notReportable,
  ReportUnrecognisedChangePayload,
  takenByAnother,
  TakeReportPayload,
} from './report.payload.ts';

interface ReportFields {
  readonly change: object | null;
  readonly errors: readonly object[];
}

@Resolver()
export class ReportResolver {
  @Access({ effect: 'report', permit: permitReport })
  @Cost({ calls: 3 })
  @Mutation(() => ReportUnrecognisedChangePayload, {
    nullable: true,
    description:
      'Reports a change of the own devices that the caller does not recognise. Staff see it first. It changes no device and ends no session. A repeated report is the same report.',
  })
  async reportUnrecognisedChange(
    @Arg('input', () => ReportUnrecognisedChangeInput, {
      description: 'The change that the caller does not recognise.',
    })
    _input: ReportUnrecognisedChangeInput,
    @Granted() grant: ReportGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ReportFields> {
    if (grant === null) return failed(noSuchChange());
    const { change, person } = grant;
    const actor = await recordedActor(context, 'SELF', person);
    const step = { id: change.id, actor, ...context.correlation };
    const reported = await context.ledger.report(step, context.changeLimits.reports);
    switch (reported.kind) {
      case 'reported':
        return { change: shownIn(context, reported.change), errors: [] };
      case 'unknown change':
        return failed(noSuchChange());
      case 'not reportable':
        return failed(notReportable());
      case 'limited':
        throw tooManyReports(reported);
      default:
        return reported satisfies never;
    }
  }

  @Access({ effect: 'takeReport', permit: permitTaking })
  @Cost({ calls: 6 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => TakeReportPayload, {
    nullable: true,
    description:
      'Takes the report of a change, so that colleagues see who handles it. The first one to take it keeps it. Staff cannot take a report of a change that they made, requested, or approved, or whose campaign they created or started.',
  })
  async takeReport(
    @Arg('input', () => TakeReportInput, { description: 'The reported change.' })
    _input: TakeReportInput,
    @Granted() grant: StaffGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ReportFields> {
    if (grant === null) return failed(noSuchChange());
    const actor = await recordedActor(context, grant.role, null);
    const step = { id: grant.change.id, actor, ...context.correlation };
    const taken = await context.ledger.takeReport(step);
    if (taken.kind === 'no report') return failed(noSuchReport());
    const by = taken.change.report?.taken?.actor;
    const isByCaller = by !== undefined && isSamePerson(by, actor);
    const errors = isByCaller ? [] : [takenByAnother()];
    return { change: shownIn(context, taken.change), errors };
  }
}

function failed(error: object): ReportFields {
  return { change: null, errors: [error] };
}

function shownIn(context: RequestContext, change: RecordedChange): object {
  return shownChange(change, recordedOwner(context, change.intent.target));
}

function tooManyReports(reached: ReachedLimit): Failure {
  return limitReached(
    'You have reported too many changes. This report was not recorded. Call the help desk.',
    reached,
  );
}
