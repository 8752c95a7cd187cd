import type { ChangeOrder } from '../request/change-order.ts';
import type { ChangeResult } from '../request/change-request.ts';
import type { ApprovalDecision, PendingChange } from '../../domain/change/approval.ts';
import { recordedDevice, recordedNames } from '../../domain/change/change-record.ts';
import type { RecordedDevice } from '../../domain/change/change-record.ts';
import { firstObstacle } from '../../domain/conditions/conditions.ts';
import type { ErrorCode, Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { isPrivileged, makeChange } from '../ask-change.ts';
import type { Acting } from '../request/acting.ts';
import { failureOf } from '../request/unmade-change.ts';
import type { SecondPersonGrant } from './second-person.ts';
import { meantDevices } from './request-pending.ts';

/** What became of an approval; `pending` is null if the ledger has no such request. */
export type Approved =
  | ({
      readonly kind: 'made';
      readonly pending: PendingChange | null;
      readonly person: Person;
    } & Pick<
      Extract<ChangeResult, { readonly kind: 'completed' }>,
      'change' | 'results' | 'setupCode'
    >)
  /** It was decided about before, or has expired. */
  | { readonly kind: 'closed'; readonly pending: PendingChange | null }
  /** The gateway closed it without a change. */
  | { readonly kind: 'refused'; readonly pending: PendingChange; readonly code: ErrorCode };

/**
 * Approves a requested change and carries it out, once: on the devices of the request only, under
 * the limits of now, counted for the requester. The request is closed as `REFUSED` if the requester
 * may no longer make the change, or if other devices are registered. If an obstacle passes, such as
 * a limit or an unavailable AM, it continues to wait.
 */
export async function approvePending(
  acting: Acting,
  grant: SecondPersonGrant,
  note: string | null,
): Promise<Approved> {
  const { pending, person, actor } = grant;
  if (pending.state !== 'WAITING') return { kind: 'closed', pending };
  const refuse = (code: ErrorCode): Promise<Approved> =>
    refusePending(acting, pending, {
      state: 'REFUSED',
      actor,
      note,
      code,
      correlationId: acting.correlationId,
    });
  if (person === null) return refuse('FORBIDDEN');
  const requester = {
    actor: pending.intent.actor,
    isRoleOfCredential: pending.isRoleOfCredential,
    effect: pending.intent.effect,
  };
  const denial = (): Promise<Failure | null> => acting.staffDenial(requester, person);
  const obstacle = await firstObstacle('APPROVE', { denial });
  if (obstacle?.ends === 'nothing') throw obstacle.failure;
  if (obstacle !== null) return refuse(obstacle.failure.code);
  const other = await otherList(grant, person);
  if (other !== null) return refuse(other);
  const tooMany = acting.countChangeOfOther();
  if (tooMany !== null) throw tooMany;
  const order = await orderedBefore(acting, { pending, person, actor, note });
  const result = await makeChange(acting, { ...grant, person }, order);
  switch (result.kind) {
    case 'completed': {
      const { change, results, setupCode } = result;
      return {
        kind: 'made',
        pending: await acting.ledger.approvals.find(pending.id),
        person,
        change,
        results,
        setupCode,
      };
    }
    case 'notWaiting':
      return { kind: 'closed', pending: await acting.ledger.approvals.find(pending.id) };
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
  acting: Acting,
  { id }: PendingChange,
  decision: ApprovalDecision & { readonly code: ErrorCode },
): Promise<Approved> {
  const decided = await acting.ledger.approvals.end(id, decision);
  if (decided === null || !decided.isDecidedNow)
    return { kind: 'closed', pending: decided?.pending ?? null };
  return { kind: 'refused', pending: decided.pending, code: decision.code };
}

/**
 * Returns null if exactly the devices of the request are registered. That none of their kinds is
 * left is what the requester wanted: an equal request may have been approved before.
 */
async function otherList(
  { am, pending: { intent, devices } }: SecondPersonGrant,
  person: Person,
): Promise<'DEVICES_CHANGED' | 'DEVICES_GONE' | null> {
  const { kinds, options } = intent;
  const deviceId = typeof options['deviceId'] === 'string' ? options['deviceId'] : null;
  const now = await meantDevices({ am, person }, { kinds, deviceId });
  if (idsOf(now.map(recordedDevice)) === idsOf(devices)) return null;
  return now.length === 0 ? 'DEVICES_GONE' : 'DEVICES_CHANGED';
}

function idsOf(devices: readonly RecordedDevice[]): string {
  return JSON.stringify(devices.map(({ kind, id }) => `${kind} ${id ?? ''}`).toSorted());
}

/** The change that the requester wants, on the devices of the request. */
async function orderedBefore(
  acting: Acting,
  { pending, person, actor, note }: ApprovedRequest,
): Promise<ChangeOrder> {
  const { id, at: requestedAt, devices, overrideLimit: override } = pending;
  const { clientCorrelationId: _ofRequest, before: _none, ...intent } = pending.intent;
  const privileged = await isPrivileged(acting, person);
  return {
    person,
    intent: {
      ...intent,
      target: { ...recordedNames(person), privileged },
      ...acting.correlation,
      approval: { requestedAt, by: actor, note },
    },
    terms: {
      override,
      approval: { id, actor, note },
      realms: acting.realmsHolding(person),
    },
    expected: devices.flatMap(({ kind, id: one }) => (one === null ? [] : [{ kind, id: one }])),
  };
}

interface ApprovedRequest extends Pick<SecondPersonGrant, 'pending' | 'actor'> {
  readonly person: Person;
  readonly note: string | null;
}
