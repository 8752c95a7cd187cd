import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { ApprovableEffect } from '../../domain/approval.ts';
import { deviceKinds } from '../../domain/device.ts';
import { badInput } from '../../domain/failure.ts';
import { Access, Granted } from '../access.ts';
import { idempotencyKeyReused, noSuchDevice, noSuchPerson } from '../change/change-error.type.ts';
import { checkDevice, deviceIn } from '../change/device-id.ts';
import { permitInput } from '../change/permit-change.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import { RequestChangeInput } from './approval.input.ts';
import { RequestChangePayload } from './approval.payload.ts';
import { viewerOf } from './permit-pending.ts';
import { meantDevices, requestPending, type MeantDevices } from './request-pending.ts';
import { shownPending } from './shown-pending.ts';

interface RequestFields {
  readonly pendingChange: object | null;
  readonly isReplayed: boolean;
  readonly errors: readonly object[];
}

@Resolver()
export class RequestChangeResolver {
  @Access({
    effect: 'approve',
    permit: permitInput({ check: checkRequest, requested: effectIn }),
  })
  @Cost({ calls: 8, callsPerKind: 1 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => RequestChangePayload, {
    nullable: true,
    description:
      'Requests a change of another user that a second person approves or rejects. Nothing is changed yet. The caller needs the right for the change itself, and the rules for reasons, verification and limits apply.',
  })
  async requestChange(
    @Arg('input', () => RequestChangeInput, { description: 'The change to request, and why.' })
    input: RequestChangeInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<RequestFields> {
    const { person } = grant;
    if (person === null) return failed(noSuchPerson());
    const meant = meantIn(input, person);
    if (meant === null) return failed(noSuchDevice());
    const devices = await meantDevices({ ...grant, person }, meant);
    if (devices.length === 0) return failed(noSuchDevice());
    const about = { input, meant, devices };
    const requested = await requestPending(context, { ...grant, person }, about);
    if (requested.kind === 'key conflict') return failed(idempotencyKeyReused(keyMessage));
    const { pending, isReplayed } = requested;
    const viewer = { actor: await viewerOf(context), isPermitted: true };
    return { pendingChange: shownPending(context, pending, viewer), isReplayed, errors: [] };
  }
}

const keyMessage = 'This key was used for another request. Nothing was requested. Use a new key.';

function failed(error: object): RequestFields {
  return { pendingChange: null, isReplayed: false, errors: [error] };
}

/** The devices that the change is about; null if the device is another person's. */
function meantIn(
  input: RequestChangeInput,
  person: Parameters<typeof deviceIn>[1],
): MeantDevices | null {
  const { effect } = input;
  if (effect === 'reset') {
    const kinds = deviceKinds.filter((kind) => input.kinds?.includes(kind));
    return { effect, kinds, deviceId: null };
  }
  const { deviceId = null, kind = null } = input;
  const device = deviceId === null ? null : deviceIn({ deviceId, kind }, person);
  return device && { effect, kinds: [device.kind], deviceId: device.id };
}

function effectIn(input: unknown): ApprovableEffect {
  return memberOf(input, 'effect') === 'remove' ? 'remove' : 'reset';
}

function checkRequest(input: unknown): void {
  if (memberOf(memberOf(input, 'target'), 'me') === true)
    throw badInput('me', 'Your own devices need no second person. Change them directly.');
  const kinds = memberOf(input, 'kinds') ?? null;
  const deviceId = memberOf(input, 'deviceId') ?? null;
  if (effectIn(input) === 'remove') {
    if (kinds !== null) throw badInput('kinds', 'Name kinds for a reset only.');
    checkDevice(input);
    return;
  }
  if (deviceId !== null) throw badInput('deviceId', 'Name a device for a removal only.');
  if (!Array.isArray(kinds) || kinds.length === 0)
    throw badInput('kinds', 'Name at least one kind.');
}
