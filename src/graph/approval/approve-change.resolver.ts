import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { ApprovalDecision, PendingChange } from '../../domain/approval.ts';
import { Access, Granted } from '../access.ts';
import { noSuchPending } from '../change/change-error.type.ts';
import { Cost } from '../cost.ts';
import { recordedOwner, shownChange } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { ApproveChangeInput, RejectChangeInput, WithdrawChangeInput } from './approval.input.ts';
import {
  ApproveChangePayload,
  RejectChangePayload,
  WithdrawChangePayload,
} from './approval.payload.ts';
import { approvePending, closed } from './approve-pending.ts';
import {
  permitRequester,
  permitSecondPerson,
  requireApprovals,
  type RequesterGrant,
  type SecondPersonGrant,
} from './permit-pending.ts';
import { shownPending, type Viewer } from './shown-pending.ts';

interface ClosedFields {
  readonly pendingChange: object | null;
  readonly errors: readonly object[];
}

interface ApprovedFields extends ClosedFields {
  readonly change: object | null;
}

@Resolver()
export class ApproveChangeResolver {
  @Access({ effect: 'approve', permit: permitSecondPerson })
  @Cost({ calls: 40 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => ApproveChangePayload, {
    nullable: true,
    description:
      'Approves a requested change, and carries it out once. The caller must be another person than the requester and the user, with the right for the change. It is counted for the requester.',
  })
  async approveChange(
    @Arg('input', () => ApproveChangeInput, { description: 'The requested change to approve.' })
    { note }: ApproveChangeInput,
    @Granted() grant: SecondPersonGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ApprovedFields> {
    if (grant === null) return { ...notFound(), change: null };
    const { pending, change, errors } = await approvePending(context, grant, noteIn(note));
    const owner = recordedOwner(context, grant.pending.intent.target);
    return {
      pendingChange: shown(context, pending, { actor: grant.actor, isPermitted: true }),
      change: change && shownChange(change, owner),
      errors,
    };
  }

  @Access({ effect: 'approve', permit: permitSecondPerson })
  @Cost({ calls: 8 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => RejectChangePayload, {
    nullable: true,
    description:
      'Rejects a requested change. The caller must be a second person, as for an approval.',
  })
  async rejectChange(
    @Arg('input', () => RejectChangeInput, { description: 'The requested change to reject.' })
    { note }: RejectChangeInput,
    @Granted() grant: SecondPersonGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ClosedFields> {
    if (grant === null) return notFound();
    const decision = { state: 'REJECTED', note: noteIn(note) } as const;
    return close(context, grant, { decision, isPermitted: true });
  }

  @Access({ effect: 'approve', permit: permitRequester })
  @Cost({ calls: 8 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => WithdrawChangePayload, {
    nullable: true,
    description: 'Withdraws a requested change. Only its requester can.',
  })
  async withdrawChange(
    @Arg('input', () => WithdrawChangeInput, { description: 'The requested change to withdraw.' })
    _input: WithdrawChangeInput,
    @Granted() grant: RequesterGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ClosedFields> {
    if (grant === null) return notFound();
    const decision = { state: 'WITHDRAWN', note: null } as const;
    return close(context, grant, { decision, isPermitted: false });
  }
}

async function close(
  context: RequestContext,
  { pending, actor }: Pick<RequesterGrant, 'pending' | 'actor'>,
  {
    decision,
    isPermitted,
  }: {
    readonly decision: Pick<ApprovalDecision, 'state' | 'note'>;
    readonly isPermitted: boolean;
  },
): Promise<ClosedFields> {
  const { correlationId } = context;
  const whole = { ...decision, actor, code: null, correlationId };
  const decided = await requireApprovals(context).end(pending.id, whole);
  const viewer = { actor, isPermitted };
  const errors = decided?.isDecidedNow === true ? [] : closed(decided?.pending ?? null).errors;
  return { pendingChange: shown(context, decided?.pending ?? null, viewer), errors };
}

function shown(
  context: RequestContext,
  pending: PendingChange | null,
  viewer: Viewer,
): object | null {
  return pending && shownPending(context, pending, viewer);
}

function notFound(): ClosedFields {
  return { pendingChange: null, errors: [noSuchPending()] };
}

function noteIn(note: string | null = null): string | null {
  const text = note?.trim() ?? '';
  return text === '' ? null : text;
}
