import { Ctx, Directive, Resolver } from 'type-graphql';
import { type Failure } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { shownTo } from '../history/shown-change.ts';
import {
  noSuchChange,
  recordErrors,
  RecordedDeviceChangePayload,
  type RecordPayload,
} from './report.payload.ts';
import type { RequestContext } from '../request/context.ts';
import { permitRetry, type StaffGrant } from '../../changes/records/act-on-record.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { Input } from '../fields/input.ts';
import { byReference, RecordedDeviceChangeInput } from './report.input.ts';
import { limitReached, type RefusingLimit } from '../../domain/values/limit.ts';

@Resolver()
export class RetryNoticeResolver {
  @Access({ effect: 'retryNotice', permit: byReference(permitRetry) })
  @Cost({ calls: 6 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => RecordedDeviceChangePayload,
    'Sends the mail about a change again that was given up, or whose last attempt failed. Delivered mail is not repeated. It is permitted five times an hour for each change.',
  )
  async retryDeviceChangeNotice(
    @Input(() => RecordedDeviceChangeInput, 'The change about which mail is sent again.')
    _input: RecordedDeviceChangeInput,
    @Granted() grant: StaffGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<RecordPayload> {
    if (grant === null) return noSuchChange;
    const { change, role } = grant;
    const retried = await context.ledger.retryNotice(change.id);
    if (retried.kind === 'limited') throw tooManyRetries(retried);
    if (retried.kind === 'retried')
      context.warn(
        `Mail about the change ${change.id} is sent again (${retried.count}), requested in the role ${role} by the request ${context.correlationId}.`,
      );
    const errors = retried.kind === 'nothing' ? [recordErrors.nothingToRetry] : [];
    return { change: shownTo(context, change, role), errors };
  }
}

function tooManyRetries(reached: RefusingLimit): Failure {
  return limitReached(
    'The mail about this change was sent again too often. It was not sent now. Try again later.',
    reached,
  );
}
