import type { ChangeRequest, ChangeResult } from '../../changes/change-request.ts';
import { runChange } from '../../changes/run-change.ts';
import type { ApprovalDecision, PendingChange } from '../../domain/approval.ts';
import { recordedDevice, type RecordedChange } from '../../domain/change-record.ts';
import type { RecordedDevice } from '../../domain/change-record.ts';
import type { ErrorCode } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import {
  DevicesChanged,
  noSuchPending,
  PendingChangeClosed,
  PendingChangeRefused,
  userError,
  type ChangeError,
} from '../change/change-error.type.ts';
import { failureOf } from '../change/record-fields.ts';
import { isPrivileged } from '../change/request-change.ts';
import { resetFacts } from '../change/reset-facts.ts';
import type { RequestContext } from '../request/context.ts';
import { requireApprovals, type SecondPersonGrant } from './permit-pending.ts';
import { meantDevices } from './request-pending.ts';

/** What became of an approval. */
export interface Approved {
  readonly pending: PendingChange | null;
  readonly change: RecordedChange | null;
  readonly errors: readonly ChangeError[];
}

/**
 * Approves a requested change and carries it out, once: on the devices of the request only, under
 * the limits of now, counted for the requester. The request is closed as `REFUSED` if the requester
 * may no longer make the change, or if other devices are registered. If a limit or an unavailable
 * AM prevents the change, it continues to wait.
 */
export async function approvePending(
  context: RequestContext,
  grant: SecondPersonGrant,
  note: string | null,
): Promise<Approved> {
  const { pending, person, actor } = grant;
  if (pending.state !== 'WAITING') return closed(pending);
  const refuse = (code: ErrorCode): Promise<Approved> =>
    refusePending(context, pending, {
      state: 'REFUSED',
      actor,
      note,
      code,
      correlationId: context.correlationId,
    });
  if (person === null) return refuse('FORBIDDEN');
  const denial = await context.requesterDenial(pending, person);
  if (denial !== null) return refuse(denial);
  if (!(await isSameList(grant, person))) return refuse('DEVICES_CHANGED');
  context.countChangeOfOther();
  const request = await requestOf(context, { pending, person, actor, note });
  const result = await runChange(context.changeTools(grant), request);
  return answerOf(context, pending, { result, person });
}

async function answerOf(
  context: RequestContext,
  { id }: PendingChange,
  { result, person }: { readonly result: ChangeResult; readonly person: Person },
): Promise<Approved> {
  switch (result.kind) {
    case 'completed': {
      const pending = await requireApprovals(context).find(id);
      const errors = result.results.flatMap((one) => resetFacts(one, person).errors);
      return { pending, change: result.change, errors };
    }
    case 'notWaiting':
      return closed(result.pending);
    case 'replayed':
      throw new TypeError('a requested change repeats nothing');
    case 'inProgress':
    case 'limited':
    case 'keyReused':
    case 'rejected':
      throw failureOf(result);
  }
}

/** Closes a request that the gateway does not carry out. */
async function refusePending(
  context: RequestContext,
  { id }: PendingChange,
  decision: ApprovalDecision,
): Promise<Approved> {
  const decided = await requireApprovals(context).end(id, decision);
  if (decided === null || !decided.isDecidedNow) return closed(decided?.pending ?? null);
  const error =
    decision.code === 'DEVICES_CHANGED'
      ? userError(DevicesChanged, messages.devices)
      : userError(PendingChangeRefused, messages.refused);
  return { pending: decided.pending, change: null, errors: [error] };
}

const messages = {
  devices:
    'Other devices are registered than at the time of the request. Nothing was changed. The change must be requested again.',
  refused:
    'The requester may no longer make this change. Nothing was changed. The request is closed.',
  closed: 'This request was decided about before, or has expired. Nothing was sent.',
} as const;

/** The answer about a request that waits no longer. */
export function closed(pending: PendingChange | null): Approved {
  const error =
    pending === null ? noSuchPending() : userError(PendingChangeClosed, messages.closed);
  return { pending, change: null, errors: [error] };
}

/** Whether exactly the devices of the request are registered. */
async function isSameList(
  { am, pending: { intent, devices } }: SecondPersonGrant,
  person: Person,
): Promise<boolean> {
  const { kinds, options } = intent;
  const deviceId = typeof options['deviceId'] === 'string' ? options['deviceId'] : null;
  const now = await meantDevices({ am, person }, { kinds, deviceId });
  return idsOf(now.map(recordedDevice)) === idsOf(devices);
}

function idsOf(devices: readonly RecordedDevice[]): string {
  return JSON.stringify(devices.map(({ kind, id }) => `${kind} ${id ?? ''}`).toSorted());
}

/** The change that the requester wants, with the approval. */
async function requestOf(
  context: RequestContext,
  {
    pending,
    person,
    actor,
    note,
  }: Pick<SecondPersonGrant, 'pending' | 'actor'> & {
    readonly person: Person;
    readonly note: string | null;
  },
): Promise<ChangeRequest> {
  const { id, at, intent, devices, overrideLimit } = pending;
  const { effect, kinds, reason, ticket, verification } = intent;
  const { endSessions, ...options } = intent.options;
  const { deviceId = null } = options;
  const named = devices.flatMap((one) => (one.id === null ? [] : [{ kind: one.kind, id: one.id }]));
  return {
    effect,
    person,
    actor: intent.actor,
    privileged: await isPrivileged(context, person),
    kinds,
    arguments: {
      deviceId: typeof deviceId === 'string' ? deviceId : null,
      name: null,
      force: false,
      expected: named,
    },
    options,
    dryRun: false,
    endsSessions: endSessions === true,
    ownSession: null,
    reason,
    ticket,
    verification,
    proof: null,
    threat: { realms: context.realmsHolding(person), hasSecondFactor: false, isApproved: true },
    idempotencyKey: null,
    overrideLimit,
    approval: { id, actor, note, requestedAt: at },
  };
}
