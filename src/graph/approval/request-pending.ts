import type { ChangeRequest } from '../../changes/change-request.ts';
import { intentOf } from '../../changes/intent.ts';
import type { ApprovableEffect, NewPendingChange, Requested } from '../../domain/approval.ts';
import { recordedDevice } from '../../domain/change-record.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { proofRefused } from '../../domain/change-rules.ts';
import { limitReached, type Failure } from '../../domain/failure.ts';
import { limitRules, stoppingLimit } from '../../domain/limit-rules.ts';
import type { Person } from '../../domain/person.ts';
import { levelInForce, threatRefusal } from '../../domain/threat-level.ts';
import { changeRequest } from '../change/request-change.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import type { RequestChangeInput } from './approval.input.ts';
import { requireApprovals } from './permit-pending.ts';

type Grant = ChangeGrant & { readonly person: Person };

/** Which devices a change is about. */
export interface MeantDevices {
  readonly effect: ApprovableEffect;
  readonly kinds: readonly DeviceKind[];
  /** The device to remove; null for a reset. */
  readonly deviceId: string | null;
}

/** Returns the devices that the change is about, as AM lists them now. */
export async function meantDevices(
  { am, person }: Pick<Grant, 'am' | 'person'>,
  { kinds, deviceId }: Pick<MeantDevices, 'kinds' | 'deviceId'>,
): Promise<readonly Device[]> {
  const lists = await Promise.all(kinds.map((kind) => am.devices.list<DeviceKind>(person, kind)));
  return lists.flat().filter(({ id }) => deviceId === null || id === deviceId);
}

/** Records a change that waits for a second person. @throws Failure if it may not be requested */
export async function requestPending(
  context: RequestContext,
  grant: Grant,
  {
    input,
    meant: { effect, kinds, deviceId },
    devices,
  }: {
    readonly input: RequestChangeInput;
    readonly meant: MeantDevices;
    readonly devices: readonly Device[];
  },
): Promise<Extract<Requested, { readonly kind: 'requested' | 'key conflict' }>> {
  const approvals = requireApprovals(context);
  const options = deviceId === null ? { force: false } : { deviceId };
  const request = await changeRequest(context, grant, { effect, kinds, options, input });
  const { actor, overrideLimit, idempotencyKey, proof } = request;
  const change: NewPendingChange = {
    intent: intentOf(request, context.changeTools(grant)),
    devices: devices.map(recordedDevice),
    overrideLimit,
    isRoleOfCredential: await isRoleOfCredential(context, actor.role),
  };
  await refuseByThreat(context, request);
  await refuseByLimits(context, change);
  const { seconds } = context.settings.approval;
  const requested = await approvals.request(change, { idempotencyKey, proof, seconds });
  switch (requested.kind) {
    case 'requested':
    case 'key conflict':
      return requested;
    case 'no proof':
      throw proofRefused();
    case 'limited':
      throw tooOften(requested.rule, requested.retryAfterSeconds);
  }
}

/** Whether the session or token itself gives a role. Otherwise a group does. */
async function isRoleOfCredential(
  { caller: whoCalls }: RequestContext,
  role: NewPendingChange['intent']['actor']['role'],
): Promise<boolean> {
  const caller = await whoCalls.caller();
  return caller.kind === 'signed in' && caller.roles.includes(role);
}

/** A change that the threat level refuses even with an approval is not requested. */
async function refuseByThreat(
  { ledger: { threats }, now }: RequestContext,
  { actor: { role }, effect, proof, threat }: ChangeRequest,
): Promise<void> {
  if (threats === null) return;
  const { realms, hasSecondFactor } = threat;
  const level = levelInForce(await threats.current(), { realms, now: now() });
  const facts = { role, effect, hasProof: proof !== null, hasSecondFactor, isApproved: true };
  const failure = threatRefusal(level, facts);
  if (failure !== null) throw failure;
}

/** A change that a limit refuses now is not requested. The limit counts it when it is made. */
async function refuseByLimits(
  { ledger, changeLimits }: RequestContext,
  { intent, overrideLimit }: NewPendingChange,
): Promise<void> {
  const reached = await ledger.reachedLimits(intent, limitRules(intent.actor.role, changeLimits));
  const stopping = stoppingLimit(reached, { override: overrideLimit });
  if (stopping !== null) throw tooOften(stopping.rule.name, stopping.retryAfterSeconds);
}

function tooOften(rule: string, retryAfterSeconds: number): Failure {
  return limitReached('That is too often. Nothing was requested.', { rule, retryAfterSeconds });
}
