import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { limitReached, type Failure, type ReachedLimit } from '../../domain/failure.ts';
import { Access, Granted } from '../access.ts';
import { Cost } from '../cost.ts';
import { recordedOwner, shownChange } from '../history/shown-change.ts';
import { noSuchChange } from '../report/report.payload.ts';
import type { RequestContext } from '../request/context.ts';
import type { StaffGrant } from '../report/permit-report.ts';
import { permitRetry } from './permit-retry.ts';
import { RetryNoticeInput } from './retry-notice.input.ts';
import { nothingToRetry, RetryNoticePayload } from './retry-notice.payload.ts';

@Resolver()
export class RetryNoticeResolver {
  @Access({ effect: 'retryNotice', permit: permitRetry })
  @Cost({ calls: 6 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => RetryNoticePayload, {
    nullable: true,
    description:
      'Sends the mail about a change again that was given up, or whose last attempt failed. Delivered mail is not repeated. It is permitted five times an hour for each change.',
  })
  async retryNotice(
    @Arg('input', () => RetryNoticeInput, {
      description: 'The change about which mail is sent again.',
    })
    _input: RetryNoticeInput,
    @Granted() grant: StaffGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<{ readonly change: object | null; readonly errors: readonly object[] }> {
    if (grant === null) return { change: null, errors: [noSuchChange()] };
    const { change, role } = grant;
    const retried = await context.ledger.retryNotice(change.id);
    if (retried.kind === 'limited') throw tooManyRetries(retried);
    if (retried.kind === 'retried')
      context.warn(
        `Mail about the change ${change.id} is sent again (${retried.count}), requested in the role ${role} by the request ${context.correlationId}.`,
      );
    const errors = retried.kind === 'nothing' ? [nothingToRetry()] : [];
    const owner = recordedOwner(context, change.intent.target);
    return { change: shownChange(change, owner), errors };
  }
}

function tooManyRetries(reached: ReachedLimit): Failure {
  return limitReached(
    'The mail about this change was sent again too often. It was not sent now. Try again later.',
    reached,
  );
}
