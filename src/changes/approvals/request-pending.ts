import type { ChangeOrder } from '../request/change-order.ts';
import type { NewPendingChange, RepeatedRequest } from '../../domain/change/approval.ts';
import type { ApprovableEffect } from '../../domain/policy/effects.ts';
import { recordedDevice } from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { proofRefused } from '../../domain/conditions/stated.ts';
import { requireConditions } from '../../domain/conditions/conditions.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import { limitRules } from '../../domain/rules/limit-rules.ts';
import { levelInForce } from '../../domain/threat/threat-level.ts';
import { orderedBy, type ChangeInput } from '../ask-change.ts';
import type { Acting } from '../request/acting.ts';
import type { ChangeGrant, WithPerson } from '../../access/grant.ts';
import { isRoleOfCredential } from '../../access/recorded-actor.ts';
import { limitReached } from '../../domain/values/limit.ts';

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
  const order = await orderedBy(acting, grant, { effect, kinds, options, input });
  const { override: overrideLimit = false, idempotencyKey = null, proof = null } = order.terms;
  const intent = { ...order.intent, before: null };
  const repeated = await approvals.repeated(intent, idempotencyKey);
  if (repeated !== null) return repeated;
  const devices = await meantDevices(grant, { kinds, deviceId });
  if (devices.length === 0) return { kind: 'no device' };
  const change: NewPendingChange = {
    intent,
    devices: devices.map(recordedDevice),
    overrideLimit,
    isRoleOfCredential: await isRoleOfCredential(acting, grant),
  };
  await requireConditions('REQUEST', requestFacts(acting, order));
  const { seconds } = acting.settings.approval;
  const requested = await approvals.request(change, { idempotencyKey, proof, seconds });
  switch (requested.kind) {
    case 'requested':
    case 'key conflict':
      return requested;
    case 'no proof':
      throw proofRefused();
    case 'limited':
      throw limitReached('That is too often. Nothing was requested.', requested);
  }
}

/** What the conditions of a request ask of the ledger. */
function requestFacts(
  acting: Acting,
  { person, intent, terms: { proof, override = false } }: ChangeOrder,
): FactsAt['REQUEST'] {
  const { ledger, changeLimits } = acting;
  const { effect } = intent;
  const { role } = intent.actor;
  const realms = acting.realmsHolding(person);
  return {
    effect,
    role: () => role,
    hasProof: proof !== undefined,
    overridesLimits: override,
    limitsAt: () => ledger.now(),
    level: async () => levelInForce(await ledger.threats.current(), { realms, now: ledger.now() }),
    reachedLimits: () => ledger.reachedLimits(intent, limitRules(role, changeLimits), realms),
  };
}
