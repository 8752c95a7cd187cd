import { Ctx, Directive, Resolver } from 'type-graphql';
import type {
  ApprovalDecision,
  PendingChange,
  SecondPerson,
} from '../../domain/change/approval.ts';
import type { ErrorCode } from '../../domain/values/failure.ts';
import { shownSetupCode } from '../../domain/enrolment/setup-code.ts';
import { recordIdIn } from '../../domain/devices/global-id.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { codedError } from '../change/errors/coded-error.ts';
import { changedPerson, noPerson, type ChangedPerson } from '../change/changed-person.ts';
import { resetFacts } from '../change/reset-facts.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { textOf } from '../../domain/values/member.ts';
import { shownTo } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { PendingDeviceChangeInput } from './approval.input.ts';
import {
  ApproveDeviceChangePayload,
  ClosePendingDeviceChangePayload,
  noSuchPending,
  type ApprovalError,
  type ClosingError,
} from './approval.payload.ts';
import { approvePending, type Approved } from '../../changes/approvals/approve-pending.ts';
import {
  permitRequester,
  permitSecondPerson,
  type RequesterGrant,
  type SecondPersonGrant,
} from '../../changes/approvals/second-person.ts';
import { shownPending } from './shown-pending.ts';

interface ClosedFields extends ChangedPerson {
  readonly pendingChange: object | null;
  readonly errors: readonly ClosingError[];
}

interface ApprovedFields extends Omit<ClosedFields, 'errors'> {
  readonly errors: readonly ApprovalError[];
  readonly change: object | null;
  readonly setupCode: string | null;
}

@Resolver()
export class ApproveChangeResolver {
  @Access({ effect: 'approve', permit: permitDecision })
  @Cost({ calls: 40 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => ApproveDeviceChangePayload,
    'Approves a requested change, and carries it out once. The caller must be another person than the requester and the user, with the right for the change. It is counted for the requester.',
  )
  async approveDeviceChange(
    @Input(() => PendingDeviceChangeInput, 'The requested change to approve.')
    { note }: PendingDeviceChangeInput,
    @Granted() grant: SecondPersonGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ApprovedFields> {
    if (grant === null) return { ...notFound(), change: null, setupCode: null };
    const approved = await approvePending(context, grant, noteIn(note));
    const { change = null, setupCode = null } = approved.kind === 'made' ? approved : {};
    const { kinds } = grant.pending.intent;
    return {
      ...changedPerson(context, grant, kinds),
      pendingChange: shown(context, approved.pending, grant),
      change: change && shownTo(context, change, grant.actor.role),
      setupCode: setupCode && shownSetupCode(setupCode),
      errors: errorsOf(approved),
    };
  }

  @Access({ effect: 'approve', permit: permitDecision })
  @Cost({ calls: 8 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => ClosePendingDeviceChangePayload,
    'Rejects a requested change. The caller must be a second person, as for an approval.',
  )
  async rejectDeviceChange(
    @Input(() => PendingDeviceChangeInput, 'The requested change to reject.')
    { note }: PendingDeviceChangeInput,
    @Granted() grant: SecondPersonGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ClosedFields> {
    if (grant === null) return notFound();
    const decision = { state: 'REJECTED', note: noteIn(note) } as const;
    return close(context, { ...grant, onPerson: grant }, decision);
  }

  @Access({ effect: 'approve', permit: permitWithdrawal })
  @Cost({ calls: 8 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => ClosePendingDeviceChangePayload,
    'Withdraws a requested change. Only its requester can.',
  )
  async withdrawDeviceChange(
    @Input(() => PendingDeviceChangeInput, 'The requested change to withdraw.')
    { note }: PendingDeviceChangeInput,
    @Granted() grant: RequesterGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<ClosedFields> {
    if (grant === null) return notFound();
    const decision = { state: 'WITHDRAWN', note: noteIn(note) } as const;
    return close(context, grant, decision);
  }
}

function errorsOf(approved: Approved): readonly ApprovalError[] {
  switch (approved.kind) {
    case 'made':
      return approved.results.flatMap((one) => resetFacts(one, approved.person).errors);
    case 'closed':
      return [closedError(approved.pending)];
    case 'refused':
      return [refusedError(approved.code)];
  }
}

/** The error about a request that the gateway closed without a change. */
function refusedError(code: ErrorCode): ApprovalError {
  switch (code) {
    case 'DEVICES_CHANGED':
      return codedError(code, messages.devices);
    case 'DEVICES_GONE':
      return codedError(code, messages.gone);
    default:
      return codedError('REQUESTER_REFUSED', messages.refused);
  }
}

/** The error about a request that waits no longer. */
function closedError(pending: PendingChange | null): ClosingError {
  return pending === null ? noSuchPending : codedError('REQUEST_CLOSED', messages.closed);
}

const messages = {
  devices:
    'Other devices are registered than at the time of the request. Nothing was changed. The change must be requested again.',
  gone: 'The devices of the request are gone already. Nothing was sent. The request is closed, and no other is needed.',
  refused:
    'The requester may no longer make this change. Nothing was changed. The request is closed.',
  closed: 'This request was decided about before, or has expired. Nothing was sent.',
} as const;

function permitDecision({
  args: { input },
  context,
}: GuardedCall): Promise<SecondPersonGrant | null> {
  return permitSecondPerson(context, idIn(input), textOf(input, 'note') ?? null);
}

function permitWithdrawal({
  args: { input },
  context,
}: GuardedCall): Promise<RequesterGrant | null> {
  return permitRequester(context, idIn(input), textOf(input, 'note') ?? null);
}

async function close(
  context: RequestContext,
  { pending, actor, isSupervised, onPerson }: RequesterGrant,
  decision: Pick<ApprovalDecision, 'state' | 'note'>,
): Promise<ClosedFields> {
  const { correlationId } = context;
  const whole = { ...decision, actor, code: null, correlationId };
  const decided = await context.ledger.approvals.end(pending.id, whole);
  const viewer = { actor, isSupervised };
  const errors = decided?.isDecidedNow === true ? [] : [closedError(decided?.pending ?? null)];
  return {
    ...(onPerson ? changedPerson(context, onPerson, pending.intent.kinds) : noPerson),
    pendingChange: shown(context, decided?.pending ?? null, viewer),
    errors,
  };
}

function shown(
  context: RequestContext,
  pending: PendingChange | null,
  viewer: SecondPerson,
): object | null {
  return pending && shownPending(context, { pending, viewer });
}

function notFound(): ClosedFields {
  return { ...noPerson, pendingChange: null, errors: [noSuchPending] };
}

/** The ledger's id of the request that an input names. */
function idIn(input: unknown): string {
  return recordIdIn('PendingDeviceChange', textOf(input, 'id') ?? '');
}

function noteIn(note: string | null = null): string | null {
  const text = note?.trim() ?? '';
  return text === '' ? null : text;
}
