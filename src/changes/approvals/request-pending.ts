import type { ChangeRequest } from '../request/change-request.ts';
import { intentOf } from '../request/intent.ts';
import type { NewPendingChange, RepeatedRequest } from '../../domain/change/approval.ts';
import type { ApprovableEffect } from '../../domain/policy/effects.ts';
import { recordedDevice } from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { proofRefused } from '../../domain/rules/change-rules.ts';
import { type Failure } from '../../domain/values/failure.ts';
import { limitRules, stoppingLimit } from '../../domain/rules/limit-rules.ts';
import { levelInForce, threatRefusal } from '../../domain/threat/threat-level.ts';
import { changeRequest, type ChangeInput } from '../ask-change.ts';
import type { Acting } from '../request/acting.ts';
import type { ChangeGrant, WithPerson } from '../../access/grant.ts';
import { limitedUntil, limitReached, type RefusingLimit } from '../../domain/values/limit.ts';

/** Which devices a change is about. */
export interface MeantDevices {
  readonly effect: ApprovableEffect;
  readonly kinds: readonly DeviceKind[];
  /** The device to remove; null for a reset. */
  readonly deviceId: string | null;
}

/** Returns the devices that the change is about, as AM lists them now. */
export async function meantDevices(
  { am, person }: Pick<WithPerson<ChangeGrant>, 'am' | 'person'>,
  { kinds, deviceId }: Pick<MeantDevices, 'kinds' | 'deviceId'>,
): Promise<readonly Device[]> {
  const lists = await Promise.all(kinds.map((kind) => am.devices.list<DeviceKind>(person, kind)));
  return lists.flat().filter(({ id }) => deviceId === null || id === deviceId);
}

/**
 * Records a change that waits for a second person. A repeat is answered first, because the devices,
 * limits and levels may be others by now.
 * @throws Failure if it may not be requested
 */
export async function requestPending(
  acting: Acting,
  grant: WithPerson<ChangeGrant>,
  {
    input,
    meant: { effect, kinds, deviceId },
  }: { readonly input: ChangeInput; readonly meant: MeantDevices },
): Promise<RepeatedRequest | { readonly kind: 'no device' }> {
  const { approvals } = acting.ledger;
  const options = deviceId === null ? { force: false } : { deviceId };
  const request = await changeRequest(acting, grant, { effect, kinds, options, input });
  const { actor, overrideLimit, idempotencyKey, proof } = request;
  const intent = intentOf(request, acting.changeTools(grant));
  const repeated = await approvals.repeated(intent, idempotencyKey);
  if (repeated !== null) return repeated;
  const devices = await meantDevices(grant, { kinds, deviceId });
  if (devices.length === 0) return { kind: 'no device' };
  const change: NewPendingChange = {
    intent,
    devices: devices.map(recordedDevice),
    overrideLimit,
    isRoleOfCredential: await isRoleOfCredential(acting, actor),
  };
  await refuseByThreat(acting, request);
  await refuseByLimits(acting, change, request.threat.realms);
  const { seconds } = acting.settings.approval;
  const requested = await approvals.request(change, { idempotencyKey, proof, seconds });
  switch (requested.kind) {
    case 'requested':
    case 'key conflict':
      return requested;
    case 'no proof':
      throw proofRefused();
    case 'limited':
      throw tooOften(requested);
  }
}

/** Whether the session or token itself gives a role. Otherwise a group does. */
async function isRoleOfCredential(
  { caller: whoCalls }: Acting,
  { role, area }: NewPendingChange['intent']['actor'],
): Promise<boolean> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') return false;
  return caller.standings.some((one) => one.role === role && one.area === (area ?? null));
}

/** A change that the threat level refuses even with an approval is not requested. */
async function refuseByThreat(
  { ledger: { threats }, now }: Acting,
  { actor: { role }, effect, proof, threat }: ChangeRequest,
): Promise<void> {
  const { realms, secondFactor } = threat;
  const level = levelInForce(await threats.current(), { realms, now: now() });
  const facts = { role, effect, hasProof: proof !== null, secondFactor, isApproved: true };
  const failure = threatRefusal(level, facts);
  if (failure !== null) throw failure;
}

/** A change that a limit refuses now is not requested. The limit counts it when it is made. */
async function refuseByLimits(
  { ledger, changeLimits }: Acting,
  { intent, overrideLimit }: NewPendingChange,
  realms: readonly string[],
): Promise<void> {
  const rules = limitRules(intent.actor.role, changeLimits);
  const reached = await ledger.reachedLimits(intent, rules, realms);
  const stopping = stoppingLimit(reached, { override: overrideLimit });
  if (stopping === null) return;
  const { rule, until } = stopping;
  throw tooOften(limitedUntil({ limit: rule.code, rule: rule.name }, { until, now: ledger.now() }));
}

function tooOften(reached: RefusingLimit): Failure {
  return limitReached('That is too often. Nothing was requested.', reached);
}
